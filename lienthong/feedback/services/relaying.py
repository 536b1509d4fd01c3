"""Matters that programs send: Open311 clients and users of our own API. What they say of a device or a spot is not taken along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.text import nfc
from lienthong.registry.queries import bodies_serving

from .. import queries
from ..models import Channel
from ..queries import Place
from ..rules.contact import Contact
from .receiving import Letter, Receipt, receive_matter

LONGEST = 10_000
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
    text = cleaned(sent.text)
    if not text or not any(sign.isalnum() for sign in text):
        sentence = _("Hãy viết rõ việc cần phản ánh.")
        raise WrongData(sentence, {"text": [sentence]})
    if len(text) > LONGEST:
        sentence = _("Nội dung dài quá %(most)d chữ cái. Hãy viết ngắn hơn.") % {"most": LONGEST}
        raise WrongData(sentence, {"text": [sentence]})
    today = clock.today()
    letter = Letter(
        key=sent.key,
        category=queries.get_category(sent.category, today),
        area=sent.commune.id,
        text=text,
        organisation=_body_for(sent.commune),
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


def _body_for(commune: Place) -> int:
    """Return the body that a matter of a commune goes to first; the rules of routing take over from there."""
    found = bodies_serving([commune.id], clock.today()).get(commune.id)
    if found is None:
        sentence = _("Nơi này chưa có đơn vị Mặt trận nhận phản ánh trực tuyến. Hãy chọn xã, phường khác.")
        raise WrongData(sentence, {"commune": [sentence]})
    return found.id
