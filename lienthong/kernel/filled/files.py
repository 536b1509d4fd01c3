"""A file that somebody sends, read into its one sheet of data, whether a workbook or a CSV file."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Final

from django.utils.translation import gettext as _

from ..errors import WrongData
from .values import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Cell, Kind, Row, Sheet
from .workbook import read_workbook, too_many_rows

DATA: Final = "Dữ liệu"  # the sheet that templates bring; a name in a file, the same in every language
_CSV: Final = ".csv"
_MARKS: Final = ";\t,"


def read_sheet(name: str, data: bytes) -> Sheet:
    """Read a file by what it holds. WrongData says why it cannot be read; nothing of it is kept."""
    if len(data) > MOST_BYTES:
        raise WrongData(
            _(
                "Tệp “%(name)s” lớn hơn %(most)d MB nên không đọc. Hãy xóa ảnh và trang tính thừa, hoặc chia nhỏ."
            )
            % {"name": name, "most": MOST_BYTES // 1024 // 1024}
        )
    if not data:
        raise WrongData(_("Tệp “%(name)s” trống. Hãy chọn tệp khác.") % {"name": name})
    return _read_csv(name, data) if name.lower().endswith(_CSV) else read_workbook(data, DATA)


def _read_csv(name: str, data: bytes) -> Sheet:
    text = _decoded(data)
    sheet = Sheet(name=name)
    first = text.partition("\n")[0]
    mark = max(_MARKS, key=first.count)
    try:
        for cells in (reader := csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            filled = {
                place: Cell(Kind.TEXT, cell) for place, cell in enumerate(cells, start=1) if cell.strip()
            }
            if len(cells) > MOST_COLUMNS and max(filled, default=0) > MOST_COLUMNS:
                raise WrongData(_("Tệp có quá %(most)d cột. Hãy xóa các cột thừa.") % {"most": MOST_COLUMNS})
            if filled:
                sheet.rows.append(Row(reader.line_num, filled))
            if len(sheet.rows) > MOST_ROWS + 1:
                raise too_many_rows(name)
    except csv.Error:
        raise WrongData(_("Tệp CSV bị hỏng nên không đọc được. Hãy lưu lại rồi tải lên.")) from None
    return sheet


def _decoded(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise WrongData(
            _("Tệp CSV không lưu theo mã UTF-8. Trong Excel hãy chọn Lưu thành “CSV UTF-8”, hoặc dùng .xlsx.")
        )
    return text
