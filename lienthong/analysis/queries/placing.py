"""Where what was reported counts by the tree of a chosen day: worked out of the copied tree once, and kept beside it.

A body that stands on that day counts where it stands. One that does not counts wherever all that followed it (or went before
it) stands. Where only a part of it does, nothing is guessed: the place is there, marked as not whole.
"""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from lienthong.kernel.values import Week
from lienthong.registry.queries import moves_of, unchanged_since

from ..rules.layout import LEVELS
from . import store
from .engines import Packing, duck
from .store import Manifest

_NEVER, _FOREVER = date(1, 1, 1), date(9999, 12, 31)
_PLACES = Packing(65_536)
_STANDING = """
SELECT organisation, ancestor, depth, level, above, DATE '{never}' AS valid_from, DATE '{forever}' AS valid_to, TRUE AS whole
FROM read_parquet('{places}') WHERE valid_from <= DATE '{day}' AND valid_to > DATE '{day}' AND depth < 100
"""
_ESTATES = """
INSERT INTO standing
SELECT organisation, ancestor, depth, level, above, DATE '{since}', DATE '{until}', TRUE
FROM read_parquet('{places}') WHERE valid_from <= DATE '{day}' AND valid_to > DATE '{day}' AND depth >= 100
"""
_ABOVE = "SELECT organisation, ancestor, depth, above FROM standing WHERE organisation IN ({bodies})"

# Organisation, ancestor, depth, level, above, valid from, valid to, whole.
Place = tuple[int, int, int, int, int, date, date, bool]


def places_on(series: Any, manifest: Manifest, day: date) -> Path:
    """Return the file of places by the tree of a day; it is written when it is first asked for."""
    day = unchanged_since(series.tree_id, manifest.tree, day)
    weeks = sorted(Week.parse(code) for code in manifest.weeks)
    folder = store.folder_of(series.code)
    # Other weeks or another tree make another name: what stands under this one holds.
    name = f"{manifest.places.removesuffix('.parquet')}.on.{day}.{weeks[0]}.{weeks[-1]}.parquet"
    if (folder / name).exists():
        os.utime(folder / name)
        return folder / name
    cursor = duck().connection
    standing = _STANDING.format(never=_NEVER, forever=_FOREVER, places=folder / manifest.places, day=day)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE standing AS {standing}")
    _add_estates(series, manifest, day, weeks, folder, cursor)
    singles = list(_singles(series, manifest.tree, day, weeks, cursor))
    if singles:
        cursor.executemany("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?)", singles)
    beside = folder / f"{name}.{secrets.token_hex(4)}.tmp"
    duck().write("SELECT * FROM standing ORDER BY level, ancestor, organisation", beside, _PLACES)
    cursor.execute("DROP TABLE standing")
    store.settle(beside, folder / name)
    return folder / name


def _singles(series: Any, stamp: str, day: date, weeks: Sequence[Week], cursor: Any) -> Iterator[Place]:
    """Yield the places of bodies that do not stand on the day: from one change of the tree to the next they are the same."""
    level = LEVELS.index(series.level)
    eras = _eras(series, stamp, weeks)
    for since, until in pairwise([*eras, _FOREVER]):
        if since == day:
            continue
        moved = moves_of(stamp, series.tree_id, series.level, since, day).single
        bodies = {part.body for one in moved for part in one.parts}
        above = _above(cursor, bodies)
        for one in moved:
            counts: dict[tuple[int, int, int], int] = defaultdict(int)
            for part in one.parts:
                for place in above.get(part.body, ()):
                    counts[place] += 1
            # Places in which all parts lie are places of the whole.
            for (ancestor, depth, upper), parts in counts.items():
                yield one.body, ancestor, depth, level, upper, since, until, parts == len(one.parts)


def _eras(series: Any, stamp: str, weeks: Sequence[Week]) -> list[date]:
    """Return the days since which the trees of the weeks are what they are."""
    return sorted({unchanged_since(series.tree_id, stamp, week.last) for week in weeks})


def _add_estates(
    series: Any, manifest: Manifest, day: date, weeks: Sequence[Week], folder: Path, cursor: Any
) -> None:
    """Add what is left of closed bodies in weeks whose own tree is that of the day: they are shown as they were."""
    eras = _eras(series, manifest.tree, weeks)
    if day in eras:
        until = [*eras, _FOREVER][eras.index(day) + 1]
        cursor.execute(_ESTATES.format(since=day, until=until, places=folder / manifest.places, day=day))


def _above(cursor: Any, bodies: set[int]) -> Mapping[int, Sequence[tuple[int, int, int]]]:
    """Return by body where it counts: the ancestor, its depth above, its level."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    if bodies:
        statement = _ABOVE.format(bodies=", ".join(map(str, sorted(bodies))))
        for body, ancestor, depth, upper in cursor.execute(statement).fetchall():
            found[body].append((ancestor, depth, upper))
    return found
