"""A matter comes in, by whatever channel: checked, given a code, sent to a body, its clocks started. Once for each key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.desk.services import open_work
from lienthong.kernel import audit, boxes, clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Clock, clocks_of, parts_of_start
from lienthong.kernel.flow import START, to_move
from lienthong.kernel.models import AuditStream
from lienthong.kernel.waiting import Piece
from lienthong.registry.queries import lock_of_unit

from .. import queries
from ..flows import MATTER
from ..models import Category, Channel, Matter, MatterClass
from ..rules import codes
from ..rules.contact import Contact
from .keeping_work import RECEIVE_WORK
from .telling import SENDER
from .timing import begin_timing


@dataclass(frozen=True)
class Letter:
    """What somebody sends, read and judged. ``area``, ``village``, ``organisation``, ``about``: keys. ``key``: of the retry."""

    key: UUID
    category: Category
    area: int
    text: str
    organisation: int
    contact: Contact = field(default_factory=Contact)
    matter_class: MatterClass = MatterClass.FEEDBACK
    channel: Channel = Channel.WEB
    village: int | None = None
    about: int | None = None
    place: str = ""
    consents: bool = False
    urgent: bool = False
    photos: Sequence[bytes] = ()


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps. ``content``: SHA-256 of what was sent, as hex digits; ``promise``: the clock behind ``due``."""

    matter: Matter
    code: str
    pin: str
    content: str
    due: datetime | None
    promise: Clock | None
    repeated: bool = False


def content_of(letter: Letter) -> bytes:
    """Return the digest that the receipt says: of text, category, place and photos, each told apart by its length."""
    parts = (letter.text.encode(), letter.category.code.encode(), letter.place.encode(), *letter.photos)
    seen = hashlib.sha256()
    for part in parts:
        seen.update(len(part).to_bytes(8, "big") + part)
    return seen.digest()


@transaction.atomic
def receive_matter(*, actor: Actor, letter: Letter) -> Receipt:
    """Take a matter in and return its receipt; sent again under its key, it is the one that is there."""
    head = lock_of_unit(letter.organisation)
    known = Matter.objects.filter(key=letter.key).select_related("sender").first()
    if known is not None:
        return _again(known)
    code, pin = codes.new_code(), codes.new_pin()
    move = to_move(MATTER, "send", row=None, state=START)
    assert move is not None  # noqa: S101 - nothing leads back to the beginning
    matter = Matter(
        key=letter.key,
        code=queries.digest_of_code(code),
        pin=queries.digest_of_pin(code, pin),
        content=content_of(letter),
        matter_class=letter.matter_class,
        category=letter.category,
        area_id=letter.area,
        village_id=letter.village,
        place=letter.place,
        text=letter.text,
        channel=letter.channel,
        consents=letter.consents,
        urgent=letter.urgent,
        organisation_id=letter.organisation,
        about_id=letter.about,
        state=move.to,
        sent_at=clock.now(),
    )
    clocks = begin_timing(matter, head)
    matter.save(force_insert=True)
    told = replace(letter.contact, code=code, pin=pin)
    _write_beside(actor, matter, told, clocks, head, move.step.verb)
    words = {"category": letter.category.name}
    open_work(
        actor=actor,
        piece=Piece(
            RECEIVE_WORK,
            f"matter:{matter.uid}",
            letter.organisation,
            "matter",
            matter.uid,
            queries.address_of(matter),
            words,
            matter.acknowledge_due,
        ),
    )
    return Receipt(matter, code, pin, content_hex(matter), matter.answer_due, _promise_of(matter, clocks))


_SENDER = "INSERT INTO feedback_sender (matter_id, box, reachable) VALUES (%s, %s, %s) RETURNING matter_id"
_PASSAGE = """
INSERT INTO feedback_passage (matter_id, at, step, organisation_id, words, due) VALUES (%s, %s, 'send', %s, '', %s)
RETURNING id
"""


def _write_beside(
    actor: Actor, matter: Matter, contact: Contact, clocks: list[Clock], head: AuditStream, verb: str
) -> None:
    """Write all that begins with a matter: who sent it, what they read, its clocks, the audit. Together where the store can."""
    timed, deeds = (
        parts_of_start(clocks) if clocks else (None, [])
    )  # against a denunciation nothing runs here
    sender = (matter.pk, boxes.seal(SENDER, asdict(contact)), contact.reachable)
    passage = (matter.pk, matter.sent_at, matter.organisation_id, matter.answer_due)
    sent = audit.Deed(verb, "matter", matter.uid, {"content": content_hex(matter)})
    sql.run_together(
        sql.Part("sender", _SENDER, sender),
        sql.Part("passage", _PASSAGE, passage),
        *([timed] if timed is not None else []),
        *audit.parts_of(actor, [*deeds, sent], head),
    )


def content_hex(matter: Matter) -> str:
    """Return the digest of what was sent as people compare it."""
    return bytes(matter.content).hex()


def _again(matter: Matter) -> Receipt:
    """Return the receipt that was given before. Once the sender is forgotten, code and PIN are too."""
    sender = getattr(matter, "sender", None)
    kept = Contact(**boxes.unseal(SENDER, sender.box)) if sender is not None else Contact()
    promise = _promise_of(matter, clocks_of("matter", [matter.uid]).get(matter.uid, []))
    return Receipt(
        matter, kept.code, kept.pin, content_hex(matter), matter.answer_due, promise, repeated=True
    )


def _promise_of(matter: Matter, running: Iterable[Clock]) -> Clock | None:
    """Return the clock behind the date that the receipt promises: its limit says by what rule."""
    return next((one for one in running if one.due == matter.answer_due and not one.state), None)
