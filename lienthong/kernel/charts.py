"""Charts as drawings: where each mark stands, as text that no language setting can change. Plain Python.

Templates draw them (``ui/line_chart.html``, ``ui/spark.html``); nothing here knows a colour, a word or a web page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Room around the drawing area of a line chart: figures left, the last value right, names of periods below. The sides
# are at least so wide; long figures get more, each sign as wide as on a phone, where words are drawn bigger.
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 64, 14, 30
_GAP, _DIGIT, _POINT, _OTHER = 9, 13, 7, 20
# Height of the label of a line.
_LABEL = 15
_TICKS = 4
_NAMES = 13


class Mark(NamedTuple):
    """A point of a line: place as text, and the value that stands there."""

    x: str
    y: str
    value: float


class Tick(NamedTuple):
    """A named place on an axis."""

    at: str
    name: str


class Turn(NamedTuple):
    """A place on the axis of time at which something changed, its words, and to which side of it they stand."""

    at: str
    name: str
    anchor: str


@dataclass(frozen=True)
class Series:
    """A line to draw: its name, and a value for each period, None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Line:
    """A line as drawn. ``number`` counts from 1 and chooses the colour."""

    number: int
    name: str
    path: str
    marks: Sequence[Mark]
    label_y: str

    @property
    def last(self) -> Mark:
        """The last point, beside which its value is written."""
        return self.marks[-1]


@dataclass(frozen=True)
class LineChart:
    """A chart as drawn: its lines, and what the two axes say."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    lines: Sequence[Line]
    values: Sequence[tuple[str, float]]
    periods: Sequence[Tick]
    marks: Sequence[Turn] = ()
    top: int = _TOP
    unit: str = ""


def line_chart(
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    marks: Sequence[tuple[float, str]] = (),
    unit: str = "",
    width: int = 560,
    height: int = 230,
) -> LineChart:
    """Draw series over periods; a series without any value is left out. ValueError without a period.

    ``marks``: places on the axis of time, counted in periods from 0, at which something changed, each with its words.
    ``unit``: what stands behind every figure.
    """
    if not periods:
        raise ValueError("a chart needs a period")
    known = [value for one in series for value in one.values if value is not None]
    ticks = round_ticks(known)
    low, high = ticks[0], ticks[-1]
    left = _room([f"{tick:,.0f}{unit}" for tick in ticks], _LEFT)
    right, bottom = width - _room([f"{value:,.1f}{unit}" for value in known], _RIGHT), height - _BOTTOM
    step = (right - left) / max(1, len(periods) - 1)
    start = left if len(periods) > 1 else (left + right) / 2

    def x(place: float) -> str:
        return _text(start + step * place)

    def y(value: float) -> str:
        return _text(bottom - (bottom - _TOP) * (value - low) / (high - low))

    changes = [Turn(x(place), words, _anchor(float(x(place)) / width)) for place, words in marks]
    drawn = []
    for number, one in enumerate(series, 1):
        points = [Mark(x(i), y(value), value) for i, value in enumerate(one.values) if value is not None]
        if points:
            drawn.append((number, one.name, points))
    labels = _apart([float(points[-1].y) for _, _, points in drawn])
    lines = [
        Line(number, name, _through(points), points, _text(label))
        for (number, name, points), label in zip(drawn, labels, strict=True)
    ]
    every = -(-len(periods) // _NAMES)
    named = [i for i in range(len(periods)) if (len(periods) - 1 - i) % every == 0]
    return LineChart(
        width=width,
        height=height,
        left=left,
        right=right,
        bottom=bottom,
        lines=lines,
        values=[(y(tick), tick) for tick in ticks],
        periods=[Tick(x(i), periods[i]) for i in named],
        marks=changes,
        unit=unit,
    )


@dataclass(frozen=True)
class Spark:
    """A line as small as a word."""

    width: int
    height: int
    path: str
    last: Mark


def spark(values: Sequence[float | None], *, width: int = 78, height: int = 28) -> Spark | None:
    """Draw a line without axes; None where there are not two values to join."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) <= 1:
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    edge, span = 4, (high - low) or 1
    across, up = (width - 2 * edge) / (len(values) - 1), height - 2 * edge
    marks = [
        Mark(_text(edge + across * place), _text(edge + up * (1 - (value - low) / span)), value)
        for place, value in known
    ]
    return Spark(width, height, _through(marks), marks[-1])


def round_ticks(values: Iterable[float]) -> list[float]:
    """Return round numbers, equally far apart, that hold all values between the first and the last.

    >>> round_ticks([81.2, 93.4]), round_ticks([0]), round_ticks([3, 1204])
    ([80, 85, 90, 95], [0, 1], [0, 500, 1000, 1500])
    """
    known = list(values) or [0]
    low, high = min(known), max(known)
    rough = (high - low) / _TICKS or 1
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * place, 6) for place in range(first, max(last, first + 1) + 1)]


def _room(figures: Iterable[str], least: int) -> int:
    """Return how wide a side has to be for the longest of some figures as they are written.

    >>> _room(["0", "100"], 48), _room(["100%"], 48), _room(["20,000,000"], 48)
    (48, 68, 127)
    """
    return max([least, *(_GAP + sum(map(_wide, figure)) for figure in figures)])


def _wide(sign: str) -> int:
    if sign.isdigit():
        return _DIGIT
    return _POINT if sign in ",.-" else _OTHER


def _apart(places: Sequence[float]) -> list[float]:
    """Move labels down where they would lie on each other, each below the one that stands higher.

    >>> _apart([100.0, 14.0, 101.0])
    [100.0, 14.0, 115.0]
    """
    moved = list(places)
    for above, below in pairwise(sorted(range(len(places)), key=lambda place: places[place])):
        moved[below] = max(moved[below], moved[above] + _LABEL)
    return moved


def _anchor(share: float) -> str:
    """Return to which side of a place words stand so that they stay inside, given how far across the drawing it is."""
    return ("start", "middle", "end")[min(2, int(share * 3))]


def _through(marks: Iterable[Mark]) -> str:
    return "M" + " L".join(f"{mark.x},{mark.y}" for mark in marks)


def _text(number: float) -> str:
    """Return a coordinate with one decimal and a point, whatever the language."""
    return f"{number:.1f}"
