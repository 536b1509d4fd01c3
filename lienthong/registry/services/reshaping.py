"""The writes of a restructuring, many rows at once and all through a journal: called by ``restructuring``, never by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from lienthong.kernel.journal import Journal
from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER

from ..models import (
    Area,
    AreaEdge,
    AreaSuccession,
    AreaVersion,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
    Post,
    SuccessionKind,
    System,
    Tree,
)
from ..queries.areas import ADMIN
from ..rules.country import uid_for
from ..rules.reshaping import AreaRef, BodyRef, Eve, Named, NewArea, Place, Reshaped, Reshaping, area_uid

_CHUNK: Final = 1_000
_SHARE: Final = Decimal(1).scaleb(-10)


class Writing:
    """What becomes of things, written through a journal. ``*_ids``: keys of those that began, and what followed each post."""

    def __init__(self, journal: Journal, asked: Reshaping, eve: Eve, done: Reshaped) -> None:
        self.journal, self.asked, self.eve, self.done = journal, asked, eve, done
        self.on = asked.on
        self.area_ids: dict[NewArea, int] = {}
        self.body_ids: dict[UUID, int] = {}
        self.post_ids: dict[int, int | None] = {}
        self.begins = {one.key: one for one in asked.founded}

    def area(self, ref: AreaRef) -> int:
        return ref if isinstance(ref, int) else self.area_ids[ref]

    def body(self, ref: BodyRef) -> int:
        return ref if isinstance(ref, int) else self.body_ids[ref]

    # ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def areas(self) -> None:
        """Close areas, let others begin, go on under another name or elsewhere, and say what followed what."""
        _end(self.journal, AreaVersion, "area_id", self.asked.ended, self.on)
        _end(self.journal, AreaEdge, "child_id", self.asked.ended, self.on)
        keys = [one.key for one in self.asked.founded]
        rows = ((area_uid(self.asked, key), key.level) for key in keys)
        self.area_ids = dict(zip(keys, self.journal.insert(Area, ("uid", "level"), rows), strict=True))
        named = _cut(self.journal, AreaVersion, "area_id", self.asked.named, self.on)
        until = dict(named)
        begin: list[tuple[int, Named, date]] = [
            *((self.area_ids[one.key], one, FOREVER) for one in self.asked.founded),
            *((area, self.asked.named[area], end) for area, end in until.items()),
        ]
        self.journal.insert(
            AreaVersion,
            (
                "area_id",
                "code",
                "name",
                "full_name",
                "kind",
                "search_key",
                "sort_key",
                "valid_from",
                "valid_to",
            ),
            (
                (
                    *(area, called.code, called.name, called.full_name, called.kind),
                    *(search_key(called.full_name), sort_key(called.name), self.on, end),
                )
                for area, called, end in begin
            ),
        )
        self._place_areas()
        self._link_areas()

    def _place_areas(self) -> None:
        tree = Tree.objects.get(code=ADMIN)
        moved = _cut(self.journal, AreaEdge, "child_id", self.done.areas_moved, self.on, tree_id=tree.pk)
        self.journal.insert(
            AreaEdge,
            ("tree_id", "child_id", "parent_id", "valid_from", "valid_to"),
            (
                *(
                    (tree.pk, self.area_ids[one.key], self.area(one.within), self.on, FOREVER)
                    for one in self.asked.founded
                    if one.within is not None
                ),
                *(
                    (tree.pk, area, self.area(self.done.areas_moved[area]), self.on, end)
                    for area, end in moved
                ),
            ),
        )

    def _link_areas(self) -> None:
        links = {(link.old, self.area(link.new)): link for link in self.asked.followed}
        self.journal.insert(
            AreaSuccession,
            ("predecessor_id", "successor_id", "on", "kind", "whole", "default", "share", "share_key"),
            (
                (
                    *(old, new, self.on, self._kind(link.old, link.new, whole=link.whole)),
                    *(link.whole, link.default, _decimal(link.share), link.share_key),
                )
                for (old, new), link in links.items()
            ),
        )

    def _kind(self, old: int, new: AreaRef, *, whole: bool) -> str:
        """Return the word for how one followed the other."""
        level = new.level if isinstance(new, NewArea) else self.eve.areas[new].level
        if self.eve.areas[old].level == "district" and level == "commune":
            return SuccessionKind.SPECIAL_ZONE
        return SuccessionKind.MERGED if whole else SuccessionKind.SPLIT

    # ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def bodies(self) -> None:
        """Close bodies, let others begin, go on under another name or below another, and say what followed what."""
        _end(self.journal, OrganisationVersion, "organisation_id", self.done.closed, self.on)
        _end(self.journal, OrganisationEdge, "child_id", self.done.closed, self.on)
        systems = dict(System.objects.values_list("code", "pk"))
        founded = list(self.done.founded.values())
        rows = ((new.uid, systems[new.system], new.level) for new in founded)
        keys = self.journal.insert(Organisation, ("uid", "system_id", "level"), rows)
        self.body_ids = {new.uid: key for new, key in zip(founded, keys, strict=True)}
        self._name_bodies()
        self._place_bodies()
        self._link_bodies()

    def _name_bodies(self) -> None:
        renamed = _cut(self.journal, OrganisationVersion, "organisation_id", self.done.renamed, self.on)
        begin = [
            *(
                (
                    self.body_ids[new.uid],
                    self.area(new.area),
                    new.level,
                    new.area,
                    new.name,
                    new.short_name,
                    FOREVER,
                )
                for new in self.done.founded.values()
            ),
            *(
                (key, body.area, body.level, body.area, *self.done.renamed[key], end)
                for key, end in renamed
                for body in [self.eve.bodies[key]]
            ),
        ]
        self.journal.insert(
            OrganisationVersion,
            (
                *("organisation_id", "area_id", "name", "short_name", "search_key", "sort_key"),
                *("valid_from", "valid_to"),
            ),
            (
                (
                    *(key, area, name, short, search_key(name)[:160]),
                    *(sort_key(self._called(ref).name if level == "province" else short), self.on, end),
                )
                for key, area, level, ref, name, short, end in begin
            ),
        )

    def _called(self, area: AreaRef) -> Named | Place:
        if isinstance(area, NewArea):
            return self.begins[area]
        return self.asked.named.get(area) or self.eve.areas[area]

    def _place_bodies(self) -> None:
        rows: list[tuple[int, int, int | None, date, date]] = [
            (tree, self.body_ids[new.uid], None if parent is None else self.body(parent), self.on, FOREVER)
            for new in self.done.founded.values()
            for tree, parent in new.parents.items()
        ]
        by_tree: dict[int, dict[int, BodyRef | None]] = {}
        for body, moves in self.done.moved.items():
            for tree, (_before, after) in moves.items():
                by_tree.setdefault(tree, {})[body] = after
        for tree, afters in by_tree.items():
            for body, end in _cut(self.journal, OrganisationEdge, "child_id", afters, self.on, tree_id=tree):
                after = afters[body]
                rows.append((tree, body, None if after is None else self.body(after), self.on, end))
        columns = ("tree_id", "child_id", "parent_id", "valid_from", "valid_to")
        self.journal.insert(OrganisationEdge, columns, rows)

    def _link_bodies(self) -> None:
        self.journal.insert(
            OrganisationSuccession,
            ("predecessor_id", "successor_id", "on", "kind", "whole", "default", "share", "share_key"),
            (
                (
                    *(old, new, self.on, SuccessionKind.MERGED if heir.whole else SuccessionKind.SPLIT),
                    *(heir.whole, heir.default, _decimal(heir.share), heir.share_key),
                )
                for old, heirs in self.done.closed.items()
                for new, heir in {self.body(heir.body): heir for heir in reversed(heirs)}.items()
            ),
        )

    # ── posts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def posts(self) -> None:
        """End posts at closed bodies and begin the same ones at their heirs, unless a person decided otherwise."""
        begin: dict[tuple[int, int, str], tuple[date, date, UUID]] = {}
        ends: dict[int, tuple[int, int, str] | None] = {}
        late: dict[int, int] = {}
        for key, uid, official, body, title, since, until in self._ending_posts():
            heir, title_after = self._post_after(uid, body, title)
            if since >= self.on:
                late[key] = heir or 0
                continue
            ends[key] = None if heir is None else (official, heir, title_after)
            if heir is not None:
                new_uid = uid_for(self.on, "restructuring", self.asked.plan.hex, "post", uid.hex)
                known = begin.get((official, heir, title_after))
                begin[official, heir, title_after] = (
                    self.on,
                    max(until, known[1] if known else until),
                    new_uid,
                )
        self.journal.update(Post, ends, {"valid_to": self.on})
        self.journal.update_rows(
            Post, ("organisation_id",), {key: (heir,) for key, heir in late.items() if heir}
        )
        self.journal.delete(Post, [key for key, heir in late.items() if not heir])
        held = self._held_already(begin)
        new = [key for key in begin if key not in held]
        made = self.journal.insert(
            Post,
            ("official_id", "organisation_id", "title", "valid_from", "valid_to", "uid"),
            ((*key, *begin[key]) for key in new),
        )
        held |= dict(zip(new, made, strict=True))
        self.post_ids = {key: None if after is None else held[after] for key, after in ends.items()}

    def _ending_posts(self) -> Iterator[tuple[Any, ...]]:
        columns = ("pk", "uid", "official_id", "organisation_id", "title", "valid_from", "valid_to")
        seen = set()
        for column, keys in (("organisation_id", self.done.closed), ("uid", self.asked.posts)):
            for row in rows_of(Post, column, keys, *columns, valid_to__gt=self.on):
                if row[0] not in seen:
                    seen.add(row[0])
                    yield row

    def _post_after(self, uid: UUID, body: int, title: str) -> tuple[int | None, str]:
        if uid in self.asked.posts:
            area, new_title = self.asked.posts[uid]
            at = self.done.at.get((self.eve.bodies[body].system, area)) if area is not None else None
            return None if at is None else self.body(at), new_title or title
        heirs = self.done.closed.get(body, ())
        return (self.body(heirs[0].body) if heirs else None), title

    def _held_already(self, begin: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int, str], int]:
        """Return the posts of the same people, bodies and titles that stand on the day."""
        wanted = set(begin)
        rows = rows_of(
            Post, "organisation_id", {body for _official, body, _title in wanted},
            "official_id", "organisation_id", "title", "pk", valid_from__lte=self.on, valid_to__gt=self.on,
        )  # fmt: skip
        return {tuple(key): pk for *key, pk in rows if tuple(key) in wanted}


def _end(journal: Journal, model: type[Model], column: str, keys: Iterable[int], on: date) -> None:
    """Let the rows of closed things end by a day; what would only begin later never comes."""
    ends: list[int] = []
    never: list[int] = []
    for key, since in rows_of(model, column, keys, "pk", "valid_from", valid_to__gt=on):
        (ends if since < on else never).append(key)
    journal.delete(model, never)
    journal.update(model, ends, {"valid_to": on})


def _cut(
    journal: Journal, model: type[Model], column: str, keys: Iterable[int], on: date, **more: Any
) -> list[tuple[int, date]]:
    """Let the rows of the eve end by the day, and return for which things until when another row follows."""
    rows = list(
        rows_of(model, column, keys, "pk", column, "valid_to", valid_from__lt=on, valid_to__gt=on, **more)
    )
    journal.update(model, [pk for pk, _key, _end in rows], {"valid_to": on})
    return [(key, end) for _pk, key, end in rows]


def rows_of(
    model: type[Model], column: str, keys: Iterable[Any], *columns: str, **more: Any
) -> Iterator[tuple[Any, ...]]:
    """Yield columns of the rows that belong to some things, in a fixed order."""
    remaining = iter(sorted(keys))
    while chunk := list(islice(remaining, _CHUNK)):
        rows = model._base_manager.filter(**{f"{column}__in": chunk}, **more).order_by("pk")
        yield from list(rows.values_list(*columns))


def _decimal(share: Fraction | None) -> Decimal | None:
    return None if share is None else (Decimal(share.numerator) / share.denominator).quantize(_SHARE)
