"""The door through which those who have not sent are reminded."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.kernel.errors import WrongData
from lienthong.kernel.request import Request

from .. import services
from .frame import get_frame


@require_POST
def remind(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Remind the villages that are ticked, or with ``all`` every one that has not sent."""
    frame = get_frame(request, series, period, uid)
    done = services.remind_bodies(
        actor=frame.actor,
        asked=frame.asked,
        unit=frame.unit,
        uids=[] if "all" in request.POST else _ticked(request),
    )
    page = "review" if request.POST.get("back") == "review" else "sheet"
    return redirect(f"{frame.url(page)}?reminded={len(done.now)}&again={len(done.earlier)}")


def _ticked(request: Request) -> list[UUID]:
    try:
        uids = [UUID(text) for text in request.POST.getlist("uid")]
    except ValueError:
        uids = []
    if not uids:
        raise WrongData(_("Chưa chọn thôn nào để nhắc. Hãy đánh dấu ít nhất một thôn."))
    return uids
