"""Measures the figures of docs/reference/performance.md and prints them as a table. Run by hand: make bench.

In this process on the demonstration's data, then over HTTP with wrk on loopback, four workers, both on the same cores.
Rows written are counted in the database; answers are not believed.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import bench_columns
import bench_grid

ROOT = Path(__file__).resolve().parents[1]
SECONDS, VILLAGES, WORKERS, PORT = 15, 12_000, 4, 8971
PERIOD = "2026-W47"


def main() -> int:
    """Build, measure, print."""
    if shutil.which("wrk") is None:
        print("wrk is missing: apt-get install wrk", file=sys.stderr)
        return 3
    os.environ.setdefault("LIENTHONG_HOME", str(ROOT / "var" / "bench"))
    os.environ["LIENTHONG_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "lienthong.config.cli", "demo", "--build-only"], check=True, cwd=ROOT
    )
    print(f"\n{machine()}\nstore: {store()}; demo built or found in {time.monotonic() - started:.0f} s\n")
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    _in_process()
    _columns()
    with _served():
        _first_load()
        _national_page()
        _grid()
        _village_saves()
    return 0


def machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    cpu = model[1] if model else platform.machine()
    return f"{datetime.now(UTC):%Y-%m-%d}, commit {commit.stdout.strip()}, {os.cpu_count()} × {cpu}, Python {platform.python_version()}"


def store() -> str:
    return "PostgreSQL" if os.environ.get("LIENTHONG_DATABASE_URL", "").startswith("postgres") else "SQLite"


def _row(name: str, goal: str, figure: str) -> None:
    print(f"| {name} | {goal} | {figure} |", flush=True)


def _timed(do: Callable[[], Any], times: int = 40) -> tuple[float, float]:
    """Return median and 95th percentile in milliseconds."""
    do()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        do()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _in_process() -> None:
    from lienthong.identity import queries as identity  # models can be imported once Django is set up
    from lienthong.reports import queries

    account = identity.account_by_username("ha")
    assert account is not None
    actor = identity.actor_for(account)
    asked = queries.get_asked(actor, "tuan", PERIOD)
    unit = queries.own_unit(actor)
    assert unit is not None
    for name, goal, do in (
        (
            "national total of one week, in process",
            "≤ 20 ms",
            lambda: queries.unit_totals_for(actor, asked, unit),
        ),
        ("all 3,356 upper units, in process", "≤ 60 ms", lambda: queries.all_totals_for(actor, asked, unit)),
    ):
        median, p95 = _timed(do)
        _row(name, goal, f"{median:.1f} ms (p95 {p95:.1f})")
    assert len(queries.all_totals_for(actor, asked, unit)) == 1 + 34 + 3321


def _columns() -> None:
    figures = bench_columns.figures()
    _row(
        "90,500 returns × 20 rules by columns",
        "≤ 0.5 s",
        f"{figures['median']} (first {figures['first']}; into columns {figures['into columns']})",
    )


@contextmanager
def _served() -> Iterator[None]:
    words = ["serve", "--port", str(PORT), "--workers", str(WORKERS), "--threads", "1"]
    server = subprocess.Popen([sys.executable, "-m", "lienthong.config.cli", *words], cwd=ROOT)
    try:
        for _ in range(100):
            try:
                _get("/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


def _get(path: str, cookie: str = "") -> int:
    connection = HTTPConnection("127.0.0.1", PORT, timeout=10)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    status = connection.getresponse().status
    connection.close()
    return status


def _session(username: str) -> str:
    """Return the cookie of a session of an account, as the door would give it."""
    from django.contrib.sessions.backends.db import SessionStore  # Django has to be set up first

    from lienthong.identity.models import Account
    from lienthong.identity.rules import Ticket

    account = Account.objects.get(username=username)
    session = SessionStore()
    Ticket(account.pk, account.epoch, None).keep(session)
    session.create()
    return f"lt_session={session.session_key}"


def _village_rows(most: int) -> Iterator[tuple[str, str, str]]:
    """Yield for villages whose return may be entered: a session's cookie, the form's address, the version held."""
    from django.urls import reverse  # Django has to be set up first

    from lienthong.identity.models import Account
    from lienthong.reports.models import Return

    held = {
        organisation: (state, version)
        for organisation, state, version in Return.objects.filter(period=PERIOD).values_list(
            "organisation_id", "state", "version"
        )
    }
    villages = Account.objects.filter(username__startswith="thon-").order_by("uid")
    for account in villages.select_related("organisation")[: 4 * most : 4]:
        state, version = held.get(account.organisation_id or 0, ("", 0))
        if account.organisation is not None and state not in {"approved", "locked"}:
            path = reverse("reports:entry", args=["tuan", PERIOD, account.organisation.uid])
            yield _session(account.username), path, str(version)


def _wrk(*words: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        ["wrk", *words], capture_output=True, text=True, check=True, env={**os.environ, **(env or {})}
    )
    return done.stdout


def _first_load() -> None:
    """Open the village's page with an empty cache: 400 kbit/s, 400 ms round trip, a processor six times slower."""
    from playwright.sync_api import sync_playwright  # only this measurement needs a browser

    taken = []
    address = f"http://127.0.0.1:{PORT}{_home('nga')}"
    sessions = [_session("nga") for _ in range(5)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for one in sessions:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            name, value = one.split("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{PORT}"}])
            page = context.new_page()
            session = context.new_cdp_session(page)
            line = {
                "offline": False,
                "latency": 400,
                "downloadThroughput": 50_000,
                "uploadThroughput": 50_000,
            }
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", line)
            session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
            started = time.perf_counter()
            page.goto(address, wait_until="load")
            taken.append(time.perf_counter() - started)
            context.close()
        browser.close()
    _row(
        "village page, first load on a slow phone",
        "≤ 3 s",
        f"{statistics.median(taken):.1f} s (worst {max(taken):.1f})",
    )


def _grid() -> None:
    """Open the sheet of a commune of 300 villages at the desk, and paste a whole block."""
    from playwright.sync_api import sync_playwright  # only this measurement and the first load need a browser

    name, value = _session("lan").split("=")
    site = f"http://127.0.0.1:{PORT}"
    address = f"{site}{_home('lan')}bang/"
    with bench_grid.filled_commune(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        found = bench_grid.figures(browser, address, [{"name": name, "value": value, "url": site}])
        browser.close()
    _row("grid of 300 rows × 9, until keys work", "≤ 1 s", found["ready"])
    _row(
        "a block of 2,700 cells pasted, until painted",
        "≤ 300 ms",
        f"{found['pasted']}; {found['filled']} cells filled",
    )


def _home(username: str) -> str:
    from lienthong.identity import queries as identity  # Django has to be set up first
    from lienthong.reports import queries

    account = identity.account_by_username(username)
    assert account is not None
    return queries.home_for(identity.actor_for(account))


def _national_page() -> None:
    path = _home("ha")
    cookie = _session("ha")
    for _each_worker_has_answered in range(8 * WORKERS):
        assert _get(path, cookie) == 200
    report = ROOT / "tools" / "bench" / "percentiles.lua"
    out = _wrk(
        "-t1",
        "-c4",
        f"-d{SECONDS}s",
        "-s",
        str(report),
        "-H",
        f"Cookie: {cookie}",
        f"http://127.0.0.1:{PORT}{path}",
    )
    figures = json.loads(out[out.index("{") :])
    assert figures["refused"] == 0, figures
    _row(
        "national page over HTTP, 4 at once",
        "p95 ≤ 150 ms",
        f"p95 {figures['p95']:.0f} ms (p50 {figures['p50']:.0f}, {figures['rate']:.0f}/s)",
    )


def _village_saves() -> None:
    from lienthong.reports.models import Revision  # Django has to be set up first

    rows = ROOT / "var" / "bench-rows.tsv"
    # By their sessions' random keys: whoever saves next is a village anywhere, not a neighbour in the same commune.
    villages = sorted(_village_rows(VILLAGES))
    rows.write_text("".join("\t".join(row) + "\n" for row in villages))
    before = Revision.objects.count()
    script = ROOT / "tools" / "bench" / "save.lua"
    words = [
        "-t2",
        "-c8",
        f"-d{SECONDS}s",
        "--latency",
        "-s",
        str(script),
        f"http://127.0.0.1:{PORT}",
        "--",
        str(rows),
        "2",
    ]
    out = _wrk(*words)
    rows.unlink()
    written = Revision.objects.count() - before
    worst = re.search(r"99%\s+(\S+)", out)
    goal = "≥ 150/s" if store() == "PostgreSQL" else "≥ 100/s"
    _row(
        "village saves over HTTP, rows counted",
        goal,
        f"{written / SECONDS:.0f}/s ({written} rows, p99 {worst[1] if worst else '?'})",
    )


if __name__ == "__main__":
    sys.exit(main())
