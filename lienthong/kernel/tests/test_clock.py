"""The one clock: it runs, it can be set, and it can be held."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from lienthong.kernel import clock

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

EVENING = datetime(2026, 12, 31, 18, 30, tzinfo=UTC)


def test_it_stands_where_the_setting_says(settings: Settings) -> None:
    settings.CLOCK = "2026-11-22T09:40+07:00"
    assert clock.now() == datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.standing_at() == clock.now()


def test_it_runs_where_the_setting_is_empty(settings: Settings) -> None:
    settings.CLOCK = ""
    with time_machine.travel(EVENING, tick=False):
        assert clock.now() == EVENING
        assert clock.standing_at() is None


def test_the_day_is_vietnams() -> None:
    with clock.held_at(EVENING):
        assert clock.today() == date(2027, 1, 1)
    with clock.held_at(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 31)


def test_it_can_be_held_within_a_block_and_goes_on_afterwards() -> None:
    before = clock.now()
    with clock.held_at(EVENING):
        with clock.held_at(datetime(2030, 1, 1, tzinfo=UTC)):
            assert clock.now() == datetime(2030, 1, 1, tzinfo=UTC)
        assert clock.now() == EVENING
    assert clock.now() == before


def test_it_goes_on_after_a_fault() -> None:
    before = clock.now()
    with pytest.raises(ZeroDivisionError), clock.held_at(EVENING):
        _ = 1 // 0
    assert clock.now() == before
