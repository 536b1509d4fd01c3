"""How a room lets go up what ran out against its rows, where it knows better than the tree of its flow. No room is named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..actor import Actor
from ..models import Clock
from ..rooms import said
from .clocks import Climbed


@dataclass(frozen=True)
class Climber:
    """Said in ``schedules.py``. ``kind``: of the rows. ``above``: the body told next, None where nobody is.

    ``climbed``: what more is written when a clock climbs, in the transaction of that. ``page``: where those above look, by the
    name of an address without words; of rows that they may see, none.
    """

    kind: str
    above: Callable[[Clock], int | None]
    climbed: Callable[[Actor, Climbed], None]
    page: str = ""


@cache
def climbers() -> dict[str, Climber]:
    """Return how rooms let things go up, by the kind of their rows."""
    return {one.kind: one for one in said("schedules", Climber)}
