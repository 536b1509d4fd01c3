"""Which numbers of a release are withheld: a count below five could point at a person, and no sum may tell it either.

A table counts by commune and by category. Shown of it are the country, its provinces and their communes, and by category the
country and its provinces; a commune is never shown by category. Zeros are shown: nobody can be found among none. So whoever
reads knows of a withheld number that it is one at least.

For every number below five that is withheld another table can be named that agrees with all that is shown and has another
number there: one more here, one fewer there. What has to be withheld for that besides is withheld too, the smallest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LEAST = 5
# In the place of an area: the country; in that of a category: all of them.
COUNTRY = 0
ALL = 0

# Area and category.
Cell = tuple[int, int]
# What another table has more or fewer of.
Move = Mapping[Cell, int]


def released(numbers: Mapping[Cell, int], provinces: Mapping[int, int]) -> dict[Cell, int | None]:
    """Return what is shown of counts by commune and category: every number of a cell, None where it is withheld.

    ``provinces``: the province of each commune that is shown, also of those without a number.
    """
    return _Table(numbers, provinces).released()


@dataclass(frozen=True)
class _Way:
    """A commune with a number, its province, and the category of that number."""

    commune: int
    province: int
    category: int


class _Table:
    """The numbers of every cell that may be shown, and which are withheld so far."""

    def __init__(self, numbers: Mapping[Cell, int], provinces: Mapping[int, int]) -> None:
        self.provinces = provinces
        self.ways = [_Way(m, provinces[m], c) for (m, c), number in sorted(numbers.items()) if number]
        self.categories = sorted({category for _m, category in numbers})
        self.cells: dict[Cell, int] = defaultdict(int)
        for way in self.ways:
            for cell in _cells_of(way):
                self.cells[cell] += numbers[way.commune, way.category]
        self.hidden = {cell for cell, number in self.cells.items() if number < LEAST}
        self.named = sorted(set(provinces.values()))
        self.within: dict[int, list[int]] = defaultdict(list)
        for commune in sorted(
            {way.commune for way in self.ways}, key=lambda one: (self.cells[one, ALL], one)
        ):
            self.within[provinces[commune]].append(commune)

    def released(self) -> dict[Cell, int | None]:
        """Withhold, and return every cell."""
        for cell in sorted(self.hidden, key=self._order):
            self._protect(cell)
        areas = {COUNTRY, *self.provinces, *self.named}
        every = {(area, ALL) for area in areas} | {
            (area, category) for area in (COUNTRY, *self.named) for category in self.categories
        }
        return {cell: None if cell in self.hidden else self.cells.get(cell, 0) for cell in sorted(every)}

    def _order(self, cell: Cell) -> tuple[int, int, Cell]:
        """Wide cells first: what they need often serves those inside of them."""
        area, _category = cell
        return (area in self.provinces, area != COUNTRY, cell)

    def _protect(self, cell: Cell) -> None:
        """Withhold what has to be so that the number of a cell could be another one."""
        best: tuple[int, tuple[Cell, ...]] | None = None
        for moves in (self._near(cell), self._far(cell)):
            for move in moves:
                if not self._may_be(move):
                    continue
                new = tuple(sorted(one for one in move if one not in self.hidden))
                if not new:
                    return
                cost = (sum(self.cells[one] for one in new), new)
                best = min(best, cost) if best else cost
            if best:
                break
        # One more of all that holds it is always another table: then sums up to the country are withheld.
        self.hidden.update(best[1] if best else _cells_of(self._first_in(cell)))

    def _may_be(self, move: Move) -> bool:
        """Say whether a table with these changes has at least one wherever a number is withheld."""
        return all(self.cells.get(cell, 0) + min(change, 0) >= 1 for cell, change in move.items())

    # ── other tables ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _near(self, cell: Cell) -> Iterator[Move]:
        """Yield changes that leave as many sums as can be as they are."""
        area, category = cell
        if area in self.provinces:
            for other in self.within[self.provinces[area]]:
                if other != area:
                    yield from _both_ways({cell: 1, (other, ALL): -1})
        elif area == COUNTRY and category != ALL:
            for other, province in ((c, p) for c in self.categories for p in self.named):
                if other != category:
                    yield from _both_ways(
                        {cell: 1, (COUNTRY, other): -1, (province, category): 1, (province, other): -1}
                    )
        elif category != ALL:
            yield from self._rectangles(area, category)

    def _rectangles(self, province: int, category: int) -> Iterator[Move]:
        for other in self.named:
            for beside in self.categories:
                if beside != category and other != province:
                    yield from _both_ways(
                        {
                            (province, category): 1,
                            (province, beside): -1,
                            (other, category): -1,
                            (other, beside): 1,
                        }
                    )

    def _far(self, cell: Cell) -> Iterator[Move]:
        """Yield changes that move one from a province to another, or from a category to another in the country."""
        if cell[0] == COUNTRY:
            return
        smallest = self._smallest()
        for way in self._ways_in(cell):
            for (province, category), other in smallest.items():
                if province != way.province and category == way.category:
                    yield from _both_ways(_shift(way, other))
            if cell[1] != ALL:
                yield from self._exchanges(way)

    def _smallest(self) -> dict[tuple[int, int], _Way]:
        """Return, by province and category, the smallest commune that can lose one."""
        smallest: dict[tuple[int, int], _Way] = {}
        for way in self.ways:
            number = self.cells[way.commune, ALL]
            held = smallest.setdefault((way.province, way.category), way) if number > 1 else None
            if held is not None and number < self.cells[held.commune, ALL]:
                smallest[way.province, way.category] = way
        return smallest

    def _exchanges(self, way: _Way) -> Iterator[Move]:
        """Yield that one of a province is of another category, in the country too."""
        for other in self.categories:
            if other != way.category:
                more = {(area, way.category): 1 for area in (way.province, COUNTRY)}
                yield from _both_ways(more | {(area, other): -1 for area in (way.province, COUNTRY)})

    def _ways_in(self, cell: Cell) -> Iterator[_Way]:
        return (way for way in self.ways if cell in _cells_of(way))

    def _first_in(self, cell: Cell) -> _Way:
        return next(self._ways_in(cell))


def _cells_of(way: _Way) -> tuple[Cell, ...]:
    """Return the cells that count a number."""
    return (
        (way.commune, ALL),
        (way.province, ALL),
        (way.province, way.category),
        (COUNTRY, ALL),
        (COUNTRY, way.category),
    )


def _shift(way: _Way, other: _Way) -> dict[Cell, int]:
    """Return that one more is here and one fewer there, of the same category."""
    more = {cell: 1 for cell in _cells_of(way) if cell[0] != COUNTRY}
    return more | {cell: -1 for cell in _cells_of(other) if cell[0] != COUNTRY}


def _both_ways(move: dict[Cell, int]) -> Iterable[Move]:
    return move, {cell: -change for cell, change in move.items()}


# ── shares ───────────────────────────────────────────────────────────────────────────────────────────────────────────

# From how many on a share is said at all, and from how many on in steps of five per cent in the place of ten.
_FROM, _FINE = 20, 40


def share(part: int, whole: int) -> int | None:
    """Return a part in per cent so rounded that every number but none shares it with another; None below twenty.

    >>> share(19, 20), share(18, 20), share(97, 100), share(3, 4)
    (100, 90, 95, None)
    """
    if whole < _FROM:
        return None
    step = 5 if whole >= _FINE else 10
    return min(100, step * ((200 * part + step * whole) // (2 * step * whole)))


def quantile(days: Mapping[int, int], tenths: int) -> int | None:
    """Return within how many days so many tenths were answered; None for fewer than twenty answers.

    >>> quantile({1: 10, 3: 9, 40: 1}, 5), quantile({1: 10, 3: 9, 40: 1}, 9), quantile({1: 4}, 5)
    (1, 3, None)
    """
    whole = sum(days.values())
    if whole < _FROM:
        return None
    wanted = -(-whole * tenths // 10)
    seen = 0
    for day, number in sorted(days.items()):
        seen += number
        if seen >= wanted:
            return day
    raise AssertionError  # pragma: no cover - the whole is reached
