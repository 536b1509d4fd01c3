"""Who sent a matter, shown to those who answer it: each look leaves an entry in the audit, and is in no list or file."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, boxes
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from .. import queries
from ..models import Matter, Sender
from ..rules.contact import Contact
from .moving import locked
from .telling import SENDER


@transaction.atomic
def read_contact(*, actor: Actor, matter: Matter) -> Contact:
    """Return what the sender said of themselves, without code and PIN; the look is written down.

    NotAllowed for whoever does not receive or answer at the body that has the matter: helpers never see it.
    """
    held = locked(matter)
    queries.require_contact(actor, held.matter)
    sender = Sender.objects.filter(matter=held.matter).first()
    if sender is None:
        raise NotFound(_("Không còn lưu thông tin liên hệ của người gửi phản ánh này."))
    audit.record(actor, "matter.contact_read", "matter", matter.uid, stream=held.head)
    return replace(Contact(**boxes.unseal(SENDER, sender.box)), code="", pin="")
