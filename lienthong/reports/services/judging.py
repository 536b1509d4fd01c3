"""Judging one row on its way into a return: whether it may be entered now, is sound, and clashes with nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lienthong.forms.messages import sentence_for
from lienthong.forms.rules import CellValue, Earlier, Finding, Severity, calculate, validate
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.languages import language_here

from ..models import Return
from ..queries.series import Asked
from ..rules.states import State, Step, after
from .ledger import Change, Counted
from .opening import Held
from .typed import Clash, Saved, Typed


@dataclass
class Work:
    """Rows on their way into returns: what is to be written, and what stands against it."""

    asked: Asked
    held: Held
    saved: Saved = field(default_factory=Saved)
    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def take(self, row: Typed, *, submit: bool) -> None:
        """Take one row; raise WrongMoment where nothing may be entered now."""
        entry, earlier = self.held.entries.get(row.organisation_id), self.held.earlier[row.organisation_id]
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


def _problem_sentences(asked: Asked, row: Typed) -> dict[str, list[str]]:
    language = language_here()
    return {
        f"{row.organisation_uid}:{code}": [sentence_for(problem, asked.form.fields.get(code), language)]
        for code, problem in row.reading.problems.items()
    }


def _finding_sentences(asked: Asked, row: Typed, findings: Iterable[Finding]) -> dict[str, list[str]]:
    language = language_here()
    sentences: dict[str, list[str]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            code = finding.fields[0] if finding.fields else ""
            sentence = sentence_for(finding, asked.form.fields.get(code), language)
            sentences.setdefault(f"{row.organisation_uid}:{code}", []).append(sentence)
    return sentences
