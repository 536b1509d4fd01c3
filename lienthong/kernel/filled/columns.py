"""What columns a sheet is to have, and its rows read by them: values that could be read, faults beside the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ..errors import WrongData
from ..old_text import NAMES, converted, table_of
from ..text import nfc, search_key
from .values import MOST_ROWS, OTHER_EPOCH, USUAL_EPOCH, Cell, Kind, Row, Sheet, column_name
from .workbook import day_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_HEADED: Final = 20  # the headings stand in one of so many first rows
_LONGEST: Final = 10_000
_SHOWN: Final = 60
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class Column:
    """A column. ``read``: as text (blank is ""), as a code or phone number that may have lost its zeros, as a day (blank
    is None), or as the bare cell. ``choices``: what may be written there; empty for anything."""

    code: str
    label: str | _StrPromise
    help: str | _StrPromise = ""
    example: str = ""
    required: bool = False
    read: Literal["text", "code", "phone", "day", "cell"] = "text"
    choices: tuple[str | _StrPromise, ...] = ()
    width: int = 18


@dataclass(frozen=True)
class Options:
    """What the person says about a file. ``legacy``: put text of old fonts right. ``comma``: what a comma before three
    digits means: "" not said, "group" or "decimal"."""

    legacy: bool = False
    comma: Literal["", "group", "decimal"] = ""


@dataclass
class Entry:
    """A row as it was read. ``values``: by column code; a column with a fault has none. ``texts``: as typed."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, str | date | Cell | None] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, sentence: str) -> None:
        """Note a fault beside a column, "" for the whole row."""
        self.faults.setdefault(code, []).append(sentence)

    def text(self, code: str) -> str:
        """Return a text, "" where there is none."""
        value = self.values.get(code)
        return value if isinstance(value, str) else ""

    def day(self, code: str) -> date | None:
        """Return a day, None where there is none."""
        value = self.values.get(code)
        return value if isinstance(value, date) else None

    def cell(self, code: str) -> Cell | None:
        """Return a bare cell, None where it is blank."""
        value = self.values.get(code)
        return value if isinstance(value, Cell) else None


@dataclass
class Table:
    """The rows of a sheet under its headings. ``notes``: what of the file was passed over, in whole sentences."""

    columns: Sequence[Column]
    entries: list[Entry]
    notes: list[str]


def read_table(sheet: Sheet, columns: Sequence[Column], options: Options) -> Table:
    """Read the rows below the headings. WrongData where headings are missing, double or hidden, or no row follows."""
    heading, places = _find_headings(sheet, columns)
    _refuse_hidden_columns(sheet, places)
    reader = _Reader(sheet, places, options)
    rows = [row for row in sheet.rows if row.number > heading.number and places.keys() & row.cells.keys()]
    if rows and _is_help(rows[0], places):
        rows = rows[1:]
    if not rows:
        raise WrongData(
            _("Trang tính “%(sheet)s” chưa có dòng nào dưới dòng tiêu đề. Hãy điền rồi tải lên.")
            % {"sheet": sheet.name}
        )
    if len(rows) > MOST_ROWS:
        raise WrongData(_("Có hơn %(most)d dòng. Hãy chia thành nhiều tệp.") % {"most": MOST_ROWS})
    return Table(columns, [reader.entry(row) for row in rows], _notes(sheet, heading, places))


# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_all_languages(words: str | _StrPromise) -> set[str]:
    """Return the keys of words in every language of the screens."""
    keys = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            keys.add(search_key(str(words)))
    return keys


def _find_headings(sheet: Sheet, columns: Sequence[Column]) -> tuple[Row, dict[int, Column]]:
    known = {key: column for column in columns for key in in_all_languages(column.label)}
    best: tuple[Row, dict[int, Column]] | None = None
    for row in sheet.rows[:_HEADED]:
        places = {
            place: known[key]
            for place, cell in row.cells.items()
            if (key := search_key(cell.text[:200])) in known
        }
        if best is None or len(places) > len(best[1]):
            best = row, places
    if best is None:
        raise WrongData(
            _("Trang tính “%(sheet)s” trống. Hãy điền vào mẫu rồi tải lên.") % {"sheet": sheet.name}
        )
    found = [column.code for column in best[1].values()]
    double = next((column for column in best[1].values() if found.count(column.code) > 1), None)
    if double:
        raise WrongData(
            _("Có hai cột cùng tên “%(name)s”. Hãy giữ một cột rồi tải lên lại.") % {"name": double.label}
        )
    missing = [str(column.label) for column in columns if column.required and column.code not in found]
    if missing:
        raise WrongData(
            _("Trang tính “%(sheet)s” thiếu cột: %(names)s. Hãy dùng đúng tên cột như trong mẫu.")
            % {"sheet": sheet.name, "names": ", ".join(missing)}
        )
    return best


def _refuse_hidden_columns(sheet: Sheet, places: dict[int, Column]) -> None:
    hidden = [
        f"{column_name(place)} ({places[place].label})" for place in places if place in sheet.hidden_columns
    ]
    if hidden:
        raise WrongData(
            _(
                "Cột đang bị ẩn: %(names)s. Không nhập dữ liệu mà người gửi không nhìn thấy; hãy bỏ ẩn rồi tải lên lại."
            )
            % {"names": ", ".join(hidden)}
        )


def _is_help(row: Row, places: dict[int, Column]) -> bool:
    """Say whether a row is the one in which a template explains its columns."""
    helped = [
        search_key(cell.text) in in_all_languages(places[place].help)
        for place, cell in row.cells.items()
        if place in places
    ]
    return bool(helped) and all(helped)


def _notes(sheet: Sheet, heading: Row, places: dict[int, Column]) -> list[str]:
    notes = []
    if sheet.hidden_sheets:
        notes.append(
            _("Trang tính bị ẩn, không được đọc: %(names)s.") % {"names": ", ".join(sheet.hidden_sheets)}
        )
    unread = [name for name in sheet.other_sheets if search_key(name) not in in_all_languages(GUIDE)]
    if unread:
        notes.append(
            _("Chỉ đọc trang tính “%(sheet)s”; không đọc: %(names)s.")
            % {"sheet": sheet.name, "names": ", ".join(unread)}
        )
    strange = [cell.text.strip()[:_SHOWN] for place, cell in heading.cells.items() if place not in places]
    if strange:
        notes.append(_("Cột không thuộc mẫu nên không đọc: %(names)s.") % {"names": ", ".join(strange)})
    return notes


GUIDE: Final = "Hướng dẫn"


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Reader:
    """Reads rows by their columns."""

    def __init__(self, sheet: Sheet, places: dict[int, Column], options: Options) -> None:
        self._sheet, self._places, self._options = sheet, places, options
        self._merged: dict[int, list[tuple[int, int, str]]] = {}
        for block in sheet.merged:
            for number in range(block.first_row, min(block.last_row, block.first_row + MOST_ROWS) + 1):
                place = (block.first_column, block.last_column, block.address)
                self._merged.setdefault(number, []).append(place)
        self._choices = {
            column.code: {key: str(choice) for choice in column.choices for key in in_all_languages(choice)}
            for column in places.values()
        }

    def entry(self, row: Row) -> Entry:
        """Read one row."""
        entry = Entry(row.number)
        if row.hidden:
            entry.add("", _("Dòng này đang bị ẩn trong tệp. Hãy bỏ ẩn, hoặc xóa nếu không cần."))
        merged = self._merged.get(row.number, [])
        for place, column in self._places.items():
            for first, last, address in merged:
                if first <= place <= last:
                    entry.add(
                        column.code, _("Ô gộp %(cells)s: hãy bỏ gộp và điền từng ô.") % {"cells": address}
                    )
            self._take(entry, column, row.cells.get(place))
        return entry

    def _take(self, entry: Entry, column: Column, cell: Cell | None) -> None:
        entry.texts[column.code] = cell.text[:_LONGEST].strip() if cell else ""
        if cell is not None and (sentence := self._fault(cell)):
            entry.add(column.code, sentence)
            return
        if cell is not None and cell.kind is Kind.TEXT:
            cell = self._clean(entry, column, cell)
        if column.code in entry.faults:
            return
        if cell is None or not cell.text:
            entry.values[column.code] = None if column.read in {"day", "cell"} else ""
            if column.required:
                entry.add(column.code, _("Chưa điền “%(name)s”.") % {"name": column.label})
        elif column.read == "day":
            self._take_day(entry, column, cell)
        elif column.read == "cell":
            entry.values[column.code] = cell
        else:
            self._take_text(entry, column, cell)

    def _fault(self, cell: Cell) -> str:
        if cell.kind is Kind.FORMULA:
            return _("Ô này là công thức nên không đọc. Hãy chép rồi dán lại chỉ giá trị (Paste Values).")
        if cell.kind is Kind.FAULT:
            return _("Ô này báo lỗi “%(text)s”. Hãy sửa trong tệp.") % {"text": cell.text[:_SHOWN]}
        if len(cell.text) > _LONGEST:
            return _("Ô này dài quá %(most)d chữ. Hãy viết ngắn lại.") % {"most": _LONGEST}
        return ""

    def _clean(self, entry: Entry, column: Column, cell: Cell) -> Cell:
        text = nfc(cell.text).strip()
        table = table_of(text)
        if table is None:
            return Cell(cell.kind, text)
        meant = nfc(converted(text, table))
        if self._options.legacy:
            return Cell(cell.kind, meant)
        entry.add(
            column.code,
            _(
                "“%(text)s” có vẻ gõ bằng phông cũ %(font)s, đọc ra là “%(meant)s”. "
                "Nếu đúng, hãy chọn “Chuyển chữ phông cũ” rồi kiểm tra lại; nếu không, hãy gõ lại."
            )
            % {"text": text[:_SHOWN], "font": NAMES[table], "meant": meant[:_SHOWN]},
        )
        return cell

    def _take_text(self, entry: Entry, column: Column, cell: Cell) -> None:
        text = " ".join(cell.text.split())
        if column.read == "phone" and cell.kind is Kind.NUMBER:
            entry.add(
                column.code,
                _(
                    "Ô này là số nên có thể đã mất số 0 ở đầu. Hãy định dạng ô là Văn bản rồi gõ lại, ví dụ 0262 3851 234."
                ),
            )
        elif cell.kind is Kind.DATE and column.read != "text":
            entry.add(
                column.code,
                _("Excel đã đổi ô này thành ngày %(day)s. Hãy định dạng ô là Văn bản rồi gõ lại.")
                % {"day": text},
            )
        elif column.choices and search_key(text) not in self._choices[column.code]:
            choices = ", ".join(map(str, column.choices))
            entry.add(
                column.code,
                _("“%(text)s” không có trong danh sách. Hãy chọn một trong: %(choices)s.")
                % {"text": text[:_SHOWN], "choices": choices},
            )
        else:
            entry.values[column.code] = (
                self._choices[column.code][search_key(text)] if column.choices else text
            )

    def _take_day(self, entry: Entry, column: Column, cell: Cell) -> None:
        if cell.kind is Kind.NUMBER:
            entry.add(column.code, _bare_number(cell.text, self._sheet.epoch))
            return
        day = read_day(cell.text)
        if day is None:
            entry.add(
                column.code,
                _("“%(text)s” không phải là ngày. Hãy viết như 31/12/2026.") % {"text": cell.text[:_SHOWN]},
            )
        else:
            entry.values[column.code] = day


def read_day(text: str) -> date | None:
    """Return the day that a text names, as 31/12/2026 or 2026-12-31; None where it names none."""
    text = text.strip()
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare_number(text: str, epoch: int) -> str:
    readings = [
        day_of(float(text), one) for one in (epoch, OTHER_EPOCH if epoch == USUAL_EPOCH else USUAL_EPOCH)
    ]
    shown = [f"{moment:%d/%m/%Y}" for moment in readings if moment]
    if not shown:
        return _("“%(text)s” là số, không phải ngày. Hãy viết như 31/12/2026.") % {"text": text[:_SHOWN]}
    return _(
        "Ô này là số %(text)s, không định dạng là ngày: có thể là ngày %(days)s, hoặc chỉ là một số. "
        "Hãy định dạng ô là ngày, hoặc gõ như 31/12/2026."
    ) % {"text": text[:_SHOWN], "days": _(" hoặc ").join(shown)}


def texts_of(entry: Entry, columns: Iterable[Column]) -> list[str]:
    """Return what was typed, in the order of columns."""
    return [entry.texts.get(column.code, "") for column in columns]
