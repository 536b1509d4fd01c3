"""What waits because of a matter. Titles name what it is about, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import BulkAction, WorkKind

from .permissions import ANSWER, APPROVE, RECEIVE, RELEASE, REVIEW
from .services import accept_many
from .services.answering import APPROVE_WORK, RELEASE_WORK, REWRITE_WORK
from .services.consolidating import APPROVE_WORK as APPROVE_CHAPTER_WORK
from .services.keeping_work import (
    DECIDE_WORK,
    HAND_OVER_WORK,
    HANDLE_WORK,
    RECEIVE_WORK,
    SHARE_WORK,
    TAKE_OVER_WORK,
)
from .services.mailing import MAIL_WORK
from .services.proposals import JUDGE_WORK
from .services.rating import REOPENED_WORK, REVIEW_WORK
from .services.rights import DATA_WORK

RECEIVE_MATTER = WorkKind(
    RECEIVE_WORK,
    _("Tiếp nhận phản ánh"),
    RECEIVE,
    _("Tiếp nhận phản ánh: %(category)s"),
    "inbox",
    BulkAction(
        _("Tiếp nhận các phản ánh đã chọn"),
        _("Tiếp nhận nghĩa là đơn vị bạn nhận trả lời người gửi đúng hạn."),
        lambda actor, pieces: accept_many(actor=actor, pieces=pieces),
    ),
)
# route
TAKE_OVER_MATTER = WorkKind(
    TAKE_OVER_WORK,
    _("Nhận phản ánh được chuyển đến"),
    RECEIVE,
    _("Nhận hoặc trả lại phản ánh: %(category)s"),
    "inbox",
)
DECIDE_MATTER = WorkKind(
    DECIDE_WORK,
    _("Quyết định nơi giải quyết phản ánh"),
    RECEIVE,
    _("Quyết định nơi giải quyết: %(category)s"),
    "flag",
)
HANDLE_MATTER = WorkKind(
    HANDLE_WORK, _("Giải quyết phản ánh"), ANSWER, _("Giải quyết phản ánh: %(category)s"), "message-square"
)
ANSWER_SHARE = WorkKind(
    SHARE_WORK, _("Trả lời phối hợp"), ANSWER, _("Trả lời câu hỏi phối hợp: %(category)s"), "users"
)

# part send
PLACE_MAIL = WorkKind(
    MAIL_WORK, _("Chọn địa bàn cho thư"), RECEIVE, _("Chọn địa bàn cho một thư phản ánh"), "mail"
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
    REVIEW_WORK, _("Xem lại trả lời chưa đạt"), REVIEW, _("Xem lại trả lời chưa đạt: %(category)s"), "search"
)
ANSWER_AGAIN = WorkKind(
    REOPENED_WORK,
    _("Trả lời phản ánh được mở lại"),
    ANSWER,
    _("Phản ánh được mở lại, cần trả lời: %(category)s"),
    "undo-2",
)

# part lanes
HAND_OVER = WorkKind(
    HAND_OVER_WORK, _("Giao đơn qua đường giấy"), RECEIVE, _("In và giao một đơn qua đường giấy"), "printer"
)
JUDGE_PROPOSAL = WorkKind(JUDGE_WORK, _("Thẩm định đề xuất"), None, _("Thẩm định một đề xuất"), "users")
DATA_REQUEST = WorkKind(
    DATA_WORK, _("Yêu cầu về dữ liệu"), RECEIVE, _("Xem một yêu cầu về dữ liệu cá nhân"), "shield-check"
)

# voices
APPROVE_CONSOLIDATION = WorkKind(
    APPROVE_CHAPTER_WORK,
    _("Duyệt báo cáo tổng hợp"),
    APPROVE,
    _("Duyệt báo cáo tổng hợp ý kiến: %(count)s chủ đề"),
    "clipboard-list",
)
