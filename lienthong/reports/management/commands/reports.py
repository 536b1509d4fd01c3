"""Reports at the command line: totals, what is owed, and the check of kept totals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.bulk import chunks
from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.reports import queries, services
from lienthong.reports.rules.figures import Outcome, outcome_of


class Command(Base):
    """Show a unit's totals and what is owed; add kept totals up from the returns, and put them right."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        for verb, text in (
            ("totals", "A unit's figures, received and approved."),
            ("owed", "What the units below still owe, and whose turn it is."),
        ):
            one = verbs.add_parser(verb, help=text)
            one.add_argument("series")
            one.add_argument("period", help="such as 2026-W47")
            one.add_argument("unit", type=UUID, help="public id of the body")
        check = verbs.add_parser(
            "check-totals", help="Add up a week from its returns; exit 1 when a kept total differed."
        )
        check.add_argument("series")
        check.add_argument("period")
        again = verbs.add_parser(
            "retotal",
            help="Add kept totals up anew from the returns, beside running saves; can be broken off.",
        )
        again.add_argument("--series", help="one series only, by its code")
        which = again.add_mutually_exclusive_group(required=True)
        which.add_argument("--period", help="one week (2026-W47) or month (2026-11)")
        which.add_argument("--all", action="store_true", help="every period of which anything is there")
        again.add_argument(
            "--first", default="", metavar="WEEK", help="go on with this week after it was broken off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        try:
            getattr(self, "_" + options["verb"].replace("-", "_"))(options)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal

    def _totals(self, options: dict[str, Any]) -> None:
        asked, unit = self._asked(options)
        totals = queries.unit_totals_for(OPERATOR, asked, unit)
        rows = []
        for code, field in asked.form.fields.items():
            received, approved = (outcome_of(field, sums) for sums in (totals.received, totals.approved))
            states = (received.values, received.blank, received.not_applicable)
            rows.append((code, field.rollup, _told(received), _told(approved), *states))
        columns = ["field", "rollup", "received", "approved", "values", "blank", "not_applicable"]
        self.print_rows(columns, rows, options["format"])

    def _owed(self, options: dict[str, Any]) -> None:
        asked, unit = self._asked(options)
        rows = [
            (
                one.unit.uid,
                one.unit.short_name,
                one.turn,
                one.late,
                one.totals.completeness.missing,
                one.totals.completeness.waiting,
                one.totals.completeness.unlocked,
            )
            for one in queries.owed_for(OPERATOR, asked, unit)
        ]
        self.print_rows(
            ["uid", "unit", "turn", "late", "missing", "waiting", "unlocked"], rows, options["format"]
        )

    def _check_totals(self, options: dict[str, Any]) -> None:
        asked = queries.get_asked(OPERATOR, options["series"], options["period"])
        differed = services.rebuild_totals(actor=OPERATOR, series=asked.series, period=str(asked.week))
        self.print_rows(["period", "units_put_right"], [(asked.week, differed)], options["format"])
        if differed:
            raise CommandError("Kept totals differed from the returns and were put right.", returncode=AMISS)

    def _retotal(self, options: dict[str, Any]) -> None:
        chosen = queries.periods_chosen(
            OPERATOR, options["series"], options["period"], all_of=options["all"], first=options["first"]
        )
        rows = []
        for asked, month in chosen:
            period = str(month or asked.week)
            lots = list(chunks(sorted(queries.units_of_period(asked, month)), services.UNITS_AT_ONCE))
            put_right: set[int] = set()
            for units in self.progress(f"{asked.series.code} {period}", lots, len(lots)):
                found = services.settle_totals(
                    actor=OPERATOR, asked=asked, month=month, units=units, repair=True
                )
                put_right |= {one.unit_id for one in found}
            rows.append((asked.series.code, period, sum(map(len, lots)), len(put_right)))
        self.print_rows(["series", "period", "units", "units_put_right"], rows, options["format"])

    def _asked(self, options: dict[str, Any]) -> tuple[Any, Any]:
        asked = queries.get_asked(OPERATOR, options["series"], options["period"])
        return asked, queries.get_unit_for(OPERATOR, asked, options["unit"])


def _told(found: Outcome) -> str | None:
    """Return what a field comes to: a number, or how many gave each answer."""
    counts = " ".join(f"{answer}={count}" for answer, count in found.counts.items())
    return counts or found.number
