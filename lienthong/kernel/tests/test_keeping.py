"""What a web process keeps looking at: the store may be away meanwhile."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError

from lienthong.kernel import keeping

pytestmark = pytest.mark.django_db


def test_what_cannot_be_seen_hinders_no_other_look(caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    def away() -> None:
        raise OperationalError("the server closed the connection")

    with caplog.at_level(logging.WARNING):
        keeping.look_at((away, lambda: seen.append("second")))
    assert seen == ["second"]
    assert "away" in caplog.text


def test_a_fault_of_ours_ends_no_looking(caplog: pytest.LogCaptureFixture) -> None:
    seen = []

    def wrong() -> None:
        raise ValueError("a fault")

    keeping.look_at((wrong, lambda: seen.append("second")))
    assert seen == ["second"]
    assert "a fault" in caplog.text
