"""What nobody needs any more, of whatever the rooms keep for a while. Asked by the command and by the schedule."""

from __future__ import annotations

from typing import Final

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from lienthong.desk import services as desk
from lienthong.kernel import jobs, outbox, ratelimit
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.files.uploads import sweep_files

# The longest window in which anything is counted is an hour.
_COUNTED: Final = 24 * 3600


def sweep() -> list[tuple[str, int]]:
    """Remove old counters of tries, sessions that have ended, jobs, entries of the outbox and
    read notices kept long enough.

    Returns what, and how many rows of it went.
    """
    ended = Session.objects.filter(expire_date__lt=timezone.now()).count()
    SessionStore.clear_expired()
    uploads, contents = sweep_files()
    return [
        ("counters of tries", ratelimit.sweep(seconds=_COUNTED)),
        ("ended sessions", ended),
        ("jobs", jobs.sweep()),
        ("entries of the outbox", outbox.sweep()),
        ("broken-off uploads", uploads),
        ("files that nothing needs", contents),
        ("read notices", desk.sweep_notices(actor=OPERATOR)),
    ]
