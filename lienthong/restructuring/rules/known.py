"""What rows say beside the units themselves, as data for the check: who else touches them, what hangs on them. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from .steps import Key, Severity


class Other(NamedTuple):
    """Another plan of the same day. ``severity``: how much it weighs that both touch one unit; a mere draft warns."""

    uid: UUID
    title: str
    severity: Severity


class Village(NamedTuple):
    """An area without a code as it was on the eve."""

    name: str
    within: Key | None


@dataclass(frozen=True)
class Known:
    """Facts beside the units. What is not given is not checked.

    ``closed``: codes that the plan names and that somebody bore before the eve, with the day of their end. ``until``: units
    of the eve of which the registry says something else from a day on. ``others``: further plans by the units that they
    touch. ``villages``: those that steps move, by public id; None: not looked up. ``bodies``: names of systems outside the
    plan that have a body at a unit. ``posts``: how many posts are held at the bodies of a unit that follow the plan.
    ``placed``: units of the day itself to which a decision gives a post. ``reach``: the unit of the eve below which the plan may
    change things, None for the whole country. ``areas``: of a plan that changes bodies alone, the units in force on its day,
    which its new bodies serve; None: not asked.
    """

    closed: Mapping[Key, date] = field(default_factory=dict)
    until: Mapping[Key, date] = field(default_factory=dict)
    others: Mapping[Key, tuple[Other, ...]] = field(default_factory=dict)
    villages: Mapping[UUID, Village] | None = None
    bodies: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    posts: Mapping[Key, int] = field(default_factory=dict)
    placed: frozenset[Key] = frozenset()
    reach: Key | None = None
    areas: frozenset[Key] | None = None
