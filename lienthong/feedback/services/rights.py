"""What somebody may ask of what is kept about their own matter, with its code and PIN. One matter at a time, never across them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.services import close_work, open_work
from lienthong.kernel import audit, boxes, clock, deadlines
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Term, Whose, start_clock, stop_clocks
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.flow import START, Move, take, to_move
from lienthong.kernel.models import AuditStream
from lienthong.kernel.waiting import Piece
from lienthong.kernel.working import Unit, YearUnknown, day_of, due_of

from .. import queries
from ..flows import DATA_REQUEST
from ..models import DataRequest, Gone, Matter, Publication, RequestState, Sender, Standing, Wish
from ..rules.contact import Contact
from ..rules.limits import ClockKind, limits_for
from .erasing import bury, erase_text_of
from .moving import Locked, locked, tell_sender
from .telling import SENDER
from .throttle import check_pins

DATA_WORK: Final = "feedback.data_request"
# What has to be decided by somebody; the others are done at once.
DECIDED: Final = (Wish.OBJECT, Wish.ERASE, Wish.RESTRICT, Wish.CORRECT)
_LONGEST = 2_000
_MOST_OPEN = 10


@dataclass(frozen=True)
class Opened:
    """A matter that code and PIN have opened, and the two as they were typed."""

    matter: Matter
    code: str
    pin: str


@transaction.atomic
def open_own(*, actor: Actor, code: str, pin: str) -> Opened:
    """Return the matter that a code and its PIN open; the same sentence whichever is wrong. TooMany after many wrong ones."""
    check_pins(actor=actor, code=code)
    matter = queries.own_matter(code, pin)
    if matter is None:
        raise queries.not_opened()
    return Opened(matter, code, pin)


@transaction.atomic
def correct_contact(*, actor: Actor, opened: Opened, contact: Contact) -> DataRequest | None:
    """Seal anew how a sender can be reached; the same again is no change. Done at once: nobody has to decide."""
    held = _held(opened)
    sender = Sender.objects.select_for_update().filter(matter=held.matter).first()
    if sender is None:
        raise WrongMoment(_("Thông tin liên hệ không còn được lưu nên không sửa được."))
    kept = Contact(**boxes.unseal(SENDER, sender.box))
    said = replace(contact, code=kept.code, pin=kept.pin)
    if said == kept:
        return None
    if any("*" in one or "…" in one for one in (said.name, said.phone, said.email, said.address)):
        sentence = _("Có dấu che (* hoặc …) trong thông tin. Hãy ghi đầy đủ, hoặc để trống.")
        raise WrongData(sentence, {"": [sentence]})
    sender.box, sender.reachable = boxes.seal(SENDER, asdict(said)), said.reachable
    sender.save(update_fields=["box", "reachable"])
    audit.record(actor, "matter.contact_corrected", "matter", held.matter.uid, stream=held.head)
    return _done(held, Wish.RECTIFY)


@transaction.atomic
def erase_contact(*, actor: Actor, opened: Opened) -> DataRequest | None:
    """Delete how a sender can be reached, at once. Erased already, nothing happens; code and PIN go on opening the matter."""
    held = _held(opened)
    if not Sender.objects.filter(matter=held.matter).delete()[0]:
        return None
    bury(held.matter, Gone.CONTACT, "data_request.erase")
    audit.record(actor, "matter.contact_erased", "matter", held.matter.uid, stream=held.head)
    return _done(held, Wish.ERASE_CONTACT)


@transaction.atomic
def ask_data_request(*, actor: Actor, opened: Opened, wish: Wish, words: str = "") -> DataRequest:
    """Ask for something that has to be decided; one of the kind that is open is given back.

    To object to a publication that has not been made is done at once: consent is taken back.
    """
    held = _held(opened)
    matter = held.matter
    if wish not in DECIDED:
        sentence = _("Hãy chọn điều bạn muốn yêu cầu.")
        raise WrongData(sentence, {"wish": [sentence]})
    known = DataRequest.objects.filter(matter=matter, wish=wish, ended_at=None).first()
    if known is not None:
        return known
    if len(words) > _LONGEST:
        sentence = _("Lý do dài quá 2.000 ký tự. Hãy viết ngắn lại.")
        raise WrongData(sentence, {"words": [sentence]})
    if DataRequest.objects.filter(matter=matter, by_itself=False).count() >= _MOST_OPEN:
        raise WrongMoment(
            _("Phản ánh này đã có nhiều yêu cầu. Hãy đợi trả lời, hoặc đến gặp cán bộ tiếp nhận.")
        )
    if wish == Wish.OBJECT and not _is_public(matter):
        if matter.consents:
            matter.consents = False
            matter.save(update_fields=["consents"])
            audit.record(actor, "matter.publicity_objected", "matter", matter.uid, stream=held.head)
        if matter.answered_at is None:
            return _done(held, wish)
    return _ask(actor, held, wish, words.strip())


def _is_public(matter: Matter) -> bool:
    return Publication.objects.filter(matter=matter, standing=Standing.PUBLIC).exists()


def _ask(actor: Actor, held: Locked, wish: Wish, words: str) -> DataRequest:
    matter, now = held.matter, clock.now()
    move = to_move(DATA_REQUEST, "ask", row=None, state=START)
    row = DataRequest.objects.create(
        matter=matter, organisation_id=matter.organisation_id, wish=wish, words=words, at=now
    )
    limits = limits_for("data_request", day_of(now), None, _traits(wish))
    for kind, state in ((ClockKind.ACKNOWLEDGE, "asked"), (ClockKind.ANSWER, "")):
        if kind in limits:
            term = Term(limits[kind].limit.code, (0,))
            row.due = start_clock(
                actor=actor, whose=_whose(row, held.head), term=term, state=state, head=held.head
            ).due
    row.save(update_fields=["due"])
    open_work(actor=actor, piece=_piece(row))
    if move is not None:
        audit.record(
            actor, move.step.verb, "data_request", row.uid, stream=held.head, facts={"wish": str(wish)}
        )
    tell_sender(matter, "data_asked", due=row.due)
    return row


def _traits(wish: str) -> frozenset[str]:
    """Withdrawing, restricting and objecting have a time of their own in the law."""
    return frozenset({"object"}) if wish in (Wish.OBJECT, Wish.RESTRICT) else frozenset()


# ── officers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def acknowledge_request(*, actor: Actor, request: DataRequest) -> DataRequest:
    """Tell who asked that it is looked at. Told already, nothing changes."""
    held, row, move = _taken(actor, request, "acknowledge")
    if move is not None:
        stop_clocks(actor=actor, whose=_whose(row, held.head), state="asked", head=held.head)
        _write(actor, held, row, move)
        tell_sender(held.matter, "data_noted", due=row.due)
    return row


@transaction.atomic
def extend_request(*, actor: Actor, request: DataRequest, reason: str) -> DataRequest:
    """Make the time longer, as often as the law lets: counted on from the day on which it was due. The sender reads why."""
    held, row, move = _taken(actor, request, "extend", reason)
    chosen = limits_for("data_request", day_of(row.at)).get(ClockKind.EXTEND)
    if chosen is None or row.extended >= (chosen.limit.times or 0) or row.due is None:
        raise WrongMoment(_("Yêu cầu này không gia hạn được nữa: luật chỉ cho gia hạn một lần."))
    if clock.now() > row.due:
        raise WrongMoment(_("Đã quá hạn nên không gia hạn được. Hãy quyết định ngay."))
    try:
        row.due = due_of(deadlines.calendar(), Unit(chosen.limit.unit), chosen.limit.amount or 0, row.due)
    except YearUnknown:
        raise WrongMoment(_("Chưa có lịch làm việc của năm đó nên chưa tính được hạn mới.")) from None
    row.extended += 1
    stop_clocks(actor=actor, whose=_whose(row, held.head), head=held.head)
    if move is not None:
        _write(actor, held, row, move)
    close_work(actor=actor, key=_key(row), dropped=True)
    open_work(actor=actor, piece=_piece(row))
    tell_sender(held.matter, "data_extended", words=reason.strip(), due=row.due)
    return row


@transaction.atomic
def decide_request(*, actor: Actor, request: DataRequest, grant: bool, reason: str) -> DataRequest:
    """Decide with a reason that the sender reads; what is granted is done in the same moment. Decided so: no change."""
    held, row, move = _taken(actor, request, "grant" if grant else "refuse", reason)
    if move is None:
        return row
    row.answer, row.ended_at = move.reason, clock.now()
    if grant:
        _carry_out(actor, held, row)
    stop_clocks(actor=actor, whose=_whose(row, held.head), head=held.head)
    _write(actor, held, row, move)
    close_work(actor=actor, key=_key(row))
    tell_sender(held.matter, "data_granted" if grant else "data_refused", words=move.reason)
    return row


def _carry_out(actor: Actor, held: Locked, row: DataRequest) -> None:
    """Do what was granted and can be done by the system. Restricting and correcting are done by people, and said so."""
    matter = held.matter
    if row.wish == Wish.OBJECT:
        matter.consents = False
        matter.save(update_fields=["consents"])
        Publication.objects.filter(matter=matter, standing=Standing.PUBLIC).update(
            standing=Standing.WITHDRAWN,
            withdrawn_at=clock.now(),
            title="",
            question="",
            answer="",
            search_key="",
        )
    elif row.wish == Wish.ERASE:
        if matter.ended_at is None and matter.answered_at is None:
            raise WrongMoment(
                _(
                    "Phản ánh đang được giải quyết nên chưa xóa nội dung được. Người gửi có thể rút phản ánh trước."
                )
            )
        erase_text_of(actor, matter, "data_request.erase_text")
        row.words = ""


def _taken(
    actor: Actor, request: DataRequest, name: str, reason: str = ""
) -> tuple[Locked, DataRequest, Move | None]:
    held = locked(request.matter)
    row = DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    return held, row, take(DATA_REQUEST, name, actor=actor, row=row, state=row.state, reason=reason)


def _write(actor: Actor, held: Locked, row: DataRequest, move: Move) -> None:
    row.state = move.to
    row.save()
    facts = {"from": move.before, "reason": move.reason}
    audit.record(actor, move.step.verb, "data_request", row.uid, stream=held.head, facts=facts)


def _done(held: Locked, wish: Wish) -> DataRequest:
    """Note that something was asked and done at once."""
    now = clock.now()
    return DataRequest.objects.create(
        matter=held.matter,
        organisation_id=held.matter.organisation_id,
        wish=wish,
        state=RequestState.GRANTED,
        by_itself=True,
        at=now,
        ended_at=now,
    )


def _held(opened: Opened) -> Locked:
    if not queries.is_opened_by(opened.matter, opened.code, opened.pin):
        raise NotAllowed(_("Mã PIN không đúng. Hãy xem lại biên nhận."))
    return locked(opened.matter)


def _whose(row: DataRequest, head: AuditStream) -> Whose:
    return Whose("data_request", row.uid, row.organisation_id, head.uid)


def _key(row: DataRequest) -> str:
    return f"data_request:{row.uid}"


def _piece(row: DataRequest) -> Piece:
    address = queries.data_request_address(row)
    return Piece(DATA_WORK, _key(row), row.organisation_id, "data_request", row.uid, address, due=row.due)
