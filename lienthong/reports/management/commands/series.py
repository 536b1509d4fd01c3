"""Series at the command line: list them, begin one with a published form, lay down deadlines."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.forms import queries as forms
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.kernel.values import Week
from lienthong.registry.queries import get_tree
from lienthong.reports import queries, services
from lienthong.reports.queries import LEVELS, REPORTING_LEVELS
from lienthong.reports.services import DeadlineFact


class Command(Base):
    """List series, begin one, lay down until when each level has to have done its part."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verbs.add_parser("list", help="Series, their level and their first week.")
        begin = verbs.add_parser("begin", help="Begin a series of weekly returns with a published form.")
        begin.add_argument("code")
        begin.add_argument("--form", required=True, metavar="CODE", help="the form that is filled in")
        begin.add_argument("--tree", required=True, metavar="CODE", help="the tree that it goes up in")
        begin.add_argument(
            "--level", choices=REPORTING_LEVELS, default="village", help="who reports (village)"
        )
        begin.add_argument(
            "--first", type=Week.parse, required=True, metavar="WEEK", help="first week, such as 2026-W48"
        )
        begin.add_argument("--name-vi", required=True, help="the series' name")
        begin.add_argument("--name-en", help="the series' name in English")
        deadline = verbs.add_parser("deadline", help="Lay down a level's deadline from a day on.")
        deadline.add_argument("code")
        deadline.add_argument("level", choices=LEVELS, help="the level that has to have done its part")
        deadline.add_argument("--days", type=int, required=True, help="days after Monday; 6 is Sunday")
        deadline.add_argument("--at", type=time.fromisoformat, required=True, help="local time (HH:MM)")
        deadline.add_argument(
            "--from", dest="since", type=date.fromisoformat, required=True, help="in force from (YYYY-MM-DD)"
        )
        deadline.add_argument("--source", required=True, help="where this is laid down")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        try:
            getattr(self, "_" + options["verb"])(options)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal

    def _list(self, options: dict[str, Any]) -> None:
        rows = [(one.code, one.level, one.first_period, one.uid) for one in queries.series_for(OPERATOR)]
        self.print_rows(["series", "level", "first_period", "uid"], rows, options["format"])

    def _begin(self, options: dict[str, Any]) -> None:
        form = forms.find_form(options["form"])
        if form is None:
            raise CommandError(f"There is no form {options['form']}.", returncode=MISSING)
        series = services.create_series(
            actor=OPERATOR,
            code=options["code"],
            name={"vi": options["name_vi"], "en": options["name_en"] or options["name_vi"]},
            form_id=form.pk,
            tree=get_tree(OPERATOR, options["tree"]),
            level=options["level"],
            first_period=str(options["first"]),
        )
        self.print_rows(["series", "uid"], [(series.code, series.uid)], options["format"])

    def _deadline(self, options: dict[str, Any]) -> None:
        series = queries.get_series(OPERATOR, options["code"])
        fact = DeadlineFact(
            options["level"], options["days"], options["at"], options["since"], options["source"]
        )
        services.set_deadlines(actor=OPERATOR, series=series, facts=[fact])
        self.print_rows(
            ["series", "level", "days", "time", "from"],
            [(series.code, fact.level, fact.days, fact.time, fact.valid_from)],
            options["format"],
        )
