"""What the search is told of areas and of officials in their posts. Of a person a name and a post, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from lienthong.kernel import clock
from lienthong.kernel.bulk import chunks
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
_SHORT_BODIES = {"ủy ban nhân dân": "ubnd"}
_ANY = UUID(int=0)
_RANKS = {str(level): rank for rank, level in enumerate(Level.values)}


# ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def findable_areas(areas: Iterable[int] | None = None) -> Iterator[Row]:
    """Yield areas under all their names through time: all of them, the upper first, or those of some keys."""
    wanted = None if areas is None else set(areas)
    rows = _of(AreaVersion.objects.order_by(ORDER, "-valid_to", "pk"), "area", wanted)
    aliases = _texts_by_area(_of(AreaAlias.objects.order_by("text"), "area", wanted), "text")
    served = OrganisationVersion.objects.order_by("organisation_id", "valid_from")
    bodies = _texts_by_area(_of(served, "area", wanted), "name")
    ground = _Ground()
    ground.learn(wanted)
    for row in rows.values_list(*_AREA).iterator(_CHUNK):
        yield _area_row(row, ground, aliases.get(row[0], []), bodies.get(row[0], []))


def count_findable_areas() -> int:
    """Return how many rows ``findable_areas`` yields."""
    return AreaVersion.objects.count()


def area_keys(areas: Iterable[int]) -> list[str]:
    """Return what the search calls the rows of areas."""
    versions = AreaVersion.objects.filter(area__in=set(areas)).values_list("area__uid", "valid_from")
    return [_area_key(uid, since) for uid, since in versions]


def _area_row(
    row: tuple[int, UUID, str, str, str, str, str, date, date],
    ground: _Ground,
    aliases: list[str],
    bodies: list[str],
) -> Row:
    key, uid, level, kind, code, name, full_name, since, until = row
    page = _page(uid)
    return Row(
        key=_area_key(uid, since),
        title=full_name,
        detail=ground.line(key, _day_near(since, until)),
        link=page if until == FOREVER else f"{page}?on={until - timedelta(days=1)}",
        since=since,
        until=until,
        names=[name, code, *aliases],
        short=_short(level, kind, name, full_name),
        elsewhere=" ".join([*bodies, *_short_bodies(bodies)]),
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
    parted = name.replace("’", " ") if "’" in name else ""
    return f"{word} {glued} {'' if level == Level.VILLAGE else initials_of(name)} {parted}"


def _short_bodies(names: Iterable[str]) -> set[str]:
    return {short for name in names for long, short in _SHORT_BODIES.items() if long in name.lower()}


def _of(rows: QuerySet[Any], column: str, keys: Collection[int] | None) -> QuerySet[Any]:
    """Return rows of some keys; None: of all, since a list of all of them would cost more than the rows."""
    return rows if keys is None else rows.filter(**{f"{column}__in": keys})


def _texts_by_area(rows: QuerySet[Any], column: str) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for key, text in rows.values_list("area_id", column):
        texts[key].append(text)
    return dict(texts)


class _Ground:
    """Within what areas lay, by name: learnt for as many areas as are asked about."""

    def __init__(self) -> None:
        self._above: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
        self._names: dict[int, list[tuple[date, str]]] = defaultdict(list)
        self._known: set[int] = set()

    def learn(self, areas: Collection[int] | None) -> None:
        """Read what is not known yet of some areas and of all above them; None: of all areas."""
        if areas is None:
            self._read_names(self._read_edges(None))
            return
        rising = set(areas) - self._known
        while rising:
            self._known |= rising
            uppers = self._read_edges(rising)
            self._read_names(uppers - self._names.keys())
            rising = uppers - self._known

    def _read_edges(self, children: Collection[int] | None) -> set[int]:
        """Read within what areas lay; return what they lay in. The country itself is not told."""
        edges = _of(AreaEdge.objects.filter(tree__code=ADMIN), "child", children)
        edges = edges.exclude(parent__level=Level.CENTRE).order_by("child_id", "valid_from")
        uppers = set()
        for child, parent, since, until in edges.values_list(
            "child_id", "parent_id", "valid_from", "valid_to"
        ):
            self._above[child].append((parent, since, until))
            uppers.add(parent)
        return uppers

    def _read_names(self, areas: Collection[int]) -> None:
        named = AreaVersion.objects.filter(area__in=areas).order_by("valid_from")
        for key, since, name in named.values_list("area_id", "valid_from", "full_name"):
            self._names[key].append((since, name))

    def line(self, area: int, day: date) -> str:
        """Return the names of all that an area lay in on a day, from the nearest up."""
        way = []
        while uppers := [upper for upper, since, until in self._above.get(area, ()) if since <= day < until]:
            area = uppers[0]
            named = [name for since, name in self._names[area] if since <= day] or [self._names[area][0][1]]
            way.append(named[-1])
        return ", ".join(way)


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def findable_officials(posts: Q | None = None) -> Iterator[Row]:
    """Yield officials, once for each post that has not ended: all of them, or those of some posts."""
    rows = Post.objects.filter(valid_to__gt=clock.today()).order_by("pk")
    if posts is not None:
        rows = rows.filter(posts)
    ground = _Ground()
    for chunk in chunks(rows.values_list(*_POST).iterator(_CHUNK), _CHUNK):
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


def _official_rows(chunk: Sequence[Any], ground: _Ground) -> Iterator[Row]:
    places = {row[2] for row in chunk}
    marks, bodies = marks_of(places), _bodies_now(places)
    ground.learn({area for area, *_rest in bodies.values()})
    for uid, title, body, name, since, until in chunk:
        if body not in bodies:
            continue  # a body that never had a name has no page either
        area, area_uid, unit, unit_name, short = bodies[body]
        where = ", ".join(filter(None, [unit, ground.line(area, _day_near(since, until))]))
        yield Row(
            key=uid.hex,
            title=name,
            detail=f"{title} – {where}",
            link=_page(area_uid),
            since=since,
            until=until,
            elsewhere=" ".join([unit_name, short, *_short_bodies([unit_name])]),
            organisation_id=body,
            marks=marks[body],
            rank=_RANKS[Level.COMMUNE],
        )


def _bodies_now(bodies: Iterable[int]) -> dict[int, tuple[int, UUID, str, str, str]]:
    """Return of each body, as it is called last, its area, and how it and the area are called."""
    rows = OrganisationVersion.objects.filter(organisation__in=bodies).order_by("valid_from")
    held = {
        body: rest
        for body, *rest in rows.values_list("organisation_id", "area_id", "area__uid", "short_name", "name")
    }
    areas = AreaVersion.objects.filter(area__in={rest[0] for rest in held.values()}).order_by("valid_from")
    short = {
        area: _short(*names)
        for area, *names in areas.values_list("area_id", "area__level", "kind", "name", "full_name")
    }
    return {body: (*rest, short.get(rest[0], "")) for body, rest in held.items()}


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
