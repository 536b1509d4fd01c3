"""The states of a matter, and who leads it from one to the next. What a sender does has the code of their receipt behind it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from ..models import MatterState
from ..permissions import ANSWER, MANAGE, RECEIVE, RELEASE, REVIEW

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
