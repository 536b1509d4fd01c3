"""What those above see of matters below: how many, how late, how long. No text, no place, no person; never what is about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.models import Closure, Organisation
from lienthong.registry.queries import Unit, own_trees, units_below, units_on

from ..models import OPEN_STATES, Matter, MatterState, Rescue, RescueWay
from ..permissions import OVERSEE
from .bodies import bodies_under
from .matters import may_see_matters

# Over so many days it is said how long answers took.
SPAN: Final = timedelta(days=90)


@dataclass(frozen=True)
class Load:
    """The matters of a unit and all below it. ``median``: days from sending to answer, of the last ninety; None of none."""

    pk: int
    uid: UUID
    unit: str
    new: int
    in_hand: int
    late: int
    answered: int
    median: float | None
    guided: int

    @property
    def order_median(self) -> float:
        """What the column is ordered by: units without any answer come last."""
        return self.median if self.median is not None else float("inf")


def require_overseeing(actor: Actor) -> int:
    """Return the body from which an actor oversees; NotAllowed where there is none."""
    seat = actor.organisation_id
    if seat is None or not OVERSEE.allows_at(actor, seat):
        raise OVERSEE.refusal(actor)
    return seat


def may_only_oversee(actor: Actor) -> bool:
    """Say whether an actor watches over units below and works with no matters of their own body."""
    return may_oversee(actor) and not may_see_matters(actor)


def may_oversee(actor: Actor) -> bool:
    """Say whether an actor oversees what lies below their body."""
    return actor.organisation_id is not None and OVERSEE.allows_at(actor, actor.organisation_id)


def get_overseen(actor: Actor, uid: UUID | None) -> Unit:
    """Return a unit below which an actor may look, by default their own; NotFound otherwise."""
    seat = require_overseeing(actor)
    found = seat
    if uid is not None:
        row = Organisation.objects.filter(uid=uid).first()
        below = bodies_under(seat)
        if row is None or (row.pk != seat and not below.filter(descendant_id=row.pk).exists()):
            raise NotFound(_("Không có đơn vị này bên dưới đơn vị bạn."))
        found = row.pk
    return units_on([found], clock.today())[found]


def loads_below(actor: Actor, unit: Unit) -> list[Load]:
    """Return how many matters each unit directly below has, with all below that; statements do not grow with them."""
    seat = require_overseeing(actor)
    tree, today = own_trees([unit.id]).get(unit.id), clock.today()
    units = [one for one in units_below(tree, unit.id, today) if one.level != "village"] if tree else []
    of = _owners(tree or 0, [one.id for one in units])
    seen = Matter.objects.filter(organisation_id__in=bodies_under(unit.id)).exclude(about_id=seat)
    opened = _counted(seen, of)
    took = _took(seen, of)
    guided = _guided(unit.id, of)
    return [
        Load(
            one.id,
            one.uid,
            one.short_name,
            *opened.get(one.id, (0, 0, 0)),
            answered=took[one.id].total(),
            median=_median(took[one.id]),
            guided=guided[one.id],
        )
        for one in units
    ]


def _owners(tree: int, units: Iterable[int]) -> dict[int, int]:
    """Return for each body the unit that it stands below, or is."""
    today = clock.today()
    rows = Closure.objects.filter(
        tree_id=tree, ancestor_id__in=list(units), depth__lt=100, valid_from__lte=today, valid_to__gt=today
    )
    return dict(rows.values_list("descendant_id", "ancestor_id"))


def _counted(seen: QuerySet[Matter], of: dict[int, int]) -> dict[int, tuple[int, int, int]]:
    rows = (
        seen.filter(state__in=OPEN_STATES)
        .values("organisation_id")
        .annotate(
            new=Count("pk", filter=Q(state=MatterState.SENT)),
            in_hand=Count("pk", filter=~Q(state=MatterState.SENT)),
            late=Count("pk", filter=Q(answer_due__lt=clock.now())),
        )
        .order_by()
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        unit = of.get(row["organisation_id"])
        if unit is not None:
            for place, number in enumerate((row["new"], row["in_hand"], row["late"])):
                found[unit][place] += number
    return {unit: (new, in_hand, late) for unit, (new, in_hand, late) in found.items()}


def _took(seen: QuerySet[Matter], of: dict[int, int]) -> dict[int, Counter[int]]:
    """Return how many answers took how many days, by unit: counted in the store, day by day."""
    rows = (
        seen.filter(answered_at__gte=clock.now() - SPAN)
        .annotate(
            sent=TruncDate("sent_at", tzinfo=clock.LOCAL), done=TruncDate("answered_at", tzinfo=clock.LOCAL)
        )
        .values("organisation_id", "sent", "done")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for row in rows:
        unit = of.get(row["organisation_id"])
        if unit is not None:
            found[unit][(row["done"] - row["sent"]).days] += row["number"]
    return found


def _guided(unit: int, of: dict[int, int]) -> Counter[int]:
    rows = Rescue.objects.filter(organisation_id__in=bodies_under(unit), at__gte=clock.now() - SPAN)
    found: Counter[int] = Counter()
    for body, number in rows.values_list("organisation_id").annotate(Count("pk")).order_by():
        if body in of:
            found[of[body]] += number
    return found


def _median(days: Counter[int]) -> float | None:
    """Return the median of days that stand so often each.

    >>> _median(Counter({2: 1, 4: 1})), _median(Counter({1: 3, 9: 1})), _median(Counter())
    (3.0, 1.0, None)
    """
    total = days.total()
    if not total:
        return None
    wanted = ((total - 1) // 2, total // 2)
    found: list[int] = []
    passed = 0
    for value in sorted(days):
        passed += days[value]
        found += [value for place in wanted[len(found) :] if place < passed]
    return sum(found) / 2


def late_below(actor: Actor) -> QuerySet[Matter]:
    """Return what is late below an actor's body, the longest first: for its unit, category and days, nothing else."""
    seat = require_overseeing(actor)
    rows = Matter.objects.filter(
        ended_at=None,
        answer_due__lt=clock.now(),
        state__in=OPEN_STATES,
        organisation_id__in=bodies_under(seat),
    )
    seen = rows.exclude(about_id=seat).select_related("category")
    return seen.only(
        "uid", "matter_class", "state", "answer_due", "organisation", "category", "sent_at"
    ).order_by("answer_due", "pk")


@dataclass(frozen=True)
class RescueRate:
    """Of what a body has ended or passed on in ninety days: how much was shown the right door, or taken there."""

    told: int
    passed: int
    others: int


def rescue_rate(body: int) -> RescueRate:
    """Return how often somebody who came to the wrong door of a body was helped on; beside it, what it answered itself."""
    since = clock.now() - SPAN
    ways: Counter[str] = Counter(
        dict(
            Rescue.objects.filter(organisation=body, at__gte=since)
            .values_list("way")
            .annotate(Count("pk"))
            .order_by()
        )
    )
    answered = Matter.objects.filter(organisation=body, answered_at__gte=since).count()
    return RescueRate(ways[RescueWay.TOLD], ways[RescueWay.PASSED], answered)
