"""How often one address may do what, and what follows from many sending about one area. Plain Python.

Whoever is over a limit is told to wait and how else to send; nothing is dropped. Villages often share one address, so the
limits are wide; while an area is crowded each address has a narrower one, and nobody is kept out by what others send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limit:
    """So often within so many seconds."""

    most: int
    seconds: int


HOUR: Final = 3_600
# From one address, of a culture house with its queue as of a flood of copies.
SENDING: Final = Limit(40, HOUR)
# About one area from everywhere: beyond it the area is crowded, and each address has the narrower limit.
CALM: Final = Limit(200, HOUR // 6)
CROWDED: Final = Limit(5, HOUR)
# Codes and PINs that were wrong, from one address.
WRONG_CODES: Final = Limit(20, HOUR // 6)
# PINs that were wrong for one matter, from wherever.
WRONG_PINS: Final = Limit(10, HOUR)
# Looking places up, which asks the registry of the whole country.
LOOKING: Final = Limit(300, HOUR // 6)
