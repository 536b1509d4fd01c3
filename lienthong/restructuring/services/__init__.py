"""What may be done with restructurings."""

from .asking import ask_to_carry_out, ask_to_rehearse, ask_to_undo
from .carrying import carry_out, follow_up, undo_plan
from .cases import decide_cases
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
    "ask_to_carry_out",
    "ask_to_rehearse",
    "ask_to_undo",
    "carry_out",
    "change_plan",
    "check_plan",
    "decide",
    "decide_cases",
    "discard_plan",
    "draft_plan",
    "follow_up",
    "import_steps",
    "keep_rehearsal",
    "rehearse_plan",
    "remove_step",
    "reopen_plan",
    "set_steps",
    "undo_plan",
    "withdraw_decision",
]
