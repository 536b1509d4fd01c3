"""What the room lets others read."""

from .checking import Checked, check_week
from .engines import Engine, engine
from .figures import (
    NOTHING,
    Asking,
    Count,
    Figure,
    Mover,
    Pivot,
    Quarter,
    Year,
    ask_for,
    completeness_for,
    distribution_for,
    movers_for,
    pivot_for,
    start_for,
    year_for,
    years_for,
)
from .standing import is_any_stale, is_stale
from .store import Manifest, contents_of, find_manifest, get_manifest, root

__all__ = [
    "NOTHING",
    "Asking",
    "Checked",
    "Count",
    "Engine",
    "Figure",
    "Manifest",
    "Mover",
    "Pivot",
    "Quarter",
    "Year",
    "ask_for",
    "check_week",
    "completeness_for",
    "contents_of",
    "distribution_for",
    "engine",
    "find_manifest",
    "get_manifest",
    "is_any_stale",
    "is_stale",
    "movers_for",
    "pivot_for",
    "root",
    "start_for",
    "year_for",
    "years_for",
]
