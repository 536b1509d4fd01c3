"""No number that is withheld for being small follows from what is shown, by sums or by what numbers can be at all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.feedback.rules.suppression import ALL, COUNTRY, LEAST, Cell, quantile, released, share

# Two provinces (10, 20) with two communes each; two categories (1, 2). Province 20 comes second in every list.
PROVINCES = {11: 10, 12: 10, 21: 20, 22: 20}
BASE = list(product(PROVINCES, (1, 2)))
CELLS: list[Cell] = [(area, ALL) for area in (COUNTRY, 10, 20, *PROVINCES)] + list(
    product((COUNTRY, 10, 20), (1, 2))
)


def counts(cell: Cell, base: Cell) -> bool:
    """Say whether a cell counts a number of a commune and category."""
    area, category = cell
    return area in {COUNTRY, base[0], PROVINCES[base[0]]} and category in {ALL, base[1]}


def number_of(cell: Cell, numbers: Mapping[Cell, int]) -> int:
    """Return the true number of a cell."""
    return sum(number for base, number in numbers.items() if counts(cell, base))


@st.composite
def tables(draw: st.DrawFn, most: int = 7) -> dict[Cell, int]:
    """Draw a table in which many numbers are small and many are none."""
    return {base: draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3, most])) for base in BASE}


def others(shown: Mapping[Cell, int | None], most: int, seed: int) -> Iterator[dict[Cell, int]]:
    """Yield every table that agrees with all that is shown, up to so many in a place, in some order."""
    order = random.Random(seed)

    def on(place: int, held: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        for cell in CELLS:
            number, value = number_of(cell, held), shown[cell]
            over = value is not None and number > value
            full = not any(counts(cell, base) for base in BASE[place:])
            if over or (full and (number != value if value is not None else number < 1)):
                return
        if place == len(BASE):
            yield dict(held)
            return
        for number in order.sample(range(most + 1), most + 1):
            yield from on(place + 1, {**held, BASE[place]: number})

    yield from on(0, {})


@given(tables(most=5), st.integers(0, 10_000))
@settings(max_examples=120, deadline=None)
def test_every_small_number_could_be_another_one(numbers: dict[Cell, int], seed: int) -> None:
    shown = released(numbers, PROVINCES)
    assert set(shown) >= set(CELLS)
    open_cells = {cell for cell in CELLS if shown[cell] is None and number_of(cell, numbers) < LEAST}
    for table in others(shown, max(numbers.values()) + 1, seed):
        open_cells -= {cell for cell in open_cells if number_of(cell, table) != number_of(cell, numbers)}
        if not open_cells:
            return
    assert not open_cells


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_sum_of_shown_numbers_gives_a_small_one(data: st.DataObject) -> None:
    provinces = {100 * p + m: p for p in (1, 2, 3) for m in range(1, 5)}
    numbers = {
        (commune, category): data.draw(st.sampled_from([0, 0, 1, 2, 4, 9, 30]))
        for commune in provinces
        for category in (1, 2, 3, 4)
    }
    shown = released(numbers, provinces)
    base = list(numbers)

    def row(cell: Cell) -> list[float]:
        area, category = cell
        return [
            float(area in {COUNTRY, commune, provinces[commune]} and category in {ALL, kind})
            for commune, kind in base
        ]

    known = np.array([row(cell) for cell, value in shown.items() if value is not None] or [[0.0] * len(base)])
    rank = np.linalg.matrix_rank(known)
    for cell, value in shown.items():
        true = sum(numbers[one] for one, held in zip(base, row(cell), strict=True) if held)
        assert value in {None, true}
        assert value is None or value == 0 or value >= LEAST
        if value is None and true < LEAST:
            assert np.linalg.matrix_rank(np.vstack([known, row(cell)])) == rank + 1


def test_where_all_are_large_everything_is_shown() -> None:
    shown = released(dict.fromkeys(BASE, 9), PROVINCES)
    assert None not in shown.values()
    assert (shown[COUNTRY, ALL], shown[10, 1], shown[21, ALL]) == (72, 18, 18)


def test_a_small_commune_takes_the_smallest_next_door_with_it_and_nothing_else() -> None:
    numbers = {(11, 1): 2, (12, 1): 30, (21, 1): 40, (22, 1): 50}
    provinces = {**PROVINCES, 13: 10}
    shown = released({**numbers, (13, 1): 12}, provinces)
    assert {cell for cell, value in shown.items() if value is None} == {(11, ALL), (13, ALL)}
    assert (shown[10, ALL], shown[12, ALL]) == (44, 30)


def test_five_communes_with_one_each_are_not_told_by_their_sum() -> None:
    provinces = dict.fromkeys(range(11, 16), 10) | {21: 20}
    numbers = {(area, 1): 1 for area in range(11, 16)} | {(21, 1): 40}
    shown = released(numbers, provinces)
    assert all(shown[area, ALL] is None for area in (10, 20, *range(11, 16)))
    assert shown[COUNTRY, ALL] == 45


def test_communes_without_any_are_shown_as_none() -> None:
    shown = released({(11, 1): 9, (21, 2): 9}, PROVINCES)
    assert (shown[12, ALL], shown[22, ALL], shown[10, 2]) == (0, 0, 0)


@given(st.integers(20, 500), st.data())
def test_every_share_stands_for_two_numbers_or_for_none(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    shares = [share(number, whole) for number in range(whole + 1)]
    assert shares == sorted(shares)  # type: ignore[type-var]
    assert shares.count(shares[part]) >= 2 or part == 0


@pytest.mark.parametrize(("whole", "said"), [(0, None), (19, None), (20, 50), (100, 50)])
def test_a_share_of_few_is_not_said(whole: int, said: int | None) -> None:
    assert share(whole // 2, whole) == said


def test_days_are_said_from_twenty_answers_on() -> None:
    assert quantile({2: 10, 7: 9, 30: 1}, 5) == 2
    assert quantile({2: 10, 7: 9, 30: 1}, 9) == 7
    assert quantile({2: 10, 7: 9}, 5) is None
