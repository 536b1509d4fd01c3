"""The states of a proposal, and of what somebody asks about their own data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.flow import START, Flow, State, Step

from ..models import ProposalState, RequestState
from ..permissions import APPROVE, RECEIVE

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
