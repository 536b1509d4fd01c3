"""Who waits for whom: no save locks a row that a province or the centre shares, and communes do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from lienthong.kernel import audit
from lienthong.registry.models import Organisation
from lienthong.reports import queries, services
from lienthong.reports.models import Series, Total
from lienthong.reports.queries import Stage
from lienthong.reports.services.opening import lock_unit, open_unit
from tests.cast import WEEK, Cast

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20


@pytest.fixture(autouse=True)
def _many_writers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one writer has to end before the next begins")


@contextmanager
def meanwhile(hold: Callable[[], Any]) -> Iterator[None]:
    """Let another connection hold what it has locked until the end."""
    held, end, faults = threading.Event(), threading.Event(), []

    def stay() -> None:
        try:
            with transaction.atomic():
                hold()
                held.set()
                end.wait(PATIENCE)
        except BaseException as fault:
            faults.append(fault)
        finally:
            held.set()
            connection.close()

    other = threading.Thread(target=stay)
    other.start()
    held.wait(PATIENCE)
    try:
        yield
    finally:
        end.set()
        other.join()
    assert faults == []


@contextmanager
def impatient() -> Iterator[None]:
    """Let this connection give up where it would have to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '500ms'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")


def lock_all_above(cast: Cast) -> None:
    """Lock every row of the province and the centre, of the series, and of the totals and streams of any other unit."""
    above = [cast.province[name].pk for name in ("P", "Trung ương", "D", "E")]
    uids = [cast.province[name].uid for name in ("P", "Trung ương", "D", "E")]
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=above))
    list(Series.objects.select_for_update(no_key=True))
    list(Total.objects.select_for_update().filter(unit__in=above))
    for uid in (*uids, audit.SYSTEM):
        audit.lock(uid)


def test_a_save_goes_through_while_all_rows_of_province_and_centre_are_locked(cast: Cast) -> None:
    cast.save("minh", "v4")
    with meanwhile(lambda: lock_all_above(cast)), impatient():
        assert cast.save("nga", "v1").version == 1
        assert cast.save("nga", "v1", households="121").version == 2
    totals = queries.unit_totals_for(cast.actor("ha"), cast.asked(), cast.unit("Trung ương"))
    assert totals.of(Stage.RECEIVED).figures["households"].total == 120 + 121


def test_saves_in_two_communes_do_not_wait_for_each_other(cast: Cast) -> None:
    with meanwhile(lambda: cast.save("minh", "v4")), impatient():
        assert cast.save("nga", "v1").version == 1


def test_saves_in_one_commune_wait_and_none_is_lost(cast: Cast) -> None:
    cast.save("lan", "v3")
    with meanwhile(lambda: cast.save("lan", "v2")), impatient(), pytest.raises(OperationalError):
        cast.save("nga", "v1")
    faults: list[BaseException] = []

    def save(who: str, name: str) -> None:
        try:
            for number in range(10):
                cast.save(who, name, households=str(200 + number))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=save, args=one) for one in (("nga", "v1"), ("lan", "v2"), ("lan", "v3"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    totals = queries.unit_totals_for(cast.actor("lan"), cast.asked(), cast.unit("C"))
    assert totals.of(Stage.RECEIVED).figures["households"].total == 3 * 209
    assert queries.units_amiss(cast.asked()) == []
    assert [found for _uid, _count, found in audit.verify() if found] == []


def test_whoever_waited_for_a_unit_sees_what_was_written_meanwhile(cast: Cast) -> None:
    cast.save("lan", "v3")
    asked, bodies = cast.asked(), {cast.province[name].pk: name for name in ("v1", "v2", "v3")}
    numbers: list[int] = []

    def wait() -> None:
        try:
            with transaction.atomic():
                numbers.append(open_unit(asked, bodies).stream.number)
        finally:
            connection.close()

    with transaction.atomic():
        before = lock_unit(cast.province["C"].pk, cast.province["C"].uid).stream.number
        other = threading.Thread(target=wait)
        other.start()
        other.join(0.5)
        assert other.is_alive()
        cast.save("lan", "v2")
    other.join()
    assert numbers == [before + 1]


def test_two_requests_with_one_key_at_the_same_time_are_saved_once(cast: Cast) -> None:
    cast.save("lan", "v3")
    answers: list[tuple[int, str]] = []

    def send() -> None:
        try:
            saved = services.save_returns(
                actor=cast.actor("nga"), asked=cast.asked(), rows=[cast.typed("v1")], submit=True, key="k1"
            )
            answers.append((saved.returns[0].version, saved.returns[0].state))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(1, "submitted")] * 4
    assert cast.entry("v1").revisions.count() == 1


def test_a_total_is_settled_beside_running_saves(cast: Cast) -> None:
    cast.save("lan", "v3")
    Total.objects.update(received=b"")
    faults: list[BaseException] = []

    def save() -> None:
        try:
            for number in range(15):
                cast.save("nga", "v1", households=str(200 + number))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    other = threading.Thread(target=save)
    other.start()
    actor = replace(cast.actor("duc"))
    while other.is_alive():
        services.rebuild_totals(actor=actor, series=cast.series, period=WEEK)
    other.join()
    services.rebuild_totals(actor=actor, series=cast.series, period=WEEK)
    assert faults == []
    totals = queries.unit_totals_for(cast.actor("lan"), cast.asked(), cast.unit("C"))
    assert totals.of(Stage.RECEIVED).figures["households"].total == 120 + 214
    assert services.rebuild_totals(actor=actor, series=cast.series, period=WEEK) == 0
