"""Keys for the API at the command line of the machine itself: list and revoke. Keys are made by their owners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.identity import queries, services
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound

_COLUMNS = ["uid", "name", "tail", "owner", "scopes", "since", "until", "used_at", "end"]


class Command(Base):
    """List and revoke keys for the API. No secret is ever shown."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        listing = verbs.add_parser("list", help="List the keys that count today.")
        listing.add_argument("--all", action="store_true", help="those that no longer count too")
        revoke = verbs.add_parser("revoke", help="End a key at once.")
        revoke.add_argument("uid", type=UUID, help="public id of the key")

    def handle(self, *args: Any, **options: Any) -> None:
        """List keys, or end one and print it."""
        if options["verb"] == "list":
            tokens = list(queries.tokens_looked_after(OPERATOR, living=not options["all"]))
        else:
            tokens = [self._revoke(options["uid"])]
        rows = [[getattr(words, column) for column in _COLUMNS] for words in queries.tokens_in_words(tokens)]
        self.print_rows(_COLUMNS, rows, options["format"])

    def _revoke(self, uid: UUID) -> Any:
        try:
            token = queries.get_token(OPERATOR, uid)
        except NotFound as refusal:
            raise CommandError(f"There is no key {uid}.", returncode=MISSING) from refusal
        return services.revoke_token(actor=OPERATOR, token=token)
