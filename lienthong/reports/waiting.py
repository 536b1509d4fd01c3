"""The work that this room lends to the desk: to approve, and what the calendar says is still owed."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.waiting import BulkAction, Piece, Waiting, Waits, WorkKind

from . import permissions, queries, services
from .queries import Owing


def _approve(actor: Actor, pieces: Sequence[Piece]) -> int:
    """Approve whatever waits at the units of some pieces, week by week in a fixed order."""
    weeks: dict[tuple[str, str], list[int]] = {}
    for piece in pieces:
        weeks.setdefault((piece.words["series"], piece.words["period"]), []).append(piece.organisation_id)
    return sum(
        services.approve_waiting(
            actor=actor, asked=queries.get_asked(actor, series, period), unit_ids=unit_ids
        )
        for (series, period), unit_ids in sorted(weeks.items())
    )


REVIEW = WorkKind(
    services.REVIEW,
    gettext_lazy("Duyệt báo cáo"),
    permissions.APPROVE,
    gettext_lazy("Duyệt báo cáo tuần %(week)s"),
    icon="check-check",
    bulk=BulkAction(
        gettext_lazy("Duyệt các đơn vị đã chọn"),
        gettext_lazy("Duyệt mọi báo cáo đang chờ của các đơn vị đã chọn? Nên mở xem từng đơn vị trước."),
        _approve,
    ),
)


def _waits(owing: Owing, title: str, page: str) -> Waits:
    url = reverse(f"reports:{page}", args=[owing.series.code, owing.week, owing.unit_uid])
    return Waits(title, url, owing.unit_id, owing.due)


def _own(actor: Actor) -> list[Waits]:
    return [
        _waits(one, _("Nhập báo cáo tuần %(week)d/%(year)d") % _of(one), "entry")
        for one in queries.own_returns_owed(actor)
    ]


def _below(actor: Actor) -> list[Waits]:
    return [
        _waits(
            one,
            ngettext(
                "Nhắc %(count)d đơn vị chưa gửi báo cáo tuần %(week)d/%(year)d",
                "Nhắc %(count)d đơn vị chưa gửi báo cáo tuần %(week)d/%(year)d",
                one.missing,
            )
            % _of(one),
            "review",
        )
        for one in queries.returns_owed_below(actor)
    ]


def _of(one: Owing) -> dict[str, int]:
    return {"week": one.week.number, "year": one.week.year, "count": one.missing}


OWN = Waiting("reports.own", gettext_lazy("Nhập báo cáo"), _own, icon="clipboard-list")
BELOW = Waiting("reports.below", gettext_lazy("Nhắc đơn vị chưa gửi"), _below, icon="bell-ring")
