"""The index of the search at the command line: make it anew, compare it with what the rooms hold."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import search
from lienthong.kernel.bulk import roomy
from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Make the index of the search anew, or compare it with what the rooms hold."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verbs.add_parser("rebuild", help="Make the index anew from what the rooms hold.")
        verbs.add_parser(
            "check", help="Compare the index with what the rooms hold; exit 1 where they differ."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["verb"] == "rebuild":
            with roomy():
                counts = search.rebuild(self.progress)
            self.print_rows(["kind", "rows"], counts.items(), options["format"])
            return
        gaps = search.check(self.progress)
        rows = [(gap.kind, gap.missing, gap.wrong, gap.surplus) for gap in gaps]
        self.print_rows(["kind", "missing", "wrong", "surplus"], rows, options["format"])
        if not all(gap.is_none for gap in gaps):
            raise CommandError("The index differs. lienthong search rebuild makes it anew.", returncode=AMISS)
