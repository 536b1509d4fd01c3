"""Removes what nobody needs any more. A worker does it every night; running it more often does no harm."""

from __future__ import annotations

from typing import Any

from lienthong.config.sweeping import sweep
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Remove old counters of tries, ended sessions, and jobs and messages between rooms that were kept long enough."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say how many rows of each went."""
        self.print_rows(["what", "removed"], sweep(), options["format"])
