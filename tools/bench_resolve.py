"""Measures how old addresses are resolved, over the whole country: how right what is certain is, what is found, how fast.

    python tools/bench_resolve.py            10,000 addresses, in a throw-away home
    python tools/bench_resolve.py 50000 7    so many, made from another seed
    python tools/bench_resolve.py --here     in the database that the environment names

Former communes are written as people write them (lienthong/registry/tests/perturbed.py); of each text it is known which
unit it means. Exits 1 where one certain answer is wrong, or the unit meant is not among the candidates in 97 of 100.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NUMBER, SEED = 10_000, 2025
LEAST, GOAL = 0.97, 10.0
DAY = date(2025, 7, 1)


def main() -> int:
    """Measure here, or in a throw-away home."""
    if "--here" in sys.argv:
        return _here([int(word) for word in sys.argv[1:] if word.isdecimal()])
    with tempfile.TemporaryDirectory(prefix="lienthong-resolve-") as home:
        without = {name: value for name, value in os.environ.items() if name != "LIENTHONG_DATABASE_URL"}
        words = {**without, "LIENTHONG_HOME": home, "PYTHONPATH": str(ROOT)}
        own = [sys.executable, __file__, *sys.argv[1:], "--here"]
        return subprocess.run(own, env=words, check=False).returncode


def _here(numbers: list[int]) -> int:
    os.environ["LIENTHONG_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    _build()
    number, seed = [*numbers, NUMBER, SEED][:2] if len(numbers) != 1 else [numbers[0], SEED]
    return _measure(number, seed)


def _quiet(_label: str, rows: Iterable[Any], _total: int) -> Iterable[Any]:
    return rows


def _build() -> None:
    from django.core.management import call_command

    from lienthong.kernel.actor import OPERATOR
    from lienthong.registry.models import Area
    from lienthong.registry.services import load_country

    call_command("migrate", verbosity=0)
    if not Area.objects.exists():
        load_country(actor=OPERATOR, progress=_quiet)


def _measure(number: int, seed: int) -> int:
    from lienthong.kernel.actor import OPERATOR
    from lienthong.registry.queries import resolve, resolve_many
    from lienthong.registry.rules.addresses import Fates
    from lienthong.registry.tests.gazetteers import country, former_communes
    from lienthong.registry.tests.perturbed import written

    units = country()
    fates = Fates(units, DAY)
    keys = former_communes(units)
    truth = {address.code: fates.of(key) for address, key in keys.items()}
    codes = {key: called.code for key, unit in units.units.items() if (called := unit.on(DAY))}
    texts = list(written(sorted(keys), number, seed))
    started = time.perf_counter()
    resolve(OPERATOR, texts[0].text, DAY)
    built = time.perf_counter() - started
    started, worked = time.perf_counter(), time.process_time()
    found = list(resolve_many(OPERATOR, [one.text for one in texts], DAY))
    took, worked = time.perf_counter() - started, time.process_time() - worked

    counts: Counter[str] = Counter()
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for one, got in zip(texts, found, strict=True):
        ends = {codes[key] for key in truth[one.code].units}
        among = any(candidate.unit.code == one.code for candidate in got.candidates)
        right = {unit.code for unit in got.now} == ends and len(ends) == 1
        for tally in (counts, *(ways[way] for way in one.ways.split("+"))):
            tally["texts"] += 1
            tally["certain"] += got.certain
            tally["wrong"] += got.certain and not (right and among)
            tally["among"] += among
            tally["whole"] += truth[one.code].whole
        if got.certain and not (right and among):
            print(f"WRONG {one.text!r} ({one.ways}) means {one.code}")
    print(
        f"units read in {built:.2f} s; {number} addresses in {took:.2f} s, {worked:.2f} s of one core (goal {GOAL:.0f} s for 10,000)"
    )
    for name, tally in (("all", counts), *sorted(ways.items())):
        print(
            f"{name:<13} {tally['texts']:>6} texts · certain {tally['certain']:>6}, of these wrong {tally['wrong']}"
            f" · of those that went whole {tally['certain'] / max(tally['whole'], 1):.1%} certain"
            f" · meant unit among the candidates {tally['among'] / tally['texts']:.2%}"
        )
    return int(counts["wrong"] > 0 or counts["among"] < LEAST * number)


if __name__ == "__main__":
    raise SystemExit(main())
