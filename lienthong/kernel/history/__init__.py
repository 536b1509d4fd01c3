"""The history of any row: what the audit holds of it, in words, for whoever may see the row.

A room has it for its rows when it says them in ``subjects.py`` (``kernel.subjects``), and shows the way to it with
``{% beside kind uid %}``. What was done is put into words by what rooms say in ``verbs.py``; steps of a flow have their
words already. Who did it is put into words by whoever knows accounts, in ``naming.py``.
"""

from .said import Names, Verb, names_of, verbs

__all__ = ["Names", "Verb", "names_of", "verbs"]
