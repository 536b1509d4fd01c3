"""The columnar copy at the command line: bring it up to date, compare it with the totals, say what it contains."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.analysis import queries, services
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISUSED
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.kernel.values import Week
from lienthong.reports import queries as reports


class Command(Base):
    """Bring the copy for analysis up to date, compare every number with the kept totals, say what it contains."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        for verb, text in (
            ("refresh", "Copy the weeks that have changed, whole."),
            ("check", "Compare the copy with the kept totals, number by number; exit 1 when one differs."),
            ("show", "Weeks of the copy: how many returns, of which moment, how big."),
        ):
            one = verbs.add_parser(verb, help=text)
            one.add_argument("series", nargs="?", default="", help="code of a series (all)")
            if verb == "check":
                one.add_argument("--period", default="", help="one week, such as 2026-W47 (all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        series = options["series"]
        if series and reports.find_series(series) is None:
            raise CommandError(f"There is no series {series!r}.", returncode=MISUSED)
        try:
            getattr(self, "_" + options["verb"])(options)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal

    def _refresh(self, options: dict[str, Any]) -> None:
        bar = self.progress("weeks", [], 0)

        def tell(done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        done = services.refresh_copy(actor=OPERATOR, series=options["series"], tell=tell)
        bar.close()
        rows = [(one.series, one.written, one.weeks, one.deleted) for one in done]
        self.print_rows(["series", "written", "weeks", "files_deleted"], rows, options["format"])

    def _check(self, options: dict[str, Any]) -> None:
        found: list[tuple[str, queries.Checked]] = []
        for series in self._series(options):
            weeks = sorted(queries.get_manifest(series.code).weeks)
            wanted = [week for week in weeks if options["period"] in {"", week}]
            for week in self.progress(series.code, wanted, len(wanted)):
                found.append((series.code, queries.check_week(queries.engine(), series, Week.parse(week))))
        rows = [(code, one.week, one.numbers, one.stale, len(one.differences)) for code, one in found]
        self.print_rows(["series", "period", "numbers", "stale", "different"], rows, options["format"])
        for _code, one in found:
            for said in one.differences[:20]:
                self.stderr.write(said)
        if not found or any(one.differences for _code, one in found):
            raise CommandError(
                "The copy differs from the kept totals." if found else "Nothing was compared.",
                returncode=AMISS,
            )

    def _show(self, options: dict[str, Any]) -> None:
        rows = [
            (series.code, *row)
            for series in self._series(options)
            for row in queries.contents_of(series.code)
        ]
        self.print_rows(["series", "period", "returns", "read_at", "bytes"], rows, options["format"])

    def _series(self, options: dict[str, Any]) -> list[Any]:
        return [one for one in reports.every_series() if options["series"] in {"", one.code}]
