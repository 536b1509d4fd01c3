"""Following: how each room follows a restructuring of units, said in its ``following.py`` as a Follower.

Whoever carries a restructuring out asks all of them: what would change (before), what stands in its way, and then to
write it, through one journal, so that all of it can be taken back. No room is named here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from .actor import Actor
from .bulk import chunks
from .journal import Journal
from .rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_CHUNK: Final = 1_000
EVERY: Final = Q()
# How far work has come: so many steps of so many.
Tell = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


@dataclass(frozen=True)
class Heir:
    """Where something of a closed body goes. ``id`` is None while the heir is only planned.

    ``share``: which part of the body went there, None where nobody knows; ``whole``: all of it did.
    """

    uid: UUID
    name: str
    id: int | None = None
    share: Fraction | None = None
    whole: bool = True
    default: bool = True


@dataclass(frozen=True)
class Change:
    """What becomes of bodies on the day of a restructuring, by their keys.

    ``closed``: their heirs, the default one first; without heirs nothing follows them. ``moved``: they go on below
    another, from which to which (None while it is only planned). ``founded`` is empty in a rehearsal. ``names``: what the
    closed, moved and renamed ones were called on the eve. ``posts``: what a person decided of a post: its new body
    (None: it ends) and title. ``keeps_locked``: locked returns stay as they are and count for the heir.
    """

    plan: UUID
    title: str
    on: date
    url: str
    keeps_locked: bool = False
    closed: Mapping[int, tuple[Heir, ...]] = field(default_factory=dict)
    moved: Mapping[int, tuple[int | None, int | None]] = field(default_factory=dict)
    renamed: frozenset[int] = frozenset()
    founded: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    posts: Mapping[int, tuple[Heir | None, str]] = field(default_factory=dict)

    def heir_of(self, organisation_id: int) -> Heir | None:
        """Return the one heir of a closed body to name where one must be named; None where nothing follows it."""
        heirs = self.closed.get(organisation_id, ())
        return heirs[0] if heirs else None


@dataclass(frozen=True)
class Effect:
    """One line of a rehearsal: so many things of a kind at a body, and who must do what by when.

    ``label``: a sentence. ``decide``: a person has to decide; what the rule does otherwise stands in ``what``.
    """

    kind: str
    label: str
    organisation_id: int | None
    count: int
    heir: UUID | None = None
    who: str = ""
    what: str = ""
    by: date | None = None
    decide: bool = False


@dataclass(frozen=True)
class Follower:
    """How a room follows a restructuring.

    ``rehearse`` only reads. ``carry`` writes in its caller's transaction, many rows at once and all through the journal.
    ``hindrances``: sentences that say why it cannot be carried out. ``newer``: sentences that say what has been entered
    since, so that it cannot be taken back any more. ``irreversible``: sentences that name, beforehand, what of it cannot be
    taken back or ends the time in which it can. ``undone``: puts right what is derived, after the journal was undone.
    ``kinds``: what its kinds of effect are called where they are counted.
    """

    name: str
    label: str | _StrPromise
    rehearse: Callable[[Change], Iterable[Effect]]
    carry: Callable[[Actor, Change, Journal, Tell], None]
    hindrances: Callable[[Change], Iterable[str]] = lambda change: ()
    newer: Callable[[Change, Journal], Iterable[str]] = lambda change, journal: ()
    irreversible: Callable[[Change], Iterable[str]] = lambda change: ()
    undone: Callable[[Change], None] = lambda change: None
    kinds: Mapping[str, str | _StrPromise] = field(default_factory=dict)


# ── rows of closed bodies ────────────────────────────────────────────────────────────────────────────────────────────


def _at_closed(change: Change, model: type[Model], column: str, which: Q) -> Iterator[QuerySet[Model]]:
    for chunk in chunks(sorted(change.closed), _CHUNK):
        yield model._base_manager.filter(which, **{f"{column}__in": chunk})


def heirs_of_rows(
    change: Change, model: type[Model], column: str, which: Q = EVERY
) -> Iterator[dict[int, int]]:
    """Yield, in lots, the heir to which each row of a closed body goes, by the row's key. ``column``: that of the body."""
    for rows in _at_closed(change, model, column, which):
        found = rows.values_list("pk", column)
        yield {key: heir.id for key, body in found if (heir := change.heir_of(body)) and heir.id}


def move_to_heirs(
    change: Change, journal: Journal, model: type[Model], column: str, which: Q = EVERY
) -> None:
    """Give rows of closed bodies to their heirs; those of a body that nothing follows stay."""
    for heirs in heirs_of_rows(change, model, column, which):
        journal.update_rows(model, (column,), {key: (heir,) for key, heir in heirs.items()})


def count_at_closed(change: Change, model: type[Model], column: str, which: Q = EVERY) -> Counter[int]:
    """Count the rows of each closed body, by its key."""
    found: Counter[int] = Counter()
    for rows in _at_closed(change, model, column, which):
        found.update(rows.values_list(column, flat=True))
    return found


@cache
def followers() -> tuple[Follower, ...]:
    """Return how each room follows, the lower rooms first."""
    return tuple(reversed(list(said("following", Follower))))
