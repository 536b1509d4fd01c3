"""Long work of imports: writing a big file."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from . import queries, services


def confirm(*, actor: Actor, work: Work, uid: str, good_rows_only: bool) -> None:
    """Write a file that was previewed: at once or not at all, and not twice when it is run again."""
    rows = queries.get_import(actor, UUID(uid)).written
    work.tell(0, rows, _("Đang ghi các dòng"))

    def write() -> None:
        services.confirm_import(actor=actor, uid=UUID(uid), good_rows_only=good_rows_only)

    # A worker that is killed right after it must not be told on the next run that the file was written before.
    work.once("write", write)
    work.leads_to(reverse("imports:import", args=[uid]))
