"""Work of the room that runs in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from .services.retention import purge_due


# part lanes
def purge(*, actor: Actor, work: Work) -> None:
    """Delete what has been kept long enough. Safe to run again from its start, and beside itself."""
    purge_due(actor=actor, tell=lambda done: work.tell(done, done, _("Đang xóa phần hết thời hạn lưu giữ")))
