"""Taking away what is kept of a matter. What stands beside it is found in the tables themselves, so that none is forgotten.

A table that points to a matter is emptied of that matter unless it is named here; a new one is emptied without anybody
having thought of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from lienthong.desk.services import forget_comments
from lienthong.kernel import clock, files
from lienthong.kernel.actor import Actor
from lienthong.kernel.models import AuditStream

from ..models import Gone, HandOver, Likeness, Matter, Passage, Publication, Sender, Tombstone

# Written by officers for the public, or without a word of the sender; these see to themselves.
_KEPT: Final = (Publication, HandOver)
# A line that may hold so many letters is words that somebody typed; shorter ones are codes.
_WORDS: Final = 100


def forget_sender(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Take away everything that could tell who sent a matter, wherever in the house it stands; the matter is saved by the caller.

    The key of the retry goes as well: it lies on the sender's telephone. So does the digest of what was sent, and each file's.
    """
    files.forget_files(
        actor=actor,
        kind="matter",
        subject=matter.uid,
        reason=_("Người gửi được bảo vệ."),
        head=head,
        traceless=True,
    )
    forget_comments(actor=actor, kind="matter", uid=matter.uid)
    for rows in _beside(matter):
        if rows.model is Passage:
            rows.update(words="")
        else:
            rows.delete()
    matter.key, matter.content = None, b""
    matter.village, matter.place, matter.text = None, "", ""
    matter.consents, matter.lead = False, None
    bury(matter, Gone.SENDER, "denunciation")


def erase_contact_of(matter: Matter, rule: str) -> bool:
    """Delete the box of a matter's sender; say whether there was one."""
    gone = Sender.objects.filter(matter=matter).delete()[0] > 0
    if gone:
        bury(matter, Gone.CONTACT, rule)
    return gone


def erase_files_of(actor: Actor, matter: Matter, rule: str, head: AuditStream) -> int:
    """Delete the files of a matter, each with the tombstone of the store; return how many there were."""
    gone = files.forget_files(
        actor=actor,
        kind="matter",
        subject=matter.uid,
        reason=_("Hết thời hạn lưu giữ của loại việc."),
        head=head,
    )
    if gone:
        bury(matter, Gone.ATTACHMENTS, rule)
    return gone


def erase_text_of(actor: Actor, matter: Matter, rule: str) -> None:
    """Delete every word of a matter, the sender's and the officers', and where it was; what can be counted stays."""
    forget_comments(actor=actor, kind="matter", uid=matter.uid)
    for rows in _beside(matter):
        if blanks := _blanks(rows.model):
            rows.update(**blanks)
    Likeness.objects.filter(matter=matter).delete()
    matter.text, matter.place, matter.village = "", "", None
    matter.version += 1
    matter.save(update_fields=["text", "place", "village", "version"])
    bury(matter, Gone.TEXT, rule)


def bury(matter: Matter, what: Gone, rule: str) -> None:
    """Leave a tombstone; one that stands there stays as it is."""
    sent: date = matter.sent_at.astimezone(clock.LOCAL).date()
    Tombstone.objects.get_or_create(
        matter=matter.uid,
        what=what,
        defaults={
            "organisation_id": matter.organisation_id,
            "matter_class": matter.matter_class,
            "month": sent.replace(day=1),
            "rule": rule[:80],
            "at": clock.now(),
        },
    )


def _beside(matter: Matter) -> Iterator[models.QuerySet[Any, Any]]:
    """Yield the rows of each table that points to a matter, other matters and what is kept aside."""
    for relation in Matter._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel):
            table = relation.related_model
            if table is not Matter and not issubclass(table, _KEPT):
                yield table._base_manager.filter(**{relation.field.name: matter})


def _blanks(table: type[models.Model]) -> dict[str, Any]:
    """Return what a table's columns of words are set to when the words go."""
    return {
        field.name: None if field.null else ""
        for field in table._meta.concrete_fields
        if isinstance(field, models.TextField)
        or (isinstance(field, models.CharField) and (field.max_length or 0) >= _WORDS and not field.choices)
    }
