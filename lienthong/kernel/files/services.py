"""Writes of files: added, deleted, looked at again. Bytes go into the store before the row that names them is committed,
and out of it only under the lock of their row, when no attachment needs them.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from .. import audit, clock, sql
from ..actor import Actor
from ..errors import WrongData
from ..models import Attachment, AuditStream, ContentState, FileType, StoredContent
from ..subjects import About, subject_of
from .checking import Checked, checked, not_taken, recognised
from .names import cleaned_name
from .queries import expired_files, get_file
from .retention import classes_on
from .scanning import Verdict, scanned
from .store import store

logger = logging.getLogger(__name__)

MOST_FILES = 100
MOST_REASON = 300
_TICKET = "lienthong.files.prepared"
_TICKET_SECONDS = 6 * 3600


def add_file(*, actor: Actor, kind: str, subject: UUID, name: str, data: bytes) -> Attachment:
    """Hang a file on a row; the same file again is the attachment that stands there.

    WrongData says why a file is not taken. One with malware is kept apart: look at ``content.state``. The bytes are
    checked and written before the transaction begins, so that nobody waits for them.
    """
    about = subject_of(kind).get_to_add(actor, subject)
    standing = _standing(kind, subject).get(hashlib.sha256(data).hexdigest())
    if standing is not None:
        return Attachment.objects.select_related("content").get(pk=standing)
    return hang(actor=actor, kind=kind, about=about, ready=prepare(name, data))


@dataclass(frozen=True)
class Ready:
    """A file that was checked and lies in the store. ``sent``: SHA-256 of what came, ``digest``: of what is kept."""

    kept: Checked
    digest: str
    sent: str
    verdict: Verdict


def prepare(name: str, data: bytes, types: Collection[FileType] = tuple(FileType)) -> Ready:
    """Check a file, write it anew and put its bytes into the store; WrongData says why it is not taken.

    For whoever takes files from people without an account: what is then hung on nothing is swept away. ``types``: only these are taken.
    """
    found = recognised(name, data)
    if found not in types:
        raise not_taken(types)
    verdict = scanned(data)
    if verdict.state == ContentState.QUARANTINED:
        kept = Checked(
            found, cleaned_name(name, found), data
        )  # as it came, and nothing of ours reads it again
    else:
        kept = checked(found, name, data)
    digest = hashlib.sha256(kept.data).hexdigest()
    store().put(digest, kept.data)
    _content(digest, len(kept.data), kept.type, verdict)
    return Ready(kept, digest, hashlib.sha256(data).hexdigest(), verdict)


def ticket_of(ready: Ready) -> str:
    """Return signed words by which a prepared file is known again, where a form goes to and fro before it is sent."""
    kept = ready.kept
    said = [ready.digest, ready.sent, kept.type, kept.name, ready.verdict.state, ready.verdict.finding]
    return signing.dumps([str(one) for one in said], salt=_TICKET)


def find_prepared(ticket: str) -> Ready | None:
    """Return the prepared file of a ticket; None where it is not ours, too old, or its bytes are gone."""
    try:
        digest, sent, kind, name, state, finding = signing.loads(
            ticket, salt=_TICKET, max_age=_TICKET_SECONDS
        )
        with store().open(digest) as stream:
            data = stream.read()
    except (signing.BadSignature, FileNotFoundError):
        return None
    return Ready(Checked(FileType(kind), name, data), digest, sent, Verdict(ContentState(state), finding))


def hang(*, actor: Actor, kind: str, about: About, ready: Ready) -> Attachment:
    """Hang a prepared file on a row; the caller has asked who may. The same file again is the one that stands there."""
    return _attach(actor, kind, about, ready.kept, ready.digest, ready.sent, ready.verdict)


def _standing(kind: str, subject: UUID) -> dict[str, int]:
    """Return the files that hang on a row: keys by the digest of what was sent."""
    rows = Attachment.objects.filter(kind=kind, subject=subject, deleted_at=None)
    return dict(rows.values_list("sent_sha256", "pk"))


@transaction.atomic
def _attach(
    actor: Actor, kind: str, about: About, kept: Checked, digest: str, sent: str, verdict: Verdict
) -> Attachment:
    head = audit.lock(about.stream)
    standing = _standing(kind, about.uid)
    if sent in standing:
        return Attachment.objects.select_related("content").get(pk=standing[sent])
    if len(standing) >= MOST_FILES:
        raise WrongData(
            _("Mục này đã có %(most)d tệp, không thêm được nữa. Hãy xóa bớt tệp không cần.")
            % {"most": MOST_FILES}
        )
    content = _content(digest, len(kept.data), kept.type, verdict)
    if not store().has(digest):  # taken away since, with the last row that needed them; now the row is ours
        store().put(digest, kept.data)
    made = Attachment(
        kind=kind,
        subject=about.uid,
        organisation_id=about.organisation_id,
        stream=about.stream,
        content=content,
        sent_sha256=sent,
        name=kept.name,
        type=kept.type,
        size=content.size,
        retention=subject_of(kind).retention,
        added_at=clock.now(),
        added_by=actor.uid,
        added_post_id=actor.post_id,
        added_from_id=actor.organisation_id,
    )
    made.save(force_insert=True)
    _record(actor, "file.added", made, head, digest)
    if content.state == ContentState.QUARANTINED:
        _record(actor, "file.quarantined", made, head, digest)
    return made


_CONTENT = """
INSERT INTO kernel_storedcontent (sha256, size, type, state, finding, scanned_at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (sha256) DO UPDATE SET
    state = CASE WHEN excluded.state = 'quarantined' OR kernel_storedcontent.state = 'waiting'
        THEN excluded.state ELSE kernel_storedcontent.state END,
    finding = CASE WHEN excluded.state = 'quarantined' THEN excluded.finding ELSE kernel_storedcontent.finding END,
    scanned_at = COALESCE(excluded.scanned_at, kernel_storedcontent.scanned_at)
RETURNING id, size, type, state, finding
"""


def _content(digest: str, size: int, kind: str, verdict: Verdict) -> StoredContent:
    """Write or lock the row of some bytes, in one statement; of two verdicts the stricter one stands."""
    at = None if verdict.state == ContentState.WAITING else clock.now()
    rows = sql.fetch(_CONTENT, digest, size, str(kind), str(verdict.state), verdict.finding, at)
    key, size, kind, state, finding = rows[0]
    return StoredContent(
        pk=key, sha256=digest, size=size, type=kind, state=state, finding=finding, scanned_at=at
    )


def _record(actor: Actor, verb: str, file: Attachment, head: AuditStream, digest: str) -> None:
    """Write down what became of a file, as a deed on its row: there people look for it. No name is kept."""
    facts = {"file": str(file.uid), "sha256": digest, "size": file.size}
    audit.record(actor, verb, file.kind, file.subject, stream=head, facts=facts)


# ── taking away ──────────────────────────────────────────────────────────────────────────────────────────────────────


def delete_file(*, actor: Actor, uid: UUID, reason: str) -> Attachment:
    """Delete a file and leave its tombstone: who, when and why. The bytes go once no other row needs them."""
    found = get_file(actor, uid)
    subject_of(found.kind).get_to_add(actor, found.subject)
    words = " ".join(reason.split())
    if not words or len(words) > MOST_REASON:
        sentence = _("Hãy ghi lý do xóa, không quá %(most)d chữ cái.") % {"most": MOST_REASON}
        raise WrongData(sentence, {"reason": [sentence]})
    return _bury(actor, found.pk, words)


@transaction.atomic
def forget_files(
    *,
    actor: Actor,
    kind: str,
    subject: UUID,
    reason: str,
    head: AuditStream,
    traceless: bool = False,
) -> int:
    """Delete every file of a row, for the room that keeps the row, which has asked who may; return how many went.

    ``head``: the row's stream, locked. ``traceless``: not even the tombstones stay, as the digest of what was sent would tell whose photo it was.
    """
    rows = Attachment.objects.filter(kind=kind, subject=subject)
    gone = [_bury(actor, found.pk, reason, head).pk for found in rows.filter(deleted_at=None).order_by("pk")]
    if traceless:
        rows.delete()
    return len(gone)


@transaction.atomic
def _bury(actor: Actor, key: int, reason: str, head: AuditStream | None = None) -> Attachment:
    stream = Attachment.objects.values_list("stream", flat=True).get(pk=key)
    if head is None or head.uid != stream:
        head = audit.lock(stream)
    found = Attachment.objects.select_for_update(of=("self",)).select_related("content").get(pk=key)
    content = found.content
    if content is None:
        return found
    found.content, found.name, found.reason = None, "", reason
    found.deleted_at, found.deleted_by, found.deleted_from_id = clock.now(), actor.uid, actor.organisation_id
    found.save(update_fields=["content", "name", "reason", "deleted_at", "deleted_by", "deleted_from_id"])
    _record(actor, "file.deleted", found, head, content.sha256)
    # Should this fail, the row without an attachment stays, and the daily sweep takes it away.
    transaction.on_commit(partial(drop_unused, content.sha256), robust=True)
    return found


@transaction.atomic
def drop_unused(digest: str) -> bool:
    """Remove bytes that no attachment needs, with their row; say whether they went. Any SHA-256 may be asked about."""
    content = _content(digest, 0, FileType.TXT, Verdict(ContentState.WAITING))
    if content.attachments.exists():
        return False
    store().remove(digest)
    content.delete()
    return True


def expire_files(*, actor: Actor, tell: Callable[[], None] = lambda: None) -> int:
    """Delete what was kept as long as its class asks, each with its tombstone; return how many went."""
    classes = classes_on(clock.today())
    gone = 0
    for found in list(expired_files()):
        row = classes[found.retention]
        _bury(actor, found.pk, _("Hết thời hạn bảo quản: %(class)s.") % {"class": row.label["vi"]})
        gone += 1
        tell()
    return gone


# ── looking again ────────────────────────────────────────────────────────────────────────────────────────────────────


def rescan_waiting(
    *, actor: Actor, tell: Callable[[int, int], None] = lambda done, total: None
) -> dict[ContentState, int]:
    """Look through what waits for the scanner; return how many became what. Each in a transaction of its own."""
    waiting = list(StoredContent.objects.filter(state=ContentState.WAITING).order_by("pk"))
    became = dict.fromkeys(ContentState, 0)
    for number, content in enumerate(waiting, start=1):
        try:
            with store().open(content.sha256) as stream:
                verdict = scanned(stream.read())
        except FileNotFoundError:
            logger.error("stored content %s is missing", content.sha256)
            verdict = Verdict(ContentState.WAITING)
        if verdict.state != ContentState.WAITING:
            _judged(actor, content.pk, verdict)
        became[verdict.state] += 1
        tell(number, len(waiting))
    return became


@transaction.atomic
def _judged(actor: Actor, key: int, verdict: Verdict) -> None:
    """Write down what came of looking again; whoever's row a file hangs on finds it there.

    Streams are locked first, as everywhere. A file that was added in between leaves all as it is, for the next look.
    """
    streams = Attachment.objects.filter(content=key).values_list("stream", flat=True)
    heads = {stream: audit.lock(stream) for stream in sorted(set(streams))}
    content = StoredContent.objects.select_for_update().filter(pk=key, state=ContentState.WAITING).first()
    if content is None or not set(streams.all()) <= set(heads):
        return
    content.state, content.finding, content.scanned_at = verdict.state, verdict.finding, clock.now()
    content.save(update_fields=["state", "finding", "scanned_at"])
    if verdict.state == ContentState.QUARANTINED:
        for found in content.attachments.order_by("pk"):
            _record(actor, "file.quarantined", found, heads[found.stream], content.sha256)
