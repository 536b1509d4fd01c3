"""What the look is made of, read from its own files: colours and their contrasts, sizes, icons. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

UI: Final = Path(__file__).resolve().parent / "static" / "ui"

Palette = dict[str, str]

SURFACES: Final = ("page", "surface", "surface-2", "surface-3")
SOFT: Final = ("ok-soft", "warn-soft", "err-soft", "info-soft", "act-soft", "mute-soft")

# Words on a ground stand out by 4.5 at least.
LEAST_OF_WORDS: Final = 4.5
WORDS: Final = {
    "ink": (*SURFACES, *SOFT),
    "ink-2": (*SURFACES, "act-soft"),
    "ink-3": (*SURFACES, "act-soft"),
    "act": ("page", "surface", "surface-2", "info-soft"),
    "act-hover": ("page", "surface", "surface-2"),
    "act-text": (*SURFACES, "act-soft"),
    "act-ink": ("act", "act-hover"),
    "brand-ink": ("brand", "brand-deep", "brand-press"),
    "brand-ink-2": ("brand", "brand-press"),
    "gold-ink": ("gold",),
    "gold-deep": ("surface",),
    "ok": ("page", "surface", "surface-2", "ok-soft"),
    "warn": ("surface", "surface-2", "warn-soft"),
    "err": ("page", "surface", "surface-2", "err-soft"),
    "info": ("surface", "info-soft"),
    "mute": ("surface", "mute-soft"),
    "surface": ("ok", "warn", "info"),
    "selection-ink": ("focus-halo",),
    "on-d0": ("d0",),
    "on-d1": ("d1",),
    "on-d2": ("d2",),
    "on-d3": ("d3",),
    "on-d4": ("d4",),
    "on-d-none": ("d-none",),
}
# The edge of a control, a mark, a line of a chart: 3 at least.
LEAST_OF_MARKS: Final = 3.0
MARKS: Final = {
    "line-input": SURFACES,
    "focus": SURFACES,
    "brand-line": ("brand",),
    "brand-ink": ("brand",),
    "gold": ("brand",),
    "act": ("surface", "act-soft"),
    "warn-mark": ("surface", "warn-soft"),
    "err": ("err-soft",),
    "bar": ("surface", "surface-3"),
    "bar-mid": ("surface", "surface-3"),
    "c1": ("surface",),
    "c2": ("surface",),
    "c3": ("surface",),
    "c4": ("surface",),
    "c5": ("surface",),
}
RAMP: Final = ("d1", "d2", "d3", "d4")


@dataclass(frozen=True)
class Colour:
    """A colour by its name, as #rrggbb in each theme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Pair:
    """A colour on a ground, and how far they stand apart in each theme: 1 to 21, ``least`` at least."""

    mark: Colour
    ground: Colour
    light: float
    dark: float
    least: float


def text_of(name: str) -> str:
    """Return one of the look's own files."""
    return (UI / name).read_text(encoding="utf-8")


def without_comments(css: str) -> str:
    """Return a style sheet without what it says to people."""
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def _declared(block: str) -> Palette:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


@cache
def palettes() -> dict[str, Palette]:
    """Return the colours of each theme; the dark set stands twice in the file, and must be the same."""
    blocks = re.findall(r":root[^{]*\{([^}]*--page[^}]*)\}", without_comments(text_of("tokens.css")))
    light, chosen_by_device, chosen_by_person = map(_declared, blocks)
    if chosen_by_device != chosen_by_person:
        raise ValueError("the two dark sets of tokens.css differ")
    return {"light": light, "dark": {**light, **chosen_by_person}}


_LINEAR_UP_TO: Final = 0.04045


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 to 1, as WCAG 2.2 has it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= _LINEAR_UP_TO else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    pale, deep = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (deep + 0.05)


def colours() -> list[Colour]:
    """Return every colour, in the order of the file."""
    light, dark = palettes()["light"], palettes()["dark"]
    return [Colour(name, value, dark[name]) for name, value in light.items()]


def pairs() -> Iterator[Pair]:
    """Yield every pair of colours that is held to a contrast."""
    known = {colour.name: colour for colour in colours()}
    for least, kinds in ((LEAST_OF_WORDS, WORDS), (LEAST_OF_MARKS, MARKS)):
        for mark, grounds in kinds.items():
            for ground in grounds:
                one, other = known[mark], known[ground]
                light, dark = contrast(one.light, other.light), contrast(one.dark, other.dark)
                yield Pair(one, other, light, dark, least)


def sizes() -> list[tuple[str, str]]:
    """Return every token that is no colour: its name and its value as the file has it."""
    light = re.findall(r":root[^{]*\{([^}]*--page[^}]*)\}", without_comments(text_of("tokens.css")))[0]
    declared = re.findall(r"--([\w-]+):\s*([^;]+);", light)
    return [(name, value) for name, value in declared if not value.startswith("#")]


def icons() -> list[str]:
    """Return the names of the sprite's icons."""
    return re.findall(r'<symbol id="([\w-]+)"', text_of("icons.svg"))


def classes(sheet: str) -> set[str]:
    """Return the classes that a style sheet knows."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", without_comments(text_of(sheet)))
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))
