"""Numbers of split bodies: they sum back exactly, and never leave their bounds. Without a database."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lienthong.reports.rules.apportion import Amount, amount_in, amounts_of, apportion
from lienthong.reports.rules.structures import NOT_DIVISIBLE, Shared, shared_in, shared_together

NUMBERS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(1, 50), min_size=1, max_size=6)


@given(NUMBERS, WEIGHTS)
def test_parts_sum_back_exactly_and_are_no_further_than_one_from_their_share(
    number: int, weights: list[int]
) -> None:
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    found = apportion(number, shares)
    assert sum(found) == number
    assert all(abs(part - number * share) < 1 for part, share in zip(found, shares, strict=True))


@given(NUMBERS, WEIGHTS, st.integers(0, 5))
def test_units_shown_sum_back_to_the_whole_however_parts_are_grouped(
    number: int, weights: list[int], cut: int
) -> None:
    shares = [(one := Fraction(weight, sum(weights)), one) for weight in weights]
    inside = frozenset(range(min(cut, len(weights))))
    outside = frozenset(range(len(weights))) - inside
    found = [shared_in(number, shares, group, never_negative=False) for group in (inside, outside)]
    assert all(one.low == one.high for one in found)
    assert sum(one.low for one in found) == number


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=2, max_size=5),
    st.sets(st.integers(0, 4)),
)
def test_the_true_number_lies_between_the_bounds(
    number: int, parts: list[tuple[int, bool]], chosen: set[int]
) -> None:
    total = sum(weight for weight, _hidden in parts)
    true = [Fraction(weight, total) for weight, _hidden in parts]
    rest = sum((share for share, (_w, hidden) in zip(true, parts, strict=True) if hidden), Fraction(0))
    shares = [
        (Fraction(0), rest) if hidden else (share, share)
        for share, (_weight, hidden) in zip(true, parts, strict=True)
    ]
    inside = frozenset(place for place in chosen if place < len(parts))
    low, high = amount_in(number, amounts_of(number, shares), inside)
    exact = number * sum((true[place] for place in inside), Fraction(0))
    assert 0 <= low <= high <= number
    # Known parts are rounded to whole numbers, each by less than one.
    assert low - len(parts) < exact < high + len(parts)


def test_without_a_share_a_number_that_may_fall_below_zero_is_not_divisible() -> None:
    unknown = [(Fraction(0), Fraction(1))] * 2
    assert shared_in(5, unknown, frozenset({0}), never_negative=False) == NOT_DIVISIBLE
    assert shared_in(-5, unknown, frozenset({0}), never_negative=True) == NOT_DIVISIBLE
    assert shared_in(5, unknown, frozenset({0}), never_negative=True) == Shared(0, 5, True, 1)
    assert shared_in(5, unknown, frozenset({0, 1}), never_negative=True) == Shared(5, 5, True, 1)


def test_what_cannot_be_divided_in_one_cannot_be_in_the_sum() -> None:
    found = shared_together([{"a": Shared(1, 2, True, 1)}, {"a": NOT_DIVISIBLE, "b": Shared(3, 3, True, 1)}])
    assert found == {"a": Shared(1, 2, False, 2), "b": Shared(3, 3, True, 1)}


def test_equal_remainders_go_to_the_first() -> None:
    assert apportion(2, [Fraction(1, 4)] * 4) == [1, 1, 0, 0]
    assert amounts_of(1, [(Fraction(1, 2), Fraction(1, 2))] * 2) == [Amount(1, 1), Amount(0, 0)]
