"""Asking for the long work of a plan: it is put into the queue, and refused at once where it could not be done."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock, jobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.flow import take
from lienthong.kernel.jobs import Job
from lienthong.registry.queries import stream_of

from .. import permissions
from ..flows import RESTRUCTURING
from ..models import Plan, PlanState
from ..queries import is_rehearsed, kept_rehearsal

_OPEN = frozenset({PlanState.DRAFT, PlanState.CHECKED, PlanState.APPROVED})


@transaction.atomic
def ask_to_rehearse(*, actor: Actor, plan: Plan) -> Job:
    """Let a plan be rehearsed; asked again while it waits, it is the same work."""
    if not permissions.APPROVE.allows(actor, plan):
        permissions.PLAN.require(actor, plan)
    if plan.state not in _OPEN:
        raise WrongMoment(_("Phương án này đã thực hiện nên không diễn tập lại. Hãy xem kết quả đã lưu."))
    return _asked(actor, plan, "rehearse", _("Diễn tập phương án “%(title)s”"))


@transaction.atomic
def ask_to_carry_out(*, actor: Actor, plan: Plan) -> Job:
    """Let an approved plan be carried out, on its day or afterwards, once it was rehearsed as it is now and nothing hinders it."""
    take(RESTRUCTURING, "carry_out", actor=actor, row=plan, state=plan.state)
    if plan.state == PlanState.APPROVED:
        _require_ready(actor, plan)
    return _asked(actor, plan, "carry_out", _("Thực hiện phương án “%(title)s”"))


@transaction.atomic
def ask_to_undo(*, actor: Actor, plan: Plan) -> Job:
    """Let a plan that was carried out be taken back."""
    take(RESTRUCTURING, "undo", actor=actor, row=plan, state=plan.state)
    return _asked(actor, plan, "undo", _("Hoàn tác phương án “%(title)s”"))


def _require_ready(actor: Actor, plan: Plan) -> None:
    if clock.today() < plan.effective_on:
        raise WrongMoment(
            _("Phương án “%(title)s” có hiệu lực từ ngày %(day)s. Hãy thực hiện vào ngày đó hoặc sau đó.")
            % {"title": plan.title, "day": f"{plan.effective_on:%d/%m/%Y}"}
        )
    if not is_rehearsed(plan, kept_rehearsal(actor, plan)):
        raise WrongMoment(
            _("Phương án chưa được diễn tập đúng như bây giờ. Hãy diễn tập, xem kết quả, rồi thực hiện.")
        )


def _asked(actor: Actor, plan: Plan, work: str, label: str) -> Job:
    return jobs.ask_for(
        actor=actor,
        kind=f"restructuring.{work}",
        label=(label % {"title": plan.title})[:200],
        words={"plan": str(plan.uid)},
        stream=stream_of(plan.organisation),
    )
