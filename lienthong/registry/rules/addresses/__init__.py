"""How the text of an address becomes the units that it can mean, and what became of them. Plain Python.

``words`` folds text, ``gazetteer`` holds the units in memory, ``mentions`` finds names in a text, ``readings`` puts them
together into units, ``codes`` reads codes, ``fates`` follows a unit to a day, ``verdicts`` says what is certain.
"""

from .fates import Fate, Fates
from .gazetteer import Gazetteer, Link, Unit, Version
from .matching import Match, match
from .readings import Doubt, Reading
from .verdicts import Reason, Verdict, judge

__all__ = [
    "Doubt",
    "Fate",
    "Fates",
    "Gazetteer",
    "Link",
    "Match",
    "Reading",
    "Reason",
    "Unit",
    "Verdict",
    "Version",
    "judge",
    "match",
]
