"""Returns from a sheet that somebody filled in elsewhere, judged row by row before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.forms.messages import sentence_for
from lienthong.forms.rules import (
    Cell,
    CellValue,
    Earlier,
    Field,
    FieldType,
    Problem,
    Severity,
    calculate,
    read_cell,
    read_stored,
    show_cell,
    validate,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import Cell as Sent
from lienthong.kernel.filled import Column, Entry, Judged, Kind, Outcome, Table, wrong
from lienthong.kernel.languages import language_here
from lienthong.kernel.text import label_in, search_key
from lienthong.registry.queries import Directory, Listed, codes_on, directory_of, parents_of

from .. import permissions
from ..models import Return
from ..rules.states import State, Step, after
from .returns import earlier_values
from .series import Asked

Comma = Literal["", "group", "decimal"]
_UNIT = Column(
    "unit",
    gettext_lazy("Tên thôn, tổ dân phố"),
    gettext_lazy("Như trong danh sách của xã."),
    "Buôn Knia 1",
    required=True,
    width=30,
)
_COMMUNE = Column(
    "commune",
    gettext_lazy("Mã xã, phường"),
    gettext_lazy("Trống nếu tên đã đủ rõ."),
    "24277",
    read="code",
    width=14,
)


_FIELD = "f."
_TWO_READINGS = "two_readings"


@dataclass(frozen=True)
class ReturnFact:
    """A row that would be saved: what it says of which fields, over which version of the return (0: none yet)."""

    organisation_id: int
    organisation_uid: UUID
    name: str
    unit_id: int
    unit_uid: UUID
    values: Mapping[str, CellValue]
    seen: int


def may_import_returns(actor: Actor) -> bool:
    """Say whether an actor may enter returns anywhere."""
    return actor.places.holds(permissions.SUBMIT.code)


def return_columns(asked: Asked) -> list[Column]:
    """Return the columns of a week's sheet: whose row it is, and one for each field that is typed."""
    language = language_here()
    fields = [
        Column(
            f"{_FIELD}{code}",
            label_in(field.label, language),
            _help(field, language),
            read="cell",
            width=14,
        )
        for code, field in _typed(asked)
    ]
    return [_COMMUNE, _UNIT, *fields]


def known_rows(actor: Actor, asked: Asked) -> list[dict[str, str]]:
    """Return the rows of a week's sheet as they stand: every body that the actor may enter for, and what is stored."""
    day = asked.week.last
    listed = directory_of(actor, permissions.SUBMIT, [("", "")], _tree_code(asked)).rows
    bodies = [row for row in listed if row.level == asked.series.level and row.since <= day < row.until]
    parents = parents_of(asked.series.tree_id, [row.id for row in bodies], day)
    codes = codes_on({key for key, _uid in parents.values()}, day)
    stored = _stored(asked, [row.id for row in bodies])
    rows = []
    for body in bodies:
        if body.id in parents:
            values = stored[body.id].values if body.id in stored else {}
            cells = {f"{_FIELD}{code}": show_cell(field, values.get(code)) for code, field in _typed(asked)}
            rows.append({"commune": codes.get(parents[body.id][0], ""), "unit": body.short_name, **cells})
    return rows


def judge_returns(
    actor: Actor, table: Table, asked: Asked, *, comma: Comma, submit: bool
) -> list[Judged[ReturnFact]]:
    """Say of each row what would become of it; nothing is written. Bodies out of the actor's reach are wrong.

    A blank cell leaves what is stored. ``comma``: what a comma before three digits was said to mean.
    """
    told = ((entry.text("commune"), entry.text("unit")) for entry in table.entries)
    directory = directory_of(actor, permissions.SUBMIT, told, _tree_code(asked))
    bodies = [_body(entry, directory, asked) for entry in table.entries]
    judge = _Judge(asked, comma, {body.id for body in bodies if body}, submit=submit)
    return [judge.take(entry, body) for entry, body in zip(table.entries, bodies, strict=True)]


def _typed(asked: Asked) -> list[tuple[str, Field]]:
    return [(code, field) for code, field in asked.form.fields.items() if field.formula is None]


def _help(field: Field, language: str) -> str:
    if field.choices:
        return ", ".join(label_in(choice.label, language) for choice in field.choices)
    return label_in(field.unit, language) if field.unit else ""


def _tree_code(asked: Asked) -> str:
    return asked.series.tree.code


def _stored(asked: Asked, ids: Sequence[int]) -> dict[int, Return]:
    rows = Return.objects.filter(series=asked.series, period=str(asked.week), organisation_id__in=ids)
    return {entry.organisation_id: entry for entry in rows}


def _body(entry: Entry, directory: Directory, asked: Asked) -> Listed | None:
    if not entry.text("unit") or "commune" in entry.faults:
        return None
    found = directory.find(entry.text("commune"), entry.text("unit"), asked.week.last)
    if isinstance(found, str):
        entry.add("unit", found)
        return None
    if found.level != asked.series.level:
        entry.add("unit", _("“%(unit)s” không phải đơn vị gửi báo cáo này.") % {"unit": found.short_name})
        return None
    return found


class _Judge:
    """Takes rows one by one against what is stored, and remembers which bodies had a row already."""

    def __init__(self, asked: Asked, comma: Comma, ids: Collection[int], *, submit: bool) -> None:
        self._asked, self._comma, self._submit = asked, comma, submit
        self._language = language_here()
        self._fields = _typed(asked)
        self._choices = {
            code: {
                search_key(text): choice.code for choice in field.choices for text in choice.label.values()
            }
            for code, field in self._fields
        }
        wanted = list(ids)
        self._parents = parents_of(asked.series.tree_id, wanted, asked.week.last)
        self._stored = _stored(asked, wanted)
        self._earlier = earlier_values(asked, wanted)
        self._seen: dict[int, int] = {}

    def take(self, entry: Entry, body: Listed | None) -> Judged[ReturnFact]:
        """Judge one row."""
        values = {code: cell for code, field in self._fields if (cell := self._read(entry, code, field))}
        if entry.faults or body is None:
            return wrong(entry)
        stored = self._stored.get(body.id)
        if fault := self._moment(entry, body, stored):
            return wrong(entry, "unit", fault)
        read = {code: cell.value for code, cell in values.items()}
        merged = self._merged(stored, read, self._earlier[body.id])
        sending = self._submit or (stored is not None and stored.state == State.SUBMITTED)
        if sending:
            self._check(entry, merged, self._earlier[body.id])
        if entry.faults:
            return wrong(entry)
        parent, parent_uid = self._parents[body.id]
        fact = ReturnFact(
            body.id, body.uid, body.short_name, parent, parent_uid, read, stored.version if stored else 0
        )
        if stored is None:
            return Judged(entry, Outcome.NEW, fact)
        same = merged == {**dict.fromkeys(self._asked.form.fields), **stored.values}
        if same and (not sending or stored.state == State.SUBMITTED):
            return Judged(entry, Outcome.UNCHANGED)
        return Judged(entry, Outcome.CHANGED, fact)

    def _moment(self, entry: Entry, body: Listed, stored: Return | None) -> str:
        """Say why nothing may be entered for a body now; "" where it may."""
        earlier = self._seen.setdefault(body.id, entry.number)
        if earlier != entry.number:
            return _("Trùng với dòng %(row)d. Hãy xóa một dòng.") % {"row": earlier}
        if body.id not in self._parents:
            return _("%(name)s không có trong danh sách phải báo cáo kỳ này.") % {"name": body.short_name}
        if stored is not None and after(State(stored.state), Step.SUBMIT) is None:
            return _(
                "Báo cáo của %(name)s đã được duyệt nên không sửa được. Hãy đề nghị trả lại rồi nhập."
            ) % {"name": body.short_name}
        return ""

    def _merged(
        self, stored: Return | None, read: Mapping[str, CellValue], earlier: Earlier
    ) -> dict[str, CellValue]:
        blank: dict[str, CellValue] = dict.fromkeys(self._asked.form.fields)
        held = stored.values if stored else {}
        return dict(calculate(self._asked.form, {**blank, **held, **read}, earlier).values)

    def _check(self, entry: Entry, values: Mapping[str, CellValue], earlier: Earlier) -> None:
        for finding in validate(self._asked.form, values, earlier):
            if finding.severity is Severity.ERROR:
                code = finding.fields[0] if finding.fields else ""
                sentence = sentence_for(finding, self._asked.form.fields.get(code), self._language)
                entry.add(f"{_FIELD}{code}" if code else "", sentence)

    def _read(self, entry: Entry, code: str, field: Field) -> Cell | None:
        given = entry.cell(f"{_FIELD}{code}")
        if given is None:
            return None
        read = self._read_given(field, code, given)
        if isinstance(read, str):
            entry.add(f"{_FIELD}{code}", read)
            return None
        if isinstance(read, Problem):
            sentence = sentence_for(read, field, self._language)
            if read.code.startswith(_TWO_READINGS):
                sentence += " " + _("Hoặc chọn ở trên: dấu phẩy trong tệp này nghĩa là gì.")
            entry.add(f"{_FIELD}{code}", sentence)
            return None
        return read

    def _read_given(self, field: Field, code: str, given: Sent) -> Cell | Problem | str:
        if given.kind is Kind.DATE and field.type is not FieldType.DATE:
            return _("Excel đã đổi ô này thành ngày %(day)s. Hãy gõ lại số, hoặc định dạng ô là Văn bản.") % {
                "day": given.text
            }
        if given.kind is Kind.NUMBER and field.is_number:
            return _read_bare(field, given.text)
        if given.kind is Kind.TRUTH and field.type is FieldType.YESNO:
            return Cell(given.text == "TRUE")
        text = self._choices[code].get(search_key(given.text), given.text)
        read = read_cell(field, text)
        return self._said(field, text, read) if isinstance(read, Problem) else read

    def _said(self, field: Field, text: str, problem: Problem) -> Cell | Problem:
        """Read a number again by what was said of commas, where that decides it."""
        if self._comma and problem.code.startswith(_TWO_READINGS):
            return _read_bare(field, text.replace(",", "" if self._comma == "group" else "."))
        if self._comma == "group" and problem.code == "comma_groups":
            return _read_bare(field, text.replace(",", ""))
        return problem


def _read_bare(field: Field, text: str) -> Cell | Problem:
    """Read a number that a program wrote, with a point before its decimals: there is one way to read it."""
    typed = text.replace(".", ",")
    read = read_cell(field, typed)
    ambiguous = isinstance(read, Problem) and read.code.startswith(_TWO_READINGS)
    return read_stored(field, text) if ambiguous else read
