"""Reads of reviews by the body above, of ratings as counts, and of what waits to be closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.working import midnight
from lienthong.registry.models import Tree
from lienthong.registry.queries import units_above

from ..models import Answer, Matter, MatterClass, MatterState, Rating, Review, ReviewState, Verdict
from ..permissions import OVERSEE, REVIEW
from ..rules.limits import ClockKind, limits_for
from ..rules.ratings import LEAST_SHOWN, shown

_TREE: Final = "front"


def reviews_for(actor: Actor) -> QuerySet[Review]:
    """Return the reviews that came up to an actor's own body, where they review there; those due first come first."""
    seat = actor.organisation_id
    rows = Review.objects.select_related("rating__answer", "rating__category", "rating__organisation")
    if seat is None or not REVIEW.allows_at(actor, seat):
        return rows.none()
    return rows.filter(organisation_id=seat).exclude(rating__matter__about_id=seat).order_by("due", "pk")


def may_review(actor: Actor) -> bool:
    """Say whether an actor looks at badly rated answers for their body."""
    return actor.organisation_id is not None and REVIEW.allows_at(actor, actor.organisation_id)


def require_reviews(actor: Actor) -> None:
    """Raise NotAllowed unless an actor looks at badly rated answers for their body."""
    if not may_review(actor):
        raise REVIEW.refusal(actor)


def get_review(actor: Actor, uid: UUID) -> Review:
    """Return a review as an actor may read it, with letter and answer; NotFound otherwise."""
    found = reviews_for(actor).select_related("rating__matter__category").filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần xem lại này, hoặc việc không do đơn vị bạn xem lại."))
    return found


def address_of_review(review: Review) -> str:
    """Return where the page of a review is."""
    return reverse("feedback:review", args=[review.uid])


def hands_in(answer: Answer) -> set[str]:
    """Return the public ids of all who wrote, approved or released an answer."""
    others = (answer.drafted_by, answer.approved_by, answer.released_by)
    return {*answer.writers, *(str(one) for one in others if one is not None)}


def body_that_reviews(rating: Rating) -> int:
    """Return the body one level above that which answered; at the root itself. Never one that the matter complains about."""
    tree = Tree.objects.filter(code=_TREE).first()
    way = units_above(tree.pk, rating.organisation_id, clock.today()) if tree else []
    above = [unit.id for unit in reversed(way[:-1]) if unit.id != rating.matter.about_id]
    return above[0] if above else rating.organisation_id


# ── counts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RatingCounts:
    """How senders rated. ``key``: of the body or the category. ``invited``: answers given; ``rated``: of these.

    ``verdicts``: by verdict, None where so few have rated that the count could tell what one said.
    """

    key: int
    invited: int
    rated: int | None
    verdicts: dict[str, int] | None


def rating_counts(
    by: Literal["organisation", "category"], since: date, until: date, *, least: int = LEAST_SHOWN
) -> list[RatingCounts]:
    """Return ratings of the answers given on days from ``since`` up to ``until``, for the public: small cells are left out.

    One statement. Where few have rated, neither verdicts nor how many rated is said.
    """
    begin, end = (midnight(day) for day in (since, until))
    asked = {verdict: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict.values}
    rows = (
        Rating.objects.filter(told_at__gte=begin, told_at__lt=end)
        .values(f"{by}_id")
        .annotate(invited=Count("pk"), **asked)
        .order_by(f"{by}_id")
    )
    return [_counts(row, row[f"{by}_id"], least) for row in rows]


def _counts(row: dict[str, int], key: int, least: int) -> RatingCounts:
    verdicts = shown({verdict: row[verdict] for verdict in Verdict.values}, least)
    return RatingCounts(key, row["invited"], sum(verdicts.values()) if verdicts else None, verdicts)


def rating_counts_for(actor: Actor, since: date, until: date) -> list[RatingCounts]:
    """Return ratings by body for who oversees them: every count, of bodies that they oversee."""
    rows = rating_counts("organisation", since, until, least=1)
    overseen = actor.places.covered(OVERSEE.code, [row.key for row in rows])
    return [row for row in rows if row.key in overseen]


# ── what is to end ───────────────────────────────────────────────────────────────────────────────────────────────────


def matters_to_close(most: int = 500) -> Iterator[Matter]:
    """Yield answered matters whose time for opening again has run out by the calendar of days, for the schedule."""
    now = clock.now()
    for one in MatterClass.values:
        chosen = limits_for(one, clock.today()).get(ClockKind.REOPEN)
        before = now - timedelta(days=(chosen.limit.amount or 0) if chosen else 0)
        rows = Matter.objects.filter(state=MatterState.ANSWERED, matter_class=one, answered_at__lt=before)
        looked_at = Rating.objects.filter(matter=OuterRef("pk"), review__state=ReviewState.OPEN)
        yield from rows.exclude(Exists(looked_at)).order_by("answered_at")[:most]


def is_any_to_close() -> bool:
    """Say whether an answered matter may be closed."""
    return next(matters_to_close(1), None) is not None
