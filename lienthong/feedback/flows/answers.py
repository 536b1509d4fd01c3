"""The states of an answer and of a review."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from ..models import AnswerState, ReviewState
from ..permissions import ANSWER, APPROVE, RELEASE, REVIEW

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
