"""The states of a plan of a restructuring, and who leads it from one to the next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from .models import PlanState
from .permissions import APPROVE, PLAN

_NOTES = {
    PlanState.DRAFT: "is written and checked as often as wanted",
    PlanState.CHECKED: "nothing stood in its way when it was checked; waits for another person than those who wrote it",
    PlanState.APPROVED: "can be carried out",
    PlanState.CARRIED_OUT: "stands in the registry",
    PlanState.UNDONE: "every row is as it was before",
}

RESTRUCTURING = Flow(
    kind="plan",
    label=_("Phương án này"),
    states=tuple(
        State(state.value, state.label, ends=state is PlanState.UNDONE, note=_NOTES[state])
        for state in PlanState
    ),
    steps=(
        Step("draft", _("Lập phương án"), (START,), "draft", who=PLAN, verb="plan.drafted"),
        Step("change", _("Sửa phương án"), ("draft",), "draft", who=PLAN),
        Step("discard", _("Xóa bản soạn"), ("draft",), "draft", who=PLAN, verb="plan.discarded"),
        Step("check", _("Kiểm tra xong"), ("draft",), "checked", who=PLAN, verb="plan.checked"),
        Step(
            "approve", _("Phê duyệt phương án"), ("checked",), "approved", who=APPROVE, verb="plan.approved"
        ),
        Step(
            "reopen",
            _("Mở lại để sửa"),
            ("checked", "approved"),
            "draft",
            who=PLAN,
            verb="plan.reopened",
            needs_reason=True,
        ),
        Step("carry_out", _("Thực hiện"), ("approved",), "carried_out", who=APPROVE, verb="plan.carried_out"),
        Step("undo", _("Hoàn tác"), ("carried_out",), "undone", who=APPROVE, verb="plan.undone"),
    ),
    note="Whoever wrote at a plan does not approve it. A discarded draft is gone; the audit keeps that it was there.",
)
