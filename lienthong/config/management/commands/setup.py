"""Makes a fresh or upgraded installation ready."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from lienthong.identity import services as identity
from lienthong.kernel import deadlines, search
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Migrate, gather static files, load roles, calendar and limits, make the index. Running it again changes nothing."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each in turn."""
        call_command("migrate", verbosity=1)
        call_command("collectstatic", verbosity=0, interactive=False)
        identity.load_roles(actor=OPERATOR)
        deadlines.load_calendar(actor=OPERATOR)
        deadlines.load_limits(actor=OPERATOR)
        if not search.is_built():
            search.rebuild(self.progress)
        self.stdout.write("Ready. Next: lienthong registry load, lienthong account create.")
