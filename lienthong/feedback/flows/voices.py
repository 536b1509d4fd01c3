"""The states of a consolidation, and who leads it from one to the next."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from ..models import ConsolidationState
from ..permissions import APPROVE, CONSOLIDATE

_NOTES = {
    ConsolidationState.DRAFT: "is gathered and written as often as wanted",
    ConsolidationState.APPROVED: "its topics, numbers and sentences can be taken in by the body above",
    ConsolidationState.SENT: "waits for what the authority answers, topic by topic",
    ConsolidationState.ANSWERED: "every topic has a reply, and everybody who had sent something can read it",
}

CONSOLIDATION = Flow(
    kind="consolidation",
    label=_("Báo cáo tổng hợp này"),
    tree="front",
    states=tuple(
        State(
            state.value,
            state.label,
            ends=state is ConsolidationState.ANSWERED,
            note=_NOTES[state],
        )
        for state in ConsolidationState
    ),
    steps=(
        Step(
            "draft",
            _("Lập báo cáo tổng hợp"),
            (START,),
            "draft",
            who=CONSOLIDATE,
            verb="consolidation.drafted",
        ),
        Step("change", _("Sửa báo cáo tổng hợp"), ("draft",), "draft", who=CONSOLIDATE),
        Step(
            "discard",
            _("Xóa bản soạn"),
            ("draft",),
            "draft",
            who=CONSOLIDATE,
            verb="consolidation.discarded",
        ),
        Step(
            "approve",
            _("Duyệt báo cáo tổng hợp"),
            ("draft",),
            "approved",
            who=APPROVE,
            verb="consolidation.approved",
        ),
        Step(
            "reopen",
            _("Mở lại để sửa"),
            ("approved",),
            "draft",
            who=APPROVE,
            verb="consolidation.reopened",
            needs_reason=True,
        ),
        Step(
            "send",
            _("Ghi là đã gửi"),
            ("approved",),
            "sent",
            who=CONSOLIDATE,
            verb="consolidation.sent",
        ),
        Step("reply", _("Ghi trả lời"), ("sent",), "sent", who=CONSOLIDATE),
        Step(
            "end",
            _("Đã trả lời mọi chủ đề"),
            ("sent",),
            "answered",
            who=CONSOLIDATE,
            verb="consolidation.answered",
        ),
    ),
    note="Whoever wrote at it does not approve it. Once a body above has taken a topic in, it is not opened again.",
)
