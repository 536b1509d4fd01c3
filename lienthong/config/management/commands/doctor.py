"""Says what is amiss with an installation."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base
from lienthong.kernel.watching import Outcome, found_by


class Command(Base):
    """Check settings, database, disk, workers, mail and audit; for each thing amiss say what to do."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add whether other servers are spoken to."""
        super().add_arguments(parser)
        parser.add_argument("--connect", action="store_true", help="Also speak to the mail server.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every check; exit with 1 where one came to "bad"."""
        found = list(found_by(connect=options["connect"]))
        rows = [(check.name, finding.outcome, finding.sentence, finding.remedy) for check, finding in found]
        self.print_rows(["check", "outcome", "found", "what to do"], rows, options["format"])
        if any(finding.outcome is Outcome.BAD for _check, finding in found):
            sys.exit(AMISS)
