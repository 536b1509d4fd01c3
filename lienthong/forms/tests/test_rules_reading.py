"""What people type and programs send: read the Vietnamese way, never guessed, never lost on the way back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.forms.rules import (
    MAX_SCALED,
    Cell,
    CellValue,
    Choice,
    Field,
    FieldType,
    Problem,
    Rollup,
    grouped,
    read_cell,
    read_stored,
    show_cell,
)

NAME = {"vi": "Hộ nghèo"}


def field(kind: FieldType, decimals: int = 0, minimum: str | None = None) -> Field:
    choices = (Choice("good", NAME), Choice("fair", NAME)) if kind is FieldType.CHOICE else ()
    return Field("it", kind, NAME, Rollup.COUNT, decimals=decimals, minimum=minimum, choices=choices)


WHOLE = field(FieldType.INTEGER)
COUNT = field(FieldType.INTEGER, minimum="0")
ONE = field(FieldType.DECIMAL, decimals=1)
TWO = field(FieldType.PERCENTAGE, decimals=2)
THREE = field(FieldType.DECIMAL, decimals=3)
DATE, YESNO, CHOICE = field(FieldType.DATE), field(FieldType.YESNO), field(FieldType.CHOICE)
TEXT, NARRATIVE = field(FieldType.TEXT), field(FieldType.NARRATIVE)


def code_of(read: Cell | Problem) -> str:
    assert isinstance(read, Problem), read
    return read.code


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (WHOLE, "", None),
        (WHOLE, "  \u00a0 ", None),
        (WHOLE, "0", "0"),
        (WHOLE, "-0", "0"),
        (WHOLE, "007", "7"),
        (WHOLE, "1234", "1234"),
        (WHOLE, " 1.234 ", "1234"),
        (WHOLE, "1.234.567", "1234567"),
        (WHOLE, "-1.234", "-1234"),
        (WHOLE, "−5", "-5"),
        (WHOLE, "10.000.000.000.000", "10000000000000"),
        (COUNT, "-0", "0"),
        (ONE, "1.234,5", "1234.5"),
        (ONE, "1234,5", "1234.5"),
        (ONE, "1.234", "1234"),
        (ONE, "0,50", "0.5"),
        (ONE, "12,0", "12"),
        (TWO, "-0,25", "-0.25"),
        (THREE, "1,234", "1.234"),
        (DATE, "22/11/2026", "2026-11-22"),
        (DATE, "1/2/2026", "2026-02-01"),
        (YESNO, "yes", True),
        (YESNO, "Có", True),
        (YESNO, "Kho\u0302ng", False),
        (YESNO, "no", False),
        (CHOICE, "good", "good"),
        (TEXT, "  Ho\u0300a ", "Hòa"),
        (TEXT, "O'Brien", "O'Brien"),
        (TEXT, " ", None),
        (NARRATIVE, "Một\r\nHai\tBa\n", "Một\nHai\tBa"),
        (NARRATIVE, "x" * 10_000, "x" * 10_000),
    ],
)
def test_what_can_be_read(asked: Field, text: str, value: CellValue) -> None:
    assert read_cell(asked, text) == Cell(value)


TYPED_FAULTS: list[tuple[Field, str, str]] = [
    (WHOLE, "1.234,5", "not_whole"),
    (WHOLE, "12,5", "not_whole"),
    (WHOLE, "12,0", "not_whole"),
    (WHOLE, "0,123", "not_whole"),
    (WHOLE, "12.5", "not_whole"),
    (WHOLE, "0.123", "not_whole"),
    (WHOLE, "1,234", "two_readings"),
    (WHOLE, "1,234,567", "comma_groups"),
    (WHOLE, "1,234.5", "comma_groups"),
    (WHOLE, "1.23.456", "grouping"),
    (WHOLE, "1 234", "space_inside"),
    (WHOLE, "1\u00a0234", "space_inside"),
    (WHOLE, "12\t34", "space_inside"),
    (WHOLE, "muời", "not_number"),
    (WHOLE, "12 hộ", "not_number"),
    (WHOLE, "12%", "not_number"),
    (WHOLE, "1e3", "not_number"),
    (WHOLE, "+5", "not_number"),
    (WHOLE, "--5", "not_number"),
    (WHOLE, "-", "not_number"),
    (WHOLE, "0x10", "not_number"),
    (WHOLE, "1_000", "not_number"),
    (WHOLE, "²", "not_number"),
    (WHOLE, "１２", "foreign_digits"),
    (WHOLE, "١٢", "foreign_digits"),
    (WHOLE, "10000000000001", "overflow"),
    (WHOLE, "-10000000000001", "overflow"),
    (WHOLE, "9" * 41, "overflow"),
    (WHOLE, "9" * 20_000_000, "overflow"),
    (WHOLE, "x" * 20_000_000, "not_number"),
    (COUNT, "-1", "negative"),
    (ONE, "12.5", "point_decimal"),
    (ONE, "0.123", "point_decimal"),
    (ONE, "1,25", "too_many_decimals"),
    (ONE, "1,234", "two_readings_decimal"),
    (ONE, "0,123", "too_many_decimals"),
    (ONE, "1000000000000,1", "overflow"),
    (DATE, "22/11/26", "not_date"),
    (DATE, "2026-11-22", "not_date"),
    (DATE, "31/02/2026", "no_such_day"),
    (DATE, "01/01/0001", "no_such_day"),
    (DATE, "１/1/2026", "not_date"),
    (YESNO, "maybe", "not_yesno"),
    (YESNO, "1", "not_yesno"),
    (CHOICE, "poor", "unknown_choice"),
    (TEXT, "x" * 501, "too_long"),
    (TEXT, "a\x00b", "control_character"),
    (TEXT, "a\u202eb", "control_character"),
    (TEXT, "a\ud800b", "control_character"),
    (TEXT, "a\nb", "line_break"),
    (NARRATIVE, "x" * 10_001, "too_long"),
    (NARRATIVE, "x" * 20_000_000, "too_long"),
    (NARRATIVE, "a\x1bb", "control_character"),
]


@pytest.mark.parametrize(
    ("asked", "text", "code"),
    TYPED_FAULTS,
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_refused(asked: Field, text: str, code: str) -> None:
    assert code_of(read_cell(asked, text)) == code


@pytest.mark.parametrize("text", ["x" * 20_000_000, "a\x00\ud800b"])
@pytest.mark.parametrize("asked", [WHOLE, DATE, CHOICE, TEXT])
def test_what_is_shown_back_is_short_and_can_be_shown(asked: Field, text: str) -> None:
    read = read_cell(asked, text)
    assert isinstance(read, Problem)
    assert len(read.params["text"]) <= 41
    assert read.params["text"].encode().isascii() is False


def test_two_readings_are_offered() -> None:
    read = read_cell(WHOLE, "1,234")
    assert isinstance(read, Problem)
    assert (read.params["whole"], read.params["grouped"]) == ("1234", "1.234")


@pytest.mark.parametrize(
    ("asked", "sent", "value"),
    [
        (WHOLE, None, None),
        (WHOLE, "12", "12"),
        (WHOLE, "12.0", "12"),
        (WHOLE, "-012", "-12"),
        (ONE, "12.50", "12.5"),
        (WHOLE, {"s": "not_applicable"}, {"s": "not_applicable"}),
        (TEXT, {"s": "not_reported"}, {"s": "not_reported"}),
        (DATE, "2026-11-22", "2026-11-22"),
        (YESNO, False, False),
        (CHOICE, "fair", "fair"),
        (NARRATIVE, " Đã họp ", "Đã họp"),
    ],
)
def test_what_programs_may_send(asked: Field, sent: object, value: CellValue) -> None:
    assert read_stored(asked, sent) == Cell(value)


SENT_FAULTS: list[tuple[Field, object, str]] = [
    (WHOLE, 12, "not_text"),
    (WHOLE, 12.5, "not_text"),
    (WHOLE, True, "not_text"),
    (WHOLE, ["12"], "not_text"),
    (WHOLE, "", "not_decimal_text"),
    (WHOLE, "1,5", "not_decimal_text"),
    (WHOLE, " 12", "not_decimal_text"),
    (WHOLE, "1e3", "not_decimal_text"),
    (WHOLE, "NaN", "not_decimal_text"),
    (WHOLE, "１２", "not_decimal_text"),
    (WHOLE, "9" * 10_000, "not_decimal_text"),
    (WHOLE, "12.5", "not_whole"),
    (ONE, "12.55", "too_many_decimals"),
    (WHOLE, "10000000000001", "overflow"),
    (WHOLE, {"s": "blank"}, "unknown_state"),
    (WHOLE, {"s": "error"}, "unknown_state"),
    (WHOLE, {"s": ["not_applicable"]}, "unknown_state"),
    (WHOLE, {"s": "not_applicable", "v": "1"}, "unknown_state"),
    (DATE, "22/11/2026", "not_iso_date"),
    (DATE, "20261122", "not_iso_date"),
    (DATE, "2026-02-30", "no_such_day"),
    (YESNO, "yes", "not_yesno"),
    (YESNO, 1, "not_yesno"),
    (CHOICE, "poor", "unknown_choice"),
    (TEXT, 5, "not_text"),
]


@pytest.mark.parametrize(
    ("asked", "sent", "code"),
    SENT_FAULTS,
)
def test_what_programs_may_not_send(asked: Field, sent: object, code: str) -> None:
    assert code_of(read_stored(asked, sent)) == code


def test_states_show_nothing() -> None:
    assert show_cell(WHOLE, None) == ""
    assert show_cell(WHOLE, {"s": "not_applicable"}) == ""


def test_numbers_are_shown_the_vietnamese_way() -> None:
    assert show_cell(WHOLE, "-1234567") == "-1.234.567"
    assert show_cell(ONE, "1234.5") == "1.234,5"
    assert show_cell(DATE, "2026-02-01") == "01/02/2026"
    assert grouped("0.05") == "0,05"


@given(st.integers(0, 6), st.integers(-MAX_SCALED, MAX_SCALED))
def test_a_number_shown_is_read_again_as_itself(decimals: int, number: int) -> None:
    asked = field(FieldType.DECIMAL, decimals=decimals)
    stored = asked.unscaled(number)
    assert asked.scaled(stored) == number
    assert Decimal(stored) == Decimal(number).scaleb(-decimals)
    assert read_stored(asked, stored) == Cell(stored)
    assert read_cell(asked, show_cell(asked, stored)) == Cell(stored)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_shown_is_read_again_as_itself(day: date) -> None:
    stored = day.isoformat()
    assert read_stored(DATE, stored) == Cell(stored)
    assert read_cell(DATE, show_cell(DATE, stored)) == Cell(stored)


@given(st.booleans())
def test_an_answer_shown_is_read_again_as_itself(answer: bool) -> None:
    assert read_cell(YESNO, show_cell(YESNO, answer)) == Cell(answer)


@given(st.sampled_from([TEXT, NARRATIVE]), st.text(max_size=80))
def test_a_text_once_read_is_read_again_as_itself(asked: Field, typed: str) -> None:
    read = read_cell(asked, typed)
    if isinstance(read, Cell):
        assert read_cell(asked, show_cell(asked, read.value)) == read
        assert read_stored(asked, read.value) == read
    else:
        assert read.code in {"control_character", "line_break"}


@given(st.sampled_from([WHOLE, COUNT, ONE, TWO, THREE]), st.text("0123456789.,- ", max_size=16))
def test_whatever_is_read_as_a_number_has_no_other_reading(asked: Field, typed: str) -> None:
    """Points are only taken between groups of three, one comma only before decimals."""
    read = read_cell(asked, typed)
    if isinstance(read, Cell) and read.value is not None:
        whole, _, part = typed.strip().partition(",")
        assert Decimal(str(read.value)) == Decimal(f"{whole.replace('.', '')}.{part or 0}")
        assert all(len(group) == 3 for group in whole.split(".")[1:])
        assert asked.decimals or "," not in typed
