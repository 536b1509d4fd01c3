"""Writes all data of a unit and of what stands below it into one file, in open formats: see docs/reference/unit-export.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.identity.queries import account_by_username, actor_for
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.command import AMISS, MISSING, MISUSED, Bars
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.kernel.giving import get_extent, write_unit


class Command(Base):
    """Export a unit's data: as the machine's operator, who sees what the unit itself sees, or as an account would."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which unit, where to, and for whom."""
        super().add_arguments(parser)
        parser.add_argument("unit", type=UUID, help="public id of the unit")
        parser.add_argument("--to", type=Path, required=True, metavar="FILE.zip")
        parser.add_argument("--as", dest="username", help="give what this account may see, and no more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say how many rows are in it."""
        target: Path = options["to"]
        if target.exists():
            raise CommandError(f"{target} is already there. Nothing was overwritten.", returncode=MISUSED)
        actor = self._actor(options["username"])
        try:
            extent = get_extent(actor, options["unit"])
            with Bars() as bars:
                rows = write_unit(
                    actor=actor,
                    extent=extent,
                    target=target,
                    tell=lambda done, what: bars.tell(what, done, 0),
                )
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=AMISS) from refusal
        self.print_rows(
            ["file", "unit", "bodies", "rows"],
            [(target, extent.title, len(extent.bodies), rows)],
            options["format"],
        )

    def _actor(self, username: str | None) -> Actor:
        if username is None:
            return OPERATOR
        account = account_by_username(username)
        if account is None:
            raise CommandError(f"There is no account {username}.", returncode=MISSING)
        return actor_for(account)
