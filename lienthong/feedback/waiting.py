"""What waits because of a matter. Titles name what it is about, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .permissions import RECEIVE
from .services.lanes import HAND_OVER_WORK
from .services.proposals import JUDGE_WORK
from .services.receiving import RECEIVE_WORK
from .services.rights import DATA_WORK

RECEIVE_MATTER = WorkKind(
    RECEIVE_WORK, _("Tiếp nhận phản ánh"), RECEIVE, _("Tiếp nhận phản ánh: %(category)s"), "inbox"
)

# part lanes
HAND_OVER = WorkKind(
    HAND_OVER_WORK, _("Giao đơn qua đường giấy"), RECEIVE, _("In và giao một đơn qua đường giấy"), "printer"
)
JUDGE_PROPOSAL = WorkKind(JUDGE_WORK, _("Thẩm định đề xuất"), None, _("Thẩm định một đề xuất"), "users")
DATA_REQUEST = WorkKind(
    DATA_WORK, _("Yêu cầu về dữ liệu"), RECEIVE, _("Xem một yêu cầu về dữ liệu cá nhân"), "shield-check"
)
