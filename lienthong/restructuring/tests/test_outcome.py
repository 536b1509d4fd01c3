"""What comes of steps: who ends, begins and goes on, within what, and where everything goes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.steps import Key, Link, Step, StepKind, Unit

from .lands import (
    LAND,
    abolish,
    after,
    blocking,
    country,
    create,
    key,
    merge,
    numbered,
    outcome,
    recode,
    rename,
    retype,
    split,
    transfer,
    unit,
)

VILLAGE = UUID(int=7)

# The district goes; two communes become one under the code of one of them, the third goes on within the province.
REFORM = (
    create("00001", "Bến Cầu", "01"),
    merge("00001", "00001"),
    merge("00002", "00001"),
    transfer("00003", "01"),
    abolish("001"),
)


def test_two_communes_become_one_and_the_third_goes_on_within_the_province() -> None:
    found = outcome(*REFORM)
    assert blocking(found) == []
    assert found.ended == {key("00001"), key("00002"), key("001")}
    assert found.founded == {key("00001")}
    assert found.goes_on == {key("00003"): key("00003")}
    assert set(found.links) == {
        Link(key("00001"), key("00001"), True, None, "", True),
        Link(key("00002"), key("00001"), True, None, "", True),
    }
    assert found.after[key("00001")] == unit("00001", "Bến Cầu", "01")
    assert found.after[key("00003")] == unit("00003", "Đồng Xa", "01")
    assert found.after.keys() == LAND.keys() - {key("001"), key("00002")}


def test_a_split_keeps_its_shares_and_its_default() -> None:
    found = outcome(
        create("00021", "Tả Ngạn", "001"),
        create("00022", "Hữu Ngạn", "001"),
        split("00001", "00021", "0.6", default=True, share_key="population"),
        split("00001", "00022", "0.4", share_key="population"),
    )
    assert blocking(found) == []
    assert [(link.new.code, link.whole, link.share, link.default) for link in found.links] == [
        ("00021", False, Fraction(3, 5), True),
        ("00022", False, Fraction(2, 5), False),
    ]


def test_what_lies_in_a_unit_that_went_whole_goes_with_it() -> None:
    found = outcome(create("03", "Lam Hồng"), merge("01", "03"), merge("02", "03"))
    assert blocking(found) == []
    assert after(found, ["001", "00011", "00012"]) == {"001": "03", "00011": "03", "00012": "03"}
    assert after(found, ["00001"]) == {"00001": "001"}  # nothing changes around it
    assert set(found.goes_on) == {key("001"), key("00011"), key("00012")}


def test_a_district_may_be_followed_by_its_province_which_takes_its_communes() -> None:
    found = outcome(abolish("001", "01"))
    assert blocking(found) == []
    assert after(found, ["00001", "00002", "00003"]) == dict.fromkeys(("00001", "00002", "00003"), "01")
    assert found.links == (Link(key("001"), key("01"), True, None, "", True),)


def test_a_code_that_changes_changes_for_what_lies_within_too() -> None:
    found = outcome(recode("02", "09"), rename("00011", "Khe Sâu Mới"))
    assert blocking(found) == []
    assert found.goes_on == {key("02"): key("09"), key("00011"): key("00011")}
    assert after(found, ["00011", "00012"]) == {"00011": "09", "00012": "09"}


def test_several_changes_of_one_unit_come_together() -> None:
    found = outcome(retype("00011", "phuong"), rename("00011", "Khe Ngọc"), recode("00011", "00019"))
    assert blocking(found) == []
    assert found.after[key("00019")] == Unit(key("00019"), "phuong", "Khe Ngọc", key("02"))


def test_an_island_district_becomes_a_commune() -> None:
    land = country(unit("01", "Biển"), unit("009", "Đảo Xa", "01"))
    steps = numbered(create("00090", "Đảo Xa", "01"), merge("009", "00090"))
    found = outcome_of(land, [replace(steps[0], unit_kind="dac_khu"), steps[1]])
    assert blocking(found) == []
    assert found.links == (Link(Key("district", "009"), Key("commune", "00090"), True, None, "", True),)


def test_a_village_moves_by_its_public_id() -> None:
    step = Step(1, StepKind.TRANSFER, "village", old_uid=VILLAGE, parent=key("00002"))
    found = outcome_of(LAND, [step])
    assert (blocking(found), found.moved) == ([], {VILLAGE: key("00002")})


@given(st.permutations(REFORM))
def test_the_order_of_steps_makes_no_difference(steps: list[Step]) -> None:
    one, other = outcome(*REFORM), outcome(*steps)
    assert (one.after, one.ended, one.founded, one.goes_on) == (
        other.after,
        other.ended,
        other.founded,
        other.goes_on,
    )
    assert set(one.links) == set(other.links)


CODES = [one.code for one in LAND if one.code] + ["03", "003", "00031", "00032"]


@st.composite
def any_step(draw: st.DrawFn) -> Step:
    """Return some step, mostly nonsense."""
    old, new, parent = (draw(st.sampled_from(CODES)) for _ in range(3))
    kind = draw(st.sampled_from(list(StepKind)))
    level = key(new if kind is StepKind.CREATE else old).level
    return Step(
        draw(st.integers(1, 99)),
        kind,
        draw(st.sampled_from([level, level, "village", "xóm"])),
        old_code="" if kind is StepKind.CREATE else draw(st.sampled_from([old, old, ""])),
        new_level=key(new).level if draw(st.booleans()) else "",
        new_code=draw(st.sampled_from([new, ""])),
        name=draw(st.sampled_from(["", "Mới", "Bến Đò"])),
        unit_kind=draw(st.sampled_from(["", "xa", "tinh", "huyen", "làng"])),
        parent=draw(st.sampled_from([None, key(parent)])),
        share=draw(st.sampled_from([None, Fraction(1, 3), Fraction(1, 2), Fraction(2)])),
        default=draw(st.booleans()),
    )


@given(st.lists(any_step(), max_size=12))
def test_nonsense_is_named_and_never_breaks_anything(steps: list[Step]) -> None:
    found = outcome_of(LAND, steps)
    gone = {old for old in LAND if old not in found.ended}
    assert found.founded <= found.after.keys()
    assert {link.old for link in found.links} <= found.ended
    assert found.goes_on.keys() <= gone
    if not blocking(found):
        _holds_together(found.after)
        ends = {link.new for link in found.links}
        assert ends <= found.after.keys()
        assert len(found.after) == len(gone) + len(found.founded)


def _holds_together(units: dict[Key, Unit] | object) -> None:
    """Assert that every unit lies in one that there is, up to the country."""
    assert isinstance(units, dict)
    for at in units:
        seen = set()
        above: Key | None = at
        while above is not None:
            assert above in units
            assert above not in seen
            seen.add(above)
            above = units[above].parent
