"""Pages of reports, by subject."""

from .cell import cell
from .decisions import lock, review, step
from .entering import entry, sheet
from .grid import sheet_data
from .reading import cells, figures, overview, owed, report, series_list, villages
from .reminding import remind

__all__ = [
    "cell",
    "cells",
    "entry",
    "figures",
    "lock",
    "overview",
    "owed",
    "remind",
    "report",
    "review",
    "series_list",
    "sheet",
    "sheet_data",
    "step",
    "villages",
]
