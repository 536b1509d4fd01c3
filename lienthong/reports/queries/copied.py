"""What is read to copy returns elsewhere: in few statements, each of which sees one state of the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lienthong.kernel import sql
from lienthong.kernel.values import Week

from ..models import Series

_MARKS = """
SELECT period, SUM(mark) FROM reports_total WHERE series_id = %s AND period LIKE '%%-W%%' GROUP BY period
"""


def marks_by_week(series: Series) -> dict[Week, int]:
    """Return of each week of which totals are kept the sum of their marks: another one as soon as anything counts otherwise."""
    return {Week.parse(period): int(mark) for period, mark in sql.fetch(_MARKS, series.pk)}


class CountedWeek(NamedTuple):
    """What counts in a week, row by row, and the sum of the marks of the totals that counted it at that very moment.

    ``values``: the JSON of a return as it is stored.
    """

    mark: int
    organisations: Sequence[int]
    states: Sequence[str]
    on_time: Sequence[bool]
    values: Sequence[str]


# One statement sees one state, on both stores: the marks can be neither older nor newer than the returns.
_COUNTED = """
SELECT stamp.mark, entry.organisation_id, entry.state, entry.on_time, CAST(entry."values" AS TEXT)
FROM (SELECT COALESCE(SUM(mark), 0) AS mark FROM reports_total WHERE series_id = %s AND period = %s) stamp
LEFT JOIN reports_return entry ON entry.series_id = %s AND entry.period = %s
    AND entry.state IN ('submitted', 'approved', 'locked')
ORDER BY entry.organisation_id
"""


def counted_week(series: Series, week: Week) -> CountedWeek:
    """Return all returns of a week that count, by the keys of their bodies. For commands and jobs: no official asks."""
    of_week = (series.pk, str(week))
    rows = sql.fetch(_COUNTED, *of_week, *of_week)
    held = [row for row in rows if row[1] is not None]
    return CountedWeek(
        int(rows[0][0]),
        [row[1] for row in held],
        [row[2] for row in held],
        [bool(row[3]) for row in held],
        [row[4] for row in held],
    )


def every_series() -> Iterator[Series]:
    """Yield all series by their codes: for what acts for no official."""
    yield from Series.objects.order_by("code")


def years_of(series: Series, last: dt.date) -> range:
    """Return the years of the weeks of a series up to that of a day."""
    until = min(Week.of(last), Week.parse(series.last_period)) if series.last_period else Week.of(last)
    return range(Week.parse(series.first_period).year, until.year + 1)
