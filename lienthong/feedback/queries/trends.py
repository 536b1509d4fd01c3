"""Reads of what people write about through time: counts by category, week or month, and unit. No text, nothing of a sender.

Small numbers of others are withheld (rules.trends), also where they would follow from a sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncMonth, TruncWeek

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.working import midnight
from lienthong.registry.queries import Unit, get_tree, parents_of, units_below

from ..models import Category, Matter, MatterClass, MatterState
from ..permissions import CONSOLIDATE, OVERSEE
from ..rules.trends import Every, Period, Rise, Shown, periods_until, rise_in, shown, withheld

TREE = "front"
WEEKS, MONTHS = 12, 12
_LEVELS = 4


@dataclass(frozen=True)
class Asked:
    """What is asked for: how long the periods are, and which; the last one may still be running."""

    every: Every
    periods: Sequence[Period]

    @property
    def last(self) -> Period:
        """The latest period."""
        return self.periods[-1]


@dataclass(frozen=True)
class Scope:
    """Of which bodies an actor may know counts. ``seat``: their own, of which every number is shown."""

    actor: Actor
    seat: int

    def within(self, column: str) -> Q:
        """Return the condition on a column with the key of a body."""
        mine = Q(**{column: self.seat})
        below = OVERSEE.within(self.actor, on=column) | CONSOLIDATE.within(self.actor, on=column)
        return mine | below


@dataclass(frozen=True)
class TopicRow:
    """A category through the periods. ``rise``: that it had clearly more in the last whole period than before."""

    category: Category
    numbers: Sequence[Shown]
    rise: Rise | None

    @property
    def label(self) -> str:
        """What it is about."""
        return self.category.label

    @property
    def total(self) -> int:
        """All that is shown of it."""
        return sum(one.number or 0 for one in self.numbers)


@dataclass(frozen=True)
class UnitRow:
    """A unit below, with all that stands below it, in the last whole period and in the one before; None: withheld."""

    unit: Unit
    last: int | None
    before: int | None


@dataclass(frozen=True)
class Trends:
    """What is shown: categories, the most first, and units below."""

    asked: Asked
    rows: Sequence[TopicRow]
    units: Sequence[UnitRow]

    @property
    def rising(self) -> Sequence[TopicRow]:
        """What rose."""
        return [row for row in self.rows if row.rise is not None]


def may_see_trends(actor: Actor) -> bool:
    """Say whether an actor may know counts at the body for which they act."""
    seat = actor.organisation_id
    return seat is not None and (OVERSEE.allows_at(actor, seat) or CONSOLIDATE.allows_at(actor, seat))


def scope_of(actor: Actor) -> Scope:
    """Return of which bodies an actor may know counts; NotAllowed where of none."""
    if actor.organisation_id is None or not may_see_trends(actor):
        raise OVERSEE.refusal(actor)
    return Scope(actor, actor.organisation_id)


def ask_trends(every: str, today: date) -> Asked:
    """Return the periods of an address: weeks unless months are asked for."""
    chosen = Every.MONTH if every == Every.MONTH else Every.WEEK
    return Asked(chosen, periods_until(today, chosen, MONTHS if chosen is Every.MONTH else WEEKS))


def trends_for(actor: Actor, asked: Asked) -> Trends:
    """Return what people wrote about in some periods, and where."""
    scope = scope_of(actor)
    own, others = _counts(scope, asked)
    categories = {
        one.pk: one for one in Category.objects.filter(pk__in={key for key, _first in {*own, *others}})
    }
    # What of others is small would follow from the numbers of units, were it the only one that is missing.
    hidden = {
        (key, one.first)
        for one in asked.periods
        for key in withheld({key: others[key, one.first] for key in categories})
    }
    rows = []
    for key, category in categories.items():
        cells = [(key, one.first) for one in asked.periods]
        numbers = [Shown(None) if cell in hidden else shown(own[cell], others[cell]) for cell in cells]
        # The running period is not over: it is not compared.
        rise = rise_in([one.number for one in numbers[:-1]])
        rows.append(TopicRow(category, numbers, rise))
    rows.sort(key=lambda row: (-row.total, row.category.position, row.category.pk))
    return Trends(asked, rows, _units(scope, asked))


Cell = tuple[int, date]


def _counts(scope: Scope, asked: Asked) -> tuple[Counter[Cell], Counter[Cell]]:
    """Return counts by category and first day of the period: of the actor's own body, and of all others in their reach."""
    own: Counter[Cell] = Counter()
    others: Counter[Cell] = Counter()
    trunc = TruncMonth if asked.every is Every.MONTH else TruncWeek
    first = trunc("sent_at", output_field=DateField(), tzinfo=clock.LOCAL)
    rows = _matters(scope, asked.periods[0].first, asked.last.last).annotate(first=first)
    for category, day, body, many in (
        rows.values_list("category_id", "first", "organisation_id").annotate(many=Count("pk")).order_by()
    ):
        (own if body == scope.seat else others)[category, day] += many
    return own, others


def _matters(scope: Scope, since: date, until: date) -> Any:
    rows = Matter.objects.filter(
        scope.within("organisation_id"),
        sent_at__gte=midnight(since),
        sent_at__lt=midnight(until + timedelta(days=1)),
    )
    # What complains about the actor's own body is no number of theirs either.
    return rows.exclude(
        Q(matter_class=MatterClass.DENUNCIATION) | Q(state=MatterState.WITHDRAWN) | Q(about_id=scope.seat)
    )


def _units(scope: Scope, asked: Asked) -> list[UnitRow]:
    """Return the units directly below the actor's, each with all below it; the whole of two periods stands above them."""
    tree = get_tree(scope.actor, TREE).pk
    day = clock.today()
    below = units_below(tree, scope.seat, day)
    names = {unit.id for unit in below}
    found: dict[Period, Counter[int]] = {}
    for period in asked.periods[-3:-1]:
        counted = _matters(scope, period.first, period.last).values_list("organisation_id")
        by_body = dict(counted.annotate(many=Count("pk")).order_by())
        heads = _heads(tree, [key for key in by_body if key != scope.seat], names, day)
        found[period] = Counter()
        for body, many in by_body.items():
            if body in heads:
                found[period][heads[body]] += many
    before, last = found.values()
    hidden_last, hidden_before = withheld(last), withheld(before)
    rows = [
        UnitRow(
            unit,
            None if unit.id in hidden_last else last[unit.id],
            None if unit.id in hidden_before else before[unit.id],
        )
        for unit in below
        if last[unit.id] or before[unit.id]
    ]
    return sorted(rows, key=lambda row: -(row.last or 0))


def _heads(tree: int, bodies: Sequence[int], names: set[int], day: date) -> dict[int, int]:
    """Return which of the units directly below each body stands under: as many statements as there are levels."""
    at = {body: body for body in bodies}
    for _level in range(_LEVELS):
        climbing = {now for now in at.values() if now not in names}
        if not climbing:
            break
        above = parents_of(tree, sorted(climbing), day)
        at = {
            body: now if now in names else above[now][0]
            for body, now in at.items()
            if now in names or now in above
        }
    return {body: now for body, now in at.items() if now in names}
