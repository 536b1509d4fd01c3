"""Files as people send them, really built: workbooks with rows under the headings of a kind."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

OFFICIALS = ("Họ và tên", "Chức vụ", "Mã đơn vị", "Tên đơn vị", "Từ ngày", "Điện thoại cơ quan")
VILLAGES = ("Tên thôn, tổ dân phố", "Mã xã, phường", "Từ ngày", "Mã thôn", "Nếu trùng tên")
BODIES = (
    "Tên tổ chức",
    "Tên ngắn",
    "Cấp",
    "Mã địa bàn",
    "Mã địa bàn cấp trên",
    "Tên tổ chức cấp trên",
    "Từ ngày",
)


def book_of(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[openpyxl.Workbook, Worksheet]:
    """Return a workbook of one sheet, to be spoiled before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Dữ liệu"
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def bytes_of(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as a file."""
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def file_of(headings: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """Return a file with rows under headings."""
    return bytes_of(book_of(headings, rows)[0])
