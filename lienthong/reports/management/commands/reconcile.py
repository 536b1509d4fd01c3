"""Proves at the command line that every kept total is what its returns come to, and puts right what is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.bulk import chunks
from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.reports import queries, services

COLUMNS = ("series", "period", "unit", "stage", "slot", "number", "kept", "cells")


class Command(Base):
    """Add up what was reported, compare it with the kept totals, and print each number that differs; then exit 1."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what can be chosen."""
        super().add_arguments(parser)
        parser.add_argument("--series", help="one series only, by its code")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--period", help="one week (2026-W47) or month (2026-11); without it the current week"
        )
        which.add_argument("--all", action="store_true", help="every period of which anything is there")
        parser.add_argument(
            "--repair", action="store_true", help="write what the returns come to where a total differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and repair if asked to."""
        try:
            rows = list(self._differences(options))
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal
        self.print_rows(COLUMNS, rows, options["format"])
        if rows:
            units = len({row[:3] for row in rows})
            done = "and were put right" if options["repair"] else "run again with --repair"
            raise CommandError(f"{units} kept totals differed from the returns: {done}.", returncode=AMISS)

    def _differences(self, options: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        chosen = list(
            queries.periods_chosen(OPERATOR, options["series"], options["period"], all_of=options["all"])
        )
        for asked, month in self.progress("periods", chosen, len(chosen)):
            for units in chunks(queries.units_amiss(asked, month), services.UNITS_AT_ONCE):
                found = services.settle_totals(
                    actor=OPERATOR, asked=asked, month=month, units=units, repair=options["repair"]
                )
                for one in found:
                    yield (
                        *(asked.series.code, one.period, one.uid, one.stage),
                        *(one.slot, one.number, one.kept, one.cells),
                    )
