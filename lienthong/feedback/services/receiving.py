"""A matter comes in, by whatever channel: checked, given a code, sent to a body, its clocks started. Once for each key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.desk.services import open_work
from lienthong.kernel import audit, boxes, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.flow import START, to_move
from lienthong.kernel.waiting import Piece
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..flows import MATTER
from ..models import Category, Channel, Matter, MatterClass, Sender
from ..rules import codes
from ..rules.contact import Contact
from .moving import tell_sender
from .telling import SENDER
from .timing import start_timing

# The work that a new matter makes: waiting.py says it.
RECEIVE_WORK = "feedback.receive"


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
    """What the sender keeps. ``content``: SHA-256 of what was sent, as hex digits."""

    matter: Matter
    code: str
    pin: str
    content: str
    due: datetime | None
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
    head = audit.lock(stream_of_unit(letter.organisation))
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
    start_timing(actor=actor, matter=matter, head=head)
    matter.save()
    told = replace(letter.contact, code=code, pin=pin)
    Sender.objects.create(matter=matter, box=boxes.seal(SENDER, asdict(told)), reachable=told.reachable)
    tell_sender(matter, "send", due=matter.answer_due)
    words = {"category": letter.category.name["vi"]}
    url, subject = queries.address_of(matter), ("matter", matter.uid)
    open_work(
        actor=actor,
        piece=Piece(
            RECEIVE_WORK,
            f"matter:{matter.uid}",
            letter.organisation,
            *subject,
            url,
            words,
            matter.acknowledge_due,
        ),
    )
    audit.record(
        actor, move.step.verb, "matter", matter.uid, stream=head, facts={"content": content_hex(matter)}
    )
    return Receipt(matter, code, pin, content_hex(matter), matter.answer_due)


def content_hex(matter: Matter) -> str:
    """Return the digest of what was sent as people compare it."""
    return bytes(matter.content).hex()


def _again(matter: Matter) -> Receipt:
    """Return the receipt that was given before. Once the sender is forgotten, code and PIN are too."""
    sender = getattr(matter, "sender", None)
    kept = Contact(**boxes.unseal(SENDER, sender.box)) if sender is not None else Contact()
    return Receipt(matter, kept.code, kept.pin, content_hex(matter), matter.answer_due, repeated=True)
