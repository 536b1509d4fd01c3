"""Measures the columnar copy: weeks of an invented country of today's size, written as the product writes them, and read.

Run alone: ``LIENTHONG_DEMO=1 .venv/bin/python tools/bench_analysis.py [weeks]``. It needs no database.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

WEEKS, FIELDS, TIMES = 52, 40, 5
PROVINCES, COMMUNES, VILLAGES = 34, 3_321, 90_513
BEGIN, FOREVER = "2020-01-01", "9999-12-31"


def main() -> None:
    """Print the figures, one a line."""
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else WEEKS
    for name, figure in figures(weeks).items():
        print(f"{name}: {figure}", flush=True)


def figures(weeks: int = WEEKS) -> dict[str, str]:
    """Return what was measured for a year of so many weeks."""
    import django
    from django.test.utils import override_settings

    django.setup()
    folder = Path(tempfile.mkdtemp(prefix="lienthong-analysis-"))
    try:
        with override_settings(ANALYSIS=folder, ANALYSIS_ENGINE="duckdb"):
            return _measured(folder, weeks)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, weeks: int) -> dict[str, str]:
    from lienthong.analysis.queries import suite, tables
    from lienthong.analysis.queries.engines import Duck, engine
    from lienthong.analysis.rules.layout import layout_of
    from lienthong.analysis.services.writing import Writer
    from lienthong.forms.rules import read_form, slots_of

    form = read_form(_definition())
    layout = layout_of(slots_of(form), [form])
    writer = Writer("bench", layout)
    home = folder / "bench"
    places = writer.places(list(_closure()))
    days, returns, units, taken, read = [], [], [], [], []
    from lienthong.kernel.values import Week

    for number in range(1, weeks + 1):
        week = Week(2026, number)
        counted, seconds = _counted(folder, number)
        read.append(seconds)
        started = time.perf_counter()
        returns.append(writer.returns(week, form, counted))
        units.append(writer.units(week, "village", places, returns[-1]))
        taken.append(time.perf_counter() - started)
        days.append(week.last)
    started = time.perf_counter()
    year = writer.year(2026, units)
    joined = time.perf_counter() - started
    del writer
    files: Any = {
        tables.WAS: [home / places],
        tables.UNITS: [home / year],
        tables.RETURNS: [home / name for name in returns],
    }
    cells = VILLAGES * FIELDS * weeks
    size = sum((home / name).stat().st_size for name in (*returns, *units, year, places))
    numbers = tuple(one for one in layout.measures if one.column.startswith("v_"))
    nation, commune = 1, 2 + PROVINCES + 777
    duck = engine()
    assert isinstance(duck, Duck)

    def of(unit: int, **words: Any) -> suite.Scope:
        return suite.Scope(layout, unit, tuple(days), **words)

    found = {
        "weeks × returns × fields": f"{weeks} × {VILLAGES:,} × {FIELDS}",
        "week read from SQLite, s": f"{statistics.median(read):.2f}",
        "week written as columns, s": f"{statistics.median(taken):.2f}",
        "year's units in one file, s": f"{joined:.2f}",
        "bytes a cell": f"{size / cells:.2f}",
        "bytes a cell, returns alone": f"{sum((home / name).stat().st_size for name in returns) / cells:.2f}",
    }
    for name, question in {
        "year × province × 40 indicators, ms": suite.Question("pivot", of(nation), (numbers,)),
        "year × province × 1 indicator, ms": suite.Question("pivot", of(nation), (numbers[:1],)),
        "one commune's year × 40 indicators, ms": suite.Question("year", of(commune), (numbers,)),
        "one commune's villages × weeks × 1 indicator, ms": suite.Question(
            "pivot", of(commune, by_returns=True), (numbers[:1],)
        ),
        "completeness of the year by province, ms": suite.Question("completeness", of(nation)),
        "distribution of communes by week, ms": suite.Question(
            "distribution", of(nation), (numbers[0], "commune")
        ),
        "the same year pivot from single returns, ms": suite.Question(
            "pivot", of(nation, by_returns=True), (numbers,)
        ),
    }.items():
        found[name] = _times(lambda question=question: duck.rows(question, files))  # type: ignore[misc]
    pivot = suite.Question("pivot", of(nation), (numbers,))
    statement = duck.statement(pivot.expression, files)
    found["year × province × 40 in DuckDB alone, as Arrow, ms"] = _times(lambda: _arrow(duck, statement))
    statement = duck.statement(suite.Question("year", of(commune), (numbers,)).expression, files)
    found["one commune's year in DuckDB alone, as Arrow, ms"] = _times(lambda: _arrow(duck, statement))
    found["most memory of this process, MB (it wrote the copy too)"] = str(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    )
    return found


def _arrow(duck: Any, statement: str) -> Any:
    import polars

    return polars.DataFrame(duck.connection.sql(statement))


def _times(do: Callable[[], Any]) -> str:
    """Return the median of some runs after a first one, and that first one."""
    taken = []
    for _ in range(TIMES + 1):
        started = time.perf_counter()
        do()
        taken.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(taken[1:]):.0f} (first {taken[0]:.0f})"


def _definition() -> Any:
    fields = [
        {
            "code": f"x{number}",
            "type": "integer",
            "rollup": "sum",
            "label": {"vi": f"x{number}", "en": f"x{number}"},
        }
        for number in range(FIELDS)
    ]
    return {
        "code": "bench",
        "language": 1,
        "rules": [],
        "sections": [{"code": "all", "label": {"vi": "Tất cả", "en": "All"}, "fields": fields}],
    }


def _closure() -> Iterator[tuple[int, int, int, str, str, str, str]]:
    """Yield the tree: the centre is 1, then provinces, communes, villages."""
    first_commune, first_village = 2 + PROVINCES, 2 + PROVINCES + COMMUNES

    def row(
        body: int, above: int, depth: int, level: str, upper: str
    ) -> tuple[int, int, int, str, str, str, str]:
        return body, above, depth, BEGIN, FOREVER, level, upper

    yield row(1, 1, 0, "centre", "centre")
    for place in range(PROVINCES):
        yield row(2 + place, 2 + place, 0, "province", "province")
        yield row(2 + place, 1, 1, "province", "centre")
    for place in range(COMMUNES):
        body, province = first_commune + place, 2 + place % PROVINCES
        yield row(body, body, 0, "commune", "commune")
        yield row(body, province, 1, "commune", "province")
        yield row(body, 1, 2, "commune", "centre")
    for place in range(VILLAGES):
        body, commune = first_village + place, place % COMMUNES
        yield row(body, body, 0, "village", "village")
        yield row(body, first_commune + commune, 1, "village", "commune")
        yield row(body, 2 + commune % PROVINCES, 2, "village", "province")
        yield row(body, 1, 3, "village", "centre")


def _counted(folder: Path, seed: int) -> tuple[Any, float]:
    """Return an invented week as the store gives it, and how long SQLite took to give it."""
    import numpy as np
    import polars

    from lienthong.reports.queries import CountedWeek

    random = np.random.default_rng(seed)
    sizes = np.random.default_rng(0).integers(1, 120, FIELDS)
    frame = polars.DataFrame(
        {f"x{number}": random.poisson(sizes[number], VILLAGES).astype(str) for number in range(FIELDS)}
    )
    held = frame.select(polars.struct(polars.all()).struct.json_encode()).to_series().to_list()
    path = folder / "store.sqlite3"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as base:
        base.execute(
            'CREATE TABLE entry (organisation INTEGER PRIMARY KEY, state TEXT, on_time BOOL, "values" TEXT)'
        )
        first = 2 + PROVINCES + COMMUNES
        base.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?)",
            ((first + place, "approved", place % 10 > 0, text) for place, text in enumerate(held)),
        )
        base.commit()
        started = time.perf_counter()
        rows = base.execute(
            'SELECT organisation, state, on_time, CAST("values" AS TEXT) FROM entry'
        ).fetchall()
        columns = [list(column) for column in zip(*rows, strict=True)]
        seconds = time.perf_counter() - started
    base.close()
    organisations, states, on_time, values = columns
    return CountedWeek(seed, organisations, states, [bool(one) for one in on_time], values), seconds


if __name__ == "__main__":
    main()
