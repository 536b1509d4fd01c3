"""Reads of the audit for its screen: names are looked up when it is shown, since entries hold ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.text import search_key
from lienthong.kernel.working import midnight
from lienthong.registry.models import Organisation, OrganisationVersion
from lienthong.registry.queries import units_on

from .accounts import names_of_accounts
from .tokens import names_of_tokens


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it. ``mark``: its stream and number, by which a page can begin after it."""

    at: datetime
    actor: str
    verb: str
    kind: str
    subject: UUID | None
    subject_name: str
    stream: UUID
    stream_name: str
    number: int
    seal: str

    @property
    def mark(self) -> str:
        """The entry's own address in the audit."""
        return f"{self.stream}.{self.number}"


def may_read(actor: Actor) -> bool:
    """Say whether there is anything in the audit that an actor may read."""
    return actor.places.holds(audit.READ.code)


def entries_for(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the entries that an actor may read: of their units, and of the system for whoever reads from the root."""
    return audit.entries_for(actor)


def entries_of_verb(entries: QuerySet[AuditEntry], verb: str) -> QuerySet[AuditEntry]:
    """Return those of some entries whose verb begins so, such as "return."."""
    return entries.filter(verb__startswith=verb.strip().lower())


def entries_of_stream(entries: QuerySet[AuditEntry], stream: UUID) -> QuerySet[AuditEntry]:
    """Return those of some entries that stand in a stream."""
    return entries.filter(stream__uid=stream)


def entries_of_unit(entries: QuerySet[AuditEntry], words: str) -> QuerySet[AuditEntry]:
    """Return those of some entries that stand in the streams of units whose name holds words, with or without marks."""
    named = OrganisationVersion.objects.filter(search_key__contains=search_key(words))
    return entries.filter(stream__uid__in=named.values("organisation__uid"))


def entries_since(entries: QuerySet[AuditEntry], day: date) -> QuerySet[AuditEntry]:
    """Return those of some entries from the beginning of a day on."""
    return entries.filter(at__gte=midnight(day))


def entries_until(entries: QuerySet[AuditEntry], day: date) -> QuerySet[AuditEntry]:
    """Return those of some entries up to the end of a day."""
    return entries.filter(at__lt=midnight(day + timedelta(days=1)))


def entries_after(entries: QuerySet[AuditEntry], mark: str) -> QuerySet[AuditEntry]:
    """Return what comes after an entry, newest first; everything where the mark names none."""
    stream, _dot, number = mark.partition(".")
    try:
        last = entries.filter(stream__uid=UUID(stream), number=int(number)).first()
    except (ValueError, OverflowError):
        return entries
    if last is None:
        return entries
    return entries.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def lines_of(entries: list[AuditEntry]) -> list[Line]:
    """Say entries in words, with four look-ups however many there are."""
    people = {
        uid
        for entry in entries
        for uid in (entry.actor, entry.subject if entry.kind in {"account", "token"} else None)
        if uid
    }
    names = {**names_of_accounts(people), **names_of_tokens(people)}
    streams = units_named_by_uid({entry.stream.uid for entry in entries})
    return [
        Line(
            at=entry.at,
            actor=_actor_name(entry.actor, names),
            verb=entry.verb,
            kind=entry.kind,
            subject=entry.subject,
            subject_name=names.get(entry.subject, "") if entry.subject else "",
            stream=entry.stream.uid,
            stream_name=_stream_name(entry.stream.uid, streams),
            number=entry.number,
            seal=bytes(entry.seal).hex(),
        )
        for entry in entries
    ]


def name_of_stream(uid: UUID) -> str:
    """Return whose audit a stream is."""
    return _stream_name(uid, units_named_by_uid({uid}))


def units_named_by_uid(uids: set[UUID]) -> dict[UUID, str]:
    """Return the names of bodies by their public id."""
    keys = dict(Organisation.objects.filter(uid__in=uids).values_list("pk", "uid"))
    return {keys[unit.id]: unit.name for unit in units_on(keys, clock.today()).values()}


def _actor_name(uid: UUID | None, names: dict[UUID, str]) -> str:
    if uid is None:
        return _("Hệ thống, tại máy chủ")
    return names.get(uid) or _("Tài khoản đã xóa")


def _stream_name(uid: UUID, names: dict[UUID, str]) -> str:
    if uid == audit.SYSTEM:
        return _("Chung của hệ thống")
    return names.get(uid) or str(uid)
