"""Short help on the pages of analysis."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

START = Help(
    page="analysis:start",
    title=_("Phân tích"),
    lines=(_("Từ đây mở số liệu cả năm của đơn vị bạn, theo từng tuần."),),
)
YEAR = Help(
    page="analysis:year",
    title=_("Phân tích cả năm"),
    lines=(
        _("Trang này cho xem một chỉ tiêu qua các tuần trong năm, của đơn vị và của các đơn vị bên dưới."),
        _("Chọn chỉ tiêu, năm và số đã gửi hay đã duyệt, rồi bấm Xem; bấm tên đơn vị để xem bên dưới."),
        _("Số liệu là bản sao, tính đến lúc ghi trên trang; số mới nhất nằm ở trang Số liệu."),
        _("Số nhỏ có thể được che, như ở trang Số liệu; đó không phải là thiếu số liệu."),
    ),
)
