"""The door through which those who have not sent are reminded."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.request import Request

from .. import services
from .frame import get_frame, ticked


@require_POST
def remind(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Remind the villages that are ticked, or with ``all`` every one that has not sent."""
    frame = get_frame(request, series, period, uid)
    done = services.remind_bodies(
        actor=frame.actor,
        asked=frame.asked,
        unit=frame.unit,
        uids=[]
        if "all" in request.POST
        else ticked(request, _("Chưa chọn thôn nào để nhắc. Hãy đánh dấu ít nhất một thôn.")),
    )
    page = "review" if request.POST.get("back") == "review" else "sheet"
    return redirect(f"{frame.url(page)}?reminded={len(done.now)}&again={len(done.earlier)}")
