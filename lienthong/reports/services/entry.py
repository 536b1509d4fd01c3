"""Entering returns: saving and submitting, one or a whole sheet at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong.forms.messages import sentence_for
from lienthong.forms.queries import Reading
from lienthong.forms.rules import CellValue, Earlier, Finding, Severity, calculate, validate
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.registry.models import Organisation

from .. import permissions
from ..models import Return
from ..queries.returns import collecting_units_above, earlier_values
from ..queries.series import Asked, deadlines_of
from ..rules.states import State, Step, after
from .ledger import Change, Counted, Unit, lock_unit, write


@dataclass(frozen=True)
class Typed:
    """What somebody entered for one body. ``seen``: the version of the return that stood on their screen, 0 for none.

    ``form``: the public id of the form version that stood there, where the door knows it.
    """

    organisation_id: int
    organisation_uid: UUID
    name: str
    reading: Reading
    seen: int
    form: UUID | None = None


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the same fields meanwhile: both values, for a person to choose between.

    ``merged``: all fields with what was typed laid over what is stored, so that other changes of theirs stay.
    """

    typed: Typed
    version: int
    mine: Mapping[str, CellValue]
    theirs: Mapping[str, CellValue]
    by: UUID | None
    merged: Mapping[str, CellValue]


class Clashed(WrongMoment):
    """Two people entered different values; nothing was saved."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        names = ", ".join(clash.typed.name for clash in clashes)
        super().__init__(
            _(
                "Người khác vừa lưu số liệu khác cho %(names)s. Chưa lưu gì; hãy chọn giá trị đúng rồi lưu lại."
            )
            % {"names": names}
        )
        self.clashes = list(clashes)


@dataclass
class Saved:
    """What came of saving: the returns as they now stand, and warnings that do not stop anything.

    ``put_aside``: by body the fields in which something was entered although they do not apply, so it was not kept.
    """

    returns: list[Return] = field(default_factory=list)
    put_aside: dict[UUID, list[str]] = field(default_factory=dict)
    warnings: dict[UUID, list[Finding]] = field(default_factory=dict)


@dataclass
class Kept:
    """What came of saving the rows that could be saved; the others, and why they were left."""

    returns: list[Return] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


@transaction.atomic
def save_returns(*, actor: Actor, asked: Asked, rows: Sequence[Typed], submit: bool) -> Saved:
    """Save, or save and submit, what was entered for bodies below one collecting unit: all of it or nothing.

    WrongData: a cell cannot be read, or (when submitting) a rule fails; faults are named "organisation uid:field".
    Clashed: somebody else changed the same fields. WrongMoment: closed, not asked for, or already approved.
    The same save twice changes nothing the second time.
    """
    unit, work = _begun(actor, asked, rows)
    for row in rows:
        work.take(row, submit=submit)
    if work.faults:
        raise WrongData(
            _("Chưa lưu được vì có chỗ cần sửa. Những gì đã nhập vẫn còn trên màn hình."), work.faults
        )
    if work.clashes:
        raise Clashed(work.clashes)
    _stamp_first_sent(asked, [change.entry for change in work.changes])
    write(actor, asked, unit, work.changes)
    return work.saved


@transaction.atomic
def save_sound_returns(*, actor: Actor, asked: Asked, rows: Sequence[Typed], submit: bool) -> Kept:
    """Save those rows that can be saved, each wholly or not at all, and say why the others were left.

    For a screen that shows each row's fate in its place. The rules are those of save_returns; faults are named the same.
    """
    unit, work = _begun(actor, asked, rows)
    for row in rows:
        try:
            work.take(row, submit=submit)
        except WrongMoment as refusal:
            work.faults[f"{row.organisation_uid}:"] = [str(refusal.sentence)]
    _stamp_first_sent(asked, [change.entry for change in work.changes])
    write(actor, asked, unit, work.changes)
    return Kept(work.saved.returns, work.faults, work.clashes)


def _begun(actor: Actor, asked: Asked, rows: Sequence[Typed]) -> tuple[Unit, _Work]:
    """Lock the collecting unit and fetch all that judging the rows needs."""
    _require(actor, rows)
    unit = _collecting_unit(asked, rows)
    earlier = earlier_values(asked, [row.organisation_id for row in rows])
    return unit, _Work(asked, _stored(asked, rows), earlier)


@dataclass
class _Work:
    """Rows on their way into returns: what is to be written, and what stands against it."""

    asked: Asked
    stored: Mapping[int, Return]
    earlier: Mapping[int, Earlier]
    saved: Saved = field(default_factory=Saved)
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def take(self, row: Typed, *, submit: bool) -> None:
        """Take one row; raise WrongMoment where nothing may be entered now."""
        entry, earlier = self.stored.get(row.organisation_id), self.earlier[row.organisation_id]
        _refuse_moment(row, entry, self.asked)
        if row.reading.problems:
            self.faults.update(_problem_sentences(self.asked, row))
            return
        values, clash = _merged(self.asked, row, entry)
        if clash:
            self.clashes.append(clash)
            return
        worked_out = calculate(self.asked.form, values, earlier)
        values = dict(worked_out.values)
        if worked_out.put_aside:
            self.saved.put_aside[row.organisation_uid] = list(worked_out.put_aside)
        # What has been sent and is amended stays sent, so it has to stay valid.
        sending = submit or (entry is not None and entry.state == State.SUBMITTED)
        if sending and not self._is_sound(row, values, earlier):
            return
        entry, change = _changed(self.asked, row, entry, values, Step.SUBMIT if sending else Step.SAVE)
        if change:
            self.changes.append(change)
        self.saved.returns.append(entry)

    def _is_sound(self, row: Typed, values: Mapping[str, CellValue], earlier: Earlier) -> bool:
        findings = validate(self.asked.form, values, earlier)
        faults = _finding_sentences(self.asked, row, findings)
        self.faults.update(faults)
        warnings = [finding for finding in findings if finding.severity is not Severity.ERROR]
        self.saved.warnings[row.organisation_uid] = warnings
        return not faults


def _require(actor: Actor, rows: Sequence[Typed]) -> None:
    if not rows:
        raise WrongData(_("Chưa nhập gì để lưu."))
    ids = {row.organisation_id for row in rows}
    if len(ids) == 1:
        allowed = permissions.SUBMIT.allows_at(actor, rows[0].organisation_id)
    else:
        held = Organisation.objects.filter(permissions.SUBMIT.within(actor, on="pk"), pk__in=ids)
        allowed = held.count() == len(ids)
    if not allowed:
        raise NotAllowed(
            _("Bạn không được nhập báo cáo cho đơn vị này. Hãy hỏi người quản trị của đơn vị bạn.")
        )


def _collecting_unit(asked: Asked, rows: Sequence[Typed]) -> Unit:
    """Lock the unit above the rows on the last day of the week; refuse bodies that are not expected then.

    A body that was closed meanwhile may still amend the return that it has.
    """
    parents = collecting_units_above(asked, [row.organisation_id for row in rows])
    for row in rows:
        if row.organisation_id not in parents:
            raise WrongMoment(
                _(
                    "%(name)s không có trong danh sách phải báo cáo kỳ này (chưa lập hoặc đã giải thể). Không lưu gì."
                )
                % {"name": row.name}
            )
    if len(set(parents.values())) > 1:
        raise WrongData(_("Các thôn gửi lên không cùng một xã. Hãy nhập riêng từng xã."))
    parent_id, uid = next(iter(parents.values()))
    return lock_unit(parent_id, uid)


_STORED = (
    "SELECT * FROM reports_return WHERE series_id = %s AND period = %s AND organisation_id IN ({bodies})"
)


def _stored(asked: Asked, rows: Sequence[Typed]) -> dict[int, Return]:
    bodies = [row.organisation_id for row in rows]
    statement = _STORED.format(bodies=", ".join(["%s"] * len(bodies)))
    found = Return.objects.raw(statement, [asked.series.pk, str(asked.week), *bodies])
    return {entry.organisation_id: entry for entry in found}


def _refuse_moment(row: Typed, entry: Return | None, asked: Asked) -> None:
    if row.form is not None and row.form != asked.form_version_uid:
        raise WrongMoment(
            _(
                "Biểu mẫu trên màn hình không còn hiệu lực cho kỳ này. Chưa lưu gì; hãy tải lại trang rồi nhập tiếp."
            )
        )
    if entry is not None and after(State(entry.state), Step.SUBMIT) is None:
        raise WrongMoment(
            _("Báo cáo của %(name)s đã được duyệt nên không sửa được. Hãy đề nghị xã trả lại rồi sửa.")
            % {"name": row.name}
        )


def _merged(asked: Asked, row: Typed, entry: Return | None) -> tuple[dict[str, CellValue], Clash | None]:
    """Lay what was typed over what is stored; a clash where both sides changed a field to different values."""
    blank: dict[str, CellValue] = dict.fromkeys(asked.form.fields, None)
    if entry is None:
        return blank | dict(row.reading.values), None
    theirs = blank | entry.values
    if entry.version == row.seen:
        return theirs | dict(row.reading.values), None
    base = blank | _values_at(entry, row.seen)
    mine = {code: value for code, value in row.reading.values.items() if value != base.get(code)}
    clashing = {code for code, value in mine.items() if theirs[code] not in (base.get(code), value)}
    if not clashing:
        return theirs | mine, None
    last = entry.revisions.order_by("-version").values_list("actor", flat=True).first()
    clash = Clash(
        row,
        entry.version,
        {code: mine[code] for code in clashing},
        {code: theirs[code] for code in clashing},
        last,
        theirs | mine,
    )
    return theirs, clash


def _values_at(entry: Return, version: int) -> dict[str, CellValue]:
    """Return what a return held at a version, nothing where it did not exist yet."""
    held: dict[str, CellValue] | None = (
        entry.revisions.filter(version__lte=version, values__isnull=False)
        .order_by("-version")
        .values_list("values", flat=True)
        .first()
    )
    return held or {}


def _changed(
    asked: Asked, row: Typed, entry: Return | None, values: dict[str, CellValue], step: Step
) -> tuple[Return, Change | None]:
    """Return the return with what was entered, and the change if there is any."""
    state = State(entry.state) if entry else State.DRAFT
    target = after(state, step) or state
    verb = (
        "return.saved" if step is Step.SAVE else "return.amended" if state is target else "return.submitted"
    )
    if entry is None:
        entry = Return(
            series=asked.series,
            organisation_id=row.organisation_id,
            period=str(asked.week),
            form_version_id=asked.form_version_id,
            state=target,
            values=values,
        )
        return entry, Change(entry, None, verb)
    if values == entry.values and target == entry.state and entry.form_version_id == asked.form_version_id:
        return entry, None
    before = Counted.of(entry)
    entry.values, entry.state, entry.form_version_id = values, str(target), asked.form_version_id
    return entry, Change(entry, before, verb)


def _stamp_first_sent(asked: Asked, entries: Iterable[Return]) -> None:
    """Note when a return was first sent: timeliness is judged by that, whatever happens later."""
    first = [entry for entry in entries if entry.state == State.SUBMITTED and entry.submitted_at is None]
    if first:
        now = clock.now()
        deadline = deadlines_of(asked.series, asked.week).get(asked.series.level)
        for entry in first:
            entry.submitted_at, entry.on_time = now, deadline is None or now <= deadline


def _problem_sentences(asked: Asked, row: Typed) -> dict[str, list[str]]:
    language = get_language() or "vi"
    return {
        f"{row.organisation_uid}:{code}": [sentence_for(problem, asked.form.fields.get(code), language)]
        for code, problem in row.reading.problems.items()
    }


def _finding_sentences(asked: Asked, row: Typed, findings: Iterable[Finding]) -> dict[str, list[str]]:
    language = get_language() or "vi"
    sentences: dict[str, list[str]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            code = finding.fields[0] if finding.fields else ""
            sentence = sentence_for(finding, asked.form.fields.get(code), language)
            sentences.setdefault(f"{row.organisation_uid}:{code}", []).append(sentence)
    return sentences
