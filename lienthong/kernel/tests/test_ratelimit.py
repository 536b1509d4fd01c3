"""Rate limits kept in the database, on the machine's own clock."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command

from lienthong.kernel import ratelimit
from lienthong.kernel.errors import TooMany
from lienthong.kernel.models import RateLimit

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

START = 1_795_000_000


def count(times: int, key: str = "key") -> None:
    for _ in range(times):
        ratelimit.count(key, most=3, seconds=60)


def test_one_more_than_the_most_is_refused_until_the_window_is_over() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        count(3)
        with pytest.raises(TooMany) as refused:
            count(1)
        assert (refused.value.status, refused.value.seconds) == (429, 60)
        traveller.shift(59)
        with pytest.raises(TooMany) as refused:
            count(1)
        assert refused.value.seconds == 1
        traveller.shift(1)
        count(3)


def test_keys_are_counted_apart() -> None:
    count(3, "one")
    count(3, "other")
    with pytest.raises(TooMany):
        count(1, "one")


def test_a_check_counts_nothing() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        for _ in range(5):
            ratelimit.check("key", most=3, seconds=60)
        assert RateLimit.objects.count() == 0
        count(3)
        with pytest.raises(TooMany) as refused:
            ratelimit.check("key", most=3, seconds=60)
        assert refused.value.seconds == 60
        traveller.shift(60)
        ratelimit.check("key", most=3, seconds=60)


def test_forgetting_starts_again_from_nothing() -> None:
    count(3)
    ratelimit.forget("key")
    count(3)
    assert list(RateLimit.objects.values_list("key", "count")) == [("key", 3)]


def test_a_key_shows_neither_address_nor_name_and_depends_on_both() -> None:
    key = ratelimit.key_for("address", "192.0.2.7")
    assert "192.0.2.7" not in key
    assert len(key) == 64
    assert (
        len({key, ratelimit.key_for("address", "192.0.2.8"), ratelimit.key_for("device", "192.0.2.7")}) == 3
    )


def test_a_key_depends_on_the_secret(settings: Settings) -> None:
    key = ratelimit.key_for("address", "192.0.2.7")
    settings.SECRET_KEY = "another"
    assert ratelimit.key_for("address", "192.0.2.7") != key


def test_what_was_counted_long_ago_is_swept_away_and_the_rest_stays() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        count(1, "old")
        traveller.shift(3600)
        count(1, "young")
        traveller.shift(1)
        assert ratelimit.sweep(seconds=3600) == 1
        assert list(RateLimit.objects.values_list("key", flat=True)) == ["young"]
        assert ratelimit.sweep(seconds=3600) == 0


def test_the_daily_sweep_says_what_it_removed() -> None:
    with time_machine.travel(START, tick=False) as traveller:
        count(1, "old")
        SessionStore().create()
        traveller.shift(24 * 3600)
        count(1, "young")
        SessionStore().create()
        traveller.shift(1)
        out = io.StringIO()
        call_command("sweep", "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == [
        {"what": "counters of tries", "removed": 1},
        {"what": "ended sessions", "removed": 1},
        {"what": "jobs", "removed": 0},
        {"what": "entries of the outbox", "removed": 0},
        {"what": "broken-off uploads", "removed": 0},
        {"what": "files that nothing needs", "removed": 0},
        {"what": "read notices", "removed": 0},
    ]
    assert list(RateLimit.objects.values_list("key", flat=True)) == ["young"]
    assert Session.objects.count() == 1
