"""What a return adds to totals: exact whole numbers, one place for each field through all versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lienthong.forms.rules import (
    LANES,
    MAX_SCALED,
    CellValue,
    Field,
    FieldType,
    Form,
    Lane,
    Rollup,
    Section,
    contribution,
    layout,
    place_of,
)

NAME = {"vi": "Ô"}
FIELDS = (
    Field("households", FieldType.INTEGER, NAME, Rollup.SUM),
    Field("rate", FieldType.PERCENTAGE, NAME, Rollup.COUNT, decimals=2),
    Field("money", FieldType.MONEY, NAME, Rollup.SUM, decimals=2),
    Field("has_hall", FieldType.YESNO, NAME, Rollup.SUM),
    Field("words", FieldType.NARRATIVE, NAME, Rollup.COUNT),
)
NOT_APPLICABLE: CellValue = {"s": "not_applicable"}
NOT_REPORTED: CellValue = {"s": "not_reported"}


def form_of(*fields: Field) -> Form:
    return Form("sample", (Section("all", NAME, fields),), ())


FORM = form_of(*FIELDS)
CODES = layout([FORM])


def test_each_field_adds_its_scaled_sum_and_the_count_of_its_state() -> None:
    values: dict[str, CellValue] = {
        "households": "12",
        "rate": "5.25",
        "money": "-1.5",
        "has_hall": True,
        "words": "Đã họp",
    }
    assert contribution(FORM, CODES, values) == [
        12,
        1,
        0,
        0,
        0,
        1,
        0,
        0,
        -150,
        1,
        0,
        0,
        1,
        1,
        0,
        0,
        0,
        1,
        0,
        0,
    ]


def test_zero_blank_not_applicable_and_not_reported_are_four_things() -> None:
    codes = ("households",)
    assert contribution(FORM, codes, {"households": "0"}) == [0, 1, 0, 0]
    assert contribution(FORM, codes, {"households": None}) == [0, 0, 1, 0]
    assert contribution(FORM, codes, {}) == [0, 0, 1, 0]
    assert contribution(FORM, codes, {"households": NOT_APPLICABLE}) == [0, 0, 0, 1]
    assert contribution(FORM, codes, {"households": NOT_REPORTED}) == [0, 0, 0, 0]
    assert contribution(FORM, ("has_hall",), {"has_hall": False}) == [0, 1, 0, 0]


def test_a_new_version_keeps_the_places_and_what_a_version_lacks_is_not_applicable() -> None:
    later = form_of(FIELDS[2], Field("boats", FieldType.INTEGER, NAME, Rollup.SUM), FIELDS[0])
    codes = layout([FORM, later])
    assert codes == ("households", "rate", "money", "has_hall", "words", "boats")
    assert place_of(codes, "money", Lane.BLANK) == 2 * LANES + 2
    added = contribution(later, codes, {"money": "1", "boats": "3", "households": "4"})
    assert added[place_of(codes, "rate", Lane.NOT_APPLICABLE)] == 1
    assert added[place_of(codes, "households", Lane.SUM)] == 4
    assert added[place_of(codes, "boats", Lane.SUM)] == 3
    assert len(added) == LANES * len(codes)


_COUNTS = st.integers(-MAX_SCALED, MAX_SCALED).map(str)
_CELLS = st.one_of(_COUNTS, st.none(), st.just(NOT_APPLICABLE), st.just(NOT_REPORTED))


@given(st.lists(_CELLS, max_size=30))
def test_a_total_is_the_sum_of_its_cells(cells: list[CellValue]) -> None:
    added = [contribution(FORM, ("households",), {"households": cell}) for cell in cells]
    total = [sum(lane) for lane in zip(*added, strict=True)] or [0] * LANES
    assert total == [
        sum(int(cell) for cell in cells if isinstance(cell, str)),
        sum(isinstance(cell, str) for cell in cells),
        cells.count(None),
        cells.count(NOT_APPLICABLE),
    ]


def test_a_national_week_of_the_largest_numbers_fits_64_bits() -> None:
    largest = contribution(FORM, ("households",), {"households": str(MAX_SCALED)})[Lane.SUM]
    assert largest * 90_513 < 2**63
