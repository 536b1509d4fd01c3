"""What a web process keeps looking at: the store may be away meanwhile, and a look may be wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from lienthong.kernel import keeping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    """Let no fault be known from before."""
    keeping._faults.clear()
    yield
    keeping._faults.clear()


def away() -> None:
    """Find the store gone."""
    raise OperationalError("the server closed the connection")


def wrong() -> None:
    """Be wrong."""
    raise ValueError("a fault of ours")


@pytest.mark.parametrize(("look", "told"), [(away, "away"), (wrong, "a fault of ours")])
def test_a_look_that_fails_hinders_no_other_and_is_told_once(
    caplog: pytest.LogCaptureFixture, look: keeping.Look, told: str
) -> None:
    seen: list[int] = []
    with caplog.at_level(logging.WARNING):
        for _again in range(3):
            keeping.look_at((look, lambda: seen.append(1)))
    assert len(seen) == 3
    assert told in caplog.text
    assert len(caplog.records) == 1


def test_a_fault_that_comes_back_is_told_again(caplog: pytest.LogCaptureFixture) -> None:
    fails = [True, False, True]

    def sometimes() -> None:
        if fails.pop():
            away()

    with caplog.at_level(logging.WARNING):
        for _again in range(3):
            keeping.look_at((sometimes,))
    assert len(caplog.records) == 2
