"""Where sessions are kept: Django's own store, that also notes whose a session is, and reads both at once.

Named by SESSION_ENGINE. A session that any other hand has written is as good; it costs a statement more.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

from .. import queries, rules
from ..models import Seat


class SessionStore(DatabaseStore):
    """Reads session, account, post and grants in one statement, and is Django's store in everything else."""

    opened: queries.Opened | None = None

    def load(self) -> dict[str, Any]:
        """Read what the session holds; nothing where it has expired, and then its key is given up."""
        self.opened = queries.find_opened(str(self.session_key))
        if self.opened is None:
            self._session_key = None
            return {}
        return dict(self.decode(self.opened.data))

    @transaction.atomic
    def save(self, must_create: bool = False) -> None:
        """Write the session, and beside it whose it is."""
        super().save(must_create)
        ticket = rules.Ticket.find(self)
        if ticket is not None:
            told = {"account_id": ticket.account_id, "post_id": ticket.post_id}
            Seat.objects.update_or_create(session_id=self.session_key, defaults=told)
