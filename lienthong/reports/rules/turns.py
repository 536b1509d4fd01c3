"""Whose turn it is: every return waits for somebody, each level until its own deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from .completeness import Completeness
from .states import State


class Turn(StrEnum):
    """The level that has to act next, or nobody."""

    VILLAGE = "village"
    COMMUNE = "commune"
    PROVINCE = "province"
    DONE = "done"


_TURNS = {State.SUBMITTED: Turn.COMMUNE, State.APPROVED: Turn.PROVINCE, State.LOCKED: Turn.DONE}


def turn_of(state: State | None) -> Turn:
    """Return whose turn it is with a return; without one, and with a draft, it is the village's."""
    return _TURNS.get(state, Turn.VILLAGE) if state else Turn.VILLAGE


def turn_below(completeness: Completeness) -> Turn:
    """Return who keeps a unit's week from being done: the lowest level that has not done its part."""
    if completeness.missing > 0:
        return Turn.VILLAGE
    if completeness.waiting > 0:
        return Turn.COMMUNE
    return Turn.PROVINCE if completeness.unlocked > 0 else Turn.DONE


def is_late(turn: Turn, deadlines: Mapping[str, datetime], now: datetime) -> bool:
    """Say whether the deadline of the level whose turn it is has passed."""
    deadline = deadlines.get(turn)
    return deadline is not None and now > deadline
