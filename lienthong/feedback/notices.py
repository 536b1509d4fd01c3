"""What officers are told of matters: units, days and what a matter is about. Never its words, never who sent it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

# ── route ────────────────────────────────────────────────────────────────────────────────────────────────────────────

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
