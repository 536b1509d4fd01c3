"""What the desk itself tells people: work in the background that has ended, and a message to try the way out."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

JOBS = NoticeGroup("jobs", _("Việc chạy nền của tôi"))
WORK = NoticeGroup("work", _("Việc chờ xử lý"))
SENDING = NoticeGroup("sending", _("Thử gửi tin"), channels=(), offered=False)

JOB_ENDED = NoticeKind(
    "job.ended",
    _("Việc chạy nền đã xong"),
    _("Việc chạy nền bạn yêu cầu đã xong. Hãy mở để xem kết quả."),
    JOBS,
)
JOB_FAILED = NoticeKind(
    "job.failed",
    _("Việc chạy nền không làm được"),
    _("Việc chạy nền bạn yêu cầu không làm được. Hãy mở để xem lý do."),
    JOBS,
)
TEST = NoticeKind(
    "sending.test",
    _("Tin gửi thử"),
    _("Đây là tin gửi thử. Nhận được tin này nghĩa là kênh gửi đang hoạt động."),
    SENDING,
    urgent=True,
)
MENTIONED = NoticeKind(
    "comment.mentioned",
    _("Được nhắc tới"),
    _("Bạn được nhắc tới trong một trao đổi. Hãy mở để đọc."),
    NoticeGroup("comments", _("Trao đổi")),
)
OVERDUE = NoticeKind(
    "work.overdue",
    _("Việc của cấp dưới quá hạn"),
    _("%(what)s của %(unit)s đã quá hạn ngày %(due)s."),
    WORK,
    {"what": Param.TITLE, "unit": Param.UNIT, "due": Param.DAY},
)
