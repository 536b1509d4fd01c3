"""Pages of reports, by subject."""

from .decisions import lock, review, step
from .entering import entry, sheet
from .reading import cells, figures, overview, owed, report, series_list, villages

__all__ = [
    "cells",
    "entry",
    "figures",
    "lock",
    "overview",
    "owed",
    "report",
    "review",
    "series_list",
    "sheet",
    "step",
    "villages",
]
