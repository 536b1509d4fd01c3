"""Long work of analysis: bringing the copy up to date."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work, task

from . import services


@task(key="analysis")
def refresh(*, actor: Actor, work: Work) -> None:
    """Copy what has changed: only one run at a time, and the next one goes on where a stopped one ended."""
    services.refresh_copy(
        actor=actor, tell=lambda done, total: work.tell(done, total, _("Đang sao các tuần"))
    )
    work.leads_to(reverse("analysis:start"))
