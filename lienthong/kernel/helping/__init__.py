"""Short help on each page, and hints that are shown until somebody has read them.

How a room helps: constants in its ``helping.py``, one for each page and each hint::

    SHEET = Help(page="reports:sheet", title=_("Bảng nhập của xã"), lines=(_("…"), _("…")))
    COMMUNE_SHEET = Hint("commune-sheet")

``base.html`` and ``base_phone.html`` show the help on the page that is open, behind a question mark, at the cost of no
statement. ``{% hint "commune-sheet" %}…{% endhint %}`` in a page shows a hint, outside of any form; a page with hints costs
one statement more.
"""

from .pages import (
    CALENDAR,
    CONDITION,
    FILE_DELETE,
    FILES,
    FIND,
    HISTORY,
    JOB,
    JOBS,
    LIMITS,
    MACHINERY,
    MANAGED,
    MANAGED_JOB,
    SEARCH_HINT,
    SET_DAY,
    STORE,
    UNIT_DATA,
)
from .said import Help, Hint, helps, hints

__all__ = [
    "CALENDAR",
    "CONDITION",
    "FILES",
    "FILE_DELETE",
    "FIND",
    "HISTORY",
    "JOB",
    "JOBS",
    "LIMITS",
    "MACHINERY",
    "MANAGED",
    "MANAGED_JOB",
    "SEARCH_HINT",
    "SET_DAY",
    "STORE",
    "UNIT_DATA",
    "Help",
    "Hint",
    "helps",
    "hints",
]
