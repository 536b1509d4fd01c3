"""The shape of what is entered: fields of a posted page become typed rows, and typed rows become a page again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms.queries import Reading, read_typed
from lienthong.forms.rules import CellValue, Field, Form, is_withheld, show_cell, skipped_fields
from lienthong.forms.templatetags.forms import answer_label, cell_text
from lienthong.kernel.errors import WrongData
from lienthong.kernel.languages import label_of, language_here
from lienthong.kernel.text import label_in
from lienthong.registry.queries import Unit

from .queries import Asked, Row
from .services import Clash, Typed

NOT_APPLICABLE = {"s": "not_applicable"}
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Posted:
    """What a page sent for one body: the row for the service, and the texts as they were typed."""

    row: Typed
    texts: Mapping[str, str]


def posted_row(data: Mapping[str, str], asked: Asked, unit: Unit, *, prefix: str = "") -> Posted:
    """Read one body's fields from a posted page.

    Fields stand under ``prefix`` + code; "na." before it ticks "not applicable"; "pick." chooses between two values.
    """
    texts = {code: data[prefix + code] for code in asked.form.fields if prefix + code in data}
    kept = {code for code in texts if data.get(f"pick.{prefix}{code}") == "theirs"}
    apart = frozenset(code for code in asked.form.fields if f"na.{prefix}{code}" in data)
    reading = read_typed(
        asked.form, {code: text for code, text in texts.items() if code not in kept}, apart - kept
    )
    seen = data.get(f"{prefix}seen", "0")
    row = Typed(
        organisation_id=unit.id,
        organisation_uid=unit.uid,
        name=unit.short_name,
        reading=reading,
        seen=int(seen) if seen.isdecimal() and len(seen) <= _MOST_DIGITS else 0,
        form=_uuid(data.get("form")),
    )
    return Posted(row, texts)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


@dataclass(frozen=True)
class CellView:
    """One field on a page."""

    name: str
    field: Field
    label: str
    short: str
    unit: str
    help: str
    text: str
    stored: CellValue
    earlier: CellValue
    not_applicable: bool
    faults: Sequence[str] = ()
    theirs: str | None = None
    choices: Sequence[tuple[str, str]] = ()
    may_be_skipped: bool = False
    skipped: bool = False
    withheld: bool = False

    @property
    def shown(self) -> str:
        """What is stored, in words."""
        return cell_text(self.field, self.stored)

    @property
    def before(self) -> str:
        """What stood there a week earlier."""
        return show_cell(self.field, self.earlier)

    @property
    def calculated(self) -> bool:
        """Whether it is worked out, not typed."""
        return self.field.formula is not None

    @property
    def long(self) -> bool:
        """Whether it wants a box of several lines."""
        return str(self.field.type) == "narrative"

    @property
    def numeric(self) -> bool:
        """Whether a phone should show digits."""
        return self.field.is_number


@dataclass(frozen=True)
class SectionView:
    """Fields under one heading."""

    label: str
    cells: list[CellView]


@dataclass
class RowView:
    """One body on a page: its cells, and what stands in the way."""

    row: Row
    sections: list[SectionView]
    seen: int
    prefix: str
    clash: bool = False
    reminded_at: datetime | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether nothing can be entered any more."""
        return self.row.state in {"approved", "locked"}

    @property
    def cells(self) -> list[CellView]:
        """All cells in the order of the form."""
        return [cell for section in self.sections for cell in section.cells]


def row_view(
    asked: Asked,
    row: Row,
    *,
    prefix: str = "",
    posted: Posted | None = None,
    faults: Mapping[str, Sequence[Any]] | None = None,
    clash: Clash | None = None,
) -> RowView:
    """Make the page's view of one body: what was typed if anything was, else what is stored."""
    language = language_here()
    skipped = skipped_fields(asked.form, row.values)
    seen = clash.version if clash else posted.row.seen if posted else row.version
    view = RowView(row, [], seen, prefix, clash is not None)
    for section in asked.form.sections:
        cells = [
            _cell(
                field,
                row,
                language,
                prefix,
                posted,
                (faults or {}).get(f"{row.unit.uid}:{field.code}", ()),
                clash,
                may_be_skipped=field.code in asked.form.skips,
                skipped=field.code in skipped,
            )
            for field in section.fields
        ]
        view.sections.append(SectionView(label_in(section.label, language), cells))
    view.faults = [(f"i-{cell.name}", str(fault)) for cell in view.cells for fault in cell.faults]
    return view


def _cell(
    field: Field,
    row: Row,
    language: str,
    prefix: str,
    posted: Posted | None,
    faults: Sequence[Any],
    clash: Clash | None,
    *,
    may_be_skipped: bool,
    skipped: bool,
) -> CellView:
    stored = row.values.get(field.code)
    if clash and field.code in clash.merged:
        # What somebody else changed and this person did not touch is shown as it now stands.
        merged = clash.merged[field.code]
        text, apart = show_cell(field, merged), merged == NOT_APPLICABLE
    elif posted is not None and field.code in posted.texts:
        text, apart = posted.texts[field.code], posted.row.reading.values.get(field.code) == NOT_APPLICABLE
    else:
        text, apart = show_cell(field, stored), stored == NOT_APPLICABLE
    theirs = show_cell(field, clash.theirs[field.code]) if clash and field.code in clash.theirs else None
    if skipped:
        apart = False
    return CellView(
        name=prefix + field.code,
        field=field,
        label=label_in(field.label, language),
        short=label_in(field.grid_label, language),
        unit=label_in(field.unit, language) if field.unit else "",
        help=label_in(field.help, language) if field.help else "",
        text="" if apart or skipped else text,
        stored=stored,
        earlier=row.before.get(field.code),
        not_applicable=apart,
        faults=[str(fault) for fault in faults],
        theirs=theirs,
        choices=[(answer, answer_label(field, answer)) for answer in field.answers],
        may_be_skipped=may_be_skipped,
        skipped=skipped,
        withheld=is_withheld(stored),
    )


def labels_of(asked: Asked, codes: Iterable[str]) -> list[str]:
    """Return the labels of fields that an address names; what is no field is left out."""
    return [label_of(asked.form.fields[code].label) for code in codes if code in asked.form.fields]


def refuse_strangers(data: Iterable[str], rows: Iterable[Row]) -> None:
    """Raise WrongData where a row was sent for a body that does not stand on the sheet."""
    sent = {name.partition(".")[0] for name in data if name.endswith(".seen")}
    if sent - {str(row.unit.uid) for row in rows}:
        raise WrongData(
            _("Có thôn không thuộc xã này trong bảng gửi lên. Chưa lưu gì; hãy tải lại trang rồi nhập.")
        )


def changed_rows(asked: Asked, rows: Sequence[tuple[Row, Posted]]) -> Iterator[Posted]:
    """Yield the posted rows in which something differs from what is stored, or cannot be read."""
    for row, posted in rows:
        reading: Reading = posted.row.reading
        stored: Mapping[str, CellValue] = row.values
        if reading.problems or any(value != stored.get(code) for code, value in reading.values.items()):
            yield posted


def grid_fields(form: Form) -> list[Field]:
    """Return the fields that stand in the grid: those with a short label, or all numbers where none has one."""
    short = [field for field in form.fields.values() if field.short]
    return short or [field for field in form.fields.values() if field.is_number]
