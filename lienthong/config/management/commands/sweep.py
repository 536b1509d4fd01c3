"""Removes what nobody needs any more. Meant to run once a day; running it more often does no harm."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from lienthong.kernel import ratelimit
from lienthong.kernel.command import Command as Base
from lienthong.kernel.files.uploads import sweep_files

# The longest window in which anything is counted is an hour.
_COUNTED: Final = 24 * 3600


class Command(Base):
    """Remove old counters of tries, sessions that have ended, uploads that nobody goes on with."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say how many rows of each went."""
        ended = Session.objects.filter(expire_date__lt=timezone.now()).count()
        SessionStore.clear_expired()
        uploads, contents = sweep_files()
        rows = [
            ("counters of tries", ratelimit.sweep(seconds=_COUNTED)),
            ("ended sessions", ended),
            ("broken-off uploads", uploads),
            ("files that nothing needs", contents),
        ]
        self.print_rows(["what", "removed"], rows, options["format"])
