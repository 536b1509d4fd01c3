"""What waits because of a matter. Titles name what it is about, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .permissions import APPROVE, RECEIVE
from .services.consolidating import APPROVE_WORK
from .services.receiving import RECEIVE_WORK

RECEIVE_MATTER = WorkKind(
    RECEIVE_WORK, _("Tiếp nhận phản ánh"), RECEIVE, _("Tiếp nhận phản ánh: %(category)s"), "inbox"
)

# voices
APPROVE_CONSOLIDATION = WorkKind(
    APPROVE_WORK,
    _("Duyệt báo cáo tổng hợp"),
    APPROVE,
    _("Duyệt báo cáo tổng hợp ý kiến: %(count)s chủ đề"),
    "clipboard-list",
)
