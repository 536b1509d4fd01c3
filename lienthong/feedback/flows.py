"""The states of a matter, and who leads it from one to the next. What a sender does has the code of their receipt behind it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from .models import MatterState, ProposalState, RequestState
from .permissions import ANSWER, APPROVE, MANAGE, RECEIVE, RELEASE, REVIEW

_NOTES = {
    MatterState.SENT: "its receipt has been given; nobody has looked at it",
    MatterState.ACCEPTED: "a body answers for it",
    MatterState.MOVING: "another body has to accept it or send it back, in a time of its own",
    MatterState.STUCK: "was passed on too often, or back and forth: the body above decides",
    MatterState.ASKING: "the clock of the answer stands until the sender has added what was asked",
    MatterState.ANSWERED: "an answer was released; it can be rated and opened again",
    MatterState.CLOSED: "the time in which it could be opened again is over",
    MatterState.GUIDED: "another body or another procedure is competent; the sender was told which and how",
    MatterState.WITHDRAWN: "by its sender",
}
_ENDS = {MatterState.CLOSED, MatterState.GUIDED, MatterState.WITHDRAWN}
_OPEN = ("sent", "accepted", "stuck")

MATTER = Flow(
    kind="matter",
    label=_("Phản ánh này"),
    tree="front",
    states=tuple(
        State(state.value, state.label, ends=state in _ENDS, note=_NOTES[state]) for state in MatterState
    ),
    steps=(
        Step("send", _("Gửi"), (START,), "sent", who=RECEIVE, verb="matter.sent"),
        Step("accept", _("Tiếp nhận"), ("sent",), "accepted", who=RECEIVE, verb="matter.accepted"),
        Step("classify", _("Phân loại lại"), ("sent",), "sent", who=RECEIVE, verb="matter.classified"),
        Step(
            "classify", _("Phân loại lại"), ("accepted",), "accepted", who=RECEIVE, verb="matter.classified"
        ),
        Step(
            "pass_on",
            _("Chuyển cơ quan khác"),
            ("sent", "accepted"),
            "moving",
            who=RECEIVE,
            verb="matter.passed_on",
            needs_reason=True,
        ),
        Step(
            "take_over", _("Nhận giải quyết"), ("moving",), "accepted", who=RECEIVE, verb="matter.taken_over"
        ),
        Step(
            "bounce",
            _("Trả lại nơi chuyển"),
            ("moving",),
            "accepted",
            who=RECEIVE,
            verb="matter.bounced",
            needs_reason=True,
        ),
        Step(
            "raise",
            _("Báo cấp trên quyết định"),
            ("sent", "accepted", "moving"),
            "stuck",
            who=RECEIVE,
            verb="matter.raised",
        ),
        Step(
            "decide",
            _("Quyết định nơi giải quyết"),
            ("stuck",),
            "accepted",
            who=RECEIVE,
            verb="matter.decided",
            needs_reason=True,
        ),
        Step(
            "ask",
            _("Hỏi thêm người gửi"),
            ("accepted",),
            "asking",
            who=ANSWER,
            verb="matter.asked",
            needs_reason=True,
        ),
        Step("go_on", _("Giải quyết tiếp"), ("asking",), "accepted", who=ANSWER, verb="matter.went_on"),
        Step("answer", _("Gửi trả lời"), ("accepted",), "answered", who=RELEASE, verb="matter.answered"),
        Step(
            "guide",
            _("Hướng dẫn đến nơi có thẩm quyền"),
            _OPEN,
            "guided",
            who=RECEIVE,
            verb="matter.guided",
            needs_reason=True,
        ),
        Step(
            "reopen",
            _("Mở lại"),
            ("answered",),
            "accepted",
            who=REVIEW,
            verb="matter.reopened",
            needs_reason=True,
        ),
        Step(
            "withdraw",
            _("Rút"),
            ("sent", "accepted", "asking", "moving", "stuck"),
            "withdrawn",
            who=RECEIVE,
            verb="matter.withdrawn",
        ),
        Step("close", _("Kết thúc"), ("answered",), "closed", who=MANAGE, verb="matter.closed"),
    ),
    note="Whoever sent a matter sends, adds, withdraws and opens again with the code and PIN of the receipt, without an account.",
)

# ── part lanes ───────────────────────────────────────────────────────────────────────────────────────────────────────

_PROPOSAL_NOTES = {
    ProposalState.CHECKING: "somebody looks whether it says what it has to, and writes the panel's text without its sender",
    ProposalState.JUDGING: "members say first whether they have an interest; marks stay unseen until all are in or time is over",
    ProposalState.ASSESSED: "the marks can be seen; a named person decides",
    ProposalState.ACCEPTED: "with reasons, which the sender reads",
    ProposalState.DECLINED: "with reasons, which the sender reads",
    ProposalState.PILOTING: "tried out at one body from a day to a day",
    ProposalState.CONCLUDED: "the result of the pilot was written down",
}
_PROPOSAL_ENDS = {ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.CONCLUDED}

PROPOSAL = Flow(
    kind="proposal",
    label=_("Đề xuất này"),
    tree="front",
    states=tuple(
        State(state.value, state.label, ends=state in _PROPOSAL_ENDS, note=_PROPOSAL_NOTES[state])
        for state in ProposalState
    ),
    steps=(
        Step("open", _("Mở hồ sơ đề xuất"), (START,), "checking", who=RECEIVE, verb="proposal.opened"),
        Step(
            "give_to_panel",
            _("Giao tổ thẩm định"),
            ("checking",),
            "judging",
            who=RECEIVE,
            verb="proposal.given_to_panel",
        ),
        Step(
            "assess", _("Kết thúc đánh giá"), ("judging",), "assessed", who=RECEIVE, verb="proposal.assessed"
        ),
        Step("accept", _("Chấp nhận"), ("assessed",), "accepted", who=APPROVE, verb="proposal.accepted"),
        Step(
            "decline", _("Không chấp nhận"), ("assessed",), "declined", who=APPROVE, verb="proposal.declined"
        ),
        Step("pilot", _("Cho thí điểm"), ("assessed",), "piloting", who=APPROVE, verb="proposal.piloted"),
        Step(
            "conclude",
            _("Ghi kết quả thí điểm"),
            ("piloting",),
            "concluded",
            who=RECEIVE,
            verb="proposal.concluded",
        ),
    ),
    note="Who has judged a proposal does not decide it.",
)

DATA_REQUEST = Flow(
    kind="data_request",
    label=_("Yêu cầu này"),
    tree="front",
    states=(
        State("asked", RequestState.ASKED.label, note="two working days to acknowledge it"),
        State("noted", RequestState.ACKNOWLEDGED.label, note="the sender was told that it is looked at"),
        State("granted", RequestState.GRANTED.label, ends=True, note="what was asked for is done"),
        State("refused", RequestState.REFUSED.label, ends=True, note="with reasons, which the sender reads"),
    ),
    steps=(
        Step("ask", _("Gửi yêu cầu"), (START,), "asked", who=RECEIVE, verb="data_request.asked"),
        Step(
            "acknowledge", _("Xác nhận"), ("asked",), "noted", who=RECEIVE, verb="data_request.acknowledged"
        ),
        Step(
            "extend",
            _("Gia hạn"),
            ("noted",),
            "noted",
            who=RECEIVE,
            verb="data_request.extended",
            needs_reason=True,
        ),
        Step(
            "grant",
            _("Thực hiện"),
            ("asked", "noted"),
            "granted",
            who=APPROVE,
            verb="data_request.granted",
            needs_reason=True,
        ),
        Step(
            "refuse",
            _("Không thực hiện"),
            ("asked", "noted"),
            "refused",
            who=APPROVE,
            verb="data_request.refused",
            needs_reason=True,
        ),
    ),
    note="Asked with code and PIN, without an account. Contact data are corrected and erased at once: nobody decides.",
)
