"""A process that works on the columnar copy of an installation: python -m tests.faults.copier.

It says "ready" and does what each line asks for. ``refresh`` rewrites what is stale, ``tree`` everything, after the tree has
been derived anew: each in a process of its own, of which it tells the number first and the end afterwards, so that it can
be killed meanwhile. ``look`` reads the whole copy and tells of it as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def refresh() -> None:
    """Bring the copy up to date."""
    from lienthong.analysis.services import refresh_copy  # Django has been set up by now
    from lienthong.kernel.actor import OPERATOR

    refresh_copy(actor=OPERATOR)


def tree() -> None:
    """Let the tree have another stamp, as after any change of units; then bring the copy up to date."""
    from lienthong.registry.derivation import derive_tree
    from lienthong.registry.models import Tree

    derive_tree(Tree.objects.get(code="front"))
    refresh()


def apart(act: Callable[[], None]) -> str:
    """Do something in a process of its own; say its number, and when it has ended or was killed, by what."""
    child = os.fork()
    if not child:
        act()
        os._exit(0)
    print(child, flush=True)  # noqa: T201 - whoever asked may kill it
    return str(os.waitpid(child, 0)[1])


def look() -> str:
    """Read every file that the manifest names, whole, and return what the copy says and what it holds."""
    from pyarrow import parquet

    from lienthong.analysis import queries
    from lienthong.analysis.queries import store
    from lienthong.kernel.values import Week
    from lienthong.registry.models import Organisation
    from lienthong.reports.queries import every_series, marks_by_week

    (series,) = every_series()
    manifest, folder = queries.get_manifest(series.code), store.folder_of(series.code)
    uids = dict(Organisation.objects.values_list("pk", "uid"))
    rows = {name: parquet.read_table(folder / name).to_pylist() for name in manifest.files}
    kept = {str(week): mark for week, mark in marks_by_week(series).items()}
    found: dict[str, Any] = {
        "checked": manifest.checked,
        "kept": kept,
        "marks": {week: part.mark for week, part in manifest.weeks.items()},
        "households": {
            week: {str(uids[row["organisation"]]): row["v_households"] for row in rows[part.returns]}
            for week, part in manifest.weeks.items()
        },
        "years": {year: len(rows[name]) for year, name in manifest.years.items()},
        "units": sum(len(rows[part.units]) for part in manifest.weeks.values()),
        "places": len(rows[manifest.places]),
        "unnamed": sorted({path.name for path in folder.iterdir()} - manifest.files),
    }
    found["checks"] = {
        week: [check.numbers, check.stale, check.differences]
        for week in manifest.weeks
        for check in [queries.check_week(queries.engine(), series, Week.parse(week))]
    }
    return json.dumps(found)


def main() -> None:
    """Do what the lines say, until there are none."""
    print("ready", flush=True)  # noqa: T201 - whoever started this waits for it
    for line in sys.stdin:
        verb = line.strip()
        print(look() if verb == "look" else apart({"refresh": refresh, "tree": tree}[verb]), flush=True)  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    # What is heavy is loaded once. No connection and no thread is there yet, so that the process can fork.
    import duckdb  # noqa: F401
    import polars  # noqa: F401

    from lienthong.analysis.queries import suite  # noqa: F401

    main()
