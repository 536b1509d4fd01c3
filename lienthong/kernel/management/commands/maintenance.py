"""Announces maintenance on every page of every machine."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from lienthong.kernel import clock, maintenance
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import MISUSED
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import WrongData


def _second(text: str) -> int:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError("an instant such as 2026-12-01T22:00, in Vietnam's time") from fault
    return int((at if at.tzinfo else at.replace(tzinfo=clock.LOCAL)).timestamp())


class Command(Base):
    """Announce maintenance on every page, show or end the announcement. Web processes see it within two seconds."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        on = verbs.add_parser("on", help="announce, in place of what was announced before")
        on.add_argument("sentence", help="what people are told, in Vietnamese")
        on.add_argument("--en", default="", metavar="SENTENCE", help="the same in English")
        on.add_argument("--from", dest="begins", type=_second, default=0, help="from when, in Vietnam's time")
        on.add_argument(
            "--until", dest="ends", type=_second, default=0, help="until when, as people are told"
        )
        on.add_argument(
            "--read-only",
            action="store_true",
            help="nothing can be saved from then on, until it is ended: writes are answered with 503",
        )
        verbs.add_parser("off", help="end it")
        verbs.add_parser("show", help="show what is announced")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says, and show what stands then."""
        if options["verb"] == "on":
            try:
                maintenance.announce(
                    actor=OPERATOR,
                    sentence={"vi": options["sentence"], "en": options["en"]},
                    begins=options["begins"],
                    ends=options["ends"],
                    read_only=options["read_only"],
                )
            except WrongData as refusal:
                self.stderr.write(str(refusal.sentence))
                sys.exit(MISUSED)
        elif options["verb"] == "off":
            maintenance.end(actor=OPERATOR)
        found = maintenance.look()
        rows = [(found.text, found.hours, found.read_only)] if found else []
        self.print_rows(["announced", "hours", "read only"], rows, options["format"])
