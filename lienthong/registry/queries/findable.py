"""What the search is told of areas and of officials in their posts. Of a person a name and a post, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from lienthong.kernel import clock
from lienthong.kernel.search import Row, initials_of, words_of
from lienthong.kernel.validity import FOREVER

from ..models import AreaAlias, AreaEdge, AreaVersion, Closure, Level, OrganisationVersion, Post
from ..villages import VILLAGE_WORDS
from .areas import ADMIN, ORDER
from .marks import marks_of

AREA, OFFICIAL = "unit", "person"

_CHUNK = 5_000
_AREA = ("area_id", "area__uid", "area__level", "kind", "code", "name", "full_name", "valid_from", "valid_to")
_POST = ("uid", "title", "organisation_id", "official__name", "valid_from", "valid_to")
# How the words for a kind are shortened in writing.
_SHORT = {
    "thanh_pho_tw": "tp",
    "tinh": "t",
    "quan": "q",
    "huyen": "h",
    "thi_xa": "tx",
    "thanh_pho": "tp",
    "phuong": "p",
    "xa": "x",
    "thi_tran": "tt",
    "dac_khu": "dk",
}
_ANY = UUID(int=0)
_RANKS = {str(level): rank for rank, level in enumerate(Level.values)}

Item = TypeVar("Item")


# ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def findable_areas(areas: Iterable[int] | None = None) -> Iterator[Row]:
    """Yield areas under all their names through time: all of them, the upper first, or those of some keys."""
    rows = AreaVersion.objects.order_by(ORDER, "-valid_to", "sort_key", "pk")
    if areas is not None:
        rows = rows.filter(area__in=set(areas))
    ground = _Ground()
    for chunk in _chunks(rows.values_list(*_AREA).iterator(_CHUNK)):
        keys = {row[0] for row in chunk}
        ground.learn(keys)
        yield from _area_rows(chunk, ground, _texts_of(keys), _bodies_on(keys))


def count_findable_areas() -> int:
    """Return how many rows ``findable_areas`` yields."""
    return AreaVersion.objects.count()


def area_keys(areas: Iterable[int]) -> list[str]:
    """Return what the search calls the rows of areas."""
    versions = AreaVersion.objects.filter(area__in=set(areas)).values_list("area__uid", "valid_from")
    return [_area_key(uid, since) for uid, since in versions]


def _area_rows(
    chunk: Sequence[tuple[object, ...]],
    ground: _Ground,
    aliases: dict[int, list[str]],
    bodies: dict[int, list[str]],
) -> Iterator[Row]:
    row: tuple[int, UUID, str, str, str, str, str, date, date]
    for row in chunk:  # type: ignore[assignment]
        key, uid, level, kind, code, name, full_name, since, until = row
        page = _page(uid)
        yield Row(
            key=_area_key(uid, since),
            title=full_name,
            detail=ground.line(key, _day_near(since, until)),
            link=page if until == FOREVER else f"{page}?on={until - timedelta(days=1)}",
            since=since,
            until=until,
            names=[name, code, *aliases.get(key, ())],
            short=_short(level, kind, name, full_name),
            elsewhere=" ".join(bodies.get(key, ())),
            rank=_RANKS.get(level, len(_RANKS)),
        )


def _area_key(uid: UUID, since: date) -> str:
    return f"{uid.hex}.{since}"


def _page(uid: UUID) -> str:
    return _any_page().replace(str(_ANY), str(uid))


# To put an address together costs more than all else of a row.
@cache
def _any_page() -> str:
    return reverse("registry:area", args=[_ANY])


def _day_near(since: date, until: date) -> date:
    """Return the day within a time that comes nearest to today."""
    return max(since, min(clock.today(), until - timedelta(days=1)))


def _short(level: str, kind: str, name: str, full_name: str) -> str:
    """Return how the name of an area is written short: "q q1" for Quận 1, "tdp tdp5" for Tổ dân phố 5, "tp hcm"."""
    word = _SHORT.get(kind, "")
    if level == Level.VILLAGE:
        called = next((called for called in VILLAGE_WORDS.values() if full_name.startswith(f"{called} ")), "")
        word, name = initials_of(called), full_name.removeprefix(called)
    number = words_of(name)
    glued = f"{word}{number[0]}" if word and len(number) == 1 and number[0].isdigit() else ""
    return f"{word} {glued} {'' if level == Level.VILLAGE else initials_of(name)}"


def _texts_of(areas: Iterable[int]) -> dict[int, list[str]]:
    return _grouped(AreaAlias.objects.filter(area__in=areas).order_by("text").values_list("area_id", "text"))


def _bodies_on(areas: Iterable[int]) -> dict[int, list[str]]:
    bodies = OrganisationVersion.objects.filter(area__in=areas).order_by("organisation_id", "valid_from")
    return _grouped(bodies.values_list("area_id", "name"))


class _Ground:
    """Within what areas lay, by name: learnt for as many areas as are asked about."""

    def __init__(self) -> None:
        self._above: dict[int, list[tuple[int, date, date]]] = {}
        self._names: dict[int, list[tuple[date, str]]] = defaultdict(list)

    def learn(self, areas: Iterable[int]) -> None:
        """Read what is not known yet of some areas and of all above them."""
        rising = set(areas) - self._above.keys()
        while rising:
            self._above |= {key: [] for key in rising}
            edges = AreaEdge.objects.filter(tree__code=ADMIN, child_id__in=rising)
            edges = edges.exclude(parent__level=Level.CENTRE).order_by("child_id", "valid_from")
            for child, *edge in edges.values_list("child_id", "parent_id", "valid_from", "valid_to"):
                self._above[child].append(tuple(edge))
            uppers = {parent for key in rising for parent, _since, _until in self._above[key]}
            new = AreaVersion.objects.filter(area__in=uppers - self._names.keys()).order_by("valid_from")
            for key, since, name in new.values_list("area_id", "valid_from", "full_name"):
                self._names[key].append((since, name))
            rising = uppers - self._above.keys()

    def line(self, area: int, day: date) -> str:
        """Return the names of all that an area lay in on a day, from the nearest up."""
        way = []
        while uppers := [upper for upper, since, until in self._above[area] if since <= day < until]:
            area = uppers[0]
            named = [name for since, name in self._names[area] if since <= day] or [self._names[area][0][1]]
            way.append(named[-1])
        return ", ".join(way)


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def findable_officials(posts: Q | None = None) -> Iterator[Row]:
    """Yield officials, once for each post that has not ended: all of them, or those of some posts."""
    rows = Post.objects.filter(valid_to__gt=clock.today()).order_by("official__sort_key", "pk")
    if posts is not None:
        rows = rows.filter(posts)
    ground = _Ground()
    for chunk in _chunks(rows.values_list(*_POST).iterator(_CHUNK)):
        yield from _official_rows(chunk, ground)


def count_findable_officials() -> int:
    """Return how many rows ``findable_officials`` yields."""
    return Post.objects.filter(valid_to__gt=clock.today()).count()


def official_keys(posts: QuerySet[Post]) -> list[str]:
    """Return what the search calls officials in some posts."""
    return [uid.hex for uid in posts.values_list("uid", flat=True)]


def posts_below(organisation_id: int) -> Q:
    """Return the condition on posts at a body and at all that ever stands below it."""
    below = Closure.objects.filter(ancestor_id=organisation_id)
    return Q(organisation_id=organisation_id) | Q(organisation_id__in=below.values("descendant_id"))


def _official_rows(chunk: Sequence[tuple[object, ...]], ground: _Ground) -> Iterator[Row]:
    row: tuple[UUID, str, int, str, date, date]
    places = {row[2] for row in chunk}
    marks, bodies = marks_of(places), _bodies_now(places)  # type: ignore[arg-type]
    ground.learn(area for area, *_rest in bodies.values())
    for row in chunk:  # type: ignore[assignment]
        uid, title, body, name, since, until = row
        area, area_uid, unit, unit_name, short = bodies[body]
        where = ", ".join(filter(None, [unit, ground.line(area, _day_near(since, until))]))
        yield Row(
            key=uid.hex,
            title=name,
            detail=f"{title} – {where}",
            link=_page(area_uid),
            since=since,
            until=until,
            elsewhere=f"{unit_name} {short}",
            organisation_id=body,
            marks=marks[body],
        )


def _bodies_now(bodies: Iterable[object]) -> dict[int, tuple[int, UUID, str, str, str]]:
    """Return of each body, as it is called last, its area, and how it and the area are called."""
    rows = OrganisationVersion.objects.filter(organisation__in=bodies).order_by("valid_from")
    held = {
        body: rest for body, *rest in rows.values_list("organisation_id", "area_id", "area__uid", "short_name", "name")
    }
    areas = AreaVersion.objects.filter(area__in={rest[0] for rest in held.values()}).order_by("valid_from")
    short = {
        area: _short(*names)
        for area, *names in areas.values_list("area_id", "area__level", "kind", "name", "full_name")
    }
    return {body: (*rest, short.get(rest[0], "")) for body, rest in held.items()}


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _chunks(rows: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, text in pairs:
        groups[key].append(text)
    return dict(groups)
