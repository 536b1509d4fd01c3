"""A clock of the test's own that runs: the product's processes read it through clock/sitecustomize.py."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from .product import HOUSE, Product

# The Sunday of the week that the villages report, in Unix seconds: 2026-11-22T09:40+07:00.
SUNDAY: Final = 1795315200


class Clock:
    """The clock that the product's processes read; tests set it."""

    def __init__(self, file: Path) -> None:
        self._file, self._base = file, SUNDAY - int(time.time())
        self.step(0)

    def step(self, seconds: int) -> None:
        """Set the clock so many seconds away from where it would be."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self._base + seconds))
        fresh.replace(self._file)

    def time(self) -> float:
        """Return what it shows as long as nobody has set it."""
        return time.time() + self._base

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process read it."""
        return {
            "PYTHONPATH": f"{Path(__file__).parent / 'clock'}:{HOUSE}",
            "FAULTS_CLOCK": str(self._file),
            "LIENTHONG_CLOCK": "",
        }


def let_sessions_last(product: Product) -> None:
    """Make sessions good on that Sunday: they were made by a clock that stands elsewhere."""
    product.python(
        "from datetime import datetime, UTC\nfrom django.contrib.sessions.models import Session\n"
        "Session.objects.update(expire_date=datetime(2026, 11, 22, 14, 40, tzinfo=UTC))\n"
    )
