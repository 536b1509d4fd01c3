"""Reads of what the audit holds of one row. Whoever asks has seen the row: its ``About`` is the proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .. import audit
from ..actor import Actor
from ..models import AuditEntry
from ..permission import Permission
from ..subjects import About
from .said import names_of, verbs


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it. ``number``: its place in its chain, by which it is found in the audit."""

    at: datetime
    what: str
    who: str
    chain: str
    number: int


def entries_for(
    actor: Actor,
    kind: str,
    about: About,
    *,
    verb: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Return what was done to a row, newest first: all but what asks for more than to see the row."""
    found = AuditEntry.objects.filter(subject=about.uid, kind=kind).exclude(verb__in=_closed(actor, about))
    if verb:
        found = found.filter(verb=verb)
    if since is not None:
        found = found.filter(at__date__gte=since)
    if until is not None:
        found = found.filter(at__date__lte=until)
    return found.select_related("stream").order_by("-at", "-pk")


def verbs_of(actor: Actor, kind: str, about: About) -> list[tuple[str, str]]:
    """Return what was ever done to a row, code and words, in the order of the words."""
    codes = set(entries_for(actor, kind, about).order_by().values_list("verb", flat=True))
    return sorted(((code, word_of(code)) for code in codes), key=lambda pair: pair[1])


def word_of(code: str) -> str:
    """Return what was done in words; what nobody has put into words is shown by its code."""
    verb = verbs().get(code)
    return str(verb.label) if verb else code


def lines_of(actor: Actor, entries: Iterable[AuditEntry]) -> list[Line]:
    """Say entries in words; as many statements however many there are."""
    rows = list(entries)
    names = names_of(actor, {row.actor for row in rows if row.actor})
    return [
        Line(
            at=row.at,
            what=word_of(row.verb),
            who=(names.get(row.actor) or _("Tài khoản đã xóa")) if row.actor else _("Hệ thống"),
            chain=_("chung") if row.stream.uid == audit.SYSTEM else f"…{str(row.stream.uid)[-12:]}",
            number=row.number,
        )
        for row in rows
    ]


def _closed(actor: Actor, about: About) -> list[str]:
    """Return the verbs whose entries of a row an actor may not read."""
    return [code for code, verb in verbs().items() if verb.who and not _holds(actor, verb.who, about)]


def _holds(actor: Actor, who: Permission, about: About) -> bool:
    return who.allows_at(actor, about.organisation_id if who.by == "pk" else about.stream)
