"""Every finding of the check: what brings it about, and that nothing else does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.restructuring import messages
from lienthong.restructuring.rules.case import blocks
from lienthong.restructuring.rules.known import Known, Other, Village
from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.steps import Key, Severity, Step, StepKind

from .lands import (
    LAND,
    abolish,
    blocking,
    create,
    key,
    made,
    merge,
    numbered,
    outcome,
    recode,
    rename,
    retype,
    split,
    transfer,
    warning,
)

NEW = create("00021", "Bến Mới", "001")
OTHER = create("00022", "Cầu Mới", "001")


def halves(*shares: str) -> tuple[Step, ...]:
    """Return steps that divide one commune into two."""
    first, second = shares or ("", "")
    return (NEW, OTHER, split("00001", "00021", first, default=True), split("00001", "00022", second))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), [("no_steps", 0)]),
        ((rename("00009", "X"),), [("unknown_unit", 1)]),
        ((made(StepKind.RENAME, "00001"),), [("no_name", 1), ("no_steps", 0)]),
        (
            (made(StepKind.CREATE, new="00021", name="X", unit_kind="xa"),),
            [("no_parent", 1), ("no_steps", 0)],
        ),
        ((NEW, NEW, merge("00001", "00021"), merge("00002", "00021")), [("begins_twice", 2)]),
        ((rename("00001", "X"), rename("00001", "Y")), [("changes_twice", 2)]),
        ((retype("00001", "phuong", "X"), rename("00001", "Y")), [("changes_twice", 2)]),
        ((abolish("00001"), rename("00001", "X")), [("ends_and_goes_on", 1)]),
        ((*halves(), abolish("00001")), [("goes_twice", 4)]),
        ((NEW, merge("00002", "00021"), split("00001", "00021", default=True)), [("lone_part", 3)]),
        ((NEW, split("00001", "00021", default=True), split("00001", "00021")), [("part_twice", 2)]),
        ((NEW, OTHER, split("00001", "00021"), split("00001", "00022")), [("no_default", 3)]),
        ((*halves()[:3], split("00001", "00022", default=True)), [("many_defaults", 3)]),
        (halves("0.5", "0.4"), [("share_sum", 3)]),
        (halves("0.5", "0.5000000002"), [("share_sum", 3)]),
        (halves("1", ""), [("share_sum", 3)]),
        (
            (
                NEW,
                OTHER,
                split("00001", "00021", "0.5", default=True, share_key="population"),
                split("00001", "00022", "0.5", share_key="households"),
            ),
            [("share_keys", 3)],
        ),
        ((merge("00001", "00021"),), [("no_such_successor", 1)]),
        ((merge("00001", "00002"),), [("gains_ground", 1)]),
        ((create("00002", "X", "001"), merge("00001", "00002")), [("code_taken", 1)]),
        ((recode("00001", "00002"),), [("code_taken", 1)]),
        ((abolish("001"),), [("left_within", 1)] * 3),
        ((create("00021", "X", "009"), merge("00001", "00021")), [("no_such_parent", 1)]),
        ((transfer("00001", "00002"),), [("no_steps", 0), ("wrong_parent_level", 1)]),
        ((retype("00001", "quan"),), [("no_steps", 0), ("unknown_kind", 1)]),
        ((create("00021", "X", "02"), merge("00001", "00021")), [("crossing", 2)]),
        ((transfer("00001", "02"),), [("crossing", 1)]),
        ((create("03", "Y"), merge("01", "03"), transfer("00011", "03")), [("crossing", 3)]),
    ],
)
def test_what_has_to_be_put_right(steps: tuple[Step, ...], found: list[tuple[str, int]]) -> None:
    assert sorted(blocking(outcome(*steps))) == sorted(found)


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (halves(), [("no_share", 3)]),
        (halves("0.3", ""), [("no_share", 3)]),
        (halves("0.5", "0.5"), []),
        (halves("0.3333333333", "0.6666666666"), []),
        ((abolish("00001"),), [("no_successor", 1)]),
        ((NEW,), [("no_predecessor", 1)]),
        ((NEW, merge("00001", "00021")), [("same_ground", 1)]),
        (
            (create("00001", "X", "001"), merge("00001", "00001"), merge("00002", "00001")),
            [("code_reused", 1)],
        ),
        ((rename("00001", "Cầu Tre"),), [("namesakes", 1)]),
        ((rename("00001", "Khe Sâu"),), []),  # in the other province
        ((rename("00001", "Bến Đò"),), [("no_change", 1)]),
        ((create("03", "Y"), merge("01", "03"), merge("02", "03")), []),
    ],
)
def test_what_has_to_be_known(steps: tuple[Step, ...], found: list[tuple[str, int]]) -> None:
    told = outcome(*steps)
    assert (blocking(told), warning(told)) == ([], found)


def test_an_act_that_crosses_provinces_is_let_through_with_a_warning() -> None:
    steps = (create("00021", "X", "02"), merge("00001", "00021"), merge("00011", "00021"))
    assert blocking(outcome(*steps)) == [("crossing", 2)]
    allowed = outcome(*steps, allows_crossing=True)
    assert (blocking(allowed), warning(allowed)) == ([], [("crossing", 2)])


def test_a_circle_is_named_whatever_the_levels_say() -> None:
    """Only rows that no step could have made lead there; the check does not run in it."""
    land = dict(LAND)
    land[key("001")] = land[key("001")].__class__(key("001"), "huyen", "Hạ Lưu", key("00001"))
    found = outcome_of(land, numbered(rename("00001", "X")))
    assert ("cycle", 1) in blocking(found)


def with_rows(*steps: Step, **rows: Any) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    found = outcome(*steps, known=Known(**rows))
    return blocking(found), warning(found)


def test_what_rows_say_is_checked_where_it_is_known() -> None:
    day, uid = date(2025, 6, 30), UUID(int=1)
    one = rename("00001", "X")
    assert with_rows(one) == ([], [])
    assert with_rows(rename("00009", "X"), closed={key("00009"): day}) == ([("closed_unit", 1)], [])
    assert with_rows(one, until={key("00001"): day, key("00002"): day}) == ([("changes_later", 1)], [])
    assert with_rows(one, until={key("001"): day}) == ([], [("parent_changes_later", 1)])
    for weight, told in ((Severity.BLOCKS, 0), (Severity.WARNS, 1)):
        others = {key("00001"): (Other(uid, "Kế hoạch khác", weight),)}
        assert with_rows(one, others=others)[told] == [("two_plans", 1)]
    reused = (NEW, merge("00001", "00021"), merge("00002", "00021"))
    assert with_rows(*reused, closed={key("00021"): day}) == ([], [("code_reused_later", 1)])
    assert with_rows(*reused, bodies={key("00001"): ("Nhà nước",)}) == ([], [("body_left", 2)])


def test_a_new_body_to_which_nobody_comes_is_named() -> None:
    staffed = {key("00002"): 3}
    assert with_rows(*halves("0.5", "0.5")) == ([], [])
    assert with_rows(*halves("0.5", "0.5"), posts=staffed)[1] == [("no_holder", 1), ("no_holder", 2)]
    assert with_rows(*halves("0.5", "0.5"), posts={key("00001"): 1})[1] == [("no_holder", 2)]
    decided = frozenset({key("00022")})
    assert with_rows(*halves("0.5", "0.5"), posts={key("00001"): 1}, placed=decided)[1] == []


def test_a_village_moves_only_where_it_is_known_and_within_its_province() -> None:
    uid = UUID(int=7)
    step = Step(0, StepKind.TRANSFER, "village", old_uid=uid, parent=key("00002"))
    away = Step(0, StepKind.TRANSFER, "village", old_uid=uid, parent=key("00011"))
    village = {uid: Village("Thôn Nhất", key("00001"))}
    assert with_rows(step, villages={}) == ([("unknown_village", 1)], [])
    assert with_rows(step, villages=village) == ([], [])
    assert with_rows(away, villages=village) == ([("crossing", 1)], [])
    nowhere = Step(0, StepKind.TRANSFER, "village", old_uid=uid, parent=key("00099"))
    assert with_rows(nowhere, villages=village)[0] == [("no_such_parent", 1)]


def test_a_plan_changes_nothing_beyond_the_body_whose_act_it_is() -> None:
    own = key("01")
    assert with_rows(rename("00001", "X"), reach=own) == ([], [])
    assert with_rows(NEW, merge("00001", "00021"), merge("00002", "00021"), reach=own) == ([], [])
    assert with_rows(rename("00011", "X"), reach=own)[0] == [("out_of_reach", 1)]
    assert with_rows(rename("01", "X"), reach=own)[0] == [("out_of_reach", 1)]
    assert ("out_of_reach", 1) in with_rows(create("00021", "X", "02"), reach=own)[0]
    assert ("out_of_reach", 1) in with_rows(rename("00001", "X"), reach=Key("", ""))[0]
    assert with_rows(abolish("001", "01"), reach=own) == ([], [])
    away = outcome(abolish("00001", "00011"), allows_crossing=True, known=Known(reach=own))
    assert blocking(away) == [("out_of_reach", 1)]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=9))
def test_shares_that_were_rounded_to_ten_decimals_are_a_whole(weights: list[int]) -> None:
    total = sum(weights)
    codes = [f"{30 + place:05}" for place in range(len(weights))]
    shares = [round(Fraction(weight, total), 10) for weight in weights]
    steps = [create(code, f"Mới {code}", "001") for code in codes]
    steps += [
        split("00001", code, str(share), default=code == codes[0])
        for code, share in zip(codes, shares, strict=True)
        if share
    ]
    assert "share_sum" not in {code for code, _at in blocking(outcome(*steps))}


def test_every_finding_has_its_sentence() -> None:
    class Any_(dict[str, str]):
        def __missing__(self, word: str) -> str:
            return "…"

    for code in messages._SENTENCES:
        sentence = messages.sentence_of(blocks(code).__class__(code, Severity.BLOCKS, 1, Any_()))
        assert sentence[-1] == "."
        assert "%" not in sentence.replace("100%", "")


def test_findings_stand_in_groups_those_first_that_block() -> None:
    found = outcome(*halves(), abolish("00002"), rename("00003", "Bến Mới"), rename("00099", "X"))
    groups = messages.groups_of(found.problems)
    assert [(group.severity, group.code, group.count) for group in groups] == [
        (Severity.BLOCKS, "unknown_unit", 1),
        (Severity.WARNS, "namesakes", 1),
        (Severity.WARNS, "no_share", 1),
        (Severity.WARNS, "no_successor", 1),
    ]
    assert groups[2].title == "Phần chia chưa biết tỷ lệ"
