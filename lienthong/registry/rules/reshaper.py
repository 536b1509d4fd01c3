"""What becomes of bodies when areas end, begin, move or change their names. Plain Python: facts in, facts out.

A body serves an area. Where the area ends its bodies are closed, and what follows the area has a body that follows them;
where the area goes on so does the body, below the body of the area's new parent, under the area's new name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final
from uuid import UUID

from .country import short_name_of
from .reshaping import (
    AreaRef,
    Body,
    BodyRef,
    Eve,
    Followed,
    Inheritance,
    Named,
    NewArea,
    NewBody,
    Place,
    Reshaped,
    Reshaping,
    body_uid,
    renamed,
)

_FURTHEST: Final = 12  # more steps than lead from a village to the country, however areas followed each other


def reshape(eve: Eve, asked: Reshaping) -> Reshaped:
    """Return what becomes of all bodies."""
    return _Reshaper(eve, asked).result()


class _Reshaper:
    def __init__(self, eve: Eve, asked: Reshaping) -> None:
        self.eve, self.asked = eve, asked
        self.begins = {one.key: one for one in asked.founded}
        self.links: dict[int, list[Followed]] = defaultdict(list)
        for link in sorted(asked.followed, key=lambda one: (not one.default, not one.whole)):
            self.links[link.old].append(link)
        self.closed = {
            key: body
            for key, body in eve.bodies.items()
            if body.area in asked.ended and body.system in asked.systems
        }
        self.parents_after = dict(asked.moved) | self._left_behind()
        self.founded = self._founded()

    def result(self) -> Reshaped:
        founded = {
            new.uid: new._replace(parents=self._parents_of_new(new, model))
            for new, model in self.founded.values()
        }
        renames = {key: names for key, names in self._renames() if names is not None}
        return Reshaped(
            founded=founded,
            closed={key: tuple(self._heirs(body)) for key, body in self.closed.items()},
            renamed=renames,
            moved=dict(self._moves()),
            areas_moved=self.parents_after,
            at={
                (system, area): body
                for area in {area for area, _title in self.asked.posts.values() if area is not None}
                for system in self.asked.systems
                if (body := self._body_at(system, area)) is not None
            },
        )

    # ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _left_behind(self) -> dict[int, AreaRef]:
        """Return where areas go whose surroundings end and of which nobody said anything."""
        found: dict[int, AreaRef] = {}
        for area, around in self.eve.within.items():
            if around in self.asked.ended and area not in self.asked.ended and area not in self.asked.moved:
                heir = self._heir_of_area(around)
                if heir is not None:
                    found[area] = heir
        return found

    def _heir_of_area(self, area: int) -> AreaRef | None:
        """Return what to name where an ended area was meant: its default successor, else what it lay within."""
        heir: AreaRef | None = area
        for _step in range(_FURTHEST):
            if not isinstance(heir, int) or heir not in self.asked.ended:
                return heir
            heir = self.links[heir][0].new if self.links.get(heir) else self.eve.within.get(heir)
        return None

    def _around(self, area: AreaRef) -> AreaRef | None:
        """Return within what an area lies on the day."""
        if isinstance(area, NewArea):
            return self.begins[area].within
        return self.parents_after.get(area, self.eve.within.get(area))

    def _called(self, area: AreaRef) -> Place | Named:
        if isinstance(area, NewArea):
            return self.begins[area]
        return self.asked.named.get(area) or self.eve.areas[area]

    def _level(self, area: AreaRef) -> str:
        return area.level if isinstance(area, NewArea) else self.eve.areas[area].level

    # ── which body is whose ──────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _main(self) -> dict[tuple[str, int], int]:
        """Return the body of each system at each area that stands for it: the first one of the area's own level."""
        found: dict[tuple[str, int], int] = {}
        for key, body in sorted(self.eve.bodies.items()):
            place = self.eve.areas.get(body.area)
            if place is not None and body.level == place.level:
                found.setdefault((body.system, body.area), key)
        for key, body in sorted(self.eve.bodies.items()):
            found.setdefault((body.system, body.area), key)
        return found

    def _founded(self) -> dict[tuple[str, AreaRef], tuple[NewBody, int]]:
        """Return the bodies that begin, each with the predecessor after which it is modelled."""
        models: dict[tuple[str, AreaRef], list[tuple[tuple[bool, bool, bool, int], int]]] = defaultdict(list)
        for link in self.asked.followed:
            for system in self.asked.systems:
                model = self._main.get((system, link.old))
                if model is None or self._standing(system, link.new) is not None:
                    continue
                other_level = self.eve.bodies[model].level != self._level(link.new)
                rank = (other_level, not link.default, not link.whole, model)
                models[system, link.new].append((rank, model))
        found = {}
        for (system, area), candidates in models.items():
            model = min(candidates)[1]
            name, short = self._names(self.eve.bodies[model], area)
            uid = body_uid(self.asked, system, area)
            found[system, area] = (NewBody(uid, system, self._level(area), area, name, short, {}), model)
        return found

    def _standing(self, system: str, area: AreaRef) -> int | None:
        """Return the body of a system that stands for an area and goes on."""
        body = self._main.get((system, area)) if isinstance(area, int) else None
        return None if body in self.closed else body

    def _body_at(self, system: str, area: AreaRef) -> BodyRef | None:
        standing = self._standing(system, area)
        if standing is not None:
            return standing
        new = self.founded.get((system, area))
        return new[0].uid if new else None

    def _heirs(self, body: Body) -> Iterable[Inheritance]:
        for link in self.links.get(body.area, ()):
            heir = self._body_at(body.system, link.new)
            if heir is not None:
                yield Inheritance(heir, link.whole, link.share, link.share_key, link.default)

    def heir_of(self, body: int) -> BodyRef | None:
        """Return what follows a closed body where one has to be named: without a successor what it stood below."""
        return next((heir.body for heir in self._heirs(self.closed[body])), None)

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _names(self, body: Body, area: AreaRef) -> tuple[str, str]:
        old, new = self.eve.areas[body.area], self._called(area)
        name = renamed(body.name, old, new)
        level = self._level(area)
        usual = short_name_of(level, new.name, new.full_name)
        if level != old.level or body.short_name not in (old.full_name, old.name):
            return name, usual
        if body.short_name == old.full_name:
            return name, new.full_name
        return name, usual if level == "province" else new.name

    def _renames(self) -> Iterable[tuple[int, tuple[str, str] | None]]:
        changed = self.asked.named
        for key, body in self.eve.bodies.items():
            if body.area in changed and body.system in self.asked.systems and key not in self.closed:
                names = self._names(body, body.area)
                yield key, None if names == (body.name, body.short_name) else names

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _parents_of_new(self, new: NewBody, model: int) -> dict[int, BodyRef | None]:
        return {
            tree: None if above is None else self._above(tree, above, new.area, new.uid)
            for tree, above in self.eve.stands.get(model, {}).items()
        }

    def _moves(self) -> Iterable[tuple[int, dict[int, tuple[int | None, BodyRef | None]]]]:
        for key, stands in self.eve.stands.items():
            body = self.eve.bodies.get(key)
            if body is None or key in self.closed:
                continue
            moves: dict[int, tuple[int | None, BodyRef | None]] = {}
            for tree, above in stands.items():
                if above is None or not (above in self.closed or self._follows(body, above)):
                    continue
                after = self._above(tree, above, body.area, key)
                if after not in (above, None):
                    moves[tree] = (above, after)
            if moves:
                yield key, moves

    def _follows(self, body: Body, above: int) -> bool:
        """Say whether a body changes its place with its area: it stood below the body of what lay around the area."""
        if body.area not in self.parents_after or body.system not in self.asked.systems:
            return False
        upper, around = self.eve.bodies.get(above), self.eve.within.get(body.area)
        if not self.asked.with_areas:  # the areas say already what lies around them, and not what did
            return upper is not None and upper.area != self.parents_after[body.area]
        for _step in range(_FURTHEST):
            if around is None or upper is None:
                return False
            if upper.area == around:
                return True
            around = self.eve.within.get(around)
        return False

    def _above(self, tree: int, above: int, area: AreaRef, own: BodyRef) -> BodyRef | None:
        """Return below what a body stands on the day: of the same system as before, at the nearest area around its own."""
        upper = self.eve.bodies.get(above)
        own_before = self.eve.bodies[own].area if isinstance(own, int) else None
        if upper is not None and upper.area != own_before:
            around = self._around(area)
            for _step in range(_FURTHEST):
                if around is None:
                    break
                found = self._body_at(upper.system, around)
                if found is not None and found != own and self._is_in(tree, found):
                    return found
                around = self._around(around)
        return self._last_resort(tree, above)

    def _last_resort(self, tree: int, above: int) -> BodyRef | None:
        """Return the upper body itself, or what follows it."""
        body: int | None = above
        for _step in range(_FURTHEST):
            if body is None or body not in self.closed:
                return body
            heir = self.heir_of(body)
            if heir is not None:
                return heir
            body = self.eve.stands.get(body, {}).get(tree)
        return None

    def _is_in(self, tree: int, body: BodyRef) -> bool:
        if isinstance(body, int):
            return tree in self.eve.stands.get(body, {})
        return tree in self.eve.stands.get(self._models[body], {})

    @cached_property
    def _models(self) -> dict[UUID, int]:
        return {new.uid: model for new, model in self.founded.values()}
