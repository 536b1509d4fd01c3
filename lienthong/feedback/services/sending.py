"""A matter is sent with its photos: both or neither. Sent again under its key it is the one that is there, photos as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import files
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.files import FileType, Ready
from lienthong.kernel.models import Attachment
from lienthong.kernel.subjects import About
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..models import Channel, Matter
from ..permissions import RECEIVE
from .receiving import Letter, Receipt, content_of, receive_matter

MOST_PHOTOS = 5
PHOTOS = (FileType.JPEG, FileType.PNG, FileType.WEBP)
# What somebody brings on paper is scanned as a photo or as a PDF.
SCANS = (*PHOTOS, FileType.PDF)
# By these ways an officer writes down what somebody says or brings.
ON_BEHALF = (Channel.PHONE, Channel.VISIT, Channel.PAPER)


@transaction.atomic
def send_matter(*, actor: Actor, letter: Letter, photos: Sequence[Ready] = ()) -> Receipt:
    """Take a matter in with its photos and return its receipt."""
    letter = replace(letter, photos=tuple(photo.kept.data for photo in photos))
    receipt = receive_matter(actor=actor, letter=letter)
    if receipt.repeated and bytes(receipt.matter.content) != content_of(letter):
        return receipt
    hang_photos(actor, receipt.matter, photos)
    return receipt


@transaction.atomic
def send_on_behalf(*, actor: Actor, letter: Letter, photos: Sequence[Ready] = ()) -> Receipt:
    """Write down what somebody says, brings or sends on paper, at the actor's own body, and return the receipt for them."""
    RECEIVE.require_at(actor, actor.organisation_id or 0)
    if letter.channel not in ON_BEHALF:
        sentence = _("Hãy chọn người dân gọi điện, đến tận nơi hay gửi đơn giấy.")
        raise WrongData(sentence, {"channel": [sentence]})
    return send_matter(actor=actor, letter=letter, photos=photos)


def hang_photos(actor: Actor, matter: Matter, photos: Sequence[Ready], first: int = 1) -> list[Attachment]:
    """Hang photos on a matter under names that say nothing: those of a phone often name a person or a place."""
    if not photos:
        return []
    about = About(
        matter.uid,
        matter.category.label,
        queries.address_of(matter),
        matter.organisation_id,
        stream_of_unit(matter.organisation_id),
    )
    named = (
        replace(photo, kept=replace(photo.kept, name=f"anh-{number}.{photo.kept.type}"))
        for number, photo in enumerate(photos, start=first)
    )
    return [files.hang(actor=actor, kind="matter", about=about, ready=photo) for photo in named]
