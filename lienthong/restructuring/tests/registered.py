"""A small invented country in the registry, with people, rights and work in it, for plans to be carried out.

Two provinces: 01 with district 001 (communes 00001, 00002, 00003) and 02 (communes 00011, 00012); two villages in every
commune. The Front's tree holds all levels, the State's all but villages and the centre, the Party's only provinces and
communes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps

from lienthong.desk.models import WorkItem
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.text import search_key, sort_key
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import (
    Area,
    AreaEdge,
    AreaVersion,
    Official,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    Post,
    System,
    Tree,
)
from lienthong.registry.unitdata import KIND_WORDS
from lienthong.restructuring import services
from lienthong.restructuring.models import Plan
from lienthong.restructuring.rules.levels import COUNTRY
from lienthong.restructuring.rules.steps import Key, Step, Unit
from lienthong.restructuring.services import PlanFacts

from .lands import LAND

BEGIN, DAY = date(2026, 1, 1), date(2026, 9, 1)
EVE = date(2026, 8, 31)
SYSTEMS = ("front", "party", "state")
_WORDS = {
    "front": "Ban Thường trực Ủy ban MTTQ Việt Nam",
    "state": "Ủy ban nhân dân",
    "party": "Ban Thường vụ Đảng ủy",
}
_LEVELS = {
    "front": ("centre", "province", "district", "commune", "village"),
    "state": ("province", "district", "commune"),
    "party": ("province", "commune"),
}


@dataclass
class Land:
    """The rows that tests name: areas by code, bodies by system and code; a village is its commune's code and a letter."""

    systems: dict[str, System] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[tuple[str, str], Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def body(self, code: str, system: str = "front") -> Organisation:
        return self.bodies[system, code]

    def actor(self, name: str) -> Actor:
        return identity_queries.actor_for(self.accounts[name])

    def appoint(self, code: str, title: str, name: str = "An", system: str = "front") -> Post:
        """Let a new official hold a post."""
        official = Official.objects.create(name=name, search_key=search_key(name), sort_key=sort_key(name))
        return Post.objects.create(
            official=official, organisation=self.body(code, system), title=title, valid_from=BEGIN
        )

    def account(self, name: str, code: str, role: str = "commune_officer", **more: Any) -> Account:
        """Let somebody hold a role at a body."""
        body = self.body(code)
        account = identity.create_account(
            actor=OPERATOR,
            username=name,
            name=name.capitalize(),
            organisation=body,
            password=f"{name} long password",
        )
        if more.get("post"):
            Account.objects.filter(pk=account.pk).update(official=more["post"].official_id)
            account.refresh_from_db()
        self.accounts[name] = account
        self.grant(account, code, role, **more)
        return account

    def grant(self, account: Account, code: str, role: str, reach: str = "below", **more: Any) -> None:
        roles = {one.code: one for one in identity_queries.roles()}
        identity.give_grant(
            actor=OPERATOR,
            account=account,
            role=roles[role],
            tree=self.trees["front"],
            system=self.systems["front"],
            organisation=self.body(code),
            reach=reach,
            since=BEGIN,
            **more,
        )

    def work(self, code: str, kind: str = "reports.review") -> WorkItem:
        """Let something wait at a body."""
        return WorkItem.objects.create(
            kind=kind,
            key=f"{kind}:{code}:{WorkItem.objects.count()}",
            subject_kind="return",
            subject=UUID(int=5),
            search_key="",
            url="/",
            organisation=self.body(code),
            permission="reports.approve",
            due=datetime(2026, 9, 5, tzinfo=UTC),
            opened_at=datetime(2026, 8, 30, tzinfo=UTC),
        )


def build(units: dict[Key, Unit] | None = None, villages: int = 2) -> Land:
    """Write a country of units into the registry."""
    units = LAND if units is None else units
    land = Land()
    for code in SYSTEMS:
        land.systems[code] = System.objects.create(code=code, name={"vi": code, "en": code})
    for code in ("admin", *SYSTEMS):
        land.trees[code] = Tree.objects.create(code=code, name={"vi": code, "en": code})
    for unit in units.values():
        name = f"{KIND_WORDS.get(unit.kind, '')} {unit.name}".strip()
        _area(
            land, unit.key.code, unit.key.level, unit.kind, unit.name, name, unit.parent and unit.parent.code
        )
    for unit in [one for one in units.values() if one.key.level == "commune"]:
        for letter in "abcdefgh"[:villages]:
            name = f"Thôn {letter.upper()} {unit.name}"
            _area(land, f"{unit.key.code}{letter}", "village", "thon", name, name, unit.key.code)
    for system in SYSTEMS:
        for code, area in land.areas.items():
            if area.level in _LEVELS[system]:
                _body(land, system, code)
        for code in [code for of, code in land.bodies if of == system]:
            _edge(land, system, code)
        derive_tree(land.trees[system])
    identity.load_roles(actor=OPERATOR)
    return land


def _area(
    land: Land, code: str, level: str, kind: str, name: str, full_name: str, parent: str | None
) -> None:
    area = Area.objects.create(level=level)
    AreaVersion.objects.create(
        area=area,
        code="" if level in ("village", "centre") else code,
        name=name,
        full_name=full_name,
        kind=kind,
        search_key=search_key(full_name),
        sort_key=sort_key(name),
        valid_from=BEGIN,
    )
    land.areas[code] = area
    if parent is not None:
        AreaEdge.objects.create(
            tree=land.trees["admin"], child=area, parent=land.areas[parent], valid_from=BEGIN
        )


def _body(land: Land, system: str, code: str) -> None:
    area = land.areas[code]
    called = AreaVersion.objects.get(area=area)
    body = Organisation.objects.create(system=land.systems[system], level=area.level)
    name = f"{_WORDS[system]} {called.full_name[0].lower()}{called.full_name[1:]}"
    short = called.name if area.level == "province" else called.full_name
    OrganisationVersion.objects.create(
        organisation=body,
        area=area,
        name=name,
        short_name=short,
        search_key=search_key(name)[:160],
        sort_key=sort_key(short),
        valid_from=BEGIN,
    )
    land.bodies[system, code] = body


def _edge(land: Land, system: str, code: str) -> None:
    parent: Organisation | None = None
    area: Area | None = land.areas[code]
    while area is not None and parent is None:
        edge = AreaEdge.objects.filter(child=area).select_related("parent").first()
        area = edge.parent if edge else None
        above = next((key for key, one in land.areas.items() if area and one.pk == area.pk), "")
        parent = land.bodies.get((system, above)) if area else None
    OrganisationEdge.objects.create(
        tree=land.trees[system], child=land.bodies[system, code], parent=parent, valid_from=BEGIN
    )


def planned(land: Land, *steps: Step, approve: bool = True, **facts: Any) -> Plan:
    """Write a plan of the centre's act, and approve it."""
    words: dict[str, Any] = {"effective_on": DAY, "systems": SYSTEMS, **facts}
    plan = services.draft_plan(
        actor=OPERATOR,
        organisation=land.body(COUNTRY.code),
        facts=PlanFacts(title="Sắp xếp", act_number=f"1/{uuid4().hex[:8]}", act_body="Quốc hội", **words),
    )
    plan = services.set_steps(actor=OPERATOR, plan=plan, steps=steps, seen=plan.version)
    if approve:
        plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
        plan = services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    return plan


# What is kept of the act itself, or made anew from other rows.
_KEPT = {
    *("kernel.journalpart", "kernel.auditentry", "kernel.auditstream", "kernel.outboxentry"),
    *("restructuring.plan", "restructuring.rehearsal", "restructuring.effectrow"),
    *("desk.notice", "desk.dispatch", "kernel.searchword", "kernel.searchrow"),
}
_DERIVED = {"registry.closure", "registry.childcount"}


def dump() -> dict[str, list[Any]]:
    """Return every row of every table; of what is derived without its key, of trees without their stamps."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in _KEPT or not label.startswith(tuple(f"{room}." for room in ROOMS)):
            continue
        left_out = {"id"} if label in _DERIVED else {"stamp"} if label == "registry.tree" else set()
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
        rows = [tuple(map(_plain, row)) for row in model._base_manager.values_list(*columns)]
        found[label] = sorted(rows, key=repr)
    return found


ROOMS = ("kernel", "registry", "identity", "desk", "restructuring", "forms", "reports", "imports")


def _plain(value: Any) -> Any:
    return (
        bytes(value)
        if isinstance(value, memoryview)
        else repr(value)
        if isinstance(value, dict | list)
        else value
    )
