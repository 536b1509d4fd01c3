"""Work that waits: opened, closed, given to somebody, done in bulk.

Rooms open and close work inside of their own services, which have asked who may and leave the audit entry; it follows
from what was done there and has none of its own. Who gives work to whom is audited here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.kernel import audit, clock, sql, waiting
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.ids import uuid7
from lienthong.kernel.journal import Journal
from lienthong.kernel.text import search_key
from lienthong.kernel.waiting import Piece
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..models import WorkItem, WorkState

# So many pieces may be dealt with in one step.
MOST_IN_BULK = 200

_OPEN = """
INSERT INTO desk_workitem (uid, kind, key, subject_kind, subject, words, search_key, url, organisation_id, permission,
    assigned_to_id, due, state, opened_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s)
ON CONFLICT DO NOTHING
"""
_CLOSE = """
UPDATE desk_workitem SET state = %s, done_at = %s, done_by = %s, done_post_id = %s
WHERE state = 'open' AND {which}
"""


@transaction.atomic(savepoint=False)
def open_work(*, actor: Actor, piece: Piece, assigned_to: int | None = None) -> None:
    """Open a piece of work; one that is open already under its key stays as it is. One statement.

    ``assigned_to``: the key of the account whose own it is; needed where the kind has no permission.
    """
    sql.run(_OPEN, _row(piece, assigned_to))


@transaction.atomic(savepoint=False)
def open_many(*, actor: Actor, pieces: Iterable[Piece]) -> None:
    """Open many pieces of work at once: one prepared statement."""
    sql.run(_OPEN, *(_row(piece, None) for piece in pieces))


@transaction.atomic(savepoint=False)
def move_work(*, actor: Actor, journal: Journal, keys: Collection[str], pieces: Iterable[Piece]) -> None:
    """Drop the work that is open under some keys and open other pieces, through a journal that can take both back.

    Of pieces that are open already none is opened again.
    """
    ended = {"state": WorkState.DROPPED, "done_at": clock.now(), "done_by": actor.uid}
    journal.update(WorkItem, _open_under(keys).values(), ended)
    new = {piece.key: piece for piece in pieces}
    there = _open_under(new)
    rows = [(*_row(piece, None), WorkState.OPEN) for key, piece in new.items() if key not in there]
    filled = [[*row[:4], row[4], json.loads(str(row[5])), *row[6:]] for row in rows]
    journal.insert(WorkItem, _COLUMNS, filled)


_COLUMNS = (
    *("uid", "kind", "key", "subject_kind", "subject", "words", "search_key", "url", "organisation_id"),
    *("permission", "assigned_to_id", "due", "opened_at", "state"),
)
_CHUNK = 900


def _open_under(keys: Iterable[str]) -> dict[str, int]:
    """Return the work that is open under some keys."""
    ordered = sorted(keys)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = WorkItem.objects.filter(key__in=ordered[start : start + _CHUNK], state=WorkState.OPEN)
        found.update(rows.values_list("key", "pk"))
    return found


def _row(piece: Piece, assigned_to: int | None) -> tuple[object, ...]:
    kind = waiting.kinds()[piece.kind]
    if kind.permission is None and assigned_to is None:
        raise ValueError(f"work of the kind {piece.kind} has to be somebody's own")
    with translation.override("vi"):
        title = kind.titled(piece.words)
    return (
        *(uuid7(), piece.kind, piece.key, piece.subject_kind, piece.subject),
        *(json.dumps(dict(piece.words), ensure_ascii=False), search_key(title)[:200], piece.url),
        *(piece.organisation_id, kind.permission.code if kind.permission else "", assigned_to),
        *(piece.due, clock.now()),
    )


@transaction.atomic(savepoint=False)
def close_work(*, actor: Actor, key: str, dropped: bool = False) -> None:
    """Close the piece of work that is open under a key, if any. ``dropped``: nobody did it. One statement."""
    state = WorkState.DROPPED if dropped else WorkState.DONE
    sql.run(_CLOSE.format(which="key = %s"), (state, clock.now(), actor.uid, actor.post_id, key))


@transaction.atomic(savepoint=False)
def close_work_of(*, actor: Actor, kind: str, subject: UUID, dropped: bool = False) -> None:
    """Close all open work of a kind about one row. One statement."""
    state = WorkState.DROPPED if dropped else WorkState.DONE
    words = (state, clock.now(), actor.uid, actor.post_id, kind, subject)
    sql.run(_CLOSE.format(which="kind = %s AND subject = %s"), words)


@transaction.atomic
def assign_work(*, actor: Actor, uid: UUID, account: Account | None) -> None:
    """Give a piece of work to somebody who may do it, or back to all who may (None)."""
    item = _locked(queries.get_work(actor, uid))
    if not item.permission:
        raise NotAllowed(_("Việc này của riêng một người nên không giao cho người khác được."))
    if account is not None and not queries.may_do(account, item):
        raise WrongData(
            _("“%(name)s” không có quyền làm việc này ở đơn vị đó. Hãy chọn người khác.")
            % {"name": account.name},
            {"account": [_("Hãy chọn người có quyền làm việc này.")]},
        )
    if item.assigned_to_id == (account.pk if account else None):
        return
    give_work(actor=actor, items=[item], account=account)


@transaction.atomic(savepoint=False)
def give_work(*, actor: Actor, items: Sequence[WorkItem], account: Account | None) -> None:
    """Write whose some pieces of work are, with an entry in the stream of each body."""
    WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(assigned_to=account)
    verb = "work.assigned" if account else "work.unassigned"
    for item in items:
        facts = {"account": account.uid if account else None, "from": item.assigned_to_id}
        stream = stream_of_unit(item.organisation_id)
        audit.record(actor, verb, "work", item.uid, stream=stream, facts=facts)


def _locked(item: WorkItem) -> WorkItem:
    found = WorkItem.objects.select_for_update().filter(pk=item.pk, state=WorkState.OPEN).first()
    if found is None:
        raise NotFound(_("Việc này đã xong, hoặc không thuộc về bạn. Hãy tải lại trang."))
    return found


@transaction.atomic
def do_work(*, actor: Actor, uids: Sequence[UUID]) -> int:
    """Do several pieces of work of one kind at once, through their room's own service: all of them or none.

    Return how many things were dealt with.
    """
    wanted = set(uids)
    if not wanted:
        raise WrongData(_("Chưa chọn việc nào. Hãy đánh dấu ít nhất một dòng."))
    if len(wanted) > MOST_IN_BULK:
        raise WrongData(_("Mỗi lần chỉ làm được %(most)d việc. Hãy chọn ít hơn.") % {"most": MOST_IN_BULK})
    items = list(queries.open_work_for(actor).filter(uid__in=wanted).order_by("pk"))
    if len(items) != len(wanted):
        raise WrongMoment(
            _("Có việc đã xong hoặc không còn thuộc về bạn. Chưa làm gì cả; hãy tải lại trang rồi chọn lại.")
        )
    kinds = {item.kind for item in items}
    kind = waiting.kinds().get(kinds.pop())
    if kinds:
        raise WrongData(
            _("Mỗi lần chỉ làm được các việc cùng một loại. Chưa làm gì cả; hãy lọc theo loại việc.")
        )
    if kind is None or kind.bulk is None:
        raise WrongData(_("Loại việc này phải mở ra làm từng việc một."))
    return kind.bulk.do(actor, [queries.piece_of(item) for item in items])
