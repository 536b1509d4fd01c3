"""What a plan asks of the registry, and what becomes of bodies by it: the words in which rooms are asked to follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Model

from lienthong.kernel.following import Change, Heir
from lienthong.kernel.journal import Journal
from lienthong.registry.models import (
    Area,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
    Post,
)
from lienthong.registry.queries import (
    AreaRef,
    BodyRef,
    Eve,
    Followed,
    Founded,
    Named,
    NewArea,
    Reshaped,
    Reshaping,
    reshaped_by,
    units_on,
)

from ..models import Decision, DecisionKind, LockedReturns, Plan
from ..rules.steps import Key, Outcome
from .findings import Checked, look_at
from .plans import address_of
from .units import units_of


def reshaping_of(checked: Checked) -> Reshaping:
    """Return what a plan asks of the registry."""
    plan, outcome, ids = checked.plan, checked.outcome, checked.eve.ids
    ref = _refs(checked)
    villages, ended = _villages(plan, outcome, ref) if plan.with_areas else ({}, frozenset())
    return Reshaping(
        plan=plan.uid,
        on=plan.effective_on,
        systems=frozenset(plan.systems),
        with_areas=plan.with_areas,
        founded=_founded(outcome, ref) if plan.with_areas else (),
        ended=frozenset(ids[key] for key in outcome.ended) | ended,
        named=_named(checked),
        moved=_moved(checked, ref) | villages,
        followed=tuple(
            Followed(ids[link.old], new, link.whole, link.share, link.share_key, link.default)
            for link in outcome.links
            if (new := ref(link.new)) is not None
        ),
        posts={
            one.subject: (ref(Key(one.level, one.code)) if one.level else None, one.title)
            for one in Decision.objects.filter(plan=plan, kind=DecisionKind.POST).order_by("pk")
        },
    )


Ref = Callable[[Key], AreaRef | None]


def _refs(checked: Checked) -> Ref:
    """Return how a unit of the day itself is found: one that begins by its code, one that goes on by what it was."""
    outcome, ids = checked.outcome, checked.eve.ids
    if not checked.plan.with_areas:
        return units_of(checked.plan.effective_on).ids.get
    before = {new: old for old, new in outcome.goes_on.items()}

    def ref(key: Key) -> AreaRef | None:
        if key in outcome.founded:
            return NewArea(*key)
        return ids.get(before.get(key, key))

    return ref


def _founded(outcome: Outcome, ref: Ref) -> tuple[Founded, ...]:
    units = (outcome.after[key] for key in sorted(outcome.founded))
    return tuple(
        Founded(
            unit.key.code,
            unit.kind,
            unit.name,
            unit.key.level,
            None if unit.parent is None else ref(unit.parent),
        )
        for unit in units
    )


def _named(checked: Checked) -> dict[int, Named]:
    found = {}
    for old, new in checked.outcome.goes_on.items():
        before, after = checked.eve.by_key[old], checked.outcome.after[new]
        if (old.code, before.kind, before.name) != (new.code, after.kind, after.name):
            found[checked.eve.ids[old]] = Named(new.code, after.kind, after.name)
    return found


def _moved(checked: Checked, ref: Ref) -> dict[int, AreaRef]:
    """Return within what areas with a code lie from the day on, where that is something else.

    Where the areas changed before, what was around them is not known any more: all that the plan names are looked at.
    """
    found: dict[int, AreaRef] = {}
    for old, new in checked.outcome.goes_on.items():
        before, after = checked.eve.by_key[old].parent, checked.outcome.after[new].parent
        around = None if after is None else ref(after)
        known = checked.eve.ids.get(before) if before is not None and checked.plan.with_areas else None
        if around is not None and around != known:
            found[checked.eve.ids[old]] = around
    return found


def _villages(plan: Plan, outcome: Outcome, ref: Ref) -> tuple[dict[int, AreaRef], frozenset[int]]:
    """Return where areas without a code go by a step or a decision, and which of them end."""
    wanted: dict[UUID, Key | None] = dict(outcome.moved)
    for one in Decision.objects.filter(plan=plan, kind=DecisionKind.AREA).order_by("pk"):
        wanted[one.subject] = Key(one.level, one.code) if one.level else None
    areas = _area_ids(sorted(wanted))
    moved, ended = {}, set()
    for uid, key in wanted.items():
        around = ref(key) if key is not None else None
        if uid in areas and around is not None:
            moved[areas[uid]] = around
        elif uid in areas and key is None:
            ended.add(areas[uid])
    return moved, frozenset(ended)


def _area_ids(uids: list[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for start in range(0, len(uids), 1_000):
        rows = Area.objects.filter(uid__in=uids[start : start + 1_000])
        found |= dict(rows.values_list("uid", "pk"))
    return found


# ── what rooms are asked to follow ───────────────────────────────────────────────────────────────────────────────────


def planned_change(plan: Plan) -> tuple[Change, Eve, Reshaped]:
    """Return what would become of bodies by a plan: what is founded has no key yet."""
    asked = reshaping_of(look_at(plan))
    eve, done = reshaped_by(asked)
    return change_of(plan, asked, eve, done, {}), eve, done


def change_of(plan: Plan, asked: Reshaping, eve: Eve, done: Reshaped, founded: Mapping[UUID, int]) -> Change:
    """Return what becomes of bodies. ``founded``: the keys of those that began, by their public ids."""
    heirs = _Heirs(eve, done, founded)
    touched = {*done.closed, *done.moved, *done.renamed}
    return Change(
        plan=plan.uid,
        title=plan.title,
        on=plan.effective_on,
        url=address_of(plan),
        keeps_locked=plan.locked_returns == LockedReturns.KEEP,
        closed={
            key: tuple(
                heirs.heir(one.body, whole=one.whole, default=one.default)
                if one.share is None
                else Heir(*heirs.named(one.body), one.share, one.whole, one.default)
                for one in inheritances
            )
            for key, inheritances in done.closed.items()
        },
        moved={
            key: (before, heirs.key(after))
            for key, moves in done.moved.items()
            for _tree, (before, after) in sorted(moves.items(), reverse=True)
        },
        renamed=frozenset(done.renamed),
        founded=frozenset(founded.values()),
        names={key: eve.bodies[key].name for key in touched},
        posts=_posts(asked, eve, done, heirs),
    )


def _posts(asked: Reshaping, eve: Eve, done: Reshaped, heirs: _Heirs) -> dict[int, tuple[Heir | None, str]]:
    rows = Post.objects.filter(uid__in=list(asked.posts)).values_list("pk", "uid", "organisation_id", "title")
    found: dict[int, tuple[Heir | None, str]] = {}
    for key, uid, body, title in rows:
        area, title_after = asked.posts[uid]
        at = done.at.get((eve.bodies[body].system, area)) if area is not None and body in eve.bodies else None
        found[key] = (None if at is None else heirs.heir(at), title_after or title)
    return found


class _Heirs:
    """How bodies that follow others are called, and under which keys they are known."""

    def __init__(self, eve: Eve, done: Reshaped, founded: Mapping[UUID, int]) -> None:
        self._eve, self._done, self._ids = eve, done, founded

    def key(self, body: BodyRef | None) -> int | None:
        return self._ids.get(body) if isinstance(body, UUID) else body

    def named(self, body: BodyRef) -> tuple[UUID, str, int | None]:
        if isinstance(body, UUID):
            return body, self._done.founded[body].name, self._ids.get(body)
        names = self._done.renamed.get(body)
        return self._eve.bodies[body].uid, names[0] if names else self._eve.bodies[body].name, body

    def heir(self, body: BodyRef, *, whole: bool = True, default: bool = True) -> Heir:
        return Heir(*self.named(body), None, whole, default)


def change_that_was(plan: Plan, journal: Journal) -> Change:
    """Return what became of bodies by a plan that was carried out, read back from what it wrote."""
    on, founded = plan.effective_on, journal.founded(Organisation)
    heirs = _heirs_that_are(journal, on)
    closed: dict[int, tuple[Heir, ...]] = {}
    renamed: set[int] = set()
    names: dict[int, str] = {}
    versions = _rows(
        OrganisationVersion, journal.wrote(OrganisationVersion), "organisation_id", "name", "valid_from"
    )
    going_on = {body for body, _name, since in versions if since >= on}
    for body, name, since in versions:
        if since < on:
            names[body] = name
            if body in going_on:
                renamed.add(body)
            else:
                closed[body] = heirs.get(body, ())
    before: dict[int, int | None] = {}
    after: dict[int, int | None] = {}
    edges = _rows(OrganisationEdge, journal.wrote(OrganisationEdge), "child_id", "parent_id", "valid_from")
    for child, parent, since in reversed(edges):
        (before if since < on else after)[child] = parent
    moved = {key: (before[key], after[key]) for key in before.keys() & after.keys() if key not in founded}
    return Change(
        plan=plan.uid,
        title=plan.title,
        on=on,
        url=address_of(plan),
        keeps_locked=plan.locked_returns == LockedReturns.KEEP,
        closed=closed,
        moved=moved,
        renamed=frozenset(renamed),
        founded=frozenset(founded),
        names=names,
    )


def _heirs_that_are(journal: Journal, on: date) -> dict[int, tuple[Heir, ...]]:
    columns = ("predecessor_id", "successor_id", "successor__uid", "whole", "default", "share")
    rows = _rows(OrganisationSuccession, journal.founded(OrganisationSuccession), *columns)
    called = units_on({row[1] for row in rows}, on)
    found: dict[int, list[Heir]] = defaultdict(list)
    for old, new, uid, whole, default, share in sorted(rows, key=lambda row: (row[0], not row[4], row[1])):
        part = None if share is None else Fraction(share)
        found[old].append(Heir(uid, called[new].name, new, part, whole, default))
    return {old: tuple(heirs) for old, heirs in found.items()}


def _rows(model: type[Model], keys: Iterable[int], *columns: str) -> list[tuple[Any, ...]]:
    wanted = sorted(keys)
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), 1_000):
        rows = model._base_manager.filter(pk__in=wanted[start : start + 1_000]).order_by("pk")
        found += rows.values_list(*columns)
    return found
