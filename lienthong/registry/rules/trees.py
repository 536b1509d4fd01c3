"""Places through time: which intervals overlap, and what follows from the edges of a tree. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

# Deeper than any tree of bodies in Vietnam. A walk that goes further goes round in circles.
MAX_DEPTH = 12
# From this depth on a span says not where a body stands, but in whose estate a closed one is.
ESTATE = 100


class Cycle(Exception):
    """A body would stand below itself."""


class Span(NamedTuple):
    """A descendant stands ``depth`` steps below an ancestor on the days [since, until); depth 0 is itself."""

    ancestor: int
    descendant: int
    depth: int
    since: date
    until: date


class Count(NamedTuple):
    """So many children stand directly below a parent on the days [since, until)."""

    parent: int
    children: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Edge:
    """A child stands below a parent (None: it is a root) on the days [since, until)."""

    child: int
    parent: int | None
    since: date
    until: date


def overlap(since: date, until: date, other_since: date, other_until: date) -> bool:
    """Say whether two half-open intervals share a day.

    >>> day = date(2025, 7, 1)
    >>> overlap(date(2020, 1, 1), day, day, date(2030, 1, 1))
    False
    """
    return since < other_until and other_since < until


def covers(intervals: Iterable[tuple[date, date]], since: date, until: date) -> bool:
    """Say whether half-open intervals together hold every day of [since, until)."""
    reached = since
    for start, end in sorted(intervals):
        if start > reached:
            break
        reached = max(reached, end)
    return reached >= until


def edges_by_child(edges: Iterable[Edge]) -> dict[int, list[Edge]]:
    """Return the edges of each body to what stands above it."""
    above: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        above[edge.child].append(edge)
    return dict(above)


def closure_of(edges: Iterable[Edge]) -> Iterator[Span]:
    """Yield every span that follows from a tree's edges; raise Cycle where a body would stand below itself."""
    above = edges_by_child(edges)
    for child in above:
        yield from spans_of(child, above)


def spans_of(child: int, above: Mapping[int, Sequence[Edge]]) -> Iterator[Span]:
    """Yield the spans of one body, given the edges of itself and of all above it."""
    for edge in above.get(child, ()):
        yield Span(child, child, 0, edge.since, edge.until)
        waiting = [(edge, 1, edge.since, edge.until)]
        while waiting:
            step, depth, since, until = waiting.pop()
            ancestor = step.parent
            if ancestor is None:
                continue
            if ancestor == child or depth > MAX_DEPTH:
                raise Cycle(child)
            yield Span(ancestor, child, depth, since, until)
            for upper in above.get(ancestor, ()):
                if upper.since < until and since < upper.until:
                    waiting.append((upper, depth + 1, max(since, upper.since), min(until, upper.until)))


def estate_of(
    child: int, heirs: Mapping[int, tuple[int, date]], above: Mapping[int, Sequence[Edge]]
) -> Iterator[Span]:
    """Yield in whose estate a closed body is from its end on: its heir, all above the heir, and the heir's own heirs.

    ``heirs``: what follows each closed body, and the day of its end. ``above``: the edges of all heirs and of all above
    them. Depths begin at ESTATE + 1.
    """
    steps, body, since = 0, child, date.min
    while body in heirs:
        heir, ended = heirs[body]
        since, steps = max(since, ended), steps + 1
        if steps > MAX_DEPTH:
            raise Cycle(child)
        for span in spans_of(heir, above):
            if since < span.until:
                yield Span(
                    span.ancestor, child, ESTATE + steps + span.depth, max(since, span.since), span.until
                )
        body = heir


def child_counts_of(edges: Iterable[Edge]) -> Iterator[Count]:
    """Yield how many children each parent has from day to day, only where it has any."""
    turns: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for edge in edges:
        if edge.parent is not None:
            turns[edge.parent][edge.since] += 1
            turns[edge.parent][edge.until] -= 1
    for parent, changes in turns.items():
        days = sorted(day for day, change in changes.items() if change)
        count = 0
        for since, until in pairwise(days):
            count += changes[since]
            if count:
                yield Count(parent, count, since, until)
