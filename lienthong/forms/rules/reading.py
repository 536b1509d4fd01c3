"""What a person typed, or a program sent, read into a cell; and a cell shown again as one would type it.

Numbers are read the Vietnamese way (1.234,5). Whatever could be read in two ways is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from .cells import CONTROL, STORED_STATES, Cell, CellValue, Problem, echoed
from .decimals import decimals_in, grouped, is_decimal_text, scaled, unscaled
from .definition import MAX_NARRATIVE, MAX_SCALED, MAX_TEXT, Field, FieldType

_LONGEST_NUMBER = 40
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_PLAIN = re.compile(r"(-?)([0-9]+)")
_GROUPED = re.compile(r"(-?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+)")
_WITH_COMMA = re.compile(r"(-?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_TWO_READINGS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_COMMA_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_WITH_POINT = re.compile(r"-?[0-9]+\.[0-9]+")
_POINTS = re.compile(r"-?[0-9]+(?:\.[0-9]+)+")
_SPACED = re.compile(r"-?[0-9.,]+(?:\s+-?[0-9.,]+)+")
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YES_NO = {"yes": True, "có": True, "no": False, "không": False}
_LINE_BREAK = re.compile(r"[\n\t]")


def read_cell(field: Field, text: str) -> Cell | Problem:
    """Read what was typed. Blank is null; "not applicable" is a control of its own, no text."""
    if field.type is FieldType.NARRATIVE:
        return _read_text(text, MAX_NARRATIVE, one_line=False)
    if field.type is FieldType.TEXT:
        return _read_text(text, MAX_TEXT, one_line=True)
    stripped = text.strip()
    if not stripped:
        return Cell(None)
    if field.is_number:
        return _read_number(field, stripped.replace("−", "-"))
    return _TYPED[field.type](field, stripped)


def read_stored(field: Field, value: object) -> Cell | Problem:
    """Read a cell that arrives as JSON, in the form in which cells are stored."""
    if value is None:
        return Cell(None)
    if isinstance(value, dict):
        return _read_stored_state(value)
    if field.type is FieldType.YESNO:
        return Cell(value) if isinstance(value, bool) else _problem("not_yesno", str(value))
    if not isinstance(value, str):
        return _problem("not_text", str(value))
    return _read_stored_text(field, value)


def show_cell(field: Field, value: CellValue) -> str:
    """Return a stored cell as a person would type it; a state shows nothing.

    Reading the result again gives the same cell, except where the cell is a state other than blank.
    """
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if field.is_number:
        return grouped(text)
    return date.fromisoformat(text).strftime("%d/%m/%Y") if field.type is FieldType.DATE else text


def _problem(code: str, text: str, **params: str) -> Problem:
    return Problem(code, {"text": echoed(text), **params})


# Numbers ----------------------------------------------------------------------------------------------------


def _read_number(field: Field, text: str) -> Cell | Problem:
    if len(text) > _LONGEST_NUMBER:
        return _problem("overflow" if _PLAIN.fullmatch(text) else "not_number", text, limit=_limit(field))
    decimal = _decimal_text(field, text)
    if isinstance(decimal, Problem):
        return decimal
    number = _number_cell(field, decimal, text)
    if isinstance(number, Cell) and _is_below_zero(field, number):
        return _problem("negative", text)
    return number


def _decimal_text(field: Field, text: str) -> str | Problem:
    """Turn a typed number into a decimal text, or say what is wrong with its shape."""
    if whole := _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return whole[1] + whole[2].replace(".", "")
    # With three decimals or more, "1,234" is how the field itself shows such a value.
    if _TWO_READINGS.fullmatch(text) and field.decimals < len("234"):
        code = "two_readings_decimal" if field.decimals else "two_readings"
        return _problem(
            code,
            text,
            whole=text.replace(",", ""),
            grouped=text.replace(",", "."),
            decimals=str(field.decimals),
        )
    if comma := _WITH_COMMA.fullmatch(text):
        if field.decimals == 0:
            return _problem("not_whole", text)
        return f"{comma[1]}{comma[2].replace('.', '')}.{comma[3]}"
    return _misshapen(field, text)


def _misshapen(field: Field, text: str) -> Problem:
    if _COMMA_GROUPS.fullmatch(text):
        return _problem("comma_groups", text)
    if _WITH_POINT.fullmatch(text):
        code = "point_decimal" if field.decimals else "not_whole"
        return _problem(code, text, better=text.replace(".", ","))
    if _POINTS.fullmatch(text):
        return _problem("grouping", text)
    if _SPACED.fullmatch(text):
        return _problem("space_inside", text)
    if any(character.isdecimal() and not character.isascii() for character in text):
        return _problem("foreign_digits", text)
    return _problem("not_number", text)


def _number_cell(field: Field, decimal: str, text: str) -> Cell | Problem:
    if decimals_in(decimal) > field.decimals:
        code = "too_many_decimals" if field.decimals else "not_whole"
        return _problem(code, text, decimals=str(field.decimals))
    number = scaled(decimal, field.decimals)
    if abs(number) > MAX_SCALED:
        return _problem("overflow", text, limit=_limit(field))
    return Cell(unscaled(number, field.decimals))


def _is_below_zero(field: Field, cell: Cell) -> bool:
    allowed = field.minimum is None or field.minimum.startswith("-")
    return not allowed and str(cell.value).startswith("-")


def _limit(field: Field) -> str:
    return grouped(unscaled(MAX_SCALED, field.decimals))


# Dates, yes/no, choices -------------------------------------------------------------------------------------


def _read_date(_: Field, text: str) -> Cell | Problem:
    parts = _DATE.fullmatch(text)
    if parts is None:
        return _problem("not_date", text)
    day, month, year = (int(part) for part in parts.groups())
    return _date_cell(year, month, day, text)


def _date_cell(year: int, month: int, day: int, text: str) -> Cell | Problem:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return _problem("no_such_day", text)
    try:
        return Cell(date(year, month, day).isoformat())
    except ValueError:
        return _problem("no_such_day", text)


def _read_yesno(_: Field, text: str) -> Cell | Problem:
    answer = _YES_NO.get(unicodedata.normalize("NFC", text[:_LONGEST_NUMBER]).lower())
    return _problem("not_yesno", text) if answer is None else Cell(answer)


def _read_choice(field: Field, text: str) -> Cell | Problem:
    return Cell(text) if text in field.choice_codes else _problem("unknown_choice", text)


_TYPED: dict[FieldType, Callable[[Field, str], Cell | Problem]] = {
    FieldType.DATE: _read_date,
    FieldType.YESNO: _read_yesno,
    FieldType.CHOICE: _read_choice,
}


# Texts ------------------------------------------------------------------------------------------------------


def _read_text(text: str, limit: int, *, one_line: bool) -> Cell | Problem:
    """Read a text: NFC, line breaks as one character, no white space around it; nothing left is blank."""
    # A character has few combining marks: a text of many times the limit is not worth normalising.
    if len(text) > 4 * limit:
        return _problem("too_long", text, limit=str(limit))
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(clean) > limit:
        return _problem("too_long", clean, limit=str(limit))
    if CONTROL.search(clean):
        return _problem("control_character", clean)
    if one_line and _LINE_BREAK.search(clean):
        return _problem("line_break", clean)
    return Cell(clean or None)


# Cells as they are stored -----------------------------------------------------------------------------------


def _read_stored_state(value: Mapping[object, object]) -> Cell | Problem:
    for state in STORED_STATES:
        if value == {"s": state}:
            return Cell({"s": state})
    return _problem("unknown_state", str(value))


def _read_stored_text(field: Field, text: str) -> Cell | Problem:
    if field.is_number:
        if not is_decimal_text(text):
            return _problem("not_decimal_text", text)
        return _number_cell(field, text, text)
    if field.type is FieldType.DATE:
        return _read_stored_date(text)
    return read_cell(field, text)


def _read_stored_date(text: str) -> Cell | Problem:
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if parts is None:
        return _problem("not_iso_date", text)
    year, month, day = (int(part) for part in parts.groups())
    return _date_cell(year, month, day, text)
