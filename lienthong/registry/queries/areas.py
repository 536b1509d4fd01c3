"""Reads of areas: found by name or by code and date, and told through time. What an area is called is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import nfc, search_key, sort_key
from lienthong.kernel.validity import FOREVER

from ..models import Area, AreaAlias, AreaEdge, AreaKind, AreaSuccession, AreaVersion, Level, SuccessionKind
from ..unitdata import KIND_WORDS
from ..villages import VILLAGE_WORDS

ADMIN = "admin"

# How often one name can stand in the country at most; what is beyond would not be read anyway.
_NAMESAKES = 2_000
_WORDS = sorted({search_key(word) for word in (*KIND_WORDS.values(), *VILLAGE_WORDS.values())})
ORDER = Case(
    *(When(area__level=level, then=Value(place)) for place, level in enumerate(Level.values)),
    default=Value(len(Level.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Place:
    """An area by the name that it had on a day."""

    id: int
    uid: UUID
    full_name: str


@dataclass(frozen=True)
class Lasting:
    """Something that holds from a day up to, but not on, another."""

    valid_from: date
    valid_to: date

    @property
    def open(self) -> bool:
        """Whether no end is known."""
        return self.valid_to == FOREVER

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds, None where no end is known."""
        return None if self.open else self.valid_to - timedelta(days=1)


@dataclass(frozen=True)
class AreaFound(Lasting):
    """An area under one of its names, and where it lay then, from the nearest upwards."""

    id: int
    uid: UUID
    level: str
    sample: bool
    code: str
    kind: str
    name: str
    full_name: str
    within: tuple[Place, ...] = ()

    @property
    def address(self) -> str:
        """Return its full name with what it lay in."""
        return ", ".join((self.full_name, *(place.full_name for place in self.within)))

    @property
    def kind_label(self) -> str:
        """Return what such an area is called, in the language of the screen."""
        return str(AreaKind(self.kind).label)


@dataclass(frozen=True)
class Lay(Lasting):
    """Within what an area lay, from a day to a day."""

    place: Place


@dataclass(frozen=True)
class Succession:
    """An area that went into another, or came out of it, on a day."""

    place: Place
    on: date
    kind: str
    whole: bool
    default: bool

    @property
    def kind_label(self) -> str:
        """Return how one followed the other, in the language of the screen."""
        return str(SuccessionKind(self.kind).label)


@dataclass(frozen=True)
class History:
    """All that is known of an area through time. Names come newest first."""

    area: Area
    versions: tuple[AreaFound, ...]
    parents: tuple[Lay, ...]
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]
    aliases: tuple[str, ...]

    def on(self, day: date) -> AreaFound | None:
        """Return what the area was on a day."""
        return next((v for v in self.versions if v.valid_from <= day < v.valid_to), None)

    def day_near(self, day: date) -> date:
        """Return the day on which the area was there that comes nearest to a day."""
        return max(self.versions[-1].valid_from, min(day, self.versions[0].last_day or day))


_COLUMNS = (
    "valid_from",
    "valid_to",
    "area_id",
    "area__uid",
    "area__level",
    "area__sample",
    "code",
    "kind",
    "name",
    "full_name",
)


def find_areas(
    actor: Actor, text: str, day: date | None = None, level: str = "", *, limit: int = 50, offset: int = 0
) -> list[AreaFound]:
    """Return areas of a name, the best first: written just so, then without marks, beginning so, containing it.

    Namesakes stand one by one, each with where it lay. ``text``: a name, a full name, another spelling or a code.
    ``day``: only names in force on it; without it names of all times. ``level``: only areas of a level.
    """
    key = search_key(text)
    if not key:
        return []
    rows = _rows(day, level)
    aliased = AreaAlias.objects.filter(search_key=key).values("area_id")
    same = Q(search_key__in=_keys(key)) | Q(code=key) | Q(area_id__in=aliased)
    named = [AreaFound(*row) for row in rows.filter(same).values_list(*_COLUMNS)[:_NAMESAKES]]
    exact = sorted(named, key=lambda area: not _is_written(area, text))
    found = exact[offset : offset + limit]
    if len(found) < limit:
        begins = Q()
        for whole in _keys(key):
            begins |= Q(search_key__startswith=whole)
        other = rows.filter(search_key__contains=key).exclude(same)
        ranked = other.order_by(Case(When(begins, then=Value(0)), default=Value(1)), ORDER, "sort_key", "pk")
        start = max(0, offset - len(exact))
        found += [
            AreaFound(*row) for row in ranked.values_list(*_COLUMNS)[start : start + limit - len(found)]
        ]
    return _with_places(found, day)


def areas_by_code(actor: Actor, code: str, day: date) -> list[AreaFound]:
    """Return the areas that bore a code on a day: none, one, or one of each level. Without a day a code means none."""
    key = search_key(code)
    rows = _rows(day, "").filter(code=key).values_list(*_COLUMNS) if key else ()
    return _with_places([AreaFound(*row) for row in rows], day)


def areas_known(uids: Iterable[UUID], day: date) -> list[AreaFound]:
    """Return areas by their public ids as they are on a day, in the order given; those that are not there are left out."""
    wanted = list(uids)
    rows = _rows(day, "").filter(area__uid__in=wanted).values_list(*_COLUMNS)
    found = {area.uid: area for area in (AreaFound(*row) for row in rows)}
    return _with_places([found[uid] for uid in wanted if uid in found], day)


def get_area(actor: Actor, uid: UUID) -> Area:
    """Return an area by its public id."""
    area = Area.objects.filter(uid=uid).first()
    if area is None:
        raise NotFound(_("Không có địa bàn này. Hãy tìm lại theo tên hoặc theo mã và ngày."))
    return area


def history_of(actor: Actor, area: Area) -> History:
    """Return an area's names, places, predecessors and successors through time."""
    rows = AreaVersion.objects.filter(area=area).order_by("-valid_from").values_list(*_COLUMNS)
    versions = _with_places([AreaFound(*row) for row in rows], None)
    edges = list(
        AreaEdge.objects.filter(child=area, tree__code=ADMIN)
        .order_by("-valid_from")
        .values_list("parent_id", "valid_from", "valid_to")
    )
    before = list(AreaSuccession.objects.filter(successor=area))
    after = list(AreaSuccession.objects.filter(predecessor=area))
    # A predecessor by its last name, a successor by its first: as they were when one became the other.
    names = _names(
        [(key, since) for key, since, _until in edges]
        + [(row.predecessor_id, row.on) for row in before]
        + [(row.successor_id, row.on) for row in after]
    )
    return History(
        area=area,
        versions=tuple(versions),
        parents=tuple(Lay(since, until, names[key, since]) for key, since, until in edges),
        predecessors=_successions((names[row.predecessor_id, row.on], row) for row in before),
        successors=_successions((names[row.successor_id, row.on], row) for row in after),
        aliases=tuple(area.aliases.order_by("text").values_list("text", flat=True)),
    )


def areas_within(actor: Actor, area: Area, day: date) -> QuerySet[AreaVersion]:
    """Return the areas directly within another on a day, in Vietnamese order."""
    inside = AreaEdge.objects.on(day).filter(tree__code=ADMIN, parent=area).values("child_id")
    return (
        AreaVersion.objects.on(day)
        .filter(area_id__in=inside)
        .select_related("area")
        .order_by("sort_key", "area_id")
    )


def _rows(day: date | None, level: str) -> QuerySet[AreaVersion]:
    rows: QuerySet[AreaVersion] = AreaVersion.objects.on(day) if day else AreaVersion.objects.all()
    if level:
        rows = rows.filter(area__level=level)
    return rows.order_by(ORDER, "sort_key", "-valid_from", "pk")


def _keys(key: str) -> list[str]:
    """Return the search keys of all full names that a text can be the name or the full name of."""
    return [key, *(f"{word} {key}" for word in _WORDS)]


def _is_written(area: AreaFound, text: str) -> bool:
    written = " ".join(nfc(text).casefold().split())
    return written in (area.name.casefold(), area.full_name.casefold())


def _successions(rows: Iterable[tuple[Place, AreaSuccession]]) -> tuple[Succession, ...]:
    found = [Succession(place, row.on, row.kind, row.whole, row.default) for place, row in rows]
    return tuple(sorted(found, key=lambda row: (row.on, not row.whole, sort_key(row.place.full_name))))


def _names(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Place]:
    """Return areas as they were called on days: then, else last before, else first after."""
    wanted = list(wanted)
    versions: dict[int, list[tuple[date, Place]]] = defaultdict(list)
    rows = (
        AreaVersion.objects.filter(area_id__in={key for key, _day in wanted})
        .order_by("valid_from")
        .values_list("area_id", "area__uid", "full_name", "valid_from")
    )
    for key, uid, full_name, since in rows:
        versions[key].append((since, Place(key, uid, full_name)))
    return {
        (key, day): next(
            (place for since, place in reversed(versions[key]) if since <= day), versions[key][0][1]
        )
        for key, day in wanted
    }


def _with_places(found: Sequence[AreaFound], day: date | None) -> list[AreaFound]:
    """Return areas with where they lay on a day; without one, each as its name began."""
    above = _above(area.id for area in found)
    ways = [(_way_up(above, area.id, day or area.valid_from), day or area.valid_from) for area in found]
    names = _names((key, at) for way, at in ways for key in way)
    return [
        replace(area, within=tuple(names[key, at] for key in way))
        for area, (way, at) in zip(found, ways, strict=True)
    ]


def _above(areas: Iterable[int]) -> dict[int, list[tuple[int, date, date]]]:
    """Return within what some areas and all above them lay through time; the country itself is not told."""
    above: dict[int, list[tuple[int, date, date]]] = {}
    rising = set(areas)
    while rising:
        above |= {key: [] for key in rising}
        rows = AreaEdge.objects.filter(tree__code=ADMIN, child_id__in=rising).exclude(
            parent__level=Level.CENTRE
        )
        for child, *edge in rows.values_list("child_id", "parent_id", "valid_from", "valid_to"):
            above[child].append(tuple(edge))
        rising = {parent for key in rising for parent, _since, _until in above[key]} - above.keys()
    return above


def _way_up(above: dict[int, list[tuple[int, date, date]]], area: int, day: date) -> list[int]:
    way: list[int] = []
    while uppers := [upper for upper, since, until in above[area] if since <= day < until]:
        area = uppers[0]
        way.append(area)
    return way
