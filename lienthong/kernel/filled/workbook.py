"""The inside of a workbook: which sheet is read, and its cells with all that Excel shows otherwise than it stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from ..errors import WrongData
from .package import Package
from .values import (
    MOST_BLANK,
    MOST_COLUMNS,
    MOST_ROWS,
    OTHER_EPOCH,
    USUAL_EPOCH,
    Block,
    Cell,
    Kind,
    Row,
    Sheet,
    block_of,
    place_of,
)

_WORKBOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
# Built-in number formats that show a date or a time (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DIGITS: Final = 7  # of a row's number at most
_LAST_SERIAL: Final = 2_958_465  # 31/12/9999
_FALSE_LEAP_DAY: Final = 60  # 29/02/1900, which Excel counts and the calendar does not
_TRUE: Final = {"1", "true", "on"}


def read_workbook(data: bytes, wanted: str) -> Sheet:
    """Read one sheet of a workbook: the one called ``wanted``, else the first that is shown.

    WrongData where the file is no workbook, or has more rows or columns than are read.
    """
    package = Package(data)
    if _WORKBOOK not in package.names:
        raise WrongData(_("Tệp này không phải tệp Excel (.xlsx). Hãy lưu thành .xlsx rồi tải lên lại."))
    book, links = _Book(), _Links()
    package.read(_WORKBOOK, book)
    if _LINKS in package.names:
        package.read(_LINKS, links)
    shown = [name for name, _link, hidden in book.sheets if not hidden]
    if not shown:
        raise WrongData(_("Mọi trang tính trong tệp đều bị ẩn. Hãy bỏ ẩn trang có dữ liệu rồi tải lên lại."))
    chosen = wanted if wanted in shown else shown[0]
    target = next(links.targets.get(link, "") for name, link, _hidden in book.sheets if name == chosen)
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    strings, styles = _Strings(), _Styles()
    for name, handler in ((_STRINGS, strings), (_STYLES, styles)):
        if name in package.names:
            package.read(name, handler)
    sheet = Sheet(
        name=chosen,
        hidden_sheets=[name for name, _link, hidden in book.sheets if hidden],
        other_sheets=[name for name in shown if name != chosen],
        epoch=book.epoch,
    )
    package.read(part, _Cells(sheet, strings.texts, styles.dates))
    return sheet


def day_of(serial: float, epoch: int) -> datetime | None:
    """Return the moment that a serial number means in a workbook's date system; None outside the calendar.

    >>> day_of(45839, 1900), day_of(44377, 1904)
    (datetime.datetime(2025, 7, 1, 0, 0), datetime.datetime(2025, 7, 1, 0, 0))
    """
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    if epoch == OTHER_EPOCH:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a calendar day of nowhere
    else:
        start = datetime(1899, 12, 30 if serial > _FALSE_LEAP_DAY else 31)  # noqa: DTZ001
    try:
        return start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None


# ── the parts beside the sheet ───────────────────────────────────────────────────────────────────────────────────────


class _Silent:
    """Takes nothing."""

    def start(self, name: str, words: Mapping[str, str]) -> None:
        """Pass over an opening tag."""

    def end(self, name: str) -> None:
        """Pass over a closing tag."""

    def text(self, text: str) -> None:
        """Pass over text."""


class _Book(_Silent):
    """The sheets by name, link and whether they are hidden, and the date system."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch = USUAL_EPOCH

    def start(self, name: str, words: Mapping[str, str]) -> None:
        if name == "sheet":
            link = next((text for word, text in words.items() if word.rpartition(":")[2] == "id"), "")
            self.sheets.append((words.get("name", ""), link, words.get("state", "visible") != "visible"))
        elif name == "workbookPr" and words.get("date1904", "") in _TRUE:
            self.epoch = OTHER_EPOCH


class _Links(_Silent):
    """Which part belongs to which link."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, words: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.targets[words.get("Id", "")] = words.get("Target", "")


class _Strings(_Silent):
    """The texts that cells point at: all runs of each, without what is said about how to pronounce it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._runs: list[str] = []
        self._inside = self._spoken = False

    def start(self, name: str, words: Mapping[str, str]) -> None:
        if name == "si":
            self._runs = []
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._inside = not self._spoken

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self._runs))
        elif name == "rPh":
            self._spoken = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._runs.append(text)


class _Styles(_Silent):
    """Which styles of cells show a number as a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._own: dict[str, bool] = {}
        self._cells = False

    def start(self, name: str, words: Mapping[str, str]) -> None:
        if name == "numFmt":
            shown = _NOT_SHOWN.sub("", words.get("formatCode", ""))
            self._own[words.get("numFmtId", "")] = bool(_DATE_LETTERS.search(shown))
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            key = words.get("numFmtId", "0")
            self.dates.append(self._own.get(key, key.isdecimal() and int(key) in _DATE_FORMATS))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._cells = False


# ── the sheet ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Cells(_Silent):
    """Fills a sheet with the rows of its part."""

    def __init__(self, sheet: Sheet, strings: list[str], dates: list[bool]) -> None:
        self._sheet, self._strings, self._dates = sheet, strings, dates
        self._row = Row(0, {})
        self._column = self._blank = 0
        self._kind = self._style = ""
        self._value: list[str] = []
        self._taking = self._formula = self._spoken = False

    def start(self, name: str, words: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(words)
        elif name == "row":
            self._start_row(words)
        elif name in {"v", "t"}:
            self._taking = not self._spoken
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._spoken = True
        elif name == "col" and words.get("hidden", "") in _TRUE:
            first, last = (_whole(words.get(word, "")) for word in ("min", "max"))
            self._sheet.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
        elif name == "mergeCell":
            self._sheet.merged.append(_block(words.get("ref", "")))

    def text(self, text: str) -> None:
        if self._taking:
            self._value.append(text)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._taking = False
        elif name == "rPh":
            self._spoken = False
        elif name == "c":
            cell = self._cell()
            if cell is not None:
                if self._column > MOST_COLUMNS:
                    raise WrongData(
                        _("Trang tính “%(sheet)s” có quá %(most)d cột. Hãy xóa các cột thừa rồi tải lên lại.")
                        % {"sheet": self._sheet.name, "most": MOST_COLUMNS}
                    )
                self._row.cells[self._column] = cell
        elif name == "row":
            self._end_row()

    def _start_row(self, words: Mapping[str, str]) -> None:
        place = _whole(words.get("r", "")) or self._row.number + 1
        self._row = Row(place, {}, words.get("hidden", "") in _TRUE)
        self._column = 0

    def _end_row(self) -> None:
        if not self._row.cells:
            self._blank += 1
        else:
            self._sheet.rows.append(self._row)
        if len(self._sheet.rows) > MOST_ROWS + 1 or self._blank > MOST_ROWS + MOST_BLANK:
            raise too_many_rows(self._sheet.name)

    def _start_cell(self, words: Mapping[str, str]) -> None:
        self._column = _column(words.get("r", "")) or self._column + 1
        self._kind, self._style = words.get("t", "n"), words.get("s", "")
        self._value, self._formula = [], False

    def _cell(self) -> Cell | None:
        value = "".join(self._value)
        if self._formula:
            return Cell(Kind.FORMULA, value)
        if self._kind == "s":
            value = self._shared(value)
        if not value.strip():
            return None
        if self._kind in {"s", "str", "inlineStr"}:
            return Cell(Kind.TEXT, value)
        if self._kind == "e":
            return Cell(Kind.FAULT, value)
        if self._kind == "b":
            return Cell(Kind.TRUTH, "TRUE" if value == "1" else "FALSE")
        return self._dated(value) if self._kind == "d" else self._number(value)

    def _shared(self, place: str) -> str:
        number = int(place) if place.isascii() and place.isdecimal() else len(self._strings)
        return self._strings[number] if number < len(self._strings) else ""

    def _number(self, value: str) -> Cell:
        style = _whole(self._style)
        if style < len(self._dates) and self._dates[style]:
            moment = day_of(float(value), self._sheet.epoch) if _is_number(value) else None
            return Cell(Kind.FAULT, value) if moment is None else _shown(moment)
        if value.isascii() and value.isdecimal():
            return Cell(Kind.NUMBER, value)
        return Cell(Kind.NUMBER, _decimal(value)) if _is_number(value) else Cell(Kind.FAULT, value)

    def _dated(self, value: str) -> Cell:
        try:
            return _shown(datetime.fromisoformat(value).replace(tzinfo=None))
        except ValueError:
            return Cell(Kind.FAULT, value)


def too_many_rows(name: str) -> WrongData:
    """Return the refusal of a sheet that is longer than is read at once."""
    return WrongData(
        _(
            "Trang tính “%(sheet)s” có hơn %(most)d dòng. Hãy chia thành nhiều tệp, hoặc xóa các dòng trống đã kẻ khung."
        )
        % {"sheet": name, "most": MOST_ROWS}
    )


def _whole(text: str) -> int:
    """Return a whole number of a few digits, 0 where there is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def _column(address: str) -> int:
    try:
        return place_of(address)[1] if address else 0
    except ValueError:
        return 0


def _block(reference: str) -> Block:
    try:
        return block_of(reference)
    except ValueError:
        raise WrongData(
            _("Tệp Excel bị hỏng: vùng gộp ô không đọc được. Hãy bỏ gộp ô rồi lưu lại.")
        ) from None


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _decimal(value: str) -> str:
    """Return a number as Excel shows it: fifteen digits, without the noise of binary fractions."""
    text = format(Decimal(f"{float(value):.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(moment: datetime) -> Cell:
    day = date(moment.year, moment.month, moment.day)
    if moment.hour or moment.minute:
        return Cell(Kind.DATE, f"{day:%d/%m/}{day.year:04d} {moment:%H:%M}")
    return Cell(Kind.DATE, f"{day:%d/%m/}{day.year:04d}")
