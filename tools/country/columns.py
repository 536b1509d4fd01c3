"""The year through the columnar copy: how big it is, and how long the analyses take in process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from lienthong.kernel.actor import OPERATOR

from . import ground, year
from .ground import Country, row

_TIMES = 15


def measure(country: Country) -> None:
    """Bring the copy up to date and ask it; print what it took."""
    if find_spec("lienthong.analysis") is None:
        row("columnar copy", "", "this version has none")
        return
    # By name, so that the tool also runs on a version without the room.
    services, queries, figures, suite = (
        import_module(f"lienthong.analysis.{name}")
        for name in ("services", "queries", "queries.figures", "queries.suite")
    )
    series = year.series()
    started = time.perf_counter()
    services.refresh_copy(actor=OPERATOR, series=series.code)
    taken = time.perf_counter() - started
    contents = queries.contents_of(series.code)
    returns, size = sum(held[1] for held in contents), sum(held[3] for held in contents)
    cells = returns * len(year.FIELDS)
    row("columnar copy brought up to date", "", f"{taken:.1f} s for {len(contents)} weeks")
    if not cells:
        return
    row("columnar copy, bytes a cell", "≤ 1.5", f"{size / cells:.2f}; {cells / 1e6:.1f} million cells")
    actor, centre = ground.leader()
    period = year.weeks()[-1]
    nation = queries.ask_for(actor, series.code, centre.uid, period.year)
    (uid,) = ground.uids_of([next(iter(country.communes))]).values()
    commune = queries.ask_for(actor, series.code, uid, period.year)
    engine, files = queries.engine(), figures.files_of(nation)
    measures = tuple(measure for indicator in nation.indicators for measure in indicator.measures)
    _asked(
        "year pivot province × week × indicator, in process",
        "≤ 150 ms",
        lambda: engine.rows(suite.Question("pivot", figures.scope_of(nation), (measures,)), files),
    )
    _asked(
        "one commune's year, all indicators, in process",
        "≤ 20 ms",
        lambda: queries.year_for(commune, commune.indicators).figures,
    )


def _asked(name: str, goal: str, ask: Callable[[], Any]) -> None:
    """Ask several times; print how long it took and how much came back."""
    rows = len(ask())
    taken = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    row(
        name,
        goal,
        f"median {statistics.median(taken):.0f} ms, most {max(taken):.0f}; {rows:,} rows, {ground.load_of_machine()}",
    )
