"""Matters that programs send: Open311 clients and users of our own API. What they say of a device or a spot is not taken along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.text import nfc

from .. import queries
from ..messages import intake_fault
from ..models import Channel, MatterClass
from ..queries import Place
from ..rules.arriving import judged
from ..rules.contact import Contact
from .receiving import Letter, Receipt, receive_matter

# What no store and no answer in XML can carry.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sent:
    """What a program sends. ``key``: of the retry; the same key again gives the receipt that was given before."""

    key: UUID
    category: str
    commune: Place
    text: str
    contact: Contact = field(default_factory=Contact)
    place: str = ""
    consents: bool = False
    channel: str = Channel.WEB


@transaction.atomic
def receive_sent(*, actor: Actor, sent: Sent) -> Receipt:
    """Take a matter in and return its receipt. WrongData where it says nothing, or no body answers for the place."""
    taken = judged(cleaned(sent.text))
    if taken.refused:
        sentence = intake_fault(taken)
        raise WrongData(sentence, {"text": [sentence]})
    today = clock.today()
    category = queries.get_category(sent.category, today)
    receiver = queries.receiver_of(
        sent.commune.id, today, category=category, matter_class=MatterClass.FEEDBACK
    )
    letter = Letter(
        key=sent.key,
        category=category,
        area=sent.commune.id,
        text=taken.text,
        organisation=receiver.unit.id,
        contact=Contact(
            name=cleaned(sent.contact.name)[:200],
            phone=cleaned(sent.contact.phone)[:40],
            email=cleaned(sent.contact.email)[:200],
        ),
        channel=Channel(sent.channel),
        place=cleaned(sent.place)[:200],
        consents=sent.consents,
    )
    return receive_matter(actor=actor, letter=letter)


def cleaned(text: str) -> str:
    """Return a text in one form, without what cannot be kept."""
    return nfc(_CONTROL.sub("", text)).strip()
