"""Who may do what with returns, and where."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

VIEW = Permission("reports.view", _("Xem báo cáo"))
SUBMIT = Permission("reports.submit", _("Nhập và gửi báo cáo"))
APPROVE = Permission("reports.approve", _("Duyệt, trả lại báo cáo"))
LOCK = Permission("reports.lock", _("Khóa, mở khóa kỳ báo cáo"))
MANAGE_SERIES = Permission("reports.manage_series", _("Quản lý loại báo cáo"))
