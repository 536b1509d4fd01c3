"""Pages of those above: how much there is below and what is late, without anything of what was sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel.errors import NotFound
from lienthong.kernel.listing import given
from lienthong.kernel.request import Request

from .. import queries
from ..listings import LATE, LOADS


@require_GET
def loads(request: Request) -> HttpResponse:
    """Show how many matters each unit directly below has, how late, how long answers took."""
    unit = queries.get_overseen(request.actor, _uid(request.GET.get("don-vi", "")))
    rows = given(queries.loads_below(request.actor, unit))
    words = {"unit": unit, "rate": queries.rescue_rate(unit.id)}
    return LOADS.answer(request, rows, "feedback/loads.html", words)


@require_GET
def late_below(request: Request) -> HttpResponse:
    """List what is late below, by unit, category and days."""
    return LATE.answer(request, queries.late_below(request.actor), "feedback/late.html")


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound(_("Không có đơn vị này bên dưới đơn vị bạn.")) from None
