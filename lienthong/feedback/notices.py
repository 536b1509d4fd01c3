"""What officers are told of matters: units, days and counts, never a word of a matter nor who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

FEEDBACK = NoticeGroup("feedback", _("Phản ánh của dân"))
_VALUES = {"unit": Param.UNIT, "category": Param.TITLE, "day": Param.DAY}

# part answer
ANSWER_SUBMITTED = NoticeKind(
    "feedback.answer_submitted",
    _("Trả lời phản ánh chờ duyệt"),
    _("%(unit)s có một câu trả lời phản ánh gửi ngày %(day)s (%(category)s) chờ duyệt."),
    FEEDBACK,
    _VALUES,
)
ANSWER_APPROVED = NoticeKind(
    "feedback.answer_approved",
    _("Trả lời phản ánh chờ công bố"),
    _("%(unit)s có một câu trả lời phản ánh gửi ngày %(day)s (%(category)s) đã duyệt, chờ gửi và công bố."),
    FEEDBACK,
    _VALUES,
)
ANSWER_SENT_BACK = NoticeKind(
    "feedback.answer_sent_back",
    _("Trả lời phản ánh bị trả lại"),
    _("Câu trả lời của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) bị trả lại để viết lại."),
    FEEDBACK,
    _VALUES,
)
ANSWER_RETRACTED = NoticeKind(
    "feedback.answer_retracted",
    _("Công bố bị rút"),
    _(
        "Câu trả lời công bố của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) đã bị rút. Hãy viết lại phần công bố."
    ),
    FEEDBACK,
    _VALUES,
    urgent=True,
)
REVIEW_OPENED = NoticeKind(
    "feedback.review_opened",
    _("Trả lời phản ánh bị dân chê"),
    _(
        "Câu trả lời của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) bị đánh giá chưa hài lòng, chờ xem lại."
    ),
    FEEDBACK,
    _VALUES,
)
MATTER_REOPENED = NoticeKind(
    "feedback.matter_reopened",
    _("Phản ánh được mở lại"),
    _("Phản ánh gửi %(unit)s ngày %(day)s (%(category)s) được mở lại, cần trả lời lần nữa."),
    FEEDBACK,
    _VALUES,
)
