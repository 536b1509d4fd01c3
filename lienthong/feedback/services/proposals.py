"""Proposals: complete, judged blind by people without an interest, decided by a named person with reasons, tried out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.services import close_work, open_work
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.flow import START, Move, take
from lienthong.kernel.waiting import Piece

from .. import queries
from ..flows import PROPOSAL
from ..models import (
    Assessment,
    ConflictStatement,
    Decision,
    Matter,
    MatterClass,
    Outcome,
    Panel,
    Pilot,
    Proposal,
    ProposalState,
)
from ..permissions import JUDGE, RECEIVE
from ..rules import criteria
from ..rules.personal import find_personal
from .moving import Locked, locked, tell_sender

JUDGE_WORK = "feedback.judge"
_STEPS = {Outcome.ACCEPTED: "accept", Outcome.DECLINED: "decline", Outcome.PILOT: "pilot"}
_LONGEST = 5_000


def begin_proposal(*, actor: Actor, held: Locked) -> Proposal:
    """Open the file of a matter that is a proposal; one that is open is given back."""
    matter = held.matter
    found = Proposal.objects.filter(matter=matter).first()
    if found is not None:
        return found
    made = Proposal(matter=matter, organisation_id=matter.organisation_id, opened_at=clock.now())
    move = take(PROPOSAL, "open", actor=actor, row=made, state=START)
    made.save()
    if move is not None:
        audit.record(actor, move.step.verb, "proposal", made.uid, stream=held.head)
    tell_sender(matter, "proposal_open")
    return made


@transaction.atomic
def open_proposal(*, actor: Actor, matter: Matter) -> Proposal:
    """Open the file of a matter that was sent as a proposal."""
    held = locked(matter)
    RECEIVE.require(actor, held.matter)
    if held.matter.matter_class != MatterClass.PROPOSAL:
        raise WrongMoment(_("Phản ánh này không thuộc loại đề xuất. Hãy phân loại lại trước."))
    return begin_proposal(actor=actor, held=held)


@transaction.atomic
def check_proposal(
    *, actor: Actor, proposal: Proposal, title: str, text: str, checks: Mapping[str, bool], seen: int
) -> Proposal:
    """Write what the panel is to read, and what is there of what has to be. ``seen``: the version on the screen."""
    held, row = _locked(proposal)
    RECEIVE.require(actor, row)
    if row.state != ProposalState.CHECKING:
        raise WrongMoment(_("Đề xuất đã giao tổ thẩm định nên không sửa được nữa."))
    title, text = " ".join(title.split()), text.strip()
    said = {one.code: checks.get(one.code) is True for one in criteria.checks_on(clock.today())}
    if (row.title, row.text, row.checks) == (title, text, said):
        return row
    if row.version != seen:
        raise WrongMoment(_("Người khác vừa sửa đề xuất này. Hãy tải lại trang để xem bản mới."))
    _refuse_words(title, text)
    row.title, row.text, row.checks = title, text, said
    row.version += 1
    row.save(update_fields=["title", "text", "checks", "version"])
    audit.record(actor, "proposal.checked", "proposal", row.uid, stream=held.head, facts={"checks": said})
    return row


def _refuse_words(title: str, text: str) -> None:
    faults: dict[str, list[object]] = {}
    for name, words in (("title", title), ("text", text)):
        if not words:
            faults.setdefault(name, []).append(_("Hãy viết bản mà tổ thẩm định sẽ đọc."))
        if len(words) > _LONGEST:
            faults.setdefault(name, []).append(_("Nội dung dài quá 5.000 ký tự. Hãy viết ngắn lại."))
        if any(one.sure and one.kind != "name" for one in find_personal(words)):
            faults.setdefault(name, []).append(
                _(
                    "Có số điện thoại, số định danh hoặc địa chỉ thư. Tổ thẩm định không được biết ai gửi: hãy bỏ ra."
                )
            )
    if faults:
        raise WrongData(_("Chưa lưu. Hãy sửa những chỗ được đánh dấu."), faults)


@transaction.atomic
def give_to_panel(
    *, actor: Actor, proposal: Proposal, members: Collection[UUID], days: int = criteria.PANEL_DAYS
) -> Proposal:
    """Ask people to judge a complete proposal. Each holds JUDGE at its body; nobody who checked it is left out by that."""
    held, row = _locked(proposal)
    move = take(PROPOSAL, "give_to_panel", actor=actor, row=row, state=row.state)
    if move is None:
        return row
    if not criteria.is_complete(row.checks, clock.today()) or not row.text:
        raise WrongMoment(_("Đề xuất chưa đủ nội dung. Hãy kiểm tra đủ các mục, hoặc hỏi thêm người gửi."))
    able = {one.uid for one in queries.possible_judges(row.organisation_id)}
    wanted = set(members)
    faults: dict[str, list[object]] = {}
    if not criteria.FEWEST_MEMBERS <= len(wanted) <= criteria.MOST_MEMBERS:
        faults["members"] = [_("Tổ thẩm định có từ 3 đến 15 người. Hãy chọn lại.")]
    elif not wanted <= able:
        faults["members"] = [_("Có người không có quyền thẩm định ở đơn vị này. Hãy chọn lại.")]
    if not 1 <= days <= criteria.PANEL_DAYS * 2:
        faults["days"] = [_("Thời gian đánh giá từ 1 đến 28 ngày.")]
    if faults:
        raise WrongData(_("Chưa giao được tổ thẩm định."), faults)
    now = clock.now()
    Panel.objects.bulk_create(Panel(proposal=row, account=one, asked_at=now) for one in sorted(wanted))
    row.judged_until = criteria.until_of(now, days)
    _write(actor, held, row, move, {"members": len(wanted)})
    for account in queries.possible_judges(row.organisation_id):
        if account.uid in wanted:
            open_work(actor=actor, piece=_piece(row, account.uid), assigned_to=account.pk)
    tell_sender(held.matter, "proposal_panel", due=row.judged_until)
    return row


@transaction.atomic
def state_conflict(*, actor: Actor, proposal: Proposal, has: bool) -> ConflictStatement:
    """Say whether one has an interest in a proposal, before reading it. Said once: the same again is no change."""
    held, row = _locked(proposal)
    member = _member(actor, row)
    known = ConflictStatement.objects.filter(member=member).first()
    if known is not None:
        if known.has != has:
            raise WrongMoment(_("Bạn đã khai rồi nên không khai lại được. Hãy báo người giao tổ thẩm định."))
        return known
    _require_judging(row)
    made = ConflictStatement.objects.create(member=member, has=has, at=clock.now())
    if has:
        close_work(actor=actor, key=_key(row, member.account), dropped=True)
    audit.record(actor, "proposal.conflict_stated", "proposal", row.uid, stream=held.head, facts={"has": has})
    return made


@transaction.atomic
def assess_proposal(
    *, actor: Actor, proposal: Proposal, marks: Mapping[str, int | None], opinion: str, note: str = ""
) -> Assessment:
    """Hand in one's marks, once. WrongMoment before the statement of interest; NotAllowed for who has one."""
    held, row = _locked(proposal)
    member = _member(actor, row)
    queries.require_no_conflict(member)
    known = Assessment.objects.filter(member=member).first()
    given = {one.code: marks.get(one.code) or 0 for one in criteria.criteria_on(clock.today())}
    if known is not None:
        if (known.marks, known.opinion) != (given, opinion.strip()):
            raise WrongMoment(_("Phiếu của bạn đã nộp nên không sửa được."))
        return known
    _require_judging(row)
    faults: dict[str, list[object]] = {
        f"mark_{code}": [_("Hãy cho điểm từ 1 đến 5.")] for code in criteria.wrong_marks(given, clock.today())
    }
    if not opinion.strip() or len(opinion) > _LONGEST:
        faults["opinion"] = [_("Hãy ghi nhận xét, không quá 5.000 ký tự.")]
    if faults:
        raise WrongData(_("Chưa nộp được phiếu. Hãy sửa những chỗ được đánh dấu."), faults)
    made = Assessment.objects.create(
        member=member, marks=given, opinion=opinion.strip(), note=note.strip()[:_LONGEST], at=clock.now()
    )
    close_work(actor=actor, key=_key(row, member.account))
    audit.record(actor, "proposal.marked", "proposal", row.uid, stream=held.head)
    return made


@transaction.atomic
def end_assessment(*, actor: Actor, proposal: Proposal) -> Proposal:
    """Close the panel's work, once all marks are in or its time is over; then the marks can be seen."""
    held, row = _locked(proposal)
    move = take(PROPOSAL, "assess", actor=actor, row=row, state=row.state)
    if move is None:
        return row
    if not criteria.is_open_to_view(queries.seats_of(row), row.judged_until, clock.now()):
        raise WrongMoment(_("Chưa đủ phiếu và chưa hết thời gian đánh giá. Điểm chưa ai được xem."))
    row.assessed_at = clock.now()
    _write(actor, held, row, move)
    for account in Panel.objects.filter(proposal=row).values_list("account", flat=True):
        close_work(actor=actor, key=_key(row, account), dropped=True)
    tell_sender(held.matter, "proposal_assessed")
    return row


@dataclass(frozen=True)
class PilotFacts:
    """Where something is tried out, and from when until when."""

    place: str
    since: date | None
    until: date | None


@transaction.atomic
def decide_proposal(
    *, actor: Actor, proposal: Proposal, outcome: Outcome, reasons: str, pilot: PilotFacts | None = None
) -> Decision:
    """Decide with reasons that the sender reads, as a named person who has not judged it. Decided so already: no change."""
    held, row = _locked(proposal)
    move = take(PROPOSAL, _STEPS[outcome], actor=actor, row=row, state=row.state)
    if move is None:
        return Decision.objects.get(proposal=row)
    if actor.uid is None:
        raise NotAllowed(_("Quyết định phải do một người có tên ký. Hãy đăng nhập để quyết định."))
    if Panel.objects.filter(proposal=row, account=actor.uid).exists():
        raise NotAllowed(
            _("Bạn ở trong tổ thẩm định đề xuất này nên không quyết định được. Hãy nhờ người khác.")
        )
    faults = _faults_of_decision(reasons, outcome, pilot)
    if faults:
        raise WrongData(_("Chưa quyết định được. Hãy sửa những chỗ được đánh dấu."), faults)
    made = Decision.objects.create(
        proposal=row, outcome=outcome, reasons=reasons.strip(), decided_by=actor.uid, at=clock.now()
    )
    if outcome == Outcome.PILOT and pilot and pilot.since and pilot.until:
        Pilot.objects.create(proposal=row, place=pilot.place.strip(), since=pilot.since, until=pilot.until)
    _write(actor, held, row, move)
    tell_sender(held.matter, f"proposal_{outcome.value}", words=made.reasons)
    return made


def _faults_of_decision(reasons: str, outcome: Outcome, pilot: PilotFacts | None) -> dict[str, list[object]]:
    faults: dict[str, list[object]] = {}
    if not reasons.strip() or len(reasons) > _LONGEST:
        faults["reasons"] = [_("Hãy ghi lý do, không quá 5.000 ký tự: người gửi sẽ đọc.")]
    if outcome == Outcome.PILOT:
        if pilot is None or not pilot.place.strip():
            faults["place"] = [_("Hãy ghi đơn vị làm thí điểm.")]
        if pilot is None or pilot.since is None or pilot.until is None or pilot.until <= pilot.since:
            faults["until"] = [_("Hãy ghi ngày bắt đầu và ngày kết thúc sau đó.")]
    return faults


@transaction.atomic
def conclude_pilot(*, actor: Actor, proposal: Proposal, result: str) -> Pilot:
    """Write down what came of a pilot; the sender reads it. Concluded already: no change."""
    held, row = _locked(proposal)
    move = take(PROPOSAL, "conclude", actor=actor, row=row, state=row.state)
    pilot = Pilot.objects.filter(proposal=row).first()
    if pilot is None:
        raise NotFound(_("Đề xuất này không có thí điểm."))
    if move is None:
        return pilot
    if not result.strip() or len(result) > _LONGEST:
        sentence = _("Hãy ghi kết quả thí điểm, không quá 5.000 ký tự.")
        raise WrongData(sentence, {"result": [sentence]})
    pilot.result, pilot.ended_at = result.strip(), clock.now()
    pilot.save(update_fields=["result", "ended_at"])
    _write(actor, held, row, move)
    tell_sender(held.matter, "proposal_concluded", words=pilot.result)
    return pilot


def _locked(proposal: Proposal) -> tuple[Locked, Proposal]:
    held = locked(proposal.matter)
    return held, Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _write(
    actor: Actor, held: Locked, row: Proposal, move: Move, facts: Mapping[str, object] | None = None
) -> None:
    row.state = move.to
    row.version += 1
    row.save()
    audit.record(
        actor,
        move.step.verb,
        "proposal",
        row.uid,
        stream=held.head,
        facts={"from": move.before, **(facts or {})},
    )


def _member(actor: Actor, row: Proposal) -> Panel:
    """Return the actor's seat; NotFound for who has none, NotAllowed once they may not judge any more."""
    member = Panel.objects.filter(proposal=row, account=actor.uid).first() if actor.uid else None
    if member is None:
        raise NotFound(_("Không tìm thấy đề xuất này, hoặc bạn không ở trong tổ thẩm định."))
    JUDGE.require(actor, row)
    return member


def _require_judging(row: Proposal) -> None:
    if row.state != ProposalState.JUDGING or (row.judged_until and clock.now() >= row.judged_until):
        raise WrongMoment(_("Thời gian đánh giá đề xuất này đã hết."))


def _key(row: Proposal, account: UUID) -> str:
    return f"proposal:{row.uid}:{account}"


def _piece(row: Proposal, account: UUID) -> Piece:
    address = queries.judging_address(row)
    return Piece(
        JUDGE_WORK,
        _key(row, account),
        row.organisation_id,
        "proposal",
        row.uid,
        address,
        due=row.judged_until,
    )
