"""Notices at the command line of the machine itself: send what is due, and see what stands where."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from lienthong.desk.queries.sending import counts_of
from lienthong.desk.services.sending import send_due
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.channels import Result
from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Send what is due, or count messages by state. Exit code 1: a carrier could not be reached."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verbs.add_parser("send", help="Send what is due, once; run it every minute.")
        verbs.add_parser("status", help="Count messages by state.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and print counts."""
        if options["verb"] == "status":
            self.print_rows(["state", "messages"], counts_of(OPERATOR).items(), options["format"])
            return
        results = send_due(actor=OPERATOR)
        self.print_rows(
            ["result", "messages"], [(result, results[result]) for result in Result], options["format"]
        )
        if results[Result.DOWN]:
            raise SystemExit(AMISS)
