"""Reads of the other lanes: slips, own data, what is due to go, voters' opinions, the register book, words for guidance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import boxes, clock, files
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.subjects import body_names

from ..models import (
    ContactMeeting,
    DataRequest,
    Gone,
    HandOver,
    Matter,
    MatterClass,
    Opinion,
    Passage,
    Sender,
    Tombstone,
)
from ..permissions import MANAGE, RECEIVE
from ..rules import keeping
from ..rules.classes import ClassRule, class_on
from ..rules.contact import Contact
from ..rules.dated import word
from ..rules.keeping import Cut
from ..rules.limits import Chosen, Limit, limits
from ..rules.reasons import period as period_words
from .codes import is_opened_by, matter_by_code
from .matters import language, matters_for, require_matters

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


# ── denunciations ────────────────────────────────────────────────────────────────────────────────────────────────────


def slip_address(matter: Matter) -> str:
    """Return where the slip of a denunciation is."""
    return reverse("feedback:slip", args=[matter.uid])


def slips_for(actor: Actor) -> QuerySet[Matter]:
    """Return the denunciations that wait for their paper at the actor's body, for whoever receives there."""
    seat = actor.organisation_id
    if seat is None or not RECEIVE.allows_at(actor, seat):
        return Matter.objects.none()
    return matters_for(actor).filter(pk__in=HandOver.objects.values("matter_id"))


def require_receiving(actor: Actor) -> None:
    """Raise NotAllowed unless an actor receives matters at their body."""
    if actor.organisation_id is None or not RECEIVE.allows_at(actor, actor.organisation_id):
        raise RECEIVE.refusal(actor)


def is_waiting_for_paper(matter: Matter) -> bool:
    """Say whether a denunciation has not been handed over yet."""
    return HandOver.objects.filter(matter=matter).exists()


# ── own data ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def own_matter(code: str, pin: str) -> Matter | None:
    """Return the matter that a code and its PIN open, None where either is wrong."""
    try:
        found = matter_by_code(code)
    except NotFound:
        return None
    return found if is_opened_by(found, code, pin) else None


def not_opened() -> NotFound:
    """Return what is said when nothing is opened: the same whichever is wrong."""
    return NotFound(_("Mã hoặc mã PIN không đúng. Hãy kiểm tra từng chữ trên biên nhận rồi nhập lại."))


@dataclass(frozen=True)
class Kept:
    """All that is kept about one matter, for its sender."""

    matter: Matter
    contact: Contact | None
    files: int
    content: list[str]
    passages: list[Passage]
    requests: list[DataRequest]
    gone: list[Tombstone]
    rule: ClassRule
    is_public: bool
    stages: list[Stage]


@dataclass(frozen=True)
class Stage:
    """A stage of a proposal as its sender reads it."""

    label: str
    is_done: bool
    is_here: bool


def kept_of(matter: Matter) -> Kept:
    """Return all that is kept about a matter; whoever asks has opened it with code and PIN."""
    sender = Sender.objects.filter(matter=matter).first()
    contact = Contact(**boxes.unseal(_SENDER, sender.box)) if sender else None
    publication = getattr(matter, "publication", None)
    return Kept(
        matter,
        contact,
        files.Attachment.objects.filter(kind="matter", subject=matter.uid, deleted_at=None).count(),
        _in_eights(bytes(matter.content).hex()),
        list(Passage.objects.filter(matter=matter).order_by("at", "pk")),
        list(DataRequest.objects.filter(matter=matter).order_by("at", "pk")),
        list(Tombstone.objects.filter(matter=matter.uid).order_by("at")),
        class_on(matter.matter_class, clock.today()),
        publication is not None and publication.standing == "public",
        _stages(matter),
    )


def _in_eights(digest: str) -> list[str]:
    """Return a digest in pieces, between which a line may break."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def _stages(matter: Matter) -> list[Stage]:
    proposal = getattr(matter, "proposal", None)
    if proposal is None:
        return []
    names = [
        ("checking", _("Kiểm tra đủ nội dung")),
        ("judging", _("Tổ thẩm định đánh giá, không biết tên bạn")),
        ("assessed", _("Chờ người có thẩm quyền quyết định")),
    ]
    ends = {
        "accepted": _("Được chấp nhận"),
        "declined": _("Không được chấp nhận"),
        "piloting": _("Đang thí điểm"),
        "concluded": _("Thí điểm xong, đã có kết quả"),
    }
    order = [name for name, _label in names]
    at = order.index(proposal.state) if proposal.state in order else len(order)
    found = [Stage(label, number < at, number == at) for number, (_name, label) in enumerate(names)]
    return [*found, Stage(ends.get(proposal.state, _("Có quyết định")), False, at == len(order))]


def data_requests_for(actor: Actor) -> QuerySet[DataRequest]:
    """Return what senders asked of the actor's body about their data and somebody has to decide, by when it is due."""
    seat = actor.organisation_id
    rows = DataRequest.objects.select_related("matter", "matter__category", "organisation")
    if seat is None or not RECEIVE.allows_at(actor, seat):
        return rows.none()
    return rows.filter(organisation_id=seat, by_itself=False).order_by("due", "pk")


def get_data_request(actor: Actor, uid: UUID) -> DataRequest:
    """Return a request as an officer of its body may read it; NotFound otherwise."""
    found = data_requests_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy yêu cầu này, hoặc yêu cầu không do đơn vị bạn xem xét."))
    return found


def data_request_address(row: DataRequest) -> str:
    """Return where a request is, for officers."""
    return reverse("feedback:data_request", args=[row.uid])


# ── what goes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def due_for(cut: Cut) -> QuerySet[Matter]:
    """Return the matters that a cut is for and that still have what goes."""
    rows = Matter.objects.filter(
        matter_class=cut.rule.code, ended_at__gte=_begin_of(cut.since), ended_at__lt=_begin_of(cut.before)
    )
    if cut.part == "contact":
        return rows.filter(sender__isnull=False)
    if cut.part == "attachments":
        hanging = files.Attachment.objects.filter(kind="matter", subject=OuterRef("uid"), deleted_at=None)
        return rows.filter(Exists(hanging))
    gone = Tombstone.objects.filter(matter=OuterRef("uid"), what=Gone.TEXT)
    return rows.filter(~Exists(gone))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


@dataclass(frozen=True)
class Going:
    """So many matters of a body lose a part on a day."""

    pk: int
    matter_class: str
    label: str
    part: str
    body: str
    day: date
    number: int
    days: int
    citation: str
    verified: bool


def going_for(actor: Actor, *, within: int = 30) -> list[Going]:
    """Return what goes tonight and in the days after, counted: nobody who looks after the installation reads a matter."""
    MANAGE.require_somewhere(actor)
    today, found = clock.today(), []
    counted: dict[tuple[str, str, int], int] = {}
    for ahead in (0, within):
        day = today + _DAY * ahead
        for cut in keeping.cuts_on(day):
            rows = due_for(cut).order_by().values("organisation_id").annotate(number=Count("pk"))
            for row in rows:
                key = (cut.name, cut.part, row["organisation_id"])
                number = row["number"] - (counted.get(key, 0) if ahead else 0)
                counted.setdefault(key, row["number"])
                if number:
                    found.append((cut, row["organisation_id"], day, number))
    names = body_names({body for _cut, body, _day, _number in found}, today)
    return [
        Going(
            index,
            cut.rule.code,
            cut.rule.label(language()),
            cut.part,
            names.get(body, "–"),
            day,
            number,
            cut.days,
            word(cut.rule.retention.citation, language()),
            cut.rule.retention.verified,
        )
        for index, (cut, body, day, number) in enumerate(found)
    ]


def tombstones_for(actor: Actor) -> QuerySet[Tombstone]:
    """Return what is gone, the latest first, for whoever looks after the rules."""
    MANAGE.require_somewhere(actor)
    return Tombstone.objects.select_related("organisation").order_by("-at", "pk")


# ── voters' opinions ─────────────────────────────────────────────────────────────────────────────────────────────────


def meetings_for(actor: Actor) -> QuerySet[ContactMeeting]:
    """Return the meetings that the actor's body wrote down, the latest first."""
    require_matters(actor)
    rows = ContactMeeting.objects.filter(organisation_id=actor.organisation_id or 0)
    return rows.annotate(number=Count("opinions")).order_by("-day", "pk")


def meeting_address(meeting: ContactMeeting) -> str:
    """Return where the opinions of a meeting are."""
    return reverse("feedback:meeting", args=[meeting.uid])


def get_meeting(actor: Actor, uid: UUID) -> ContactMeeting:
    """Return a meeting of the actor's body; NotFound otherwise."""
    found = meetings_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy buổi tiếp xúc này, hoặc buổi đó do đơn vị khác nhập."))
    return found


def opinions_of(actor: Actor, meeting: ContactMeeting) -> QuerySet[Opinion]:
    """Return the opinions of a meeting that the actor may read, in the order of the minutes."""
    seen = matters_for(actor).order_by().values("pk")
    rows = Opinion.objects.filter(meeting=meeting, matter__in=seen)
    return rows.select_related("matter", "matter__category").order_by("position")


# ── the register book ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Entry:
    """A line of the register book. ``number``: within the year, by the order of receipt; given when it is looked at."""

    pk: int
    number: int
    received: datetime
    channel: str
    category: str
    matter_class: str
    class_label: str
    due: datetime | None
    state: str
    result: str
    ended: datetime | None
    days: int | None
    uid: UUID

    @property
    def day(self) -> date:
        """The day on which it was received, in Vietnam."""
        return self.received.astimezone(clock.LOCAL).date()


def register_for(actor: Actor, since: date, until: date) -> list[Entry]:
    """Return the lines of the book of the actor's body for some days, in the order of receipt.

    A number is counted from the beginning of the year, by what the actor may see; it is kept nowhere.
    """
    require_matters(actor)
    rows = matters_for(actor).order_by("sent_at", "pk")
    found: list[Entry] = []
    for year in range(since.year, until.year + 1):
        begin, end = max(since, date(year, 1, 1)), min(until, date(year, 12, 31))
        before = rows.filter(sent_at__gte=_begin_of(date(year, 1, 1)), sent_at__lt=_begin_of(begin)).count()
        within = rows.filter(sent_at__gte=_begin_of(begin), sent_at__lt=_begin_of(end + _DAY))
        found += [_entry(row, number) for number, row in enumerate(within, start=before + 1)]
    return found


def _entry(row: Matter, number: int) -> Entry:
    ended = row.answered_at or row.ended_at
    days = (
        (ended.astimezone(clock.LOCAL).date() - row.sent_at.astimezone(clock.LOCAL).date()).days
        if ended
        else None
    )
    return Entry(
        row.pk,
        number,
        row.sent_at,
        row.get_channel_display(),
        row.category.label,
        row.matter_class,
        row.get_matter_class_display(),
        row.answer_due,
        row.state,
        row.get_state_display(),
        ended,
        days,
        row.uid,
    )


# ── words for guidance and privacy ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Term:
    """A limit of law as people read it. ``sure``: whoever wrote it down has read its source."""

    name: str
    period: str
    since: str
    act: str
    sure: bool
    note: str


def terms_of(class_code: str, clocks: Iterable[str]) -> list[Term]:
    """Return the limits of a class that hold today, for some clocks, in the order of the data."""
    spoken, today, wanted = language(), clock.today(), set(clocks)
    return [
        _term(limit, spoken)
        for limit in limits()
        if class_code in limit.classes and limit.holds_on(today) and limit.clock in wanted and limit.binds
    ]


def _term(limit: Limit, spoken: str) -> Term:
    return Term(
        limit.label(spoken),
        period_words(Chosen(limit), spoken) if limit.amount is not None else "",
        word(limit.counted_from, spoken),
        word(limit.act, spoken),
        limit.source.verified,
        word(limit.source.note, spoken) if limit.source.note else "",
    )


@dataclass(frozen=True)
class Promise:
    """How long each part of a class is kept, in days after the end. ``verified``: of the periods."""

    code: str
    label: str
    contact: int
    text: int
    attachments: int
    citation: str
    verified: bool
    identity: str
    publicity: str


def promises() -> list[Promise]:
    """Return what is kept of each class, by the rules that hold today."""
    spoken, today = language(), clock.today()
    codes = [*MatterClass.values, "data_request"]
    return [_promise(class_on(code, today), spoken) for code in codes]


def _promise(rule: ClassRule, spoken: str) -> Promise:
    kept = rule.retention
    return Promise(
        rule.code,
        rule.label(spoken),
        kept.contact,
        kept.text,
        kept.attachments,
        word(kept.citation, spoken),
        kept.verified,
        rule.identity.value,
        rule.publicity.value,
    )
