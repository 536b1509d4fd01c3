"""Bringing the copy up to date: only what counts otherwise than when it was copied is written anew, and whole.

What has changed is told by states, never by a number counted up: the sum of a week's marks is another one as soon as
anything of the week counts otherwise, whatever order transactions become visible in.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from lienthong.forms.queries import get_form_in_force, published_forms
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.queries import closure_rows, stamp_of
from lienthong.reports import queries as reports

from .. import permissions
from ..queries import store
from ..queries.store import Manifest, Part
from ..rules.layout import layout_of
from .writing import Writer

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Refreshed:
    """What was done for a series: weeks written anew, weeks that are in the copy, files deleted."""

    series: str
    written: int
    weeks: int
    deleted: int


def refresh_copy(*, actor: Actor, series: str = "", tell: Tell = lambda done, total: None) -> list[Refreshed]:
    """Bring the copy of one series, or of all, up to date, and return what was done.

    Not one transaction: it writes files, year by year, each of which is whole or not there; in the database it only reads,
    and nobody who saves has to wait for it. Run again after a fault it goes on where it stopped.
    """
    permissions.REFRESH.require_somewhere(actor)
    return [_refresh(one, tell) for one in reports.every_series() if not series or one.code == series]


def _refresh(series: Any, tell: Tell) -> Refreshed:
    with _alone(series.code):
        return _Refresh(series, tell).run()


class _Refresh:
    """One series, brought up to date by one process at a time."""

    def __init__(self, series: Any, tell: Tell) -> None:
        self.series, self.tell = series, tell
        # In this order: what is read may be newer than the stamps, never older.
        self.checked = clock.now().isoformat()
        self.stamp = str(stamp_of(series.tree_id))
        self.marks = reports.marks_by_week(series)
        self.layout = layout_of(series.slots, published_forms(series.form_id))
        self.writer = Writer(series.code, self.layout)
        held = store.find_manifest(series.code) or Manifest()
        same = held.layout == self.layout.stamp
        self.before = held
        self.held = held if same else Manifest()

    def run(self) -> Refreshed:
        moved = self.stamp != self.held.tree
        stale = [week for week in sorted(self.marks) if moved or self._is_stale(week)]
        now = self.held
        fresh = not now.weeks
        if moved:
            now = replace(now, places=self.writer.places(closure_rows(self.series.tree_id)))
        if fresh:
            now = replace(now, tree=self.stamp)
        done = 0
        for year in sorted({week.year for week in stale} | self._left_years()):
            parts = dict(now.weeks)
            for week in (week for week in stale if week.year == year):
                parts[str(week)] = self._part(week, now.places, moved)
                done += 1
                self.tell(done, len(stale))
            now = self._with_year(now, year, parts)
            # Until all years are joined with a new tree, the manifest tells of the old one.
            if fresh or not moved:
                store.publish(self.series.code, now)
        now = replace(now, layout=self.layout.stamp, tree=self.stamp, checked=self.checked)
        store.publish(self.series.code, now)
        deleted = store.sweep(self.series.code, now.files, self.before.files - now.files)
        return Refreshed(self.series.code, len(stale), len(now.weeks), deleted)

    def _is_stale(self, week: Week) -> bool:
        part = self.held.weeks.get(str(week))
        return part is None or part.mark != self.marks[week]

    def _left_years(self) -> set[int]:
        """Return the years of weeks that are in the copy and of which nothing is kept any more."""
        return {Week.parse(code).year for code in self.held.weeks if Week.parse(code) not in self.marks}

    def _part(self, week: Week, places: str, moved: bool) -> Part:
        """Copy a week; where only the tree has changed, its returns stay as they are."""
        level = self.series.level
        if moved and not self._is_stale(week):
            held = self.held.weeks[str(week)]
            return replace(held, units=self.writer.units(week, level, places, held.returns))
        at = clock.now().isoformat()
        counted = reports.counted_week(self.series, week)
        form = get_form_in_force(self.series.form_id, week.last).form
        returns = self.writer.returns(week, form, counted)
        units = self.writer.units(week, level, places, returns)
        return Part(counted.mark, len(counted.organisations), at, returns, units)

    def _with_year(self, now: Manifest, year: int, parts: Mapping[str, Part]) -> Manifest:
        """Return the manifest with the weeks of a year as they are now, and what units come to in it in one file."""
        weeks = {code: part for code, part in parts.items() if Week.parse(code) in self.marks}
        of_year = [part.units for code, part in sorted(weeks.items()) if Week.parse(code).year == year]
        years = {one: name for one, name in now.years.items() if one != year}
        if of_year:
            years[year] = self.writer.year(year, of_year)
        return replace(now, layout=self.layout.stamp, weeks=weeks, years=years)


@contextmanager
def _alone(series: str) -> Iterator[None]:
    """Let only one process at a time write the copy of a series; another one waits."""
    folder = store.folder_of(series)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
