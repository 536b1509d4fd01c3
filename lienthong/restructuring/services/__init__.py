"""What may be done with restructurings."""

from .carrying import carry_out, tell_search, undo_plan
from .plans import (
    PlanFacts,
    approve_plan,
    change_plan,
    check_plan,
    discard_plan,
    draft_plan,
    reopen_plan,
)
from .rehearsing import decide, keep_rehearsal, rehearse_plan, withdraw_decision
from .steps import add_step, import_steps, remove_step, set_steps

__all__ = [
    "PlanFacts",
    "add_step",
    "approve_plan",
    "carry_out",
    "change_plan",
    "check_plan",
    "decide",
    "discard_plan",
    "draft_plan",
    "import_steps",
    "keep_rehearsal",
    "rehearse_plan",
    "remove_step",
    "reopen_plan",
    "set_steps",
    "tell_search",
    "undo_plan",
    "withdraw_decision",
]
