"""Measures the whole country on this machine and prints a table. Run by hand: make bench-country (STORE=postgresql).

    python tools/throwaway_postgres.py --durable -- python tools/bench_country.py
    python tools/bench_country.py --communes 100 --only burst,import        a smaller country, on SQLite, to try it

Everybody's return of one Monday one by one and by communes; a year of forty figures with the curve of what a save costs;
the import of a national week; the year through the columnar copy. The load comes from wrk on the same cores. Rows are
counted in the database; answers are not believed. LIENTHONG_HOME keeps the country between two runs on SQLite.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import bench

PARTS = ("import", "burst", "curve", "columns")


def main() -> int:
    """Build, measure, print."""
    words = _words()
    if shutil.which("wrk") is None:
        print("wrk is missing: apt-get install wrk", file=sys.stderr)
        return 3
    os.environ.setdefault("LIENTHONG_HOME", str(bench.ROOT / "var" / "bench-country"))
    os.environ["LIENTHONG_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    started = time.monotonic()
    Path(os.environ["LIENTHONG_HOME"]).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "lienthong.config.cli", "demo", "--build-only"]
    subprocess.run(command, check=True, cwd=bench.ROOT, stdout=sys.stderr)
    print(
        f"\n{bench.machine()}\nstore: {bench.store()}; demo built or found in {time.monotonic() - started:.0f} s"
    )
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    _measure(words)
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(PARTS), help="some of " + ",".join(PARTS))
    parser.add_argument("--communes", type=int, help="only the villages of so many communes, to try it")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    parser.add_argument("--at-once", type=int, default=8, help="connections that wrk keeps busy")
    parser.add_argument("--door", choices=["page", "api"], default="page", help="through which villages save")
    parser.add_argument("--patience", type=int, default=1800, help="seconds after which a burst is given up")
    words = parser.parse_args()
    words.only = set(words.only.split(","))
    if unknown := words.only - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return words


def _measure(words: argparse.Namespace) -> None:
    from country import burst, columns, curve, year  # Django has to be set up first
    from country.ground import Country, served

    country = Country.standing(words.communes)
    print(f"{len(country.communes):,} communes, {len(country.places):,} villages; {words.workers} workers\n")
    print("| what | goal | measured |\n| --- | --- | --- |")
    if "import" in words.only:
        year.measure_import(country)
    if words.only & {"burst", "curve"}:
        with served(words.workers) as server:
            if "burst" in words.only:
                burst.measure(
                    country, server, at_once=words.at_once, patience=words.patience, door=words.door
                )
            if "curve" in words.only:
                curve.measure(country, server, at_once=words.at_once, patience=words.patience)
    if "columns" in words.only:
        columns.measure(country)


if __name__ == "__main__":
    sys.exit(main())
