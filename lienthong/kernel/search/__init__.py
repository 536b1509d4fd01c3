"""Search: one index of all that can be found, whatever the room, narrowed to what the actor may see.

How a room lets its rows be found:

1. It says the kind in its ``finding.py``, with a function that yields all rows::

       VISITOR = search.Findable("visitor", _("Khách"), "users", rows=queries.findable_visitors, count=..., right=VIEW)

2. Its services tell each change in their own transaction::

       search.put("visitor", queries.findable_visitors([visitor.pk]))
       search.drop("visitor", [str(visitor.uid)])

   A load of very many rows calls nothing; ``lienthong search rebuild`` afterwards makes the index at once.

3. What is no row but can be put together from words (a report of a unit in a week) is said as ``Composed``.

What is promised: a row is shown to whoever holds the kind's right at the row's body, today, and to nobody else; the same
rows in the same order on both stores; any text gives a plain answer. Rows of people's cases belong here only when their
title holds nothing of the person.
"""

from .index import Gap, check, drop, is_built, put, rebuild
from .queries import MOST, find, suggest
from .said import Composed, Findable, Hit, Row, kinds
from .words import initials_of, words_of

__all__ = [
    "MOST",
    "Composed",
    "Findable",
    "Gap",
    "Hit",
    "Row",
    "check",
    "drop",
    "find",
    "initials_of",
    "is_built",
    "kinds",
    "put",
    "rebuild",
    "suggest",
    "words_of",
]
