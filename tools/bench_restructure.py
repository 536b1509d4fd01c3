"""Measures the real plan of 1 July 2025 over the whole country: checked, rehearsed, carried out; and totals through time.

    LIENTHONG_HOME=… lienthong demo2025 --approved-only --build-only
    LIENTHONG_HOME=… python tools/bench_restructure.py            or with LIENTHONG_DATABASE_URL

It carries the plan out and takes it back: the home is used up. Rows are: what, how long, the goal.
"""

from __future__ import annotations

import os
import statistics
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
    _totals()
    _timed("taken back", "no goal", lambda: services.undo_plan(actor=OPERATOR, plan=plan))


def _timed(what: str, goal: str, work: Callable[[], Result]) -> Result:
    begun = time.perf_counter()
    result = work()
    print(f"{what}: {time.perf_counter() - begun:.1f} s ({goal})", flush=True)
    return result


def _totals() -> None:
    from datetime import date

    from lienthong.identity import queries as identity
    from lienthong.kernel.values import Week
    from lienthong.reports import queries as reports
    from lienthong.reports.rules.structures import AS_WAS, Structure

    account = identity.account_by_username("ha")
    leader: Any = identity.actor_for(account) if account else None
    series, nation = reports.get_series(leader, "tuan"), reports.own_unit(leader)
    if nation is None:
        raise SystemExit("nobody leads at the centre: build with lienthong demo2025 first")
    for name, structure in (("as was", AS_WAS), ("as is on 2025-08-31", Structure(date(2025, 8, 31)))):
        times: list[float] = []
        for number in range(20, 27):
            asked: Any = replace(reports.asked_in(series, Week(2025, number)), structure=structure)
            begun = time.perf_counter()
            _whole, children = reports.unit_and_children_for(leader, asked, nation)
            times.append((time.perf_counter() - begun) * 1000)
        first, *rest = times
        print(
            f"national total and {len(children)} provinces, {name}: median {statistics.median(rest):.0f} ms, "
            f"slowest {max(rest):.0f}, first in a process {first:.0f} (≤ 100 ms)"
        )


if __name__ == "__main__":
    main()
