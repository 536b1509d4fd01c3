"""A request that comes again: a lost answer is given again, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.forms.rules import calculate
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData

from ..models import Return
from ..queries.series import Asked
from ..rules.receipts import LONGEST, Receipt, read_key, receipt_of
from .opening import Held
from .past import Past, past_of
from .typed import Saved, Typed


def receipt_for(actor: Actor, rows: Sequence[Typed], key: str, *, submit: bool) -> Receipt:
    """Return by what a request is known again; WrongData where its key is none."""
    read = read_key(key)
    if read is None:
        raise WrongData(
            _(
                "Khóa chống gửi lặp (Idempotency-Key) không hợp lệ: dùng tối đa %(most)d chữ, số, dấu không dấu cách."
            )
            % {"most": LONGEST}
        )
    content = [
        (
            str(row.organisation_uid),
            row.seen,
            str(row.form or ""),
            row.reading.values,
            list(row.reading.problems),
        )
        for row in rows
    ]
    return receipt_of(read, actor.uid, [submit, content])


def is_repeated(held: Held, rows: Sequence[Typed], receipt: Receipt) -> bool:
    """Say whether this very request was carried out before; WrongData where its key came with another."""
    sent = [held.done[row.organisation_id][1] for row in rows if row.organisation_id in held.done]
    if any(one != receipt.sent for one in sent):
        raise WrongData(
            _(
                "Lần gửi này mang khóa của một lần gửi đã lưu trước đó nhưng nội dung khác. Chưa lưu gì; "
                "hãy kiểm tra số liệu rồi gửi lại bằng khóa mới."
            )
        )
    return bool(sent)


def repeated(asked: Asked, held: Held, rows: Sequence[Typed]) -> Saved:
    """Return what the request came to when it was carried out; a row in which it changed nothing, as it now stands."""
    entries = [entry for row in rows if (entry := held.entries.get(row.organisation_id))]
    versions = {
        entry.pk: held.done[entry.organisation_id][0]
        for entry in entries
        if entry.organisation_id in held.done
    }
    past = past_of(versions)
    for entry in entries:
        if entry.pk in versions:
            _put_back(entry, past[entry.pk], versions[entry.pk])
    saved = Saved(entries)
    for row in rows:
        if row.organisation_id in held.entries:
            values = held.entries[row.organisation_id].values | dict(row.reading.values)
            aside = calculate(asked.form, values, held.earlier[row.organisation_id]).put_aside
            if aside:
                saved.put_aside[row.organisation_uid] = list(aside)
    return saved


def _put_back(entry: Return, past: Past, version: int) -> None:
    """Let a return that was read stand as it was at a version; it is shown, never written."""
    entry.values, entry.state, entry.reason, entry.version = (
        dict(past.values),
        past.state,
        past.reason,
        version,
    )
    if not past.was_sent:
        entry.submitted_at, entry.on_time = None, False
