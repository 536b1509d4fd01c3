"""Which limit runs for a matter: dated data with citation (``data/deadlines.json``), of which the most special row holds.

The kernel loads the same rows into its catalogue, where IT staff see them; what runs is a clock of the kernel by ``code``.
Law comes before a promise of the installation. A period that law has and nobody has found stands in the data without an
amount: it is passed over, and named, so that a promise is never taken for law.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from lienthong.kernel.working import Unit

from .dated import Lasting, Words, lasting, read_rows


class ClockKind(StrEnum):
    """What a limit is for.

    ``TOTAL`` runs from sending until the end and is neither held nor begun again. ``TRANSFER``: who was handed a matter accepts
    or bounces it. ``DECIDE``: the level above says who settles it. ``REOPEN`` and ``SEEK`` are the sender's own time.
    """

    ACKNOWLEDGE = "acknowledge"
    FORWARD = "forward"
    SORT = "sort"
    CHECK = "check"
    ACCEPT = "accept"
    TELL = "tell"
    REPLY = "reply"
    ANSWER = "answer"
    EXTEND = "extend"
    UPDATE = "update"
    TOTAL = "total"
    TRANSFER = "transfer"
    DECIDE = "decide"
    REOPEN = "reopen"
    REVIEW = "review"
    SEEK = "seek"
    REPORT = "report"


class Scope(StrEnum):
    """Whom a limit binds: the country, the bodies of one province, or only who promised it."""

    NATIONAL = "national"
    PROVINCE = "province"
    INSTALLATION = "installation"


@dataclass(frozen=True)
class Limit(Lasting):
    """A period from a day to a day. ``amount``: None where law has one that was not found.

    ``act``: what lays it down, as people are told. ``traits``: what a matter has to be for it: complex, urgent, remote,
    second, portal, regulation, legal_document, infrastructure, object, processors. ``event``: from which it is counted.
    ``times``: how often it may be used, for an extension.
    """

    act: Words
    classes: frozenset[str]
    clock: ClockKind
    traits: frozenset[str]
    scope: Scope
    province: str | None
    amount: int | None
    unit: Unit
    event: str
    counted_from: Words
    pauses: frozenset[str]
    times: int | None

    @property
    def binds(self) -> bool:
        """Say whether somebody else laid it down."""
        return self.scope is not Scope.INSTALLATION

    def fits(self, class_code: str, day: date, province: str | None, traits: Collection[str]) -> bool:
        """Say whether it is for such a matter on a day."""
        return (
            class_code in self.classes
            and self.holds_on(day)
            and self.traits <= set(traits)
            and (self.scope is not Scope.PROVINCE or self.province == province)
        )


@dataclass(frozen=True)
class Chosen:
    """The limit that runs, and those of law that would have come before it if anybody had found them."""

    limit: Limit
    unknown: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class PauseRule(Lasting):
    """For what a clock may stand still, in which classes; of limits that bind, or of the installation's own only."""

    classes: frozenset[str]
    clocks: frozenset[ClockKind]
    scope: Scope

    def fits(self, limit: Limit) -> bool:
        """Say whether it holds clocks of a limit."""
        return (
            limit.clock in self.clocks
            and limit.classes <= self.classes
            and limit.binds is (self.scope is not Scope.INSTALLATION)
            and self.valid_from <= limit.valid_from < self.valid_to
        )


@dataclass(frozen=True)
class Handling(Lasting):
    """A number of how matters are handled: how many hops, after how many working days a level above is told."""

    values: tuple[int, ...]
    unit: str


@cache
def limits() -> tuple[Limit, ...]:
    """Return every limit through time, those that nobody found too."""
    return tuple(_limit(row) for row in read_rows("deadlines.json"))


def _limit(row: dict[str, Any]) -> Limit:
    return Limit(
        **lasting(row),
        act=row["act"],
        classes=frozenset(row["classes"]),
        clock=ClockKind(row["clock"]),
        traits=frozenset(row["traits"]),
        scope=Scope(row["scope"]),
        province=row.get("province"),
        amount=row["amount"],
        unit=Unit(row["unit"]),
        event=row["event"],
        counted_from=row["counted_from"],
        pauses=frozenset(row.get("pauses", ())),
        times=row.get("times"),
    )


@cache
def pause_rules() -> tuple[PauseRule, ...]:
    """Return every reason for which a clock may stand, through time."""
    return tuple(
        PauseRule(
            **lasting(row),
            classes=frozenset(row["classes"]),
            clocks=frozenset(ClockKind(clock) for clock in row["clocks"]),
            scope=Scope(row["scope"]),
        )
        for row in read_rows("pauses.json")
    )


@cache
def handling() -> tuple[Handling, ...]:
    """Return every number of handling through time."""
    return tuple(
        Handling(**lasting(row), values=tuple(row["values"]), unit=row["unit"])
        for row in read_rows("handling.json")
    )


def limit_on(code: str, day: date) -> Limit:
    """Return a limit as it was on a day, such as that of a clock that runs; LookupError where there was none."""
    for limit in limits():
        if limit.code == code and limit.holds_on(day):
            return limit
    raise LookupError(f"no limit {code!r} on {day}")


@lru_cache(maxsize=4096)
def limits_for(
    class_code: str, day: date, province: str | None = None, traits: frozenset[str] = frozenset()
) -> Mapping[ClockKind, Chosen]:
    """Return the limit of each clock for a matter on a day; a clock without one is not there.

    ``province``: the code of the province whose bodies have it. ``traits``: what it is; those that no limit asks for do nothing.
    """
    fitting = [limit for limit in limits() if limit.fits(class_code, day, province, traits)]
    fitting.sort(key=_special, reverse=True)
    found: dict[ClockKind, Chosen] = {}
    unknown: dict[ClockKind, list[Limit]] = {}
    for limit in fitting:
        if limit.amount is None:
            unknown.setdefault(limit.clock, []).append(limit)
        elif limit.clock not in found:
            found[limit.clock] = Chosen(limit, tuple(unknown.get(limit.clock, ())))
    return MappingProxyType(found)


def _special(limit: Limit) -> tuple[bool, int, bool]:
    """Return how special a limit is: law first, then what asks for more, then the rule of a province."""
    return limit.binds, len(limit.traits), limit.scope is Scope.PROVINCE


def handling_on(code: str, day: date) -> tuple[int, ...]:
    """Return a number of handling on a day; nothing where none is laid down."""
    return next((row.values for row in handling() if row.code == code and row.holds_on(day)), ())


def climbs_on(clock: ClockKind, day: date) -> tuple[int, ...]:
    """Return after how many working days each level above is told that a clock ran out; for the kernel's ``Term``."""
    return handling_on(f"climb.{clock}", day)


def may_hop(hops: int, day: date) -> bool:
    """Say whether a matter that was passed on so often may be again; if not, the level above decides (``DECIDE``)."""
    most = handling_on("hops", day)
    return not most or hops < most[0]
