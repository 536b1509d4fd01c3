"""Measures the real plan of 1 July 2025 over the whole country: checked, rehearsed, carried out; and totals through time.

    LIENTHONG_HOME=… lienthong demo2025 --approved-only --build-only
    LIENTHONG_HOME=… python tools/bench_restructure.py            or with LIENTHONG_DATABASE_URL

It carries the plan out and takes it back: the home is used up. Rows are: what, how long, the goal. Totals are read in a new
process each time, that gets ready first, as every web process does; and once in one that does not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

os.environ |= {"LIENTHONG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
os.environ.setdefault("LIENTHONG_CLOCK", "2025-08-31T09:40+07:00")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

Result = TypeVar("Result")

_STRUCTURES = ("as was", "as is on 2025-08-31")


def main() -> None:
    """Measure each in turn."""
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    from lienthong.kernel.actor import OPERATOR
    from lienthong.restructuring import queries, services

    plan = next(one for one in queries.plans_for(OPERATOR) if one.state == "approved")
    checked = _timed("checked", "≤ 10 s", lambda: queries.look_at(plan))
    print(f"   {len(checked.steps)} steps, {len(checked.problems)} findings, {len(checked.blocking)} block")
    effects = _timed("rehearsed", "≤ 30 s", lambda: queries.rehearse(plan))
    print(f"   {len(effects.effects)} effects")
    plan = _timed("carried out", "≤ 120 s", lambda: services.carry_out(actor=OPERATOR, plan=plan))
    _timed("followed up", "no goal", lambda: services.follow_up(actor=OPERATOR, plan=plan))
    for structure in _STRUCTURES:
        for way in ("ready", "at once"):
            subprocess.run([sys.executable, __file__, structure, way], check=True)
    _timed("taken back", "no goal", lambda: services.undo_plan(actor=OPERATOR, plan=plan))


def _timed(what: str, goal: str, work: Callable[[], Result]) -> Result:
    begun = time.perf_counter()
    result = work()
    print(f"{what}: {time.perf_counter() - begun:.2f} s ({goal})", flush=True)
    return result


def totals(name: str, way: str) -> None:
    """Read the national totals of seven weeks around the change by one structure, and say how long each took."""
    import django  # as above

    django.setup()
    from datetime import date

    from lienthong.identity import queries as identity
    from lienthong.kernel.values import Week
    from lienthong.reports import queries as reports
    from lienthong.reports.rules.structures import AS_WAS, Structure

    structure = AS_WAS if name == _STRUCTURES[0] else Structure(date(2025, 8, 31))
    account = identity.account_by_username("ha")
    leader: Any = identity.actor_for(account) if account else None
    series, nation = reports.get_series(leader, "tuan"), reports.own_unit(leader)
    if nation is None:
        raise SystemExit("nobody leads at the centre: build with lienthong demo2025 first")
    if way == "ready":
        _timed("a web process gets ready", "no goal", reports.lay_out_trees)
    times: list[float] = []
    for number in range(20, 27):
        asked: Any = replace(reports.asked_in(series, Week(2025, number)), structure=structure)
        begun = time.perf_counter()
        _whole, children = reports.unit_and_children_for(leader, asked, nation)
        times.append((time.perf_counter() - begun) * 1000)
    first, *rest = times
    print(
        f"national total and {len(children)} provinces, {name}, {way}: first {first:.0f} ms, then median "
        f"{statistics.median(rest):.0f}, slowest {max(rest):.0f} (≤ 100 ms)",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        totals(*sys.argv[1:])
    else:
        main()
