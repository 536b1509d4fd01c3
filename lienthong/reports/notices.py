"""What this room tells people: that a report is awaited, and that one was given back. Never what is in it, nor why."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

REPORTS = NoticeGroup("reports", _("Báo cáo"))
_PARAMS = {"series": Param.TITLE, "week": Param.CODE, "unit": Param.UNIT}

REMINDED = NoticeKind(
    "reports.reminded",
    _("Nhắc gửi báo cáo"),
    _("%(series)s, tuần %(week)s, của %(unit)s chưa được gửi. Hãy nhập và gửi."),
    REPORTS,
    _PARAMS,
)
RETURNED = NoticeKind(
    "reports.returned",
    _("Báo cáo bị trả lại"),
    _("%(series)s, tuần %(week)s, của %(unit)s bị trả lại. Hãy xem lý do, sửa và gửi lại."),
    REPORTS,
    _PARAMS,
)
