"""What is usual for a cell: the range of the weeks before, and the line that they draw. Exact, without floats until drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WEEKS = 12
# Fewer weeks than this say nothing about what is usual.
FEWEST = 4

WIDTH, HEIGHT = 240, 96
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 8, 20


def usual_range(values: Sequence[str | None]) -> tuple[str, str] | None:
    """Return the lowest and the highest of the weeks before, as decimal texts; None where fewer than four hold a value.

    >>> usual_range(["9", "12.5", None, "10", "11"]), usual_range(["9", None, "10"])
    (('9', '12.5'), None)
    """
    held = [value for value in values if value is not None]
    if len(held) < FEWEST:
        return None
    return min(held, key=Fraction), max(held, key=Fraction)


@dataclass(frozen=True)
class Line:
    """A line over weeks as drawn: pieces without gaps, each a list of "x,y"; the last point; the axis' ends."""

    pieces: tuple[str, ...]
    last: tuple[str, str] | None
    lowest: str
    highest: str


def line_over(values: Sequence[str | None]) -> Line | None:
    """Return the line over weeks, oldest first; a week without a value is a gap. None where there is no value at all."""
    numbers = [None if value is None else Fraction(value) for value in values]
    held = [number for number in numbers if number is not None]
    if not held:
        return None
    low, high = min(*held, Fraction(0)), max(*held, Fraction(0))
    span = high - low or Fraction(1)
    step = Fraction(WIDTH - _LEFT - _RIGHT, max(len(values) - 1, 1))
    room = HEIGHT - _TOP - _BOTTOM
    points = [
        None
        if number is None
        else (_text(_LEFT + place * step), _text(_TOP + room - room * (number - low) / span))
        for place, number in enumerate(numbers)
    ]
    pieces: list[list[str]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(",".join(point))
    shown = [value for value in values if value is not None]
    lowest = min(shown, key=Fraction)
    return Line(
        tuple(" ".join(piece) for piece in pieces if piece),
        points[-1],
        "0" if low == 0 else lowest,
        max(shown, key=Fraction),
    )


def _text(number: Fraction) -> str:
    """Return a coordinate as text: a point before the decimals whatever the language."""
    return f"{float(number):.1f}"
