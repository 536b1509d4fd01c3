"""What may be done with restructurings."""

from .plans import (
    PlanFacts,
    approve_plan,
    change_plan,
    check_plan,
    discard_plan,
    draft_plan,
    reopen_plan,
)
from .steps import add_step, remove_step, set_steps

__all__ = [
    "PlanFacts",
    "add_step",
    "approve_plan",
    "change_plan",
    "check_plan",
    "discard_plan",
    "draft_plan",
    "remove_step",
    "reopen_plan",
    "set_steps",
]
