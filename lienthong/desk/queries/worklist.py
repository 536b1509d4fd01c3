"""Work that waits as it is looked for: filtered, counted by when it is due, and read a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, overload
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from lienthong.identity.queries import (
    GrantedPlaces,
)
from lienthong.kernel import clock, waiting
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import search_key
from lienthong.kernel.waiting import Waiting, Waits
from lienthong.registry.models import OrganisationVersion
from lienthong.registry.queries import Unit, units_on

from ..models import WorkItem
from ..rules.work import Bounds, Group
from .absence import names_of_absent
from .work import found_for, held_by, kinds_of_work, open_work_for, title_of


@dataclass(frozen=True)
class Wanted:
    """What of the work is looked for. ``whose``: "", "mine", "free" or "lent". ``order``: "due" or "-due"."""

    text: str = ""
    kind: str = ""
    group: str = ""
    whose: str = ""
    unit: UUID | None = None
    order: str = "due"


@dataclass(frozen=True)
class Line:
    """One piece of work as a person reads it. ``uid``: None of what nobody opened. ``stands_in_for``: "" of one's own."""

    uid: UUID | None
    kind: str
    label: str
    icon: str
    title: str
    url: str
    unit: str
    unit_uid: UUID | None
    due: datetime | None
    group: Group
    assigned: str = ""
    mine: bool = False
    stands_in_for: str = ""
    in_bulk: bool = False
    may_give: bool = False


@dataclass(eq=False)
class WorkList(Sequence[Line]):
    """What waits for an actor, as it was looked for: counted at once, read a page at a time."""

    actor: Actor
    wanted: Wanted
    bounds: Bounds = field(default_factory=lambda: Bounds.at(clock.now(), clock.LOCAL))

    def __len__(self) -> int:
        groups = [Group(self.wanted.group)] if self.wanted.group else list(Group)
        return sum(self.counts[group] for group in groups)

    def __iter__(self) -> Iterator[Line]:
        return iter(self[:])

    @overload
    def __getitem__(self, part: int) -> Line: ...
    @overload
    def __getitem__(self, part: slice) -> list[Line]: ...
    def __getitem__(self, part: int | slice) -> Line | list[Line]:
        """Return some of the lines, in their order."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        first, last = part.start or 0, len(self) if part.stop is None else part.stop
        own = {place + index: index for index, place in enumerate(self._places)}
        inside = {place: index for place, index in own.items() if first <= place < last}
        before = sum(place < first for place in own)
        keys = self._ordered.values_list("pk", flat=True)[first - before : last - before - len(inside)]
        stored = iter(self._lines(self._whole(list(keys))))
        lines: list[Line] = []
        for place in range(first, last):
            line = self._own[inside[place]] if place in inside else next(stored, None)
            if line is not None:
                lines.append(line)
        return lines

    @cached_property
    def counts(self) -> dict[Group, int]:
        """How much there is of each group, whichever group is looked at."""
        counted = {group: self._counted[group] for group in Group}
        for _source, one in self._calendar:
            counted[self.bounds.group_of(one.due)] += 1
        return counted

    @property
    def all_counts(self) -> int:
        """How much there is of all groups together."""
        return sum(self.counts.values())

    @property
    def in_all(self) -> tuple[int, bool] | None:
        """What ``count_work`` says, known here where nothing but a group was looked for."""
        if replace(self.wanted, group="", order="due") != Wanted():
            return None
        return self.all_counts, self.counts[Group.OVERDUE] > 0

    @cached_property
    def _counted(self) -> dict[str, int]:
        """Count the opened work by group, and what stands before each line of the calendar, in one statement."""
        rows = self._rows.order_by()
        asked = {group: Count("pk", filter=self._in(group)) for group in Group}
        for index, (_source, one) in enumerate(self._shown):
            asked[f"before_{index}"] = Count("pk", filter=self._before(one.due))  # type: ignore[index]
        return rows.aggregate(**{str(name): count for name, count in asked.items()})

    def _in(self, group: Group) -> Q:
        if group is Group.NO_DUE:
            return Q(due=None)
        since, until = self.bounds.span_of(group)
        condition = Q(due__isnull=False)
        if since is not None:
            condition &= Q(due__gte=since)
        return condition & Q(due__lt=until) if until is not None else condition

    def _before(self, due: datetime | None) -> Q:
        group = self._in(Group(self.wanted.group)) if self.wanted.group else Q(pk__isnull=False)
        if due is None:
            return group & Q(due__isnull=False)
        return group & (Q(due__gt=due) if self._descending else Q(due__lt=due))

    @property
    def _descending(self) -> bool:
        return self.wanted.order == "-due"

    @cached_property
    def _rows(self) -> QuerySet[WorkItem]:
        """The opened work that is looked for, whatever its group."""
        rows = open_work_for(self.actor)
        wanted = self.wanted
        if self._lending:
            rows = rows.annotate(lent_for=_lent_for(self.actor))
        if wanted.kind:
            rows = rows.filter(kind=wanted.kind)
        if wanted.unit:
            rows = rows.filter(organisation__uid=wanted.unit)
        if wanted.text:
            rows = rows.filter(_named(wanted.text))
        if wanted.whose == "mine":
            return rows.filter(assigned_to_id=self.actor.account_id or 0)
        if wanted.whose == "free":
            return rows.filter(assigned_to=None)
        if wanted.whose == "lent":
            return rows.exclude(**{"lent_for": ""}) if self._lending else rows.none()
        return rows

    @cached_property
    def _lending(self) -> tuple[UUID, ...]:
        self.actor.places.holds("")  # reads the rights: before, nobody knows what was lent
        return self.actor.places.stands_in_for

    @cached_property
    def _ordered(self) -> QuerySet[WorkItem]:
        due = F("due").desc(nulls_last=True) if self._descending else F("due").asc(nulls_last=True)
        rows = self._rows.filter(self._in(Group(self.wanted.group))) if self.wanted.group else self._rows
        return rows.order_by(due, "pk")

    @cached_property
    def _calendar(self) -> list[tuple[Waiting, Waits]]:
        """What the calendar says, as far as it is looked for, whatever its group."""
        wanted = self.wanted
        if wanted.whose in {"mine", "lent"}:
            return []
        found = [(source, one) for source, one in found_for(self.actor) if wanted.kind in {"", source.code}]
        if wanted.unit or wanted.text:
            units = units_on({one.organisation_id for _source, one in found}, clock.today())
            found = [pair for pair in found if _fits(pair[1], units.get(pair[1].organisation_id), wanted)]
        return found

    @cached_property
    def _shown(self) -> list[tuple[Waiting, Waits]]:
        """What the calendar says in the group that is looked at, in order."""
        pairs = [
            pair
            for pair in self._calendar
            if self.wanted.group in {"", str(self.bounds.group_of(pair[1].due))}
        ]
        sign = -1 if self._descending else 1
        return sorted(
            pairs,
            key=lambda pair: (pair[1].due is None, sign * pair[1].due.timestamp() if pair[1].due else 0),
        )

    @property
    def _places(self) -> list[int]:
        """Before how much opened work each line of the calendar stands."""
        return [self._counted[f"before_{index}"] for index in range(len(self._shown))]

    @cached_property
    def _own(self) -> list[Line]:
        units = units_on({one.organisation_id for _source, one in self._shown}, clock.today())
        return [
            Line(
                uid=None,
                kind=source.code,
                label=str(source.label),
                icon=source.icon,
                title=one.title,
                url=one.url,
                due=one.due,
                group=self.bounds.group_of(one.due),
                **_unit_words(units.get(one.organisation_id)),
            )
            for source, one in self._shown
        ]

    def _whole(self, keys: Sequence[int]) -> list[WorkItem]:
        """Read whole rows for those few that are shown: sorting does not drag the others' words along."""
        rows = WorkItem.objects.select_related("assigned_to")
        if self._lending:
            rows = rows.annotate(lent_for=_lent_for(self.actor))
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def _lines(self, items: Sequence[WorkItem]) -> list[Line]:
        units = units_on({item.organisation_id for item in items}, clock.today())
        absent = names_of_absent(self._lending) if self._lending else {}
        lines = []
        for item in items:
            kind = waiting.kinds().get(item.kind)
            lent = getattr(item, "lent_for", "")
            lines.append(
                Line(
                    uid=item.uid,
                    kind=item.kind,
                    label=str(kind.label) if kind else item.kind,
                    icon=kind.icon if kind else "clipboard-list",
                    title=title_of(item),
                    url=item.url,
                    due=item.due,
                    group=self.bounds.group_of(item.due),
                    assigned=item.assigned_to.name if item.assigned_to else "",
                    mine=item.assigned_to_id is not None and item.assigned_to_id == self.actor.account_id,
                    stands_in_for=absent.get(UUID(lent), "") if lent else "",
                    in_bulk=kind is not None and kind.bulk is not None,
                    may_give=bool(item.permission),
                    **_unit_words(units.get(item.organisation_id)),
                )
            )
        return lines


def _unit_words(unit: Unit | None) -> dict[str, Any]:
    return {"unit": unit.short_name if unit else "", "unit_uid": unit.uid if unit else None}


def _lent_for(actor: Actor) -> Case:
    """Say through what was lent an actor sees a piece of work; "" where they see it by what is their own."""
    places = actor.places
    if not isinstance(places, GrantedPlaces):
        return Case(default=Value(""), output_field=CharField())
    cases = [When(held_by(places.only(None), actor.account_id, actor.organisation_id), then=Value(""))]
    cases += [
        When(held_by(places.only(uid), None, actor.organisation_id), then=Value(str(uid)))
        for uid in places.stands_in_for
    ]
    return Case(*cases, default=Value(""), output_field=CharField())


def _named(text: str) -> Q:
    """Return the condition that a piece of work, or the body it belongs to, is called so."""
    folded = search_key(text)
    if not folded:
        return Q(pk__in=[])
    units = OrganisationVersion.objects.on(clock.today()).filter(search_key__contains=folded)
    kinds = [code for code, label in kinds_of_work() if folded in search_key(label)]
    return (
        Q(search_key__contains=folded)
        | Q(kind__in=kinds)
        | Q(organisation_id__in=units.values("organisation_id"))
    )


def _fits(one: Waits, unit: Unit | None, wanted: Wanted) -> bool:
    if wanted.unit and (unit is None or unit.uid != wanted.unit):
        return False
    words = search_key(f"{one.title} {unit.short_name if unit else ''}")
    folded = search_key(wanted.text)
    return folded in words and bool(folded or not wanted.text)


def work_for(actor: Actor, wanted: Wanted) -> WorkList:
    """Return what waits for an actor, as it is looked for."""
    return WorkList(actor, wanted)
