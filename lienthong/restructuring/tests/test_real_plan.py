"""The real plan of 2025-07-01 as a table of links: what it comes to is what the country then was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from lienthong.registry.unitdata import UnitRecord, Units, read_units
from lienthong.restructuring.rules.levels import COUNTRY
from lienthong.restructuring.rules.links import LinkRow, steps_from
from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.steps import Key, Unit

_ABOVE = {"commune": "district", "district": "province"}


@pytest.fixture(scope="module")
def units() -> Units:
    return read_units()


def listed(records: Iterable[UnitRecord], above: dict[str, str]) -> dict[Key, Unit]:
    """Return a list of units as plans know them."""
    country = Unit(COUNTRY, "quoc_gia", "Việt Nam", None)
    return {COUNTRY: country} | {
        Key(one.level, one.code): Unit(
            Key(one.level, one.code),
            one.kind,
            one.name,
            Key(above[one.level], one.parent) if one.level in above else COUNTRY,
        )
        for one in records
    }


def rows(units: Units, after: dict[Key, Unit]) -> list[LinkRow]:
    """Return the links as a table, with a row for each district of which nothing became."""
    found = []
    for link in units.links:
        new = after[Key(link.to_level, link.to_code)]
        found.append(
            LinkRow(
                Key(link.from_level, link.from_code),
                new.key,
                whole=link.extent == "whole",
                default=link.is_default,
                name=new.name,
                unit_kind=new.kind,
                parent=new.parent,
            )
        )
    linked = {row.old for row in found}
    ended = (Key(one.level, one.code) for one in units.before if one.level == "district")
    return found + [LinkRow(key, None) for key in ended if key not in linked]


def test_the_real_plan_is_sound_and_comes_to_the_country_of_that_day(units: Units) -> None:
    eve, after = listed(units.before, _ABOVE), listed(units.after, {"commune": "province"})
    steps = steps_from(rows(units, after), eve)
    outcome = outcome_of(eve, steps)
    assert outcome.after == after
    assert Counter((one.severity.value, one.code) for one in outcome.problems) == {
        ("warns", "code_reused"): 3207,
        ("warns", "no_share"): 440,
        ("warns", "no_successor"): 691,
    }
    parts = [link for link in outcome.links if not link.whole]
    assert (len(steps), len(outcome.links), len(parts)) == (14_536, 10_490, 970)
    assert all(link.share is None for link in parts)
    going = Counter(new.level for new in outcome.goes_on.values())
    assert going == {"commune": 132}
