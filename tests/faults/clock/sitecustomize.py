"""Python loads this first where the folder is on its path: the clock of the machine is then so many seconds off.

FAULTS_CLOCK names a file with the number; a test writes another one into it, and every process sees the clock jump. What
passes, time.monotonic and sleeping, is left alone, as it is when somebody sets the clock of a real machine.
"""

import os
import time
from pathlib import Path

import _time_machine  # type: ignore[import-not-found] # an extension without types: the clock as it really is
import time_machine

_FILE = Path(os.environ["FAULTS_CLOCK"])
_LOOK = 0.05


class Stepping(time_machine.Traveller):
    """Tells the time that the machine's clock would show."""

    def __init__(self) -> None:
        super().__init__(0, None, tick=True)
        self._looked, self._off = float("-inf"), 0

    def time_ns(self) -> int:
        """Return it in nanoseconds."""
        now = time.monotonic()
        if now - self._looked > _LOOK:
            self._looked, self._off = now, int(_FILE.read_text()) * 1_000_000_000
        real: int = _time_machine.original_time_ns()
        return real + self._off


time_machine.travel(0).start()
time_machine.traveller_stack[-1] = Stepping()
