"""The outline of the country: its provinces, archipelagos and sea as shapes of a drawing.

Drawn from data/provinces.json, which says where each shape comes from. Whole units of a drawing 1,000 wide; nothing
here measures land or draws a border that anybody could rely on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parents[1] / "data" / "provinces.json"
WIDTH = 1_000


class Point(NamedTuple):
    """A place on the drawing, from its upper left corner."""

    x: int
    y: int


@dataclass(frozen=True)
class Shape:
    """A province: its official code, the path that draws it, and where its name may stand."""

    code: str
    path: str
    centre: Point
    marked: bool


@dataclass(frozen=True)
class Islands:
    """An archipelago: its name per language, the code of the province it belongs to, a point for each island."""

    name: Mapping[str, str]
    province: str
    label: Point
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Outline:
    """The whole drawing, true from a day on."""

    valid_from: date
    width: int
    height: int
    shapes: tuple[Shape, ...]
    islands: tuple[Islands, ...]
    sea_name: Mapping[str, str]
    sea_label: Point


@lru_cache(maxsize=1)
def country_outline() -> Outline:
    """Return the outline, read and projected once a process."""
    held = json.loads(DATA.read_text(encoding="utf-8"))
    onto = _Projection(held["frame"])
    return Outline(
        valid_from=date.fromisoformat(held["valid_from"]),
        width=WIDTH,
        height=onto.height,
        shapes=tuple(_shape(onto, one, one["code"] in held["marked"]) for one in held["provinces"]),
        islands=tuple(_islands(onto, one) for one in held["islands"]),
        sea_name=held["sea"]["name"],
        sea_label=onto.point(held["sea"]["label"]),
    )


class _Projection:
    """Degrees to units of the drawing: equal lengths at the middle of the country, north upward."""

    def __init__(self, frame: Mapping[str, float]) -> None:
        self._west, self._north = frame["west"], frame["north"]
        self._narrow = math.cos(math.radians((frame["south"] + frame["north"]) / 2))
        self._scale = WIDTH / ((frame["east"] - frame["west"]) * self._narrow)
        self.height = round((frame["north"] - frame["south"]) * self._scale)

    def point(self, place: Sequence[float]) -> Point:
        """Return where degrees east and north stand on the drawing."""
        east, north = place[:2]
        x = (east - self._west) * self._narrow * self._scale
        return Point(round(x), round((self._north - north) * self._scale))


def _shape(onto: _Projection, province: Mapping[str, Any], marked: bool) -> Shape:
    outlines = [
        [[onto.point(place) for place in ring] for ring in polygon] for polygon in province["polygons"]
    ]
    path = "".join(_path(ring) for polygon in outlines for ring in polygon)
    largest = max((polygon[0] for polygon in outlines), key=lambda ring: abs(_area_and_centre(ring)[0]))
    return Shape(province["code"], path, _area_and_centre(largest)[1], marked)


def _islands(onto: _Projection, group: Mapping[str, Any]) -> Islands:
    points = tuple(onto.point(place) for place in group["points"])
    return Islands(group["name"], group["province"], onto.point(group["label"]), points)


def _path(ring: Sequence[Point]) -> str:
    """Draw a closed ring by steps from point to point, which keeps the page small.

    >>> _path([Point(1, 1), Point(4, 1), Point(4, 5), Point(1, 1)])
    'M1,1l3,0 0,4z'
    """
    steps = (f"{b.x - a.x},{b.y - a.y}" for a, b in pairwise(ring[:-1]) if a != b)
    return f"M{ring[0].x},{ring[0].y}l{' '.join(steps)}z"


def _area_and_centre(ring: Sequence[Point]) -> tuple[float, Point]:
    """Return the signed area of a ring and its centre of gravity.

    >>> _area_and_centre([Point(0, 0), Point(2, 0), Point(2, 2), Point(0, 2), Point(0, 0)])
    (4.0, Point(x=1, y=1))
    """
    double = x = y = 0
    for a, b in pairwise(ring):
        cross = a.x * b.y - b.x * a.y
        double, x, y = double + cross, x + (a.x + b.x) * cross, y + (a.y + b.y) * cross
    return double / 2, Point(round(x / (3 * double)), round(y / (3 * double)))
