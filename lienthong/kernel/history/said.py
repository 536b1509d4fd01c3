"""What rooms say for the history of rows: words for what was done, and for who did it. No room is named here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from ..actor import Actor
from ..flow import flows
from ..permission import Permission
from ..rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Verb:
    """What the audit calls something that is done, in words. ``code``: noun.past, such as return.submitted.

    ``who``: what whoever reads such an entry must hold at the row's body, beside seeing the row; None: nothing more.
    """

    code: str
    label: str | _StrPromise
    who: Permission | None = None


@dataclass(frozen=True)
class Names:
    """Whoever knows accounts says here how to name them.

    ``of``: the words for some accounts and keys by their public ids, as an actor may read them: post and unit, and the
    person only where the actor may see them. What was erased since has none.
    """

    of: Callable[[Actor, Collection[UUID]], dict[UUID, str]]


@cache
def verbs() -> dict[str, Verb]:
    """Return every verb by its code. A step of a flow is called what its flow calls it, unless a room says otherwise."""
    steps = (step for flow in flows().values() for step in flow.steps if step.verb)
    return {step.verb: Verb(step.verb, step.label) for step in steps} | {
        verb.code: verb for verb in said("verbs", Verb)
    }


def names_of(actor: Actor, uids: Collection[UUID]) -> dict[UUID, str]:
    """Return who stands behind some public ids, as an actor may read it."""
    words: dict[UUID, str] = {}
    for names in said("naming", Names):
        words |= names.of(actor, uids)
    return words
