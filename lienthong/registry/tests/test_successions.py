"""What became of bodies: shares through several changes, bounds where a share is unknown. Without a database."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.validity import FOREVER
from lienthong.registry.rules import BodyLink, Edge, Histories, Part

BEGIN = date(2020, 1, 1)
THIRD, HALF = Fraction(1, 3), Fraction(1, 2)


def histories(edges: list[Edge], links: list[BodyLink]) -> Histories:
    """Lay out edges and links."""
    above: dict[int, list[Edge]] = defaultdict(list)
    after: dict[int, list[BodyLink]] = defaultdict(list)
    before: dict[int, list[BodyLink]] = defaultdict(list)
    for edge in edges:
        above[edge.child].append(edge)
    for link in links:
        after[link.predecessor].append(link)
        before[link.successor].append(link)
    return Histories(above, after, before)


def link(
    before: int, after: int, on: date, share: Fraction | None = None, *, whole: bool = False
) -> BodyLink:
    """Let a body, or a part of it, go into another."""
    return BodyLink(before, after, on, whole, share, False)


def stood(body: int, since: date, until: date = FOREVER, parent: int = 99) -> Edge:
    """Let a body stand below another."""
    return Edge(body, parent, since, until)


ONE, TWO = date(2025, 7, 1), date(2026, 1, 1)
CHAIN = histories(
    [stood(1, BEGIN, ONE), stood(2, ONE, TWO), stood(3, ONE), stood(4, TWO), stood(5, TWO), stood(99, BEGIN)],
    [link(1, 2, ONE, THIRD), link(1, 3, ONE, 1 - THIRD), link(2, 4, TWO, HALF), link(2, 5, TWO, HALF)],
)


def test_shares_are_multiplied_from_change_to_change() -> None:
    sixth = Fraction(1, 6)
    assert CHAIN.parts_on(1, BEGIN, TWO) == (
        Part(3, 1 - THIRD, 1 - THIRD),
        Part(4, sixth, sixth),
        Part(5, sixth, sixth),
    )
    assert CHAIN.parts_on(1, BEGIN, date(2025, 12, 31)) == (
        Part(2, THIRD, THIRD),
        Part(3, 1 - THIRD, 1 - THIRD),
    )
    assert CHAIN.parts_on(1, BEGIN, date(2025, 6, 30)) == (Part(1, Fraction(1), Fraction(1)),)


def test_backwards_what_came_from_one_came_wholly_and_from_several_nobody_knows() -> None:
    assert CHAIN.parts_on(4, TWO, BEGIN) == (Part(1, Fraction(1), Fraction(1)),)
    merged = histories(
        [stood(1, BEGIN, ONE), stood(2, BEGIN, ONE), stood(3, ONE)],
        [link(1, 3, ONE, whole=True), link(2, 3, ONE, whole=True)],
    )
    assert merged.parts_on(3, ONE, BEGIN) == (
        Part(1, Fraction(0), Fraction(1)),
        Part(2, Fraction(0), Fraction(1)),
    )


def test_without_a_successor_the_body_above_and_what_followed_it_holds_what_is_left() -> None:
    held = histories(
        [Edge(1, 10, BEGIN, ONE), Edge(10, 99, BEGIN, TWO), stood(11, TWO), Edge(99, None, BEGIN, FOREVER)],
        [link(10, 11, TWO, whole=True)],
    )
    assert held.parts_on(1, BEGIN, ONE) == (Part(10, Fraction(1), Fraction(1)),)
    assert held.parts_on(1, BEGIN, TWO) == (Part(11, Fraction(1), Fraction(1)),)


def test_a_body_and_the_one_above_that_close_on_one_day_are_followed_together() -> None:
    held = histories(
        [Edge(1, 10, BEGIN, ONE), Edge(10, 99, BEGIN, ONE), stood(11, ONE), Edge(99, None, BEGIN, FOREVER)],
        [link(10, 11, ONE, whole=True)],
    )
    assert held.parts_on(1, BEGIN, TWO) == (Part(11, Fraction(1), Fraction(1)),)


def test_two_unknown_parts_that_come_together_again_are_the_whole() -> None:
    held = histories(
        [stood(1, BEGIN, ONE), stood(2, ONE, TWO), stood(3, ONE, TWO), stood(4, TWO)],
        [link(1, 2, ONE), link(1, 3, ONE), link(2, 4, TWO, whole=True), link(3, 4, TWO, whole=True)],
    )
    assert held.parts_on(1, BEGIN, TWO) == (Part(4, Fraction(1), Fraction(1)),)


@st.composite
def courses(draw: Any) -> tuple[Histories, Histories, date]:
    """Return a random course of changes twice: with all shares, and with some of them unknown; and its last day."""
    edges, links, hidden = [], [], []
    standing, number, day = [0, 1], 2, BEGIN
    since = dict.fromkeys(standing, BEGIN)
    for _ in range(draw(st.integers(1, 4))):
        day += timedelta(days=30)
        closing = draw(st.lists(st.sampled_from(standing), unique=True, min_size=1))
        new = list(range(number, number + draw(st.integers(1, 3))))
        number += len(new)
        for body in closing:
            heirs = draw(st.lists(st.sampled_from(new), unique=True, min_size=1))
            weights = [draw(st.integers(1, 5)) for _ in heirs]
            edges.append(stood(body, since[body], day))
            for heir, weight in zip(heirs, weights, strict=True):
                one = link(body, heir, day, Fraction(weight, sum(weights)), whole=len(heirs) == 1)
                links.append(one)
                hidden.append(one._replace(share=None) if draw(st.booleans()) else one)
        standing = [body for body in standing if body not in closing] + new
        since |= dict.fromkeys(new, day)
    edges += [stood(body, since[body]) for body in standing]
    edges.append(Edge(99, None, BEGIN, FOREVER))
    return histories(edges, links), histories(edges, hidden), day


@given(courses())
def test_known_shares_sum_to_one_and_unknown_ones_hold_the_truth_within_their_bounds(
    course: tuple[Histories, Histories, date],
) -> None:
    known, hidden, day = course
    for body in (0, 1):
        parts = known.parts_on(body, BEGIN, day)
        assert all(part.known for part in parts)
        assert sum(part.low for part in parts) == 1
        bounds = {part.body: part for part in hidden.parts_on(body, BEGIN, day)}
        for part in parts:
            assert bounds[part.body].low <= part.low <= bounds[part.body].high
        assert sum(part.low for part in bounds.values()) <= 1 <= sum(part.high for part in bounds.values())


@given(courses(), st.integers(1, 60))
def test_what_later_days_bring_does_not_change_where_bodies_stood(
    course: tuple[Histories, Histories, date], days: int
) -> None:
    known, _hidden, _day = course
    day = BEGIN + timedelta(days=days)
    earlier = Histories(
        known.above,
        {body: [one for one in links if one.on <= day] for body, links in known.after.items()},
        known.before,
    )
    assert earlier.parts_on(0, BEGIN, day) == known.parts_on(0, BEGIN, day)
