"""A document as an Excel file: typed cells, fixed heads, and never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from .. import clock
from .table import Cell, Column, Document, Kind, Table, cleaned, fits_a_spreadsheet

_LONGEST = 32_767  # characters in a cell
_EARLIEST = date(1900, 3, 1)  # before it Excel's days are off by one
_NARROWEST, _WIDEST = 9, 48
_MEASURED = 500  # rows by which columns are made as wide as they are
_MARKS = 3  # separators that Excel puts into a number
_PAPER_A4 = 9
_SHEET_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))


def write_xlsx(document: Document, target: str | IO[bytes]) -> None:
    """Write a document, one sheet for each table; rows are written as they come and are not kept."""
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    book.set_properties({"title": document.title})
    formats = _Formats(book)
    for table in document.tables:
        _Sheet(book.add_worksheet(_sheet_name(table.title)), formats).write(document, table)
    book.close()


def _sheet_name(title: str) -> str:
    return cleaned(title).translate(_NOT_IN_NAMES).strip()[:_SHEET_NAME].strip()


class _Formats:
    """How cells look; each look is made once a book."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "vcenter", "bg_color": "#F1F3F6"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.whole = self.number("#,##0")

    def number(self, pattern: str) -> Any:
        """Return the look of a number, as Excel writes its patterns; Excel itself puts in the reader's separators."""
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._made[pattern]


class _Sheet:
    """One sheet while it is written, row after row."""

    def __init__(self, sheet: Any, formats: _Formats) -> None:
        self._sheet, self._formats = sheet, formats
        self._row = 0

    def write(self, document: Document, table: Table) -> None:
        """Write title and facts, the head, the rows and the foot."""
        self._line(document.title, self._formats.title)
        for fact in document.facts:
            self._line(fact, self._formats.plain)
        self._row += 1
        head, last = self._row, len(table.columns) - 1
        for place, column in enumerate(table.columns):
            self._sheet.write_string(head, place, cleaned(column.label), self._formats.head)
        widths = [min(len(column.label), 2 * _NARROWEST) for column in table.columns]
        for row in table.rows:
            self._cells(row, table.columns, widths)
        self._sheet.autofilter(head, 0, self._row, last)
        if table.foot is not None:
            self._cells(table.foot, table.columns, widths)
        self._lay_out(head, widths, last)

    def _line(self, text: str, look: Any) -> None:
        self._sheet.write_string(self._row, 0, cleaned(text), look)
        self._row += 1

    def _cells(self, row: Sequence[Cell], columns: Sequence[Column], widths: list[int]) -> None:
        self._row += 1
        for place, (value, column) in enumerate(zip(row, columns, strict=True)):
            if value is None:
                continue
            if type(value) is int and column.kind is Kind.NUMBER and fits_a_spreadsheet(value):
                self._sheet.write_number(self._row, place, value, self._formats.whole)
            elif isinstance(value, str):
                self._text(place, value)
            elif isinstance(value, date):
                self._day(place, value)
            else:
                self._number(place, value, column)
            if self._row < _MEASURED:
                length = len(value) if isinstance(value, str) else len(str(value)) + _MARKS
                widths[place] = max(widths[place], length)

    def _text(self, place: int, text: str) -> None:
        """Write a text as a text, whatever it begins with: "=1+1" stays four characters."""
        look = self._formats.text if "\n" in text or len(text) > _WIDEST else self._formats.plain
        self._sheet.write_string(self._row, place, cleaned(text)[:_LONGEST], look)

    def _day(self, place: int, value: date) -> None:
        if isinstance(value, datetime):
            local = value.astimezone(clock.LOCAL).replace(tzinfo=None)
            self._sheet.write_datetime(self._row, place, local, self._formats.number("hh:mm dd/mm/yyyy"))
        elif value < _EARLIEST:
            self._text(place, f"{value:%d/%m/%Y}")
        else:
            self._sheet.write_datetime(
                self._row,
                place,
                datetime(value.year, value.month, value.day),  # noqa: DTZ001 - Excel knows no zones
                self._formats.number("dd/mm/yyyy"),
            )

    def _number(self, place: int, value: float | Decimal, column: Column) -> None:
        if column.kind is Kind.PERCENT:
            self._sheet.write_number(self._row, place, float(value) / 100, self._formats.number("0.0%"))
        elif not isinstance(value, float) and not fits_a_spreadsheet(value):
            self._text(place, f"{Decimal(value):f}")
        else:
            decimals = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
            pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
            self._sheet.write_number(self._row, place, float(value), self._formats.number(pattern))

    def _lay_out(self, head: int, widths: list[int], last: int) -> None:
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, max(_NARROWEST, min(width + 2, _WIDEST)))
        self._sheet.freeze_panes(head + 1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(_PAPER_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(head)
        self._sheet.set_footer("&L&A&R" + _("Trang %(page)s / %(pages)s") % {"page": "&P", "pages": "&N"})
