"""What reports lets others write."""

from .approval import (
    approve_returns,
    lock_below,
    lock_returns,
    return_returns,
    unlock_returns,
    withdraw_return,
)
from .entry import Clash, Clashed, Saved, Typed, save_returns
from .loading import Column, Step, WeekLoad, load_returns
from .series import DeadlineFact, create_series, extend_slots, rebuild_totals, set_deadlines
from .sheets import save_sheet, undo_sheet

__all__ = [
    "Clash",
    "Clashed",
    "Column",
    "DeadlineFact",
    "Saved",
    "Step",
    "Typed",
    "WeekLoad",
    "approve_returns",
    "create_series",
    "extend_slots",
    "load_returns",
    "lock_below",
    "lock_returns",
    "rebuild_totals",
    "return_returns",
    "save_returns",
    "save_sheet",
    "set_deadlines",
    "undo_sheet",
    "unlock_returns",
    "withdraw_return",
]
