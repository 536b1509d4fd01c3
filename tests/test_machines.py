"""Several machines on one database, and a copy of it that is read: nothing lives in a process, and age is told."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import servers
from tests.cast import VALID, WEEK
from tests.servers import Browser, Machine, Replica, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        servers.programs() is None, reason="PostgreSQL's server programs are not on this machine"
    ),
]

BUILD = """
import json
from tests.cast import build_cast
cast = build_cast()
print(json.dumps({name: str(cast.province[name].uid) for name in ("P", "C", "v1", "v2", "Trung ương")}))
"""


@dataclass
class Country:
    """Two machines with homes of their own and one shared folder, on one database."""

    one: Machine
    two: Machine
    units: dict[str, str]
    others: list[Machine] = field(default_factory=list)

    def other(self, **settings: str) -> Machine:
        """Return the first machine with further settings."""
        self.others.append(Machine(self.one.home, self.one.settings | settings))
        return self.others[-1]

    def page(self, unit: str, name: str = "") -> str:
        """Return the address of a unit's week."""
        return f"/bao-cao/tuan/{WEEK}/{self.units[unit]}/{name}"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with servers.postgres() as found:
        yield found


@pytest.fixture(scope="module")
def copy(address: str) -> Iterator[Replica]:
    with servers.replica_of(address) as found:
        yield found


@pytest.fixture(scope="module")
def country(address: str, tmp_path_factory: pytest.TempPathFactory) -> Country:
    """Build the small country on the database, and lay out both machines."""
    shared = tmp_path_factory.mktemp("shared")
    settings = {"LIENTHONG_DATABASE_URL": address, "LIENTHONG_SHARED": str(shared)}
    one, two = (Machine(tmp_path_factory.mktemp(name), settings) for name in ("one", "two"))
    one.command("setup")
    two.command("setup")
    return Country(one, two, json.loads(one.python(BUILD)))


@pytest.fixture(autouse=True)
def _stopped(country: Country) -> Iterator[None]:
    yield
    for machine in (country.one, country.two, *country.others):
        machine.stop()
        machine.started.clear()


def _saved(country: Country, browser: Browser, village: str, households: str) -> str:
    """Send a village's form, and return what its page then shows as the number of households."""
    seen = re.findall(r'name="seen" value="(\d+)"', browser.get(country.page(village, "nhap/")).text)
    fields = {**VALID, "households": households, "seen": seen[0], "action": "submit"}
    answer = browser.post(country.page(village, "nhap/"), fields)
    assert answer.status == 302, answer.text
    return answer.headers["Location"]


def _table(text: str) -> str:
    return str(re.findall(r"<table.*?</table>", text, re.DOTALL)[0])


def test_what_is_done_on_one_machine_counts_on_the_other(country: Country) -> None:
    first, second = country.one.serve(), country.two.serve()
    lan = Browser(first)
    assert lan.sign_in("lan").status == 302
    lan.host = second  # the session holds there too
    where = _saved(country, lan, "v1", "117")
    lan.host = first
    assert "117" in lan.get(where).text

    shared = Path(country.one.settings["LIENTHONG_SHARED"])
    before = len([*shared.glob("jobs/*")])
    # Long work: asked for on one, done by the worker of the other, handed out by the first.
    tung = Browser(first)
    tung.sign_in("tung")
    job = tung.post(country.page("P", "toan-bo-thon/"), {"form": "csv"}).headers["Location"]
    country.two.command("worker", "--until-empty")
    assert "Thôn" in tung.get(f"{job}tep/").data.decode("utf-8-sig")
    assert len([*shared.glob("jobs/*")]) == before + 1
    assert [*country.one.home.glob("jobs/*"), *country.two.home.glob("jobs/*")] == []


def test_tries_at_the_door_are_counted_together(country: Country) -> None:
    first, second = country.one.serve(), country.two.serve()
    browser, statuses = Browser(first), []
    for number in range(24):
        browser.host = (first, second)[number % 2]
        statuses.append(browser.sign_in("nobody-here", "wrong").status)
        if statuses[-1] == 429:
            break
    assert statuses[-1] == 429
    browser.host = (second, first)[statuses.index(429) % 2]
    assert browser.sign_in("nobody-here", "wrong").status == 429


def test_maintenance_is_seen_by_every_machine_within_seconds_and_stops_saving_only(country: Country) -> None:
    first, second = country.one.serve(), country.two.serve()
    lan = Browser(first)
    lan.sign_in("lan")
    country.two.command("maintenance", "on", "Nâng cấp.", "--en", "An upgrade.", "--read-only")
    path = country.page("v2", "nhap/")
    for host in (first, second):
        lan.host = host
        wait_for(lambda: "Đang bảo trì" in lan.get(path).text, "the banner does not come", 10)
        refused = lan.post(path, {**VALID, "seen": "0", "action": "submit"})
        assert (refused.status, refused.headers["Retry-After"]) == (503, "60")
        assert "Nâng cấp." in refused.text
    country.two.command("maintenance", "off")
    wait_for(lambda: "bảo trì" not in lan.get(path).text, "the banner stays", 10)
    _saved(country, lan, "v2", "55")


def test_connections_from_a_pool_in_each_process_serve_threads_and_forks(country: Country) -> None:
    pooled = country.other(LIENTHONG_DATABASE_POOL="2")
    lan = Browser(pooled.serve("--threads", "4"))
    assert lan.sign_in("lan").status == 302
    assert "118" in lan.get(_saved(country, lan, "v1", "118")).text


@pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="PgBouncer is not on this machine")
def test_through_pgbouncer_in_transaction_mode_many_threads_share_three_connections(
    country: Country, address: str
) -> None:
    with servers.pgbouncer(address) as pooled:
        machine = country.other(LIENTHONG_DATABASE_URL=pooled, LIENTHONG_DATABASE_POOLER="transaction")
        host, statuses, faults = (
            machine.serve("--workers", "2", "--threads", "4"),
            Counter[int](),
            list[str](),
        )

        def work() -> None:
            try:
                browser = Browser(host)
                browser.sign_in("tung")
                for _ in range(20):
                    for name in ("", "so-lieu/", "con-thieu/"):
                        statuses[browser.get(country.page("P", name)).status] += 1
            except OSError as fault:
                faults.append(repr(fault))

        people = [threading.Thread(target=work) for _ in range(8)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        assert (faults, statuses) == ([], {200: 480})
        lan = Browser(host)
        lan.sign_in("lan")
        assert "116" in lan.get(_saved(country, lan, "v1", "116")).text
        tung = Browser(host)
        tung.sign_in("tung")
        job = tung.post(country.page("P", "toan-bo-thon/"), {"form": "xlsx"}).headers["Location"]
        machine.command("worker", "--until-empty")
        assert tung.get(f"{job}tep/").status == 200
        machine.stop()


def test_figures_come_from_the_copy_say_as_of_when_and_from_the_primary_when_it_falls_behind(
    country: Country, copy: Replica
) -> None:
    machine = country.other(LIENTHONG_REPLICA_URL=copy.address, LIENTHONG_REPLICA_MOST_LAG="20")
    host = machine.serve()
    machine.start("worker")  # whose signs of life move the copy's time on while nothing else is written
    ha, lan = Browser(host), Browser(host)
    ha.sign_in("ha")
    ha.cookies.pop("lt_wrote")  # the browser forgets it after twenty seconds
    page, told = country.page("P", "so-lieu/"), "Số liệu tính đến"
    lan.sign_in("lan")
    _saved(country, lan, "v1", "119")
    wait_for(lambda: told in ha.get(page).text, "the page does not say its age", 30)
    # The copy stands still: it goes on being read while it is young enough, and is old in what it shows.
    copy.psql("SELECT pg_wal_replay_pause()")
    wait_for(lambda: copy.psql("SELECT pg_get_wal_replay_pause_state()") == "paused", "the copy goes on")
    before = ha.get(page).text
    _saved(country, lan, "v1", "4321")
    old, here = ha.get(page).text, lan.get(country.page("C", "so-lieu/")).text
    assert told in old
    assert _table(old) == _table(before)
    assert "4.321" in here  # who saved reads it at once
    assert told not in here
    wait_for(lambda: told not in ha.get(page).text, "an old copy is still read", 90)
    assert _table(ha.get(page).text) != _table(before)
    copy.psql("SELECT pg_wal_replay_resume()")
    wait_for(lambda: told in ha.get(page).text, "the copy is not read again", 40)
    code, said = machine.try_command("doctor", "--format", "json")
    found = {row["check"]: row["outcome"] for row in json.loads(said)}
    assert (code, found["durability"], found["replica"]) == (0, "ok", "ok"), said


def test_nothing_can_be_written_through_the_copy(country: Country, copy: Replica) -> None:
    machine = country.other(LIENTHONG_REPLICA_URL=copy.address)
    said = machine.python("""
import time
from django.db import connection, transaction
from lienthong.kernel import replica, sql
from lienthong.kernel.models import RateLimit
RateLimit.objects.update_or_create(key="fresh", defaults={"since": 0, "count": 1})  # a copy of a store in which nothing happens looks old
while replica.measure().lag > 5:
    time.sleep(0.1)
with replica.reading_copy() as copy:
    print(connection.vendor, copy.as_of is not None, sql.fetch("SELECT pg_is_in_recovery()")[0][0])
    try:
        RateLimit.objects.create(key="a", since=0, count=1)
    except Exception as fault:
        print(type(fault.__cause__).__name__)
    with replica.on_primary():
        RateLimit.objects.create(key="b", since=0, count=1)
print(sql.fetch("SELECT pg_is_in_recovery()")[0][0], RateLimit.objects.filter(key="b").delete()[0])
with transaction.atomic(), replica.reading_copy() as copy:
    print(copy.as_of)
""")
    assert said.split() == ["postgresql", "True", "True", "ReadOnlySqlTransaction", "False", "1", "None"]
