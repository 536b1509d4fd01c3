"""Which units' parts are not shown: a part below five could name a person, and a difference must not tell it either.

A unit shows all parts of a figure or none. Hiding those with a small part is not enough, since what is hidden may follow
from a sum and its other parts. So more units are hidden, the smallest first, until for every small part another table can
be named that agrees with all that is shown: one person more here and one fewer there, in two hidden bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Leaf:
    """A collecting unit: the units above it, nearest first, and the parts of its figure."""

    key: int
    above: tuple[int, ...]
    parts: tuple[int, ...]


def hidden_units(leaves: Sequence[Leaf]) -> frozenset[int]:
    """Return the units, at every level, whose parts are not shown."""
    return _Hiding(leaves).hide()


class _Hiding:
    """The tree of one figure, and what is hidden of it so far."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self.parts: dict[int, list[int]] = {}
        self.above: dict[int, int | None] = {}
        self.leaves: dict[int, list[Leaf]] = {}
        for leaf in leaves:
            way = (leaf.key, *leaf.above)
            for unit, upper in zip(way, (*leaf.above, None), strict=True):
                self.above[unit] = upper
                self.leaves.setdefault(unit, []).append(leaf)
                held = self.parts.setdefault(unit, [0] * len(leaf.parts))
                self.parts[unit] = [one + more for one, more in zip(held, leaf.parts, strict=True)]
        self.below: dict[int, list[int]] = {}
        for unit, over in self.above.items():
            if over is not None:
                self.below.setdefault(over, []).append(unit)
        self.hidden = {unit for unit, parts in self.parts.items() if sum(parts) and min(parts) < LEAST}

    def hide(self) -> frozenset[int]:
        for unit in sorted(self.hidden, key=self._whole):
            for part, number in enumerate(self.parts[unit]):
                if number < LEAST:
                    self._protect(unit, part)
        return frozenset(self.hidden)

    def _protect(self, unit: int, part: int) -> None:
        """Hide more until this part could be another one, from next door outward."""
        inside = list(self._open_leaves(unit))
        node = unit
        while (upper := self.above[node]) is not None:
            besides = [other for other in self.below[upper] if other != node]
            if self._has_partner(inside, besides, part) or self._hide_partner(inside, besides, part):
                return
            self.hidden.add(upper)
            node = upper

    def _has_partner(self, inside: Sequence[Leaf], besides: Sequence[int], part: int) -> bool:
        return any(
            _may_swap(leaf, other, part)
            for unit in besides
            if unit in self.hidden
            for other in self._open_leaves(unit)
            for leaf in inside
        )

    def _hide_partner(self, inside: Sequence[Leaf], besides: Sequence[int], part: int) -> bool:
        """Hide the smallest body that can stand in, with all between it and the units next door."""
        for unit in sorted(besides, key=self._whole):
            for other in sorted(self.leaves[unit], key=lambda leaf: sum(leaf.parts)):
                if any(_may_swap(leaf, other, part) for leaf in inside):
                    way = (other.key, *other.above)
                    self.hidden.update(way[: way.index(unit) + 1])
                    return True
        return False

    def _open_leaves(self, unit: int) -> Iterator[Leaf]:
        """Yield the bodies in a unit that are hidden together with all that stands between."""
        for leaf in self.leaves[unit]:
            way = (leaf.key, *leaf.above)
            if all(between in self.hidden for between in way[: way.index(unit) + 1]):
                yield leaf

    def _whole(self, unit: int) -> int:
        return sum(self.parts[unit])


def _may_swap(leaf: Leaf, other: Leaf, part: int) -> bool:
    """Say whether one may be moved from or to a part here, and back there, with nothing going below zero."""
    return any(
        (leaf.parts[also] and other.parts[part]) or (leaf.parts[part] and other.parts[also])
        for also in range(len(leaf.parts))
        if also != part
    )
