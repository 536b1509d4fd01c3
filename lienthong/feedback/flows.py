"""The states of a matter, and who leads it from one to the next. What a sender does has the code of their receipt behind it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.flow import START, Flow, State, Step, steps_for

from . import queries
from .models import Matter, MatterState, ShareState
from .permissions import ANSWER, MANAGE, RECEIVE, RELEASE, REVIEW

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


# ── route: what an officer may do now, by the words of its address ───────────────────────────────────────────────────

_BY_STEP = {
    "accept": ("tiep-nhan",),
    "classify": ("phan-loai",),
    "ask": ("hoi",),
    "go_on": ("tiep-tuc",),
    "pass_on": ("chuyen", "chuyen-giup"),
    "guide": ("huong-dan",),
    "raise": ("bao-len",),
}


def doings_of(actor: Actor, matter: Matter) -> list[str]:
    """Return what an actor may do now with a matter from where they sit: as the body that has it, to which it was passed on,
    which decides, or which was asked."""
    found: list[str] = []
    if queries.is_seat_of(actor, matter):
        may = {step.name for step in steps_for(MATTER, actor=actor, row=matter, state=matter.state)}
        found += [doing for step, doings in _BY_STEP.items() if step in may for doing in doings]
        if matter.state == MatterState.ACCEPTED:
            found += ["phoi-hop"] if RECEIVE.allows(actor, matter) else []
            found += _holding(matter) if ANSWER.allows(actor, matter) else []
    receives, answers = (right.allows_at(actor, actor.organisation_id) for right in (RECEIVE, ANSWER))
    if receives and matter.state == MatterState.MOVING and queries.offered_to(actor, matter):
        found += ["nhan", "tra-lai"]
    if receives and matter.state == MatterState.STUCK and queries.to_decide(actor, matter):
        found.append("quyet-dinh")
    share = queries.own_share(actor, matter) if answers else None
    if share is not None and share.state == ShareState.ASKED:
        found.append("tra-loi-phoi-hop")
    return found


def _holding(matter: Matter) -> list[str]:
    if queries.stands_for(matter):
        return ["chay-tiep"]
    return ["tam-dung"] if queries.reasons_to_hold(matter) else []
