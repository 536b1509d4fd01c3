"""How reports follow a restructuring.

Returns stay with the bodies that gave them. Totals of weeks that had not ended on its day stand where the bodies report
from then on, and the work of approving with them. Series, thresholds and deadlines hang on levels, not on units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel.actor import Actor
from lienthong.kernel.following import Change, Effect, Follower, Tell
from lienthong.kernel.journal import Journal
from lienthong.kernel.text import label_in

from . import queries, services
from .models import ReturnState, Series

DUTIES, OPEN, SERIES, TOTALS = "reports.duties", "reports.open", "reports.series", "reports.totals"


def _rehearse(change: Change) -> Iterator[Effect]:
    yield from _open(change)
    for series in Series.objects.order_by("pk"):
        yield from _duties(change, series)
    kept = queries.kept_totals(change)
    if kept:
        yield Effect(
            TOTALS,
            ngettext(
                "%(count)d tổng số tuần của đơn vị kết thúc chuyển về đơn vị kế thừa",
                "%(count)d tổng số tuần của các đơn vị kết thúc chuyển về đơn vị kế thừa",
                kept,
            )
            % {"count": kept},
            None,
            kept,
            what=_("Các tuần trước giữ nguyên như lúc báo cáo."),
            by=change.on,
        )


def _duties(change: Change, series: Series) -> Iterator[Effect]:
    """Say of whom how many reporters go on at whom, and that what is laid down by level stays."""
    name = label_in(series.name, "vi")
    by_unit = queries.reporting_bodies(change, series)
    for unit, count in sorted(by_unit.items()):
        heir = change.heir_of(unit)
        words = {"count": count, "series": name, "heir": heir.name if heir else _("đơn vị mới")}
        label = ngettext(
            "%(series)s: %(count)d đơn vị báo cáo về %(heir)s",
            "%(series)s: %(count)d đơn vị báo cáo về %(heir)s",
            count,
        )
        yield Effect(DUTIES, label % words, unit or None, count, heir.uid if heir else None, by=change.on)
    if by_unit:
        total = by_unit.total()
        yield Effect(
            SERIES,
            _("%(series)s: hạn báo cáo và ngưỡng cảnh báo theo cấp, không đổi") % {"series": name},
            None,
            total,
            what=_("Xem lại ngưỡng nếu nghị quyết lập cấp hoặc loại đơn vị mới."),
        )


def _open(change: Change) -> Iterator[Effect]:
    """Say who has returns that are not through, and until when they have to be."""
    found: Counter[tuple[int, str]] = queries.open_returns(change)
    for (body, state), count in sorted(found.items()):
        heir = change.heir_of(body) or change.heir_of((change.moved.get(body) or (None,))[0] or 0)
        words = {"count": count, "unit": change.names.get(body, "")}
        yield Effect(
            OPEN,
            _OPEN[ReturnState(state)](count) % words,
            body,
            count,
            heir.uid if heir else None,
            who=_("Người nhập báo cáo") if state != ReturnState.SUBMITTED else _("Người duyệt"),
            what=_("Làm xong trước ngày thực hiện; nếu không, việc chuyển về đơn vị kế thừa."),
            by=change.on,
        )


_OPEN = {
    ReturnState.DRAFT: lambda count: ngettext(
        "%(unit)s: %(count)d bản nháp chưa gửi", "%(unit)s: %(count)d bản nháp chưa gửi", count
    ),
    ReturnState.SUBMITTED: lambda count: ngettext(
        "%(unit)s: %(count)d báo cáo chờ duyệt", "%(unit)s: %(count)d báo cáo chờ duyệt", count
    ),
    ReturnState.RETURNED: lambda count: ngettext(
        "%(unit)s: %(count)d báo cáo bị trả lại", "%(unit)s: %(count)d báo cáo bị trả lại", count
    ),
}


def _hindrances(change: Change) -> Iterator[str]:
    if change.keeps_locked:
        return
    if locked := queries.locked_returns(change):
        yield ngettext(
            "Có %(count)d báo cáo đã khóa của đơn vị bị thay đổi, thuộc tuần kết thúc từ ngày %(date)s trở đi. "
            "Hãy mở khóa, hoặc ghi trong phương án: giữ nguyên, tính về đơn vị kế thừa.",
            "Có %(count)d báo cáo đã khóa của các đơn vị bị thay đổi, thuộc tuần kết thúc từ ngày %(date)s trở đi. "
            "Hãy mở khóa, hoặc ghi trong phương án: giữ nguyên, tính về đơn vị kế thừa.",
            locked,
        ) % {"count": locked, "date": _day(change.on)}


def _carry(actor: Actor, change: Change, journal: Journal, tell: Tell) -> None:
    services.move_totals(actor=actor, change=change, journal=journal, tell=tell)


def _newer(change: Change, journal: Journal) -> Iterator[str]:
    entered, steps = queries.newer_returns(change, journal)
    if entered:
        yield ngettext(
            "Đơn vị mới đã có %(count)d báo cáo.", "Các đơn vị mới đã có %(count)d báo cáo.", entered
        ) % {"count": entered}
    if steps:
        yield ngettext(
            "Từ khi thực hiện, đã có %(count)d bước với báo cáo của đơn vị bị thay đổi.",
            "Từ khi thực hiện, đã có %(count)d bước với báo cáo của các đơn vị bị thay đổi.",
            steps,
        ) % {"count": steps}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_KINDS: Final = {
    DUTIES: gettext_lazy("Nơi nhận báo cáo thay đổi"),
    OPEN: gettext_lazy("Báo cáo chưa xong"),
    SERIES: gettext_lazy("Loại báo cáo, hạn và ngưỡng"),
    TOTALS: gettext_lazy("Tổng số tuần chuyển về đơn vị kế thừa"),
}
FOLLOWER = Follower("reports", gettext_lazy("Báo cáo"), _rehearse, _carry, _hindrances, _newer, kinds=_KINDS)
