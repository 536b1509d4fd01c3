"""What waits because of a matter. Titles name what it is about, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .permissions import ANSWER, APPROVE, RECEIVE, RELEASE, REVIEW
from .services.answering import APPROVE_WORK, RELEASE_WORK, REWRITE_WORK
from .services.rating import REOPENED_WORK, REVIEW_WORK
from .services.receiving import RECEIVE_WORK

RECEIVE_MATTER = WorkKind(
    RECEIVE_WORK, _("Tiếp nhận phản ánh"), RECEIVE, _("Tiếp nhận phản ánh: %(category)s"), "inbox"
)

# part answer
APPROVE_ANSWER = WorkKind(
    APPROVE_WORK, _("Duyệt trả lời phản ánh"), APPROVE, _("Duyệt trả lời phản ánh: %(category)s"), "check"
)
RELEASE_ANSWER = WorkKind(
    RELEASE_WORK, _("Công bố trả lời phản ánh"), RELEASE, _("Gửi và công bố trả lời: %(category)s"), "send"
)
REWRITE_ANSWER = WorkKind(
    REWRITE_WORK, _("Viết lại trả lời phản ánh"), ANSWER, _("Viết lại trả lời: %(category)s"), "pencil"
)
REVIEW_ANSWER = WorkKind(
    REVIEW_WORK, _("Xem lại trả lời bị dân chê"), REVIEW, _("Xem lại trả lời bị chê: %(category)s"), "search"
)
ANSWER_AGAIN = WorkKind(
    REOPENED_WORK,
    _("Trả lời phản ánh được mở lại"),
    ANSWER,
    _("Phản ánh được mở lại, cần trả lời: %(category)s"),
    "undo-2",
)
