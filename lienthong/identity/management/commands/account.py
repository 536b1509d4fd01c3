"""Accounts at the command line of the machine itself: create, list, disable, enable, set a password."""

from __future__ import annotations

import getpass
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.identity import queries, services
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal, WrongData
from lienthong.registry.queries import find_organisation

_COLUMNS = ["username", "name", "active", "last_login", "uid"]


class Command(Base):
    """Create, list, disable and enable accounts, and set their passwords."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        create = verbs.add_parser("create", help="Create an account; asks for its password.")
        create.add_argument("username")
        create.add_argument("--name", required=True, help="the person's name")
        create.add_argument("--unit", type=UUID, help="public id of the unit that looks after the account")
        create.add_argument("--no-password", action="store_true", help="it cannot sign in with a password")
        listing = verbs.add_parser("list", help="List accounts.")
        listing.add_argument(
            "words", nargs="?", default="", help="beginning of the username, or part of the name"
        )
        for verb, words in (
            ("disable", "Let an account in no longer, and end its sessions."),
            ("enable", "Let a disabled account in again."),
            ("password", "Set an account's password, and end its sessions."),
        ):
            verbs.add_parser(verb, help=words).add_argument("username")
        for asking in (create, verbs.choices["password"]):
            asking.add_argument(
                "--password-stdin", action="store_true", help="read the password from standard input"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and print the accounts that it was done to."""
        try:
            accounts = getattr(self, f"_{options['verb']}")(options)
        except WrongData as refusal:
            sentences = [str(sentence) for said in refusal.faults.values() for sentence in said]
            raise CommandError(" ".join(sentences), returncode=AMISS) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=AMISS) from refusal
        rows = [(one.username, one.name, one.is_active, one.last_login, one.uid) for one in accounts]
        self.print_rows(_COLUMNS, rows, options["format"])

    def _create(self, options: dict[str, Any]) -> list[queries.Account]:
        unit = find_organisation(options["unit"]) if options["unit"] else None
        if options["unit"] and unit is None:
            raise CommandError(f"There is no unit {options['unit']}.", returncode=MISSING)
        password = None if options["no_password"] else _password(options)
        made = services.create_account(
            actor=OPERATOR,
            username=options["username"],
            name=options["name"],
            organisation=unit,
            password=password,
        )
        return [made]

    def _list(self, options: dict[str, Any]) -> list[queries.Account]:
        found = queries.accounts_for(OPERATOR)
        return list(queries.named(found, options["words"]) if options["words"] else found)

    def _disable(self, options: dict[str, Any]) -> list[queries.Account]:
        return [services.disable_account(actor=OPERATOR, account=_named(options["username"]))]

    def _enable(self, options: dict[str, Any]) -> list[queries.Account]:
        return [services.enable_account(actor=OPERATOR, account=_named(options["username"]))]

    def _password(self, options: dict[str, Any]) -> list[queries.Account]:
        account = _named(options["username"])
        return [services.set_password(actor=OPERATOR, account=account, password=_password(options))]


def _named(username: str) -> queries.Account:
    account = queries.account_by_username(username)
    if account is None:
        raise CommandError(f"There is no account {username!r}.", returncode=MISSING)
    return account


def _password(options: dict[str, Any]) -> str:
    """Return a password that was typed twice, or one line of standard input."""
    if options["password_stdin"]:
        return sys.stdin.readline().rstrip("\n")
    first, again = getpass.getpass("Password: "), getpass.getpass("Again: ")
    if first != again:
        raise CommandError("The two passwords differ. Nothing was changed.", returncode=AMISS)
    return first
