"""Entering returns: saving and submitting, one or a whole sheet at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment

from .. import permissions
from ..models import Return
from ..queries.series import Asked
from ..rules.receipts import NO_RECEIPT, Receipt
from ..rules.states import State
from .judging import Work
from .ledger import write
from .opening import Held, Unit, open_unit, read_held
from .repeating import is_repeated, receipt_for, repeated
from .typed import Clashed, Kept, Saved, Typed


@transaction.atomic
def save_returns(
    *,
    actor: Actor,
    asked: Asked,
    rows: Sequence[Typed],
    submit: bool,
    key: str = "",
    above: int | None = None,
) -> Saved:
    """Save, or save and submit, what was entered for bodies below one collecting unit: all of it or nothing.

    WrongData: a cell cannot be read, or (when submitting) a rule fails; faults are named "organisation uid:field".
    Clashed: somebody else changed the same fields. WrongMoment: closed, not asked for, or already approved.
    The same save twice changes nothing the second time. With the ``key`` of a request that has been answered nothing is
    written, and the answer is the one of then, whatever has happened since; WrongData where it asks for something else.
    ``above``: the only collecting unit below which the bodies may stand.
    """
    receipt = receipt_for(actor, rows, key, submit=submit)
    unit, held = _begun(actor, asked, rows, receipt)
    if above not in {None, unit.id}:
        raise WrongData(_("Có đơn vị không thuộc đơn vị trong địa chỉ. Chưa lưu gì."))
    if is_repeated(held, rows, receipt):
        return repeated(asked, held, rows)
    work = Work(asked, held)
    for row in rows:
        work.take(row, submit=submit)
    if work.faults:
        raise WrongData(
            _("Chưa lưu được vì có chỗ cần sửa. Những gì đã nhập vẫn còn trên màn hình."), work.faults
        )
    if work.clashes:
        raise Clashed(work.clashes)
    _write(actor, asked, unit, work, receipt)
    return work.saved


@transaction.atomic
def save_sound_returns(
    *, actor: Actor, asked: Asked, rows: Sequence[Typed], submit: bool, key: str = ""
) -> Kept:
    """Save those rows that can be saved, each wholly or not at all, and say why the others were left.

    For a screen that shows each row's fate in its place. The rules are those of save_returns; faults are named the same.
    Of a request that comes again with its key, the rows that were saved are not saved again.
    """
    receipt = receipt_for(actor, rows, key, submit=submit)
    unit, held = _begun(actor, asked, rows, receipt)
    saved_before = [row for row in rows if is_repeated(held, [row], receipt)]
    work = Work(asked, held)
    for row in rows:
        if row in saved_before:
            continue
        try:
            work.take(row, submit=submit)
        except WrongMoment as refusal:
            work.faults[f"{row.organisation_uid}:"] = [str(refusal.sentence)]
    _write(actor, asked, unit, work, receipt)
    again = repeated(asked, held, saved_before).returns if saved_before else []
    return Kept([*again, *work.saved.returns], work.faults, work.clashes)


def _begun(
    actor: Actor, asked: Asked, rows: Sequence[Typed], receipt: Receipt = NO_RECEIPT
) -> tuple[Unit, Held]:
    """Lock the collecting unit and fetch all that judging the rows needs."""
    _require(actor, rows)
    bodies = {row.organisation_id: row.name for row in rows}
    unit = open_unit(asked, bodies)
    return unit, read_held(asked, unit, list(bodies), receipt)


def _require(actor: Actor, rows: Sequence[Typed]) -> None:
    if not rows:
        raise WrongData(_("Chưa nhập gì để lưu."))
    ids = {row.organisation_id for row in rows}
    if len(ids) < len(rows):
        raise WrongData(_("Có đơn vị được gửi lên hai lần. Chưa lưu gì; hãy gửi mỗi đơn vị một lần."))
    if len(ids) == 1:
        allowed = permissions.SUBMIT.allows_at(actor, rows[0].organisation_id)
    else:
        allowed = actor.places.covered(permissions.SUBMIT.code, ids) == ids
    if not allowed:
        raise NotAllowed(
            _("Bạn không được nhập báo cáo cho đơn vị này. Hãy hỏi người quản trị của đơn vị bạn.")
        )


def _write(actor: Actor, asked: Asked, unit: Unit, work: Work, receipt: Receipt) -> None:
    _stamp_first_sent([change.entry for change in work.changes], unit.deadline)
    write(actor, asked, unit, work.changes, kept=work.held.kept, receipt=receipt)


def _stamp_first_sent(entries: Iterable[Return], deadline: datetime | None) -> None:
    """Note when a return was first sent: timeliness is judged by that, whatever happens later."""
    now = clock.now()
    for entry in entries:
        if entry.state == State.SUBMITTED and entry.submitted_at is None:
            entry.submitted_at, entry.on_time = now, deadline is None or now <= deadline
