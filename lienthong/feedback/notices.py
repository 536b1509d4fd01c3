"""What officers are told: units, days and counts, never a word of a matter nor who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

# voices
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
