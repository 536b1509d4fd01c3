"""What reports lets others write."""

from .approval import (
    approve_returns,
    approve_waiting,
    lock_below,
    lock_returns,
    return_returns,
    unlock_returns,
    withdraw_return,
)
from .entry import save_returns, save_sound_returns
from .exporting import ask_for_villages
from .loading import Column, Step, WeekLoad, load_returns
from .notes import update_note
from .reconciling import UNITS_AT_ONCE, Difference, rebuild_totals, settle_totals
from .reminders import Reminded, remind_bodies
from .restructuring import move_totals
from .review import REVIEW, open_reviews
from .series import DeadlineFact, create_series, extend_slots, set_deadlines
from .sheets import save_sheet, undo_sheet
from .typed import Clash, Clashed, Kept, Saved, Typed

__all__ = [
    "REVIEW",
    "UNITS_AT_ONCE",
    "Clash",
    "Clashed",
    "Column",
    "DeadlineFact",
    "Difference",
    "Kept",
    "Reminded",
    "Saved",
    "Step",
    "Typed",
    "WeekLoad",
    "approve_returns",
    "approve_waiting",
    "ask_for_villages",
    "create_series",
    "extend_slots",
    "load_returns",
    "lock_below",
    "lock_returns",
    "move_totals",
    "open_reviews",
    "rebuild_totals",
    "remind_bodies",
    "return_returns",
    "save_returns",
    "save_sheet",
    "save_sound_returns",
    "set_deadlines",
    "settle_totals",
    "undo_sheet",
    "unlock_returns",
    "update_note",
    "withdraw_return",
]
