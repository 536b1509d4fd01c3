"""What follows from the edges of a tree equals a plain walk on every day, over random openings, closures and moves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.registry.rules import (
    Cycle,
    Edge,
    child_counts_of,
    closure_of,
    covers,
    is_phone,
    overlap,
)

DAYS = [date(2025, 6, 28) + timedelta(days=step) for step in range(8)]
LAST = DAYS[-1]


@st.composite
def trees(draw: st.DrawFn) -> list[Edge]:
    """Draw bodies that open, close and move; each stands below one that was numbered before it, or is a root."""
    edges = []
    for child in range(draw(st.integers(1, 9))):
        turns = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=2, max_size=5)))
        for since, until in pairwise(turns):
            parents = st.none() | st.integers(0, child - 1) if child else st.none()
            if draw(st.booleans()):
                edges.append(Edge(child, draw(parents), since, until))
    return draw(st.permutations(edges))


def walked(edges: list[Edge], day: date) -> set[tuple[int, int, int]]:
    """Return (ancestor, descendant, depth) by walking up from every body on a day."""
    above = {edge.child: edge.parent for edge in edges if edge.since <= day < edge.until}
    found = set()
    for child in above:
        at: int | None = child
        depth = 0
        while at is not None:
            found.add((at, child, depth))
            at, depth = above.get(at), depth + 1
    return found


@given(trees())
def test_closure_equals_a_walk_on_every_day(edges: list[Edge]) -> None:
    spans = list(closure_of(edges))
    for day in DAYS:
        held = [(s.ancestor, s.descendant, s.depth) for s in spans if s.since <= day < s.until]
        assert len(held) == len(set(held))
        assert set(held) == walked(edges, day)


@given(trees())
def test_counts_of_children_equal_a_recount_on_every_day(edges: list[Edge]) -> None:
    counts = list(child_counts_of(edges))
    for day in DAYS:
        held = {c.parent: c.children for c in counts if c.since <= day < c.until}
        parents = [e.parent for e in edges if e.since <= day < e.until and e.parent is not None]
        assert held == {parent: parents.count(parent) for parent in parents}


def test_a_circle_is_refused() -> None:
    with pytest.raises(Cycle):
        list(closure_of([Edge(1, 2, DAYS[0], LAST), Edge(2, 3, DAYS[0], LAST), Edge(3, 1, DAYS[0], LAST)]))


def test_a_body_below_a_circle_is_refused() -> None:
    with pytest.raises(Cycle):
        list(closure_of([Edge(9, 1, DAYS[0], LAST), Edge(1, 2, DAYS[0], LAST), Edge(2, 1, DAYS[0], LAST)]))


def test_two_bodies_may_change_places_in_time() -> None:
    edges = [Edge(1, 2, DAYS[0], DAYS[3]), Edge(2, None, DAYS[0], DAYS[3])]
    edges += [Edge(2, 1, DAYS[3], LAST), Edge(1, None, DAYS[3], LAST)]
    assert {(s.ancestor, s.descendant) for s in closure_of(edges) if s.depth} == {(2, 1), (1, 2)}


intervals = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).filter(lambda pair: pair[0] < pair[1])


@given(intervals, intervals)
def test_intervals_overlap_where_they_share_a_day(one: tuple[date, date], other: tuple[date, date]) -> None:
    shared = [day for day in DAYS if one[0] <= day < one[1] and other[0] <= day < other[1]]
    assert overlap(*one, *other) is bool(shared)


@given(st.lists(intervals, max_size=5), intervals)
def test_intervals_cover_where_each_day_is_in_one(
    held: list[tuple[date, date]], asked: tuple[date, date]
) -> None:
    days = [day for day in DAYS if asked[0] <= day < asked[1]]
    assert covers(held, *asked) is all(any(since <= day < until for since, until in held) for day in days)


@pytest.mark.parametrize("text", ["0262 3851 234", "+84 24.3825.5555", "113", "(0262) 3851-234"])
def test_a_work_phone(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize("text", ["", "12", "gọi Lan", "٠١٢٣٤٥", "0262 3851 234 0262 3851"])
def test_no_work_phone(text: str) -> None:
    assert not is_phone(text)
