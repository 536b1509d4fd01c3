"""What people are told when a restructuring is carried out, or taken back."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

RESTRUCTURING = NoticeGroup("restructuring", _("Sắp xếp đơn vị"))

FOLLOWED = NoticeKind(
    "restructuring.followed",
    _("Đơn vị được sắp xếp"),
    _("%(unit)s kết thúc từ ngày %(day)s. Quyền, chức vụ và công việc của bạn ở đó chuyển về %(heir)s."),
    RESTRUCTURING,
    {"unit": Param.UNIT, "heir": Param.UNIT, "day": Param.DAY},
)
ENDED = NoticeKind(
    "restructuring.ended",
    _("Đơn vị kết thúc hoạt động"),
    _(
        "%(unit)s kết thúc từ ngày %(day)s, không có đơn vị kế thừa. Hãy hỏi người quản trị cấp trên về việc của bạn."
    ),
    RESTRUCTURING,
    {"unit": Param.UNIT, "day": Param.DAY},
)
CHANGED = NoticeKind(
    "restructuring.changed",
    _("Đơn vị đổi tên hoặc đổi đơn vị cấp trên"),
    _("%(unit)s đổi tên hoặc đổi đơn vị cấp trên từ ngày %(day)s."),
    RESTRUCTURING,
    {"unit": Param.UNIT, "day": Param.DAY},
)
UNDONE = NoticeKind(
    "restructuring.undone",
    _("Việc sắp xếp đơn vị được hoàn tác"),
    _("Việc sắp xếp đơn vị có hiệu lực ngày %(day)s đã được hoàn tác: %(unit)s như trước ngày đó."),
    RESTRUCTURING,
    {"unit": Param.UNIT, "day": Param.DAY},
)
