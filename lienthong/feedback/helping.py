"""Short help on the pages of the room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

MATTERS = Help(
    "feedback:matters",
    _("Phản ánh của dân"),
    (_("Danh sách chỉ có phản ánh do đơn vị bạn giải quyết, gần hạn nhất đứng đầu."),),
)
MATTER = Help(
    "feedback:matter",
    _("Một phản ánh"),
    (_("Nội dung chỉ cơ quan giải quyết đọc được; người dân thấy phần trả lời đã công bố."),),
)
