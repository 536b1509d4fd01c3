"""A document as PDF on A4, with a font that holds every Vietnamese letter.

Texts are placed by PDF operators written here: the library's own calls need thrice the time for a table of 60,000 cells.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .fitting import Fit, broken, fit, need_of
from .shown import on_paper
from .table import Column, Document, Table, cleaned

# Files of bytes: the text form that is the library's default costs a third of the time.
rl_config.useA85 = 0

_MARGIN = 34.0
_FOOT_ROOM = 16.0
_LEADING = 1.35
_TITLE, _TABLE_TITLE, _SMALL = 14.0, 11.0, 8.0
_ROW_PADDING = 2.0
_RULE = "0.82 G 0.4 w {:.1f} {:.1f} m {:.1f} {:.1f} l S"
_HEAD_GROUND = "0.945 0.953 0.965 rg {:.1f} {:.1f} {:.1f} {:.1f} re f 0 g"

Row = Sequence[str]


class _Face:
    """One cut of the font, as one file uses it: how wide texts are, and their PDF operators. Both are remembered."""

    def __init__(self, font: TTFont, canvas: Canvas) -> None:
        self._font = font
        # The library keeps, per document, which letters of a font are used.
        self._document = canvas._doc  # type: ignore[attr-defined]
        self._ems: dict[str, float] = {}
        self._shown: dict[tuple[str, float], str] = {}

    def ems(self, text: str) -> float:
        """Return how wide a text is at size 1."""
        known = self._ems.get(text)
        if known is None:
            face: Any = self._font.face
            known = sum(face.charWidths.get(ord(letter), face.defaultWidth) for letter in text) / 1000
            self._ems[text] = known
        return known

    def operators(self, text: str, size: float) -> str:
        """Return what writes a text at the place that was said last."""
        known = self._shown.get((text, size))
        if known is None:
            known = " ".join(
                f"{self._font.getSubsetInternalName(subset, self._document)} {size:g} Tf <{bytes(codes).hex()}> Tj"
                for subset, codes in self._font.splitString(text, self._document)
            )
            self._shown[text, size] = known
        return known


def _composed(text: str) -> str:
    """Return a text whose letters carry their marks: the font holds no others."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@cache
def _font(weight: int) -> TTFont:
    data = resources.files("lienthong.kernel").joinpath(f"data/be-vietnam-pro-{weight}.ttf").read_bytes()
    font = TTFont(f"BeVietnamPro-{weight}", BytesIO(data))
    pdfmetrics.registerFont(font)
    return font


def write_pdf(document: Document, target: IO[bytes], language: str) -> None:
    """Write a document: title and facts, then its tables, each sheet with the heads of its columns and its number."""
    # Its types say that a font's name is a number.
    canvas = Canvas(target, pagesize=A4, initialFontName=_font(400).fontName, pageCompression=1)  # type: ignore[arg-type]
    canvas.setTitle(document.title)
    canvas.setCreator("Liên Thông")
    plain, bold = _Face(_font(400), canvas), _Face(_font(600), canvas)
    tables = [_Shown(table, language, plain, bold) for table in document.tables]
    lying = any(table.fit.lying for table in tables)
    _Paper(canvas, plain, bold, lying=lying).write(document, tables)
    canvas.save()


class _Shown:
    """A table as texts, with the way in which it fits a sheet."""

    def __init__(self, table: Table, language: str, plain: _Face, bold: _Face) -> None:
        self.title, self.columns = table.title, table.columns

        def texts(row: Sequence[Any]) -> Row:
            return [
                _composed(on_paper(value, column, language))
                for value, column in zip(row, table.columns, strict=True)
            ]

        self.rows = [texts(row) for row in table.rows]
        self.foot = texts(table.foot) if table.foot is not None else None
        needs = [
            need_of(
                column.label,
                [*(row[place] for row in self.rows), *([self.foot[place]] if self.foot else [])],
                bold.ems if not column.is_text else plain.ems,
                breaks=column.is_text,
            )
            for place, column in enumerate(self.columns)
        ]
        self.fit: Fit = fit(needs, A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN)


class _Paper:
    """The sheets while they are filled. They are kept until the last one, since each says how many there are."""

    def __init__(self, canvas: Canvas, plain: _Face, bold: _Face, *, lying: bool) -> None:
        self._canvas, self._plain, self._bold = canvas, plain, bold
        self._wide, self._high = (A4[1], A4[0]) if lying else (A4[0], A4[1])
        self._sheets: list[tuple[list[str], list[str]]] = []
        self._turn()

    def write(self, document: Document, tables: Sequence[_Shown]) -> None:
        """Fill the sheets and hand them to the canvas."""
        self._paragraph(document.title, self._bold, _TITLE)
        for fact in document.facts:
            self._paragraph(fact, self._plain, _SMALL)
        for table in tables:
            self._table(table, titled=len(tables) > 1)
        for number, (texts, rules) in enumerate(self._sheets, 1):
            self._foot(texts, document, number)
            self._canvas.setPageSize((self._wide, self._high))
            self._canvas.addLiteral("\n".join([*rules, "BT", *texts, "ET"]))
            self._canvas.showPage()

    def _turn(self) -> None:
        """Begin a sheet."""
        self._sheets.append(([], []))
        self._y = self._high - _MARGIN

    @property
    def _left(self) -> float:
        """How much of this sheet is left."""
        return self._y - _MARGIN - _FOOT_ROOM

    def _text(self, text: str, face: _Face, x: float, y: float, size: float) -> None:
        if text:
            self._sheets[-1][0].append(f"1 0 0 1 {x:.1f} {y:.1f} Tm {face.operators(text, size)}")

    def _paragraph(self, text: str, face: _Face, size: float) -> None:
        for line in broken(_composed(cleaned(text)), (self._wide - 2 * _MARGIN) / size, face.ems):
            self._y -= size * _LEADING
            self._text(line, face, _MARGIN, self._y, size)

    def _table(self, table: _Shown, *, titled: bool) -> None:
        self._y -= _SMALL
        line = table.fit.size * _LEADING
        if self._left < 6 * line:
            self._turn()
        if titled:
            self._paragraph(table.title, self._bold, _TABLE_TITLE)
            self._y -= _ROW_PADDING
        self._head(table)
        for row in table.rows or [[_("Không có dòng nào."), *([""] * (len(table.columns) - 1))]]:
            self._row(table, row, self._plain)
        if table.foot is not None:
            self._row(table, table.foot, self._bold)

    def _head(self, table: _Shown) -> None:
        cells = self._lines(table, [column.label for column in table.columns], self._bold, always=True)
        height = max(map(len, cells)) * table.fit.size * _LEADING + 2 * _ROW_PADDING
        ground = _HEAD_GROUND.format(_MARGIN, self._y - height, sum(table.fit.widths), height)
        self._sheets[-1][1].append(ground)
        self._draw(table, cells, self._bold)

    def _row(self, table: _Shown, row: Row, face: _Face) -> None:
        """Write a row on this sheet or the next; one that is longer than a whole sheet goes on over several."""
        cells = self._lines(table, row, face)
        line = table.fit.size * _LEADING
        whole = self._high - 2 * _MARGIN - _FOOT_ROOM - 8 * line
        while cells:
            height = max(map(len, cells)) * line + 2 * _ROW_PADDING
            if height <= self._left:
                self._draw(table, cells, face)
                return
            fitting = int((self._left - 2 * _ROW_PADDING) / line)
            if height > whole and fitting > 1:
                self._draw(table, [lines[:fitting] for lines in cells], face)
                cells = [lines[fitting:] for lines in cells]
            self._turn()
            self._head(table)

    def _lines(self, table: _Shown, row: Row, face: _Face, *, always: bool = False) -> list[list[str]]:
        fitted = table.fit
        return [
            broken(text, (width - 2 * fitted.padding) / fitted.size + 0.01, face.ems)
            if always or column.is_text or face.ems(text) * fitted.size > width
            else [text]
            for text, width, column in zip(row, fitted.widths, table.columns, strict=True)
        ]

    def _draw(self, table: _Shown, cells: Sequence[Sequence[str]], face: _Face) -> None:
        size, padding = table.fit.size, table.fit.padding
        x, top, height = _MARGIN, self._y - _ROW_PADDING, max(map(len, cells)) * size * _LEADING
        for lines, width, column in zip(cells, table.fit.widths, table.columns, strict=True):
            for number, text in enumerate(lines):
                at = _begin(x + padding, width - 2 * padding, face.ems(text) * size, column)
                self._text(text, face, at, top - size - number * size * _LEADING, size)
            x += width
        self._y -= height + 2 * _ROW_PADDING
        self._sheets[-1][1].append(_RULE.format(_MARGIN, self._y, x, self._y))

    def _foot(self, texts: list[str], document: Document, number: int) -> None:
        page = _("Trang %(page)s / %(pages)s") % {"page": number, "pages": len(self._sheets)}
        name = broken(
            _composed(cleaned(document.title)), (self._wide - 2 * _MARGIN) * 0.75 / _SMALL, self._plain.ems
        )
        end = self._wide - _MARGIN - self._plain.ems(page) * _SMALL
        for text, x in ((name[0], _MARGIN), (page, end)):
            texts.append(f"1 0 0 1 {x:.1f} {_MARGIN - 6:.1f} Tm {self._plain.operators(text, _SMALL)}")


def _begin(x: float, room: float, width: float, column: Column) -> float:
    """Return where a text begins: at the left, a number so that it ends at the right."""
    return x if column.is_text else x + room - width
