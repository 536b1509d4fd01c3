"""What the room does again and again."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

# public
COUNT = Schedule(
    "feedback.count_for_public",
    kind="feedback.count_for_public",
    label=_("Đếm phản ánh để công bố số liệu"),
    at="00:20",
)
