"""Grants at the command line of the machine itself: give, end, list."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.identity import queries, services
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal, WrongData
from lienthong.kernel.validity import FOREVER
from lienthong.registry.queries import find_organisation

_COLUMNS = ["username", "role", "place", "reach", "since", "until", "uid"]


class Command(Base):
    """Give, end and list grants: who holds which role where."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        give = verbs.add_parser("give", help="Give an account a role at a unit.")
        give.add_argument("username")
        give.add_argument("role", help="code of the role, such as commune_officer")
        give.add_argument("unit", type=UUID, help="public id of the unit")
        give.add_argument("--reach", choices=["here", "below"], default="here", help="how far down (here)")
        give.add_argument("--tree", help="code of the tree, where the unit stands in several")
        give.add_argument("--from", dest="since", type=date.fromisoformat, help="YYYY-MM-DD (today)")
        give.add_argument(
            "--until", type=date.fromisoformat, default=FOREVER, help="YYYY-MM-DD, not included"
        )
        end = verbs.add_parser("end", help="End a grant.")
        end.add_argument("uid", type=UUID)
        end.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD, the first day without it (today)")
        listing = verbs.add_parser("list", help="List grants.")
        listing.add_argument("username", nargs="?", help="of one account only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; print the grants it was done to."""
        try:
            grants = getattr(self, f"_{options['verb']}")(options)
        except WrongData as refusal:
            sentences = [str(sentence) for said in refusal.faults.values() for sentence in said]
            raise CommandError(" ".join(sentences), returncode=AMISS) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=AMISS) from refusal
        rows = [
            (
                grant.account.username,
                grant.role.code,
                words.place,
                grant.reach,
                words.since,
                words.until,
                grant.uid,
            )
            for grant, words in zip(grants, queries.grants_in_words(grants), strict=True)
        ]
        self.print_rows(_COLUMNS, rows, options["format"])

    def _give(self, options: dict[str, Any]) -> list[Any]:
        account = queries.account_by_username(options["username"])
        organisation = find_organisation(options["unit"])
        if account is None or organisation is None:
            raise CommandError("There is no such account, or no such unit.", returncode=MISSING)
        trees = [tree for tree in queries.trees_with(organisation) if options["tree"] in {None, tree.code}]
        if len(trees) != 1:
            raise CommandError("Name one tree in which the unit stands, with --tree.", returncode=MISSING)
        given = services.give_grant(
            actor=OPERATOR,
            account=account,
            role=queries.get_role(options["role"]),
            tree=trees[0],
            system=organisation.system,
            organisation=organisation,
            reach=options["reach"],
            since=options["since"] or clock.today(),
            until=options["until"],
        )
        return [given]

    def _end(self, options: dict[str, Any]) -> list[Any]:
        services.end_grant(
            actor=OPERATOR, grant=queries.get_grant(OPERATOR, options["uid"]), on=options["on"]
        )
        return list(queries.grants_for(OPERATOR).filter(uid=options["uid"]))

    def _list(self, options: dict[str, Any]) -> list[Any]:
        grants = queries.grants_for(OPERATOR)
        return list(grants.filter(account__username=options["username"]) if options["username"] else grants)
