"""What people are told of visits: when, and how many come; never who."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notices import NoticeGroup, NoticeKind, Param

EXPECTED = NoticeKind(
    "visitors.expected",
    _("Sắp có khách"),
    _("%(unit)s sẽ tiếp %(number)s khách ngày %(day)s."),
    NoticeGroup("visitors", _("Sổ khách")),
    {"unit": Param.UNIT, "number": Param.COUNT, "day": Param.DAY},
)
