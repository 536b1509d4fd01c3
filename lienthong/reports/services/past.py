"""What returns were at a version, from their revisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..models import Revision
from ..rules.states import RECEIVED, State

_ENTERED = frozenset({State.RETURNED, State.SUBMITTED})


class Past:
    """What a return was at a version: nothing, where it did not exist yet."""

    def __init__(self) -> None:
        self.values: Mapping[str, Any] = {}
        self.state, self.reason, self.was_sent = str(State.DRAFT), "", False

    def then(self, state: str, values: Mapping[str, Any] | None, reason: str) -> None:
        """Take the next step of its life."""
        # Who enters gives no reason: why it was returned stands until somebody decides again.
        self.reason = reason if reason or state not in _ENTERED else self.reason
        self.state = state
        self.values = self.values if values is None else values
        self.was_sent = self.was_sent or state in RECEIVED


def past_of(versions: Mapping[int, int]) -> dict[int, Past]:
    """Return what returns were at the versions given by their keys; all of them in one statement."""
    past = {key: Past() for key in versions}
    steps = Revision.objects.filter(entry_id__in=versions).order_by("entry_id", "version")
    for key, version, state, values, reason in steps.values_list(
        "entry_id", "version", "state", "values", "reason"
    ):
        if version <= versions[key]:
            past[key].then(state, values, reason)
    return past
