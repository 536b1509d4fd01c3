"""Small invented countries for the rules: units by short words, and steps without numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lienthong.restructuring.rules.levels import COUNTRY
from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.steps import Key, Outcome, Step, StepKind, Unit

KINDS = {"province": "tinh", "district": "huyen", "commune": "xa"}
LEVELS = {2: "province", 3: "district", 5: "commune"}


def key(code: str) -> Key:
    """Return the key of a code, whose length tells the level."""
    return Key(LEVELS[len(code)], code)


def unit(code: str, name: str, parent: str = "") -> Unit:
    """Return a unit of the plainest kind of its level."""
    at = key(code)
    return Unit(at, KINDS[at.level], name, key(parent) if parent else COUNTRY)


def country(*units: Unit) -> dict[Key, Unit]:
    """Return units by their keys, with the country around them."""
    around = Unit(COUNTRY, "quoc_gia", "Việt Nam", None)
    return {around.key: around} | {one.key: one for one in units}


# Two provinces: one with a district of three communes, one with two communes and no district.
LAND = country(
    unit("01", "Sông Lam"),
    unit("001", "Hạ Lưu", "01"),
    unit("00001", "Bến Đò", "001"),
    unit("00002", "Cầu Tre", "001"),
    unit("00003", "Đồng Xa", "001"),
    unit("02", "Núi Hồng"),
    unit("00011", "Khe Sâu", "02"),
    unit("00012", "Lũng Cao", "02"),
)


def create(code: str, name: str, parent: str = "") -> Step:
    return made(StepKind.CREATE, new=code, name=name, unit_kind=KINDS[key(code).level], parent=parent)


def merge(old: str, new: str) -> Step:
    return made(StepKind.MERGE, old, new)


def split(old: str, new: str, share: str = "", *, default: bool = False, share_key: str = "") -> Step:
    part = Fraction(share) if share else None
    return made(StepKind.SPLIT, old, new, whole=False, share=part, default=default, share_key=share_key)


def rename(old: str, name: str) -> Step:
    return made(StepKind.RENAME, old, name=name)


def retype(old: str, kind: str, name: str = "") -> Step:
    return made(StepKind.RETYPE, old, unit_kind=kind, name=name)


def recode(old: str, new: str) -> Step:
    return made(StepKind.RECODE, old, new)


def transfer(old: str, parent: str) -> Step:
    return made(StepKind.TRANSFER, old, parent=parent)


def abolish(old: str, new: str = "") -> Step:
    return made(StepKind.ABOLISH, old, new)


def made(kind: StepKind, old: str = "", new: str = "", parent: str = "", **words: Any) -> Step:
    """Return a step; levels come from the lengths of its codes."""
    level = key(old or new).level
    other = key(new).level if new and key(new).level != level else ""
    return Step(
        0,
        kind,
        level,
        old_code=old,
        new_level=other,
        new_code=new,
        parent=key(parent) if parent else None,
        **words,
    )


def numbered(*steps: Step) -> list[Step]:
    """Return steps with their positions."""
    return [replace(step, position=place) for place, step in enumerate(steps, start=1)]


def outcome(*steps: Step, **words: Any) -> Outcome:
    """Return what comes of steps in the land above."""
    return outcome_of(LAND, numbered(*steps), **words)


def blocking(found: Outcome) -> list[tuple[str, int]]:
    """Return what has to be put right: code and position."""
    return [(one.code, one.step) for one in found.problems if one.severity == "blocks"]


def warning(found: Outcome) -> list[tuple[str, int]]:
    """Return what has to be known: code and position."""
    return [(one.code, one.step) for one in found.problems if one.severity == "warns"]


def after(found: Outcome, codes: Iterable[str]) -> dict[str, str]:
    """Return within what some units lie on the day itself, by codes."""
    places = {code: found.after[key(code)].parent for code in codes}
    return {code: place.code if place else "?" for code, place in places.items()}
