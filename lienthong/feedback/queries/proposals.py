"""Reads of proposals: by the officers of their body, and by who judges them, who sees neither sender nor others' marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import accounts_reaching, holders_of, names_of_accounts
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongMoment
from lienthong.kernel.languages import language_here

from ..models import (
    Assessment,
    ConflictStatement,
    Decision,
    Matter,
    MatterClass,
    Panel,
    Proposal,
    ProposalState,
)
from ..permissions import JUDGE, VIEW
from ..rules import criteria
from ..rules.criteria import Score, Seat
from .matters import matters_for


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals of the actor's own body, those that wait first."""
    seat = actor.organisation_id
    rows = Proposal.objects.select_related("matter", "matter__category", "organisation")
    if seat is None or not VIEW.allows_at(actor, seat):
        return rows.none()
    seen = matters_for(actor).filter(matter_class=MatterClass.PROPOSAL)
    return rows.filter(matter__in=seen.order_by().values("pk")).order_by("-opened_at", "pk")


def unopened_for(actor: Actor) -> QuerySet[Matter]:
    """Return the matters of the actor's body that are proposals without a file yet."""
    waiting = matters_for(actor).filter(matter_class=MatterClass.PROPOSAL, proposal=None)
    return waiting.filter(state__in=("sent", "accepted"))


def get_proposal(actor: Actor, uid: UUID) -> Proposal:
    """Return a proposal as an officer of its body may read it; NotFound otherwise."""
    found = proposals_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đề xuất này, hoặc đề xuất không do đơn vị bạn xem xét."))
    return found


def judging_for(actor: Actor) -> QuerySet[Panel]:
    """Return the seats that an actor has in panels, the open ones first."""
    rows = Panel.objects.select_related("proposal", "conflict", "assessment")
    if actor.uid is None:
        return rows.none()
    return rows.filter(account=actor.uid).order_by("-asked_at", "pk")


def get_seat(actor: Actor, uid: UUID) -> Panel:
    """Return the actor's own seat in the panel of a proposal; NotFound for who has none or may not judge any more."""
    found = judging_for(actor).filter(proposal__uid=uid).first()
    if found is None or not JUDGE.allows_at(actor, found.proposal.organisation_id):
        raise NotFound(_("Không tìm thấy đề xuất này, hoặc bạn không ở trong tổ thẩm định."))
    return found


def may_judge(actor: Actor) -> bool:
    """Say whether an actor may be asked to judge anywhere."""
    return actor.places.holds(JUDGE.code)


def require_no_conflict(member: Panel) -> None:
    """Raise WrongMoment before a member has said whether they have an interest, NotAllowed where they have."""
    said = ConflictStatement.objects.filter(member=member).first()
    if said is None:
        raise WrongMoment(_("Hãy khai có hay không có xung đột lợi ích trước khi đọc đề xuất."))
    if said.has:
        raise NotAllowed(_("Bạn đã khai có xung đột lợi ích nên không đọc và không đánh giá đề xuất này."))


def conflict_of(member: Panel) -> bool | None:
    """Return what a member said of their interest, None before they have."""
    said = ConflictStatement.objects.filter(member=member).first()
    return said.has if said else None


def own_assessment(member: Panel) -> Assessment | None:
    """Return what a member handed in."""
    return Assessment.objects.filter(member=member).first()


def marks_in(assessment: Assessment) -> list[tuple[str, int]]:
    """Return the marks of one member, each with what it is for."""
    day = assessment.at.astimezone(clock.LOCAL).date()
    return [
        (one.label(language_here()), assessment.marks[one.code])
        for one in criteria.criteria_on(day)
        if one.code in assessment.marks
    ]


def seats_of(proposal: Proposal) -> list[Seat]:
    """Return the seats of a panel as counts know them."""
    rows = Panel.objects.filter(proposal=proposal).values_list("conflict__has", "assessment__at")
    return [Seat(has, at is not None) for has, at in rows]


def possible_judges(organisation: int) -> list[Account]:
    """Return who may judge at a body, those nearest to it first."""
    able = {one.account_id for one in holders_of(JUDGE, [organisation])}
    return [account for account in accounts_reaching(organisation) if account.pk in able]


@dataclass(frozen=True)
class Member:
    """A member as the officers of the body see them: who, what they said of an interest, whether their marks are in."""

    name: str
    conflict: bool | None
    has_judged: bool


def members_of(proposal: Proposal) -> list[Member]:
    """Return the panel of a proposal, by name."""
    rows = list(
        Panel.objects.filter(proposal=proposal).values_list("account", "conflict__has", "assessment__at")
    )
    names = names_of_accounts(account for account, _has, _at in rows)
    found = [Member(names.get(account, "–"), has, at is not None) for account, has, at in rows]
    return sorted(found, key=lambda one: one.name)


@dataclass(frozen=True)
class Marks:
    """What a panel found, without who found what: the middle by criterion, and the opinions in an order that says nothing."""

    scores: list[tuple[str, Score]]
    opinions: list[str]


def marks_of(proposal: Proposal) -> Marks | None:
    """Return what a panel found; None as long as nobody may see it."""
    if proposal.state in (ProposalState.CHECKING, ProposalState.JUDGING):
        return None
    rows = list(Assessment.objects.filter(member__proposal=proposal))
    day = proposal.assessed_at.astimezone(clock.LOCAL).date() if proposal.assessed_at else clock.today()
    scores = criteria.scores((row.marks for row in rows), day)
    named = [(one.criterion.label(language_here()), one) for one in scores]
    return Marks(named, sorted(row.opinion for row in rows))


def may_end(proposal: Proposal, now: datetime | None = None) -> bool:
    """Say whether a panel's work can be closed."""
    return criteria.is_open_to_view(seats_of(proposal), proposal.judged_until, now or clock.now())


def criteria_now() -> list[criteria.Criterion]:
    """Return by what is judged today."""
    return criteria.criteria_on(clock.today())


def checks_now() -> list[criteria.Criterion]:
    """Return what has to be there today."""
    return criteria.checks_on(clock.today())


def decided_by(proposal: Proposal) -> str:
    """Return who decided a proposal, by name; nothing before somebody has."""
    decision = Decision.objects.filter(proposal=proposal).first()
    return names_of_accounts([decision.decided_by]).get(decision.decided_by, "–") if decision else ""


def found_by(rows: QuerySet[Proposal], text: str) -> QuerySet[Proposal]:
    """Return those of some proposals in whose title a text stands."""
    return rows.filter(Q(title__icontains=text))


def proposal_address(proposal: Proposal) -> str:
    """Return where the page of a proposal is, for officers."""
    return reverse("feedback:proposal", args=[proposal.uid])


def judging_address(proposal: Proposal) -> str:
    """Return where a member of the panel judges."""
    return reverse("feedback:judging", args=[proposal.uid])
