"""What the pages of reports show, as documents that can be taken away: the same rows, the same filter and order."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lienthong.forms.rules import Field
from lienthong.kernel import sheets
from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.registry.queries import Unit, stream_of_unit

from .. import queries
from ..forms import grid_fields
from ..messages import (
    cell_of,
    facts_of,
    field_column,
    month_label,
    partly_word,
    stage_words,
    state_word,
    turn_word,
    week_label,
)
from ..queries import AskedMonth, Owed, Past, Row, Stage, UnitTotals, Waiting
from ..rules.completeness import Completeness
from .board import ChildRow
from .frame import Frame
from .structures import SharedNotes, marks_of, structure_name
from .tables import FigureRow
from .words import figure_cells, figure_column, figured_fields


def answer(request: Request, frame: Frame, document: Document, form: sheets.Form) -> HttpResponse:
    """Return a document of a unit's week as a file; the audit of the unit is told of long ones."""
    return sheets.answer(request, document, form, stream=stream_of_unit(frame.unit.id))


def _document(
    frame: Frame, title: str, name: str, tables: Sequence[Table], *filters: str, of: str = ""
) -> Document:
    unit = frame.unit
    return Document(
        title=f"{title} – {unit.short_name}",
        facts=facts_of(frame.actor, frame.asked, unit, *filters),
        tables=tables,
        name=(name, of, unit.short_name, str(frame.asked.week), structure_name(frame.asked.structure)),
    )


def _search_words(text: str) -> str:
    return _("Lọc theo tên: “%(text)s”") % {"text": text} if text else ""


def _completeness_columns() -> list[Column]:
    return [
        Column(_("Thôn phải gửi"), Kind.NUMBER),
        Column(_("Thôn đã gửi"), Kind.NUMBER),
        Column(_("Tỷ lệ đã gửi"), Kind.PERCENT),
        Column(_("Đúng hạn"), Kind.PERCENT),
        Column(_("Đã duyệt"), Kind.NUMBER),
        Column(_("Đã khóa"), Kind.NUMBER),
    ]


def _completeness_cells(c: Completeness) -> list[Cell]:
    return [c.expected, c.received, c.received_share, c.on_time_share, c.approved, c.locked]


def children_document(
    frame: Frame, totals: UnitTotals, rows: Sequence[ChildRow], trend: Sequence[Past]
) -> Document:
    """Return how the week stands at each unit below, and the weeks past."""
    title = _("Tình hình gửi báo cáo")

    def cells(name: str, c: Completeness, change: float | None) -> list[Cell]:
        return [name, c.units_approved, c.units, *_completeness_cells(c), change]

    units = [Column(_("Xã duyệt xong"), Kind.NUMBER), Column(_("Số xã"), Kind.NUMBER)]
    table = Table(
        title,
        [
            Column(_("Đơn vị")),
            *units,
            *_completeness_columns(),
            Column(_("So tuần trước (điểm %)"), Kind.NUMBER),
        ],
        [cells(row.unit.short_name, row.completeness, row.change) for row in rows],
        cells(_("Tổng"), totals.completeness, None),
    )
    return _document(frame, title, "tinh-hinh", [table, _trend_table(frame, trend)])


def _trend_table(frame: Frame, trend: Sequence[Past]) -> Table:
    title = _("Xu hướng")
    marks = marks_of(queries.changes_for(frame.asked, trend), trend)
    told = {
        place: "; ".join(f"{words} ({counts})" for words, counts in found) for place, found in marks.items()
    }
    changes = [Column(_("Thay đổi đơn vị"))] if told else []
    rows = [
        [
            week_label(past.week),
            *_completeness_cells(past.completeness),
            *([told.get(place)] if told else []),
        ]
        for place, past in enumerate(trend)
    ]
    return Table(title, [Column(_("Tuần")), *_completeness_columns(), *changes], rows)


def villages_document(frame: Frame, villages: Sequence[Row], trend: Sequence[Past]) -> Document:
    """Return whose return stands where, village by village, and the weeks past."""
    title = _("Trạng thái báo cáo của từng thôn")
    columns = [
        Column(_("Thôn")),
        Column(_("Trạng thái")),
        Column(_("Đang chờ")),
        Column(_("Quá hạn")),
        Column(_("Gửi lúc"), Kind.MOMENT),
    ]
    rows: list[list[Cell]] = [
        [
            row.unit.short_name,
            state_word(row.state),
            turn_word(row.turn),
            state_word("late") if row.late else None,
            row.entry.submitted_at if row.entry else None,
        ]
        for row in villages
    ]
    return _document(
        frame, title, "trang-thai-thon", [Table(title, columns, rows), _trend_table(frame, trend)]
    )


def figures_document(
    frame: Frame, stage: Stage, text: str, rows: Sequence[FigureRow], totals: UnitTotals
) -> Document:
    """Return the figures of the units below."""
    fields = figured_fields(frame.asked.form)
    has_states = frame.asked.structure.as_was and queries.collects(frame.asked, frame.unit)
    states = [Column(_("Trạng thái"))] if has_states else []
    title = _("Số liệu")
    rest: list[Cell] = [None] * len(states)
    notes = SharedNotes([totals, *(row.totals for row in rows)], stage)
    table = Table(
        title,
        [Column(_("Đơn vị")), *states, *map(figure_column, fields), *notes.columns],
        [
            [
                row.unit.short_name,
                *([state_word(row.state)] if states else []),
                *row.cells,
                *notes.cells(row.totals),
            ]
            for row in rows
        ],
        [
            _("Tổng %(unit)s") % {"unit": frame.unit.short_name},
            *rest,
            *figure_cells(fields, totals, stage),
            *notes.cells(totals),
        ],
    )
    return _document(frame, title, "so-lieu", [table], stage_words(stage), _search_words(text), notes.said)


def month_document(
    actor: Actor, asked: AskedMonth, unit: Unit, stage: Stage, rows: Sequence[FigureRow], totals: UnitTotals
) -> Document:
    """Return the figures of the units below for a month."""
    fields = figured_fields(asked.form)
    title, month = _("Số liệu"), month_label(asked.month)
    notes = SharedNotes([totals, *(row.totals for row in rows)], stage)
    table = Table(
        title,
        [Column(_("Đơn vị")), *map(figure_column, fields), *notes.columns],
        [[row.unit.short_name, *row.cells, *notes.cells(row.totals)] for row in rows],
        [
            _("Tổng %(unit)s") % {"unit": unit.short_name},
            *figure_cells(fields, totals, stage),
            *notes.cells(totals),
        ],
    )
    return Document(
        title=f"{title} – {unit.short_name}",
        facts=facts_of(actor, asked.at_end, unit, stage_words(stage), notes.said, period=month),
        tables=[table],
        name=("so-lieu", unit.short_name, str(asked.month), structure_name(asked.structure)),
    )


def communes_document(frame: Frame, stage: Stage, totals: UnitTotals) -> Document:
    """Return completeness and figures of every collecting unit below, as one table."""
    fields = figured_fields(frame.asked.form)
    title = _("Tất cả xã, phường, đặc khu")
    found = queries.communes_totals_for(frame.actor, frame.asked, frame.unit)
    notes = SharedNotes([totals, *(sums for *_names, sums in found)], stage)

    def cells(above: str | None, name: str, sums: UnitTotals) -> list[Cell]:
        counts, figures = _completeness_cells(sums.completeness), figure_cells(fields, sums, stage)
        return [above, name, *counts, *figures, *notes.cells(sums)]

    table = Table(
        title,
        [
            Column(_("Tỉnh, thành phố")),
            Column(_("Xã, phường, đặc khu")),
            *_completeness_columns(),
            *map(figure_column, fields),
            *notes.columns,
        ],
        [cells(above, unit.short_name, sums) for above, unit, sums in found],
        cells(None, _("Tổng"), totals),
    )
    return _document(frame, title, "tat-ca-xa", [table], stage_words(stage), notes.said)


def cells_document(frame: Frame, field: Field, cells: Sequence[queries.CellRow], sums: list[str]) -> Document:
    """Return the cells that a commune's figure is the sum of."""
    received, approved = sums
    title = label_of(field.label)
    columns = [
        Column(_("Thôn")),
        field_column(field),
        Column(_("Trạng thái")),
        Column(_("Người nhập")),
        Column(_("Lúc"), Kind.MOMENT),
        *([Column(_("Ghi chú"))] if (noted := any(cell.partly for cell in cells)) else []),
    ]
    rows: list[list[Cell]] = [
        [
            cell.unit.short_name,
            cell_of(field, cell.value) if cell.by else None,
            state_word(cell.state),
            cell.by or None,
            cell.at,
            *([partly_word(cell.partly)] if noted else []),
        ]
        for cell in cells
    ]
    said = _("Đã gửi: %(received)s · Đã duyệt: %(approved)s") % {"received": received, "approved": approved}
    return _document(frame, title, "tung-o", [Table(title, columns, rows)], said, of=title)


def owed_document(frame: Frame, found: Sequence[Owed], text: str, turn: str) -> Document:
    """Return who owes what."""
    title = _("Còn thiếu")
    columns = [
        Column(_("Đơn vị")),
        Column(_("Đang chờ")),
        Column(_("Quá hạn")),
        Column(_("Thôn chưa gửi"), Kind.NUMBER),
        Column(_("Chờ xã duyệt"), Kind.NUMBER),
        Column(_("Chờ tỉnh khóa"), Kind.NUMBER),
        Column(_("Tỷ lệ đã gửi"), Kind.PERCENT),
    ]
    rows = [_owed_row(one) for one in found]
    waiting = _("Đang chờ: %(turn)s") % {"turn": turn_word(turn)} if turn else ""
    return _document(frame, title, "con-thieu", [Table(title, columns, rows)], _search_words(text), waiting)


def _owed_row(one: Owed) -> list[Cell]:
    c = one.totals.completeness
    late = state_word("late") if one.late else None
    counts = (c.missing, c.waiting, c.unlocked, c.received_share)
    return [one.unit.short_name, turn_word(one.turn), late, *counts]


def sheet_document(frame: Frame, rows: Sequence[Row]) -> Document:
    """Return the values of a commune's villages, every field of the form."""
    fields = list(frame.asked.form.fields.values())
    title = _("Số liệu của từng thôn")
    columns = [Column(_("Thôn")), Column(_("Trạng thái")), *map(field_column, fields)]
    return _document(
        frame, title, "bang-thon", [Table(title, columns, [_sheet_row(row, fields) for row in rows])]
    )


def _sheet_row(row: Row, fields: Sequence[Field]) -> list[Cell]:
    values = [cell_of(field, row.values.get(field.code)) for field in fields]
    return [row.unit.short_name, state_word(row.state), *values]


def review_document(frame: Frame, waiting: Sequence[Waiting]) -> Document:
    """Return what waits for approval, with what is unusual about it."""
    fields = grid_fields(frame.asked.form)
    title = _("Báo cáo chờ duyệt")
    columns = [Column(_("Thôn")), *map(field_column, fields), Column(_("Lưu ý"))]
    rows: list[list[Cell]] = [
        [
            one.row.unit.short_name,
            *(cell_of(field, one.row.values.get(field.code)) for field in fields),
            "\n".join(one.warnings) or None,
        ]
        for one in waiting
    ]
    return _document(frame, title, "cho-duyet", [Table(title, columns, rows)])


def return_document(frame: Frame, row: Row, history: Sequence[queries.HistoryStep]) -> Document:
    """Return one body's return: its values under their sections, and who did what, when."""
    said = _("Trạng thái: %(state)s · bản %(version)d") % {
        "state": state_word(row.state),
        "version": row.version,
    }
    values: list[list[Cell]] = [
        [
            label_of(section.label),
            label_of(field.label),
            cell_of(field, row.values.get(field.code)),
            label_of(field.unit) if field.unit else None,
        ]
        for section in frame.asked.form.sections
        for field in section.fields
    ]
    steps: list[list[Cell]] = [
        [one.at, one.state_label, one.by, len(one.changed), one.reason or None] for one in history
    ]
    heads = [
        Column(_("Mục")),
        Column(_("Chỉ tiêu")),
        Column(_("Giá trị"), Kind.NUMBER),
        Column(_("Đơn vị tính")),
    ]
    done = [
        Column(_("Lúc"), Kind.MOMENT),
        Column(_("Việc")),
        Column(_("Ai")),
        Column(_("Số ô thay đổi"), Kind.NUMBER),
        Column(_("Lý do")),
    ]
    tables = [Table(_("Số liệu"), heads, values), Table(_("Ai làm gì, lúc nào"), done, steps)]
    return _document(frame, label_of(frame.asked.series.name), "bao-cao", tables, said)
