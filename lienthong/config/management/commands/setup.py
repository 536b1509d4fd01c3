"""Makes a fresh or upgraded installation ready."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command

from lienthong.feedback import services as feedback
from lienthong.identity import services as identity
from lienthong.kernel import deadlines, search
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import Command as Base


@contextmanager
def _for_all_to_read() -> Iterator[None]:
    """Let the web server in front read what is gathered, however closed the service's own files are."""
    kept = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(kept)


class Command(Base):
    """Migrate, gather static files, load roles, calendar and limits, make the index. Running it again changes nothing."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each in turn."""
        call_command("migrate", verbosity=1)
        with _for_all_to_read():
            call_command("collectstatic", verbosity=0, interactive=False)
        identity.load_roles(actor=OPERATOR)
        deadlines.load_calendar(actor=OPERATOR)
        deadlines.load_limits(actor=OPERATOR)
        feedback.load_categories(actor=OPERATOR)
        feedback.load_causes(actor=OPERATOR)
        if not search.is_built():
            search.rebuild(self.progress)
        self.stdout.write("Ready. Next: lienthong registry load, lienthong account create.")
