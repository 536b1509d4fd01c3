"""Lists of addresses that somebody sends, read into rows of text. Nothing of them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.filled import read_sheet
from lienthong.kernel.filled.values import column_name
from lienthong.kernel.text import search_key

# What a column of addresses is mostly called, where nobody says which one it is.
_USUAL: Final = ("dia chi", "text", "address", "dia chi cu", "ma")
_TOLD: Final = 12


@dataclass(frozen=True)
class AddressList:
    """Rows of text under headings. ``column``: which of them, from 0, holds the addresses."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    column: int

    @property
    def texts(self) -> Iterator[str]:
        """Return the addresses."""
        return (row[self.column] for row in self.rows)


def read_address_list(actor: Actor, name: str, data: bytes, column: str | int = "") -> AddressList:
    """Read a workbook or a CSV file whose first row holds the headings.

    ``column``: its place from 0, a heading, or the letter of a column; "" where there is one only, or one is called an address. WrongData
    where the file cannot be read, has no rows, or the column is not there.
    """
    sheet = read_sheet(name, data)
    width = max((place for row in sheet.rows for place in row.cells), default=0)
    rows = [
        tuple(row.cells[place].text if place in row.cells else "" for place in range(1, width + 1))
        for row in sheet.rows
    ]
    if len(rows) < 2:  # noqa: PLR2004
        raise WrongData(_("Tệp không có dòng nào dưới dòng tên cột. Hãy chọn tệp khác."))
    return AddressList(
        name, rows[0], rows[1:], column if isinstance(column, int) else _column(rows[0], column.strip())
    )


def _column(headings: tuple[str, ...], wanted: str) -> int:
    keys = [search_key(heading) for heading in headings]
    if not wanted:
        if len(headings) == 1:
            return 0
        usual = [keys.index(key) for key in _USUAL if key in keys]
        if usual:
            return usual[0]
    elif search_key(wanted) in keys:
        return keys.index(search_key(wanted))
    letters = [column_name(place) for place in range(1, len(headings) + 1)]
    if wanted.upper() in letters:
        return letters.index(wanted.upper())
    named = "; ".join(heading for heading in headings[:_TOLD] if heading)
    sentence = _("Chưa rõ cột nào chứa địa chỉ. Các cột trong tệp: %(columns)s. Hãy ghi tên một cột.") % {
        "columns": named
    }
    raise WrongData(sentence, {"column": [sentence]})
