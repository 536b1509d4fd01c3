"""Long work of the kernel itself."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from .actor import Actor
from .files.services import rescan_waiting
from .jobs import Work
from .permissions import MANAGE_FILES


def rescan_files(*, actor: Actor, work: Work) -> None:
    """Look again through the files that wait for the scanner."""
    MANAGE_FILES.require_somewhere(actor)
    rescan_waiting(actor=actor, tell=lambda done, total: work.tell(done, total, _("Đang quét tệp")))
    work.leads_to(reverse("files:store"))
