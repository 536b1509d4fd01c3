"""The sample of every kind: its slots, what it leaves out, what it is broken down into."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.forms.rules import (
    LANES,
    MAX_SCALED,
    WEIGHT_BASE,
    WITHHELD,
    CellValue,
    FieldType,
    Operation,
    Rollup,
    Severity,
    Slot,
    calculate,
    contribution,
    layout,
    read_form,
    read_slot,
    skipped_fields,
    state_of,
    validate,
)

FORM = read_form(json.loads((Path(__file__).parent.parent / "data" / "every-kind.json").read_text("utf-8")))
SLOTS = layout([FORM])
NOT_APPLICABLE: CellValue = {"s": "not_applicable"}
VALUES: dict[str, CellValue] = {
    **{"members__women": "12", "members__men": "20", "volunteers": "2.5", "visits": "3"},
    **{"area": "1.5", "price": "200", "water": "80.5", "distance": "3.2"},
    **{"has_hall": True, "hall_state": "good", "hall_since": "2020-05-01", "topic": "Nước", "story": None},
}


def lanes(slot: str, **changes: CellValue) -> list[int]:
    """Return the four numbers that the sample return, with some values changed, adds to a slot."""
    values = calculate(FORM, {**VALUES, **changes}).values
    start = SLOTS.index(slot) * LANES
    return contribution(FORM, SLOTS, values)[start : start + LANES]


def test_the_sample_has_every_type_and_every_roll_up() -> None:
    assert {field.type for field in FORM.fields.values()} == set(FieldType)
    assert {field.rollup for field in FORM.fields.values()} == set(Rollup)


def test_a_slot_says_in_its_name_what_it_is_for() -> None:
    assert [slot for slot in SLOTS if slot not in FORM.fields] == [
        "price*area",
        "water<",
        "distance>",
        "has_hall=yes",
        "has_hall=no",
        "hall_state=good",
        "hall_state=fair",
        "hall_state=poor",
    ]
    assert read_slot("hall_state=poor") == Slot("hall_state", Operation.CHOICE, "poor")
    assert read_slot("members__women") == Slot("members__women", Operation.OWN)
    with pytest.raises(ValueError, match="not a slot"):
        read_slot("Số hộ")


def test_what_one_return_adds_to_each_kind_of_slot() -> None:
    assert lanes("members") == [32, 1, 0, 0]
    assert lanes("volunteers") == [25, 1, 0, 0]
    assert lanes("price") == [0, 1, 0, 0]
    assert lanes("price*area") == [0, 200 * 150, 150, 1]
    assert lanes("price*area", area=None) == [0, 0, 0, 0]
    assert lanes("water<") == [805, 1, 0, 0]
    assert lanes("water<", water=NOT_APPLICABLE) == [0, 0, 0, 0]
    assert lanes("has_hall=yes") == [1, 0, 0, 0]
    assert lanes("has_hall=no", has_hall=False) == [1, 0, 0, 0]
    assert lanes("hall_state=fair") == [0, 0, 0, 0]


@given(st.integers(-MAX_SCALED, MAX_SCALED), st.integers(0, MAX_SCALED))
def test_a_product_is_kept_exactly_in_two_numbers_of_64_bits(price: int, area: int) -> None:
    values = {"price": str(price), "area": FORM.fields["area"].unscaled(area)}
    start = SLOTS.index("price*area") * LANES
    high, low, weight, pairs = contribution(FORM, SLOTS, values)[start : start + LANES]
    assert (high * WEIGHT_BASE + low, weight, pairs) == (price * area, area, 1)
    # Five national weeks of the largest still fit.
    assert abs(high) * 5 * 90_513 < 2**63
    assert low * 5 * 90_513 < 2**63


# ── skipping ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_skipped_field_does_not_apply_and_what_was_typed_is_put_aside() -> None:
    worked_out = calculate(FORM, {**VALUES, "has_hall": False})
    assert worked_out.values["hall_state"] == NOT_APPLICABLE
    assert worked_out.put_aside == {"hall_state": "good", "hall_since": "2020-05-01"}
    assert skipped_fields(FORM, worked_out.values) == {"hall_state", "hall_since"}


def test_a_skipped_section_leaves_out_all_its_fields() -> None:
    assert skipped_fields(FORM, calculate(FORM, {**VALUES, "visits": "0"}).values) == {"topic", "story"}


def test_a_condition_that_is_not_answered_skips_nothing() -> None:
    assert calculate(FORM, {**VALUES, "has_hall": None}).values["hall_state"] == "good"
    assert skipped_fields(FORM, {**VALUES, "has_hall": None}) == frozenset()


def test_what_was_put_aside_is_said_and_stops_nothing() -> None:
    findings = validate(FORM, {**VALUES, "has_hall": False})
    said = [(one.fields, one.code, one.params["text"]) for one in findings]
    assert said == [(("hall_state",), "put_aside", "good"), (("hall_since",), "put_aside", "01/05/2020")]
    assert {one.severity for one in findings} == {Severity.WARNING}


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_parts_are_fields_of_their_own_and_the_whole_is_their_sum() -> None:
    women = FORM.fields["members__women"]
    assert (women.label["vi"], women.part_of, women.required) == ("Hội viên – nữ", "members", True)
    assert calculate(FORM, {**VALUES, "members": "999"}).values["members"] == "32"
    assert calculate(FORM, {**VALUES, "members__men": None}).values["members"] is None


def test_what_follows_from_parts_is_guarded_but_the_whole_is_not() -> None:
    assert FORM.guarded == {"members__women", "members__men", "share_women"}


def test_a_withheld_cell_tells_its_reader_nothing() -> None:
    hidden: dict[str, CellValue] = {**VALUES, "members__women": WITHHELD}
    assert str(state_of(WITHHELD)) == "State.NOT_REPORTED"
    assert calculate(FORM, hidden).values["share_women"] == {"s": "not_reported"}
    start = SLOTS.index("members__women") * LANES
    assert contribution(FORM, SLOTS, hidden)[start : start + LANES] == [0, 0, 0, 0]
