"""The units in force on a day at the command line of the machine itself: one by one, or counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound
from lienthong.registry import queries

_UNIT = ["level", "code", "name", "type", "parent_code", "valid_from", "valid_to"]
_COUNTS = ["day", "province_code", "province_type"]


class Command(Base):
    """List the administrative units in force on a day, or count them by province and type."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the day, what to count, and which units."""
        super().add_arguments(parser)
        parser.add_argument("--on", type=date.fromisoformat, help="a day as 2025-06-30 (today)")
        parser.add_argument("--counts", action="store_true", help="one row per province, counts by type")
        parser.add_argument(
            "--level",
            action="append",
            choices=[str(level) for level in queries.COUNTED_LEVELS],
            help="only this level; several may be asked for (all)",
        )
        parser.add_argument(
            "--province", action="append", default=[], help="code on that day; several may be asked for (all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print rows; no unit on the day is amiss: nothing is known of days before the first list."""
        day = options["on"] or clock.today()
        levels = options["level"] or list(queries.COUNTED_LEVELS)
        try:
            units = queries.units_in_force(OPERATOR, day, provinces=options["province"])
        except NotFound as refusal:
            raise CommandError(str(refusal), returncode=MISSING) from refusal
        if options["counts"]:
            kinds = queries.kinds_counted(units, levels)
            rows = [
                [day, province.code, province.kind, *(province.counts[kind] for kind in kinds)]
                for province in queries.counts_by_province(units)
            ]
            self.print_rows([*_COUNTS, *kinds], rows, options["format"])
        else:
            listed = [
                [unit.level, unit.code, unit.full_name, unit.kind, unit.parent, unit.valid_from, _end(unit)]
                for unit in units
                if unit.level in levels
            ]
            self.print_rows(_UNIT, listed, options["format"])
        if not units:
            raise CommandError(f"No unit is known to have been in force on {day}.", returncode=AMISS)


def _end(unit: queries.UnitOnDay) -> date | None:
    """Return the first day on which it is no longer so, None where no end is known."""
    return None if unit.open else unit.valid_to
