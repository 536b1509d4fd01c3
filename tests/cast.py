"""The standing cast in the small country of tests/small_province.py, and the weekly return they work with.

Nga heads village v1; Lan is clerk of commune C, which v1, v2 and v3 belong to; Minh is clerk of D, next door; Tùng
approves for province P; Hà leads at the centre; Quân inspects; Đức administers; Hoa is a citizen without a grant.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, time
from importlib import resources

from lienthong.forms import queries as forms
from lienthong.forms import services as form_services
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.registry.queries import Unit, get_unit
from lienthong.reports import queries, services
from lienthong.reports.models import Return, Series
from lienthong.reports.services import DeadlineFact, Typed

from .small_province import BEGIN, Province, build

WEEK = "2026-W47"
VALID = {
    "households": "120",
    "people": "500",
    "poor": "3",
    "near_poor": "4",
    "supported": "1",
    "meetings": "1",
    "attendances": "40",
    "petitions_received": "2",
    "petitions_settled": "1",
}

_PLACES = {
    "nga": ("v1", "village_reporter", "here"),
    "lan": ("C", "commune_officer", "below"),
    "minh": ("D", "commune_officer", "below"),
    "tung": ("P", "province_officer", "below"),
    "ha": ("Trung ương", "centre_leader", "below"),
    "quan": ("Trung ương", "inspector", "below"),
    "duc": ("Trung ương", "administrator", "below"),
    "hoa": (None, "", ""),
}


@dataclass
class Cast:
    """The country, its people and their report."""

    province: Province
    series: Series
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Return one of the cast as they ask today."""
        return identity_queries.actor_for(self.accounts[name])

    def asked(self, period: str = WEEK) -> queries.Asked:
        """Return a week of the report."""
        return queries.asked_in(self.series, queries.week_of(self.series, period))

    def unit(self, name: str, period: str = WEEK) -> Unit:
        """Return a body as it was in a week."""
        return get_unit(self.province[name].uid, self.asked(period).week.last)

    def typed(self, name: str, seen: int = 0, period: str = WEEK, **values: str) -> Typed:
        """Return what somebody typed for a body: a valid return, with some values changed."""
        unit = self.unit(name, period)
        reading = forms.read_typed(self.asked(period).form, {**VALID, **values})
        return Typed(unit.id, unit.uid, unit.short_name, reading, seen)

    def save(self, who: str, name: str, *, submit: bool = True, period: str = WEEK, **values: str) -> Return:
        """Let one of the cast save a return for a body, over whatever stands there."""
        held = Return.objects.filter(organisation=self.province[name], period=period).first()
        row = self.typed(name, held.version if held else 0, period, **values)
        saved = services.save_returns(
            actor=self.actor(who), asked=self.asked(period), rows=[row], submit=submit
        )
        return saved.returns[0]

    def entry(self, name: str, period: str = WEEK) -> Return:
        """Return a body's return as it stands."""
        return Return.objects.get(organisation=self.province[name], period=period)


def build_cast() -> Cast:
    """Write the small country, the form, the series and the cast."""
    province = build()
    identity.load_roles(actor=OPERATOR)
    cast = Cast(province, _series(province))
    roles = {role.code: role for role in identity_queries.roles()}
    for name, (place, role, reach) in _PLACES.items():
        body = province[place] if place else None
        account = identity.create_account(
            actor=OPERATOR,
            username=name,
            name=name.capitalize(),
            organisation=body,
            password=f"{name} long password",
        )
        cast.accounts[name] = account
        if body is not None:
            identity.give_grant(
                actor=OPERATOR,
                account=account,
                role=roles[role],
                tree=province.tree,
                system=province.front,
                organisation=body,
                reach=reach,
                since=BEGIN,
            )
    return cast


def _series(province: Province) -> Series:
    definition = json.loads(
        resources.files("lienthong.forms").joinpath("data/weekly.json").read_text("utf-8")
    )
    form = form_services.create_form(
        actor=OPERATOR, code="front-weekly", name={"vi": "Phiếu tuần", "en": "Weekly form"}
    )
    version = form_services.draft_version(
        actor=OPERATOR, form=form, definition=definition, in_force_from=BEGIN
    )
    form_services.publish_version(actor=OPERATOR, version=version)
    series = services.create_series(
        actor=OPERATOR,
        code="tuan",
        name={"vi": "Báo cáo tuần", "en": "Weekly report"},
        form_id=form.pk,
        tree=province.tree,
        level="village",
        first_period="2025-W20",
    )
    services.set_deadlines(
        actor=OPERATOR,
        series=series,
        facts=[
            DeadlineFact("village", 6, time(12), BEGIN, "test"),
            DeadlineFact("commune", 6, time(17), BEGIN, "test"),
            DeadlineFact("province", 7, time(11), date(2020, 1, 1), "test"),
        ],
    )
    return series
