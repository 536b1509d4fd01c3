"""Measures what citizens send, on PostgreSQL, and prints a table. Run by hand: make bench-feedback.

    python tools/throwaway_postgres.py --durable -- python tools/bench_feedback.py
    python tools/throwaway_postgres.py --durable -- python tools/bench_feedback.py --matters 20000 --only lives,reading

Matters sent by the public page; whole lives of matters in services, in an empty store and beside a million others; look-ups,
inboxes and published answers beside these; a spike. Two web processes; the load comes from wrk on the same cores, as a proxy
that speaks TLS hands requests on. What was acknowledged is counted in the database.
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

PARTS = ("sending", "spike", "lives", "reading")


def main() -> int:
    """Build, measure, print."""
    words = _words()
    if shutil.which("wrk") is None or bench.store() != "PostgreSQL":
        print(
            "This needs wrk (apt-get install wrk) and PostgreSQL (LIENTHONG_DATABASE_URL).", file=sys.stderr
        )
        return 3
    os.environ.setdefault("LIENTHONG_HOME", str(bench.ROOT / "var" / "bench-feedback"))
    os.environ.update(LIENTHONG_DEMO="1", DJANGO_SETTINGS_MODULE="lienthong.config.settings")
    started = time.monotonic()
    Path(os.environ["LIENTHONG_HOME"]).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "lienthong.config.cli", "demo", "--build-only"]
    subprocess.run(command, check=True, cwd=bench.ROOT, stdout=sys.stderr)
    print(
        f"\n{bench.machine()}\nstore: PostgreSQL; demo built or found in {time.monotonic() - started:.0f} s"
    )
    # From here on the product stands behind a proxy, which the load plays: only so has each sender an address of its own.
    os.environ["LIENTHONG_TLS"] = "1"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    _measure(words)
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(PARTS), help="some of " + ",".join(PARTS))
    parser.add_argument("--matters", type=int, default=1_000_000, help="so many are there in the second half")
    parser.add_argument("--sent", type=int, default=6_000, help="so many are sent by the public page")
    parser.add_argument("--asked", type=int, default=1_000, help="so many questions of each kind")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    words = parser.parse_args()
    words.only = set(words.only.split(","))
    if unknown := words.only - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return words


def _measure(words: argparse.Namespace) -> None:
    from country import ground  # Django has to be set up first
    from matters import doors, lives, seeding, spike
    from matters.stage import Stage

    stage = Stage.standing()
    print(f"{len(stage.places):,} communes; {words.workers} web processes\n")
    print("| what | goal | measured |\n| --- | --- | --- |")
    if words.only & {"sending", "spike"}:
        with ground.served(words.workers) as server:
            if "sending" in words.only:
                doors.measure_sending(stage, server, words.sent)
            if "spike" in words.only:
                spike.measure(stage)
    if "lives" in words.only:
        lives.count_statements(stage)
        empty = lives.measure(stage, "whole lives, nearly empty store", "≥ 20/s", at_once=2)
    if not words.only & {"lives", "reading"}:
        return
    seeded = seeding.seed(stage, words.matters)
    if "lives" in words.only:
        full = lives.measure(stage, f"whole lives beside {words.matters:,} matters", "≥ 20/s", at_once=2)
        used = (full.python + full.postgresql) / (empty.python + empty.postgresql) - 1
        slower = f"{1 - full.rate / empty.rate:.0%} by the clock, {used:.0%} of processor"
        ground.row("… slower than empty", "< 10 %", slower)
    if "reading" in words.only:
        with ground.served(words.workers):
            doors.measure_reading(stage, seeded, words.asked)


if __name__ == "__main__":
    sys.exit(main())
