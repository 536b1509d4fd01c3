"""The states of a return and the steps between them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    LOCKED = "locked"


class Step(StrEnum):
    """What can be done to a return."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    LOCK = "lock"
    UNLOCK = "unlock"


STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.SAVE): State.DRAFT,
    (State.RETURNED, Step.SAVE): State.RETURNED,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.RETURN): State.RETURNED,
    (State.APPROVED, Step.LOCK): State.LOCKED,
    (State.LOCKED, Step.UNLOCK): State.APPROVED,
}

RECEIVED = frozenset({State.SUBMITTED, State.APPROVED, State.LOCKED})
APPROVED = frozenset({State.APPROVED, State.LOCKED})


def after(state: State, step: Step) -> State | None:
    """Return the state that a step leads to, or None where it may not be taken."""
    return STEPS.get((state, step))


def steps_from(state: State) -> frozenset[Step]:
    """Return the steps that may be taken from a state."""
    return frozenset(step for (source, step) in STEPS if source is state)
