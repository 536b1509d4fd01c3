"""What waits because of a matter. Titles name what it is about, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .permissions import RECEIVE
from .services.mailing import MAIL_WORK
from .services.receiving import RECEIVE_WORK

RECEIVE_MATTER = WorkKind(
    RECEIVE_WORK, _("Tiếp nhận phản ánh"), RECEIVE, _("Tiếp nhận phản ánh: %(category)s"), "inbox"
)

# part send
PLACE_MAIL = WorkKind(
    MAIL_WORK, _("Chọn địa bàn cho thư"), RECEIVE, _("Chọn địa bàn cho một thư phản ánh"), "mail"
)
