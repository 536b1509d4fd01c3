"""What the room does again and again."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.schedule import Schedule

# part lanes
RETENTION = Schedule(
    "feedback.retention",
    kind="feedback.purge",
    label=_("Xóa phần phản ánh đã hết thời hạn lưu giữ"),
    at="02:30",
)
