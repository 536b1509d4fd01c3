"""The bodies at which an actor holds a right, found as lists from elsewhere name them: by code, by name, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import Entry
from lienthong.kernel.permission import Permission
from lienthong.kernel.text import search_key
from lienthong.kernel.validity import FOREVER

from .. import rules
from ..models import AreaVersion, OrganisationEdge, OrganisationVersion

_COLUMNS = (
    *("organisation_id", "organisation__uid", "organisation__level", "organisation__system_id", "area_id"),
    *("name", "short_name", "valid_from", "valid_to"),
)
_PLACE = ("parent_id", "child_id", "valid_from", "valid_to")
_NAMED = 5

Key = TypeVar("Key")
Value = TypeVar("Value")


class Listed(NamedTuple):
    """A body under one of its names, from a day up to, but not on, another."""

    id: int
    uid: UUID
    level: str
    system_id: int
    area_id: int
    name: str
    short_name: str
    since: date
    until: date


@dataclass(frozen=True)
class Directory:
    """Bodies in reach. ``rows``: all their names through time; ``areas``: by code, which areas bore it and when."""

    rows: list[Listed]
    areas: dict[str, list[tuple[int, date, date]]]
    places: dict[int, list[tuple[int, date, date]]]

    def find(self, code: str, name: str, day: date) -> Listed | str:
        """Return the one body that serves the area of a code, or bears a name there or below it; else why there is none.

        Without a code the name alone has to be enough; without a name the code.
        """
        found = self._coded(code, day) if code else self._named(name, day)
        if code and name:
            here = [row for row in found if _is_called(row, name)]
            found = here or self._below(found, name, day)
        if len(found) == 1:
            return found[0]
        told = " – ".join(filter(None, (code, name)))
        if not found:
            return _("Ngày %(day)s không có đơn vị “%(told)s”, hoặc đơn vị đó ngoài phạm vi của bạn.") % {
                "day": f"{day:%d/%m/%Y}",
                "told": told,
            }
        names = ", ".join(row.name for row in found[:_NAMED])
        return _(
            "Có %(count)d đơn vị cùng mang “%(told)s”: %(names)s. Hãy ghi cả mã và tên, hoặc tên đầy đủ."
        ) % {"count": len(found), "told": told, "names": names}

    def life(self, organisation_id: int) -> list[tuple[date, date]]:
        """Return when a body was there."""
        return [(row.since, row.until) for row in self._by_id.get(organisation_id, ())]

    def _coded(self, code: str, day: date) -> list[Listed]:
        areas = [area for area, since, until in self.areas.get(code, ()) if since <= day < until]
        return [row for area in areas for row in self._by_area.get(area, ()) if row.since <= day < row.until]

    def _named(self, name: str, day: date) -> list[Listed]:
        found = {
            row.id: row for row in self._by_name.get(search_key(name), ()) if row.since <= day < row.until
        }
        return list(found.values())

    def _below(self, upper: Iterable[Listed], name: str, day: date) -> list[Listed]:
        found = {
            row.id: row
            for body in upper
            for child, since, until in self.places.get(body.id, ())
            if since <= day < until
            for row in self._by_id.get(child, ())
            if row.since <= day < row.until and _is_called(row, name)
        }
        return list(found.values())

    @cached_property
    def _by_id(self) -> dict[int, list[Listed]]:
        return _grouped((row.id, row) for row in self.rows)

    @cached_property
    def _by_area(self) -> dict[int, list[Listed]]:
        return _grouped((row.area_id, row) for row in self.rows)

    @cached_property
    def _by_name(self) -> dict[str, list[Listed]]:
        return _grouped((search_key(text), row) for row in self.rows for text in (row.name, row.short_name))


Spans = Mapping[int, Sequence[tuple[date, date]]]


def spans_of(edges: Iterable[tuple[int, date, date]]) -> Spans:
    """Return from when to when each body stood in a tree, from its edges: child, from, to."""
    return defaultdict(list, _grouped((child, (since, until)) for child, since, until in edges))


def stands_throughout(entry: Entry, body: Listed, spans: Spans, since: date) -> bool:
    """Say whether a body stands in its tree from a day on for ever; note the fault where it does not."""
    if rules.covers(spans[body.id], since, FOREVER):
        return True
    told = _("“%(unit)s” không tồn tại suốt thời gian này. Hãy sửa ngày.") % {"unit": body.short_name}
    entry.add("since", told)
    return False


def directory_of(
    actor: Actor, right: Permission, told: Iterable[tuple[str, str]], tree: str = ""
) -> Directory:
    """Return the bodies at which an actor holds a right, as far as a list can mean them.

    ``told``: code and name of each row, either may be blank. ``tree``: code of the tree that says what stands below what;
    without one every tree does.
    """
    told = set(told)
    coded = AreaVersion.objects.filter(code__in={code for code, _name in told if code})
    rows = OrganisationVersion.objects.filter(right.within(actor, on="organisation_id"))
    edges = OrganisationEdge.objects.filter(right.within(actor, on="child_id"), parent__isnull=False)
    if tree:
        edges = edges.filter(tree__code=tree)
        rows = rows.filter(organisation__in=OrganisationEdge.objects.filter(tree__code=tree).values("child"))
    if not any(code and name for code, name in told):
        edges = edges.none()
    if all(code for code, _name in told):
        serving = OrganisationVersion.objects.filter(area__in=coded.values("area"))
        edges = edges.filter(parent__in=serving.values("organisation"))
        rows = rows.filter(Q(area__in=coded.values("area")) | Q(organisation__in=edges.values("child")))
    return Directory(
        rows=[Listed(*row) for row in rows.order_by("organisation_id", "valid_from").values_list(*_COLUMNS)],
        areas=_grouped(
            (code, (area, since, until))
            for code, area, since, until in coded.values_list("code", "area_id", "valid_from", "valid_to")
        ),
        places=_grouped(
            (parent, (child, since, until))
            for parent, child, since, until in edges.values_list(*_PLACE)
            if parent is not None
        ),
    )


def codes_on(bodies: Iterable[int], day: date) -> dict[int, str]:
    """Return the codes that the areas of some bodies bore on a day; bodies of areas without a code are left out."""
    served = dict(
        OrganisationVersion.objects.on(day)
        .filter(organisation_id__in=list(bodies))
        .values_list("organisation_id", "area_id")
    )
    coded = AreaVersion.objects.on(day).filter(area_id__in=served.values()).exclude(code="")
    codes = dict(coded.values_list("area_id", "code"))
    return {body: codes[area] for body, area in served.items() if area in codes}


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _is_called(row: Listed, name: str) -> bool:
    return search_key(name) in {search_key(row.name), search_key(row.short_name)}
