"""What officers are told of matters: units, days and what a matter is about. Never its words, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

MATTERS = NoticeGroup("feedback", _("Phản ánh của dân"))
_UNIT = {"unit": Param.UNIT, "category": Param.TITLE}
_UNIT_DAY = {**_UNIT, "day": Param.DAY}

COMING = NoticeKind(
    "feedback.coming",
    _("Phản ánh được chuyển đến"),
    _("%(unit)s chuyển đến một phản ánh (%(category)s). Hãy nhận hoặc trả lại trước ngày %(day)s."),
    MATTERS,
    _UNIT_DAY,
)
TAKEN_OVER = NoticeKind(
    "feedback.taken_over",
    _("Phản ánh đã chuyển được nhận"),
    _("%(unit)s đã nhận phản ánh bạn chuyển (%(category)s)."),
    MATTERS,
    _UNIT,
)
BOUNCED = NoticeKind(
    "feedback.bounced",
    _("Phản ánh bị trả lại"),
    _("%(unit)s trả lại phản ánh bạn chuyển (%(category)s). Hãy xem lý do và giải quyết tiếp."),
    MATTERS,
    _UNIT,
)
STUCK = NoticeKind(
    "feedback.stuck",
    _("Phản ánh chờ cấp trên quyết định"),
    _("Phản ánh ở %(unit)s (%(category)s) chờ bạn quyết định nơi giải quyết trước ngày %(day)s."),
    MATTERS,
    _UNIT_DAY,
)
DECIDED = NoticeKind(
    "feedback.decided",
    _("Cấp trên đã quyết định nơi giải quyết"),
    _("Cấp trên giao %(unit)s giải quyết một phản ánh (%(category)s)."),
    MATTERS,
    _UNIT,
)
ASKED_TO_HELP = NoticeKind(
    "feedback.share_asked",
    _("Được hỏi phối hợp"),
    _("%(unit)s hỏi phối hợp về một phản ánh (%(category)s). Hãy trả lời trước ngày %(day)s."),
    MATTERS,
    _UNIT_DAY,
)
HELPED = NoticeKind(
    "feedback.share_answered",
    _("Cơ quan phối hợp đã trả lời"),
    _("%(unit)s đã trả lời câu hỏi phối hợp của bạn (%(category)s)."),
    MATTERS,
    _UNIT,
)
ANSWER_SUBMITTED = NoticeKind(
    "feedback.answer_submitted",
    _("Trả lời phản ánh chờ duyệt"),
    _("%(unit)s có một câu trả lời phản ánh gửi ngày %(day)s (%(category)s) chờ duyệt."),
    MATTERS,
    _UNIT_DAY,
)
ANSWER_APPROVED = NoticeKind(
    "feedback.answer_approved",
    _("Trả lời phản ánh chờ công bố"),
    _("%(unit)s có một câu trả lời phản ánh gửi ngày %(day)s (%(category)s) đã duyệt, chờ gửi và công bố."),
    MATTERS,
    _UNIT_DAY,
)
ANSWER_SENT_BACK = NoticeKind(
    "feedback.answer_sent_back",
    _("Trả lời phản ánh bị trả lại"),
    _("Câu trả lời của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) bị trả lại để viết lại."),
    MATTERS,
    _UNIT_DAY,
)
ANSWER_RETRACTED = NoticeKind(
    "feedback.answer_retracted",
    _("Công bố bị rút"),
    _(
        "Câu trả lời công bố của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) đã bị rút. Hãy viết lại phần công bố."
    ),
    MATTERS,
    _UNIT_DAY,
    urgent=True,
)
REVIEW_OPENED = NoticeKind(
    "feedback.review_opened",
    _("Trả lời phản ánh bị đánh giá chưa đạt"),
    _(
        "Câu trả lời của %(unit)s cho phản ánh gửi ngày %(day)s (%(category)s) bị đánh giá chưa hài lòng, chờ xem lại."
    ),
    MATTERS,
    _UNIT_DAY,
)
MATTER_REOPENED = NoticeKind(
    "feedback.matter_reopened",
    _("Phản ánh được mở lại"),
    _("Phản ánh gửi %(unit)s ngày %(day)s (%(category)s) được mở lại, cần trả lời lần nữa."),
    MATTERS,
    _UNIT_DAY,
)
VOICES = NoticeGroup("feedback.voices", _("Tổng hợp ý kiến"))

CONSOLIDATION_READY = NoticeKind(
    "feedback.consolidation_ready",
    _("Báo cáo tổng hợp của cấp dưới đã duyệt"),
    _(
        "%(unit)s đã duyệt báo cáo tổng hợp ý kiến từ %(since)s đến %(until)s. Có thể nhận chủ đề từ báo cáo này."
    ),
    VOICES,
    {"unit": Param.UNIT, "since": Param.DAY, "until": Param.DAY},
)
TOPIC_REPLIED = NoticeKind(
    "feedback.topic_replied",
    _("Cơ quan có thẩm quyền đã trả lời ý kiến"),
    _(
        "Trả lời ngày %(day)s của cơ quan có thẩm quyền, do %(unit)s ghi lại, đã đến người gửi của %(count)d phản ánh "
        "ở đơn vị bạn. Hãy xem và kết thúc việc nếu đã đủ."
    ),
    VOICES,
    {"unit": Param.UNIT, "count": Param.COUNT, "day": Param.DAY},
)
