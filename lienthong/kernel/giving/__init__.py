"""All data of a unit in open formats, taken away by whoever holds the right; each room says what it gives.

How a room gives: constants in its ``giving.py``::

    RETURNS = Given("returns", _("Báo cáo"), [Column("id"), Column("state")], queries.returns_given, key=["id"])

``rows`` takes the actor and the ``Extent`` and yields lists of values; what the actor may not see it leaves out.
"""

from .files import ATTACHMENTS, FILES
from .queries import get_extent, may_take
from .said import Column, Extent, Extents, Given, GivenFile, GivenFiles, Value
from .services import ask_for_unit, write_unit

__all__ = [
    "ATTACHMENTS",
    "FILES",
    "Column",
    "Extent",
    "Extents",
    "Given",
    "GivenFile",
    "GivenFiles",
    "Value",
    "ask_for_unit",
    "get_extent",
    "may_take",
    "write_unit",
]
