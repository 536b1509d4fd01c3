"""Who may do what with the copy for analysis. What is read in it is seen by whoever sees it in reports."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

REFRESH = Permission("analysis.refresh", _("Cập nhật số liệu phân tích"))
