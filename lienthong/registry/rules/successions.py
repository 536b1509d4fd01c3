"""What became of a body: where it, or what followed it, stands on another day, and with which share. Plain Python.

A share is an interval from ``low`` to ``high``: one number where it is known, however far the way led. Nothing is guessed:
of two parts without a share each is something from 0 to 1; of three parts, two of them known, the third is the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from .trees import MAX_DEPTH, Edge

NONE, ALL = Fraction(0), Fraction(1)
_DAY = timedelta(days=1)


class BodyLink(NamedTuple):
    """A body, or a part of it, went into another on a day. ``share``: None where no source says so."""

    predecessor: int
    successor: int
    on: date
    whole: bool
    share: Fraction | None
    default: bool


class Part(NamedTuple):
    """From ``low`` to ``high`` of a body stands at another one."""

    body: int
    low: Fraction
    high: Fraction

    @property
    def known(self) -> bool:
        """Whether the share is known."""
        return self.low == self.high


# By body, from how much to how much of what is asked about stands there.
Shares = Mapping[int, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Histories:
    """What is known of bodies: the edges above each, what followed each, and what each came from."""

    above: Mapping[int, Sequence[Edge]]
    after: Mapping[int, Sequence[BodyLink]] = field(default_factory=dict)
    before: Mapping[int, Sequence[BodyLink]] = field(default_factory=dict)

    def stands(self, body: int, day: date) -> bool:
        """Say whether a body stands in the tree on a day."""
        return any(edge.since <= day < edge.until for edge in self.above.get(body, ()))

    def parts_on(self, body: int, since: date, day: date) -> tuple[Part, ...]:
        """Return where a body of a day ``since`` stands on another day; nothing where it left no trace."""
        found = self._shares(body, since, day, 0)
        return tuple(Part(place, *found[place]) for place in sorted(found) if found[place][1] > 0)

    def _shares(self, body: int, since: date, day: date, steps: int) -> Shares:
        if self.stands(body, day):
            return {body: (ALL, ALL)}
        if steps > MAX_DEPTH * MAX_DEPTH:
            return {}
        if day >= since:
            return self._onward(body, since, day, steps)
        return self._back(body, since, day, steps)

    def _onward(self, body: int, since: date, day: date, steps: int) -> Shares:
        links = [link for link in self.after.get(body, ()) if since < link.on <= day]
        if not links:
            # Nothing followed it: what it did stays with the body that stood above it on its last day.
            ended = [edge for edge in self.above.get(body, ()) if edge.until <= day]
            last = max(ended, key=lambda edge: edge.until, default=None)
            if last is None or last.parent is None:
                return {}
            return self._shares(last.parent, last.until - _DAY, day, steps + 1)
        on = min(link.on for link in links)
        return mixed(
            (_share_of(link), self._shares(link.successor, on, day, steps + 1))
            for link in links
            if link.on == on
        )

    def _back(self, body: int, since: date, day: date, steps: int) -> Shares:
        links = [link for link in self.before.get(body, ()) if day < link.on <= since]
        if not links:
            begun = [edge for edge in self.above.get(body, ()) if edge.since > day]
            first = min(begun, key=lambda edge: edge.since, default=None)
            if first is None or first.parent is None:
                return {}
            return self._shares(first.parent, first.since, day, steps + 1)
        on = max(link.on for link in links)
        came = [link.predecessor for link in links if link.on == on]
        # How much of it came from where is said nowhere, unless all of it came from one.
        share = ALL if len(came) == 1 else None
        return mixed((share, self._shares(one, on - _DAY, day, steps + 1)) for one in came)


def _share_of(link: BodyLink) -> Fraction | None:
    return ALL if link.whole else link.share


def mixed(branches: Iterable[tuple[Fraction | None, Shares]]) -> Shares:
    """Return what stands where, given each branch's share of a whole (None: unknown) and how the branch itself stands.

    The unknown shares together are what the known ones leave over.
    """
    held = list(branches)
    rest = max(NONE, ALL - sum((share for share, _ in held if share is not None), NONE))
    open_ones = [shares for share, shares in held if share is None]
    found: dict[int, tuple[Fraction, Fraction]] = {}
    for place in {place for _, shares in held for place in shares}:
        low, high = NONE, NONE
        for share, shares in held:
            if share is not None:
                least, most = shares.get(place, (NONE, NONE))
                low, high = low + share * least, high + share * most
        if open_ones:
            bounds = [shares.get(place, (NONE, NONE)) for shares in open_ones]
            low += rest * min(least for least, _ in bounds)
            high += rest * max(most for _, most in bounds)
        found[place] = (low, high)
    return found
