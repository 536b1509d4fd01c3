"""Long work of the kernel itself."""

from __future__ import annotations

import time
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from .actor import Actor
from .files.services import rescan_waiting
from .giving.queries import get_extent
from .giving.services import write_unit
from .jobs import Work
from .permissions import MANAGE_FILES

# Seconds between two words of work whose end nobody knows.
_EVERY: Final = 1.0


def rescan_files(*, actor: Actor, work: Work) -> None:
    """Look again through the files that wait for the scanner."""
    MANAGE_FILES.require_somewhere(actor)
    rescan_waiting(actor=actor, tell=lambda done, total: work.tell(done, total, _("Đang quét tệp")))
    work.leads_to(reverse("files:store"))


def give_unit(*, actor: Actor, work: Work, unit: str) -> None:
    """Write all data of a unit that the actor may take away into one file."""
    extent = get_extent(actor, UUID(unit))
    target = work.file(f"du-lieu-{extent.uid}.zip")
    told = 0.0

    def tell(rows: int, what: str) -> None:
        """Say it now and then: of work whose end nobody knows every word is written down."""
        nonlocal told
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            work.tell(rows, 0, what)

    write_unit(actor=actor, extent=extent, target=target, tell=tell)
