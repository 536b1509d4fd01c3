"""The states of a matter, and who leads it from one to the next. What a sender does has the code of their receipt behind it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from .models import AnswerState, MatterState, ReviewState
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
        # part answer: a linked matter, wherever it stands, is answered together with the one that leads.
        Step(
            "answer_along",
            _("Trả lời cùng phản ánh chính"),
            ("sent", "accepted", "moving", "stuck", "asking"),
            "answered",
            who=RELEASE,
            verb="matter.answered",
        ),
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

# ── part answer ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_ANSWER_NOTES = {
    AnswerState.DRAFT: "is written; each save counts up its version",
    AnswerState.SUBMITTED: "complete: required parts stand, every question has an answer or a reason",
    AnswerState.APPROVED: "by somebody whose hand is not in it",
    AnswerState.RELEASED: "the sender reads it; the public too, where class, category and consent allow",
    AnswerState.RETRACTED: "the public reads a sentence in its place; the sender's answer stands",
}

ANSWER_FLOW = Flow(
    kind="answer",
    label=_("Câu trả lời này"),
    tree="front",
    states=tuple(State(state.value, state.label, note=_ANSWER_NOTES[state]) for state in AnswerState),
    steps=(
        Step("draft", _("Soạn trả lời"), (START,), "draft", who=ANSWER, verb="answer.drafted"),
        Step("submit", _("Trình duyệt"), ("draft",), "submitted", who=ANSWER, verb="answer.submitted"),
        Step(
            "send_back",
            _("Trả lại để viết lại"),
            ("submitted", "approved"),
            "draft",
            who=APPROVE,
            verb="answer.sent_back",
            needs_reason=True,
        ),
        Step("approve", _("Duyệt"), ("submitted",), "approved", who=APPROVE, verb="answer.approved"),
        Step(
            "release",
            _("Gửi trả lời và công bố"),
            ("approved",),
            "released",
            who=RELEASE,
            verb="answer.released",
        ),
        Step(
            "retract",
            _("Rút khỏi công bố"),
            ("released",),
            "retracted",
            who=RELEASE,
            verb="answer.retracted",
            needs_reason=True,
        ),
        Step(
            "release_again",
            _("Công bố lại"),
            ("retracted",),
            "released",
            who=RELEASE,
            verb="answer.released_again",
        ),
    ),
    note="Nobody approves or releases what they wrote themselves. Retracting needs one person, publishing again two.",
)

_REVIEW_NOTES = {
    ReviewState.OPEN: "an officer of the body above, whose hand is not in the answer, reads letter, answer and rating",
    ReviewState.CONFIRMED: "the sender is told why",
    ReviewState.REOPENED: "the matter is in hand again, in a new round",
}

REVIEW_FLOW = Flow(
    kind="review",
    label=_("Lần xem lại này"),
    tree="front",
    states=tuple(
        State(state.value, state.label, ends=state is not ReviewState.OPEN, note=_REVIEW_NOTES[state])
        for state in ReviewState
    ),
    steps=(
        Step("open_review", _("Mở xem lại"), (START,), "open", who=REVIEW, verb="review.opened"),
        Step(
            "confirm",
            _("Giữ nguyên trả lời"),
            ("open",),
            "confirmed",
            who=REVIEW,
            verb="review.confirmed",
            needs_reason=True,
        ),
        Step(
            "reopen",
            _("Mở lại phản ánh"),
            ("open",),
            "reopened",
            who=REVIEW,
            verb="review.reopened",
            needs_reason=True,
        ),
    ),
    note="A bad rating within the days of data/windows.json opens it; no right is needed for that.",
)
