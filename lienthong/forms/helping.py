"""Short help on the pages of forms."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

FORMS = Help(
    page="forms:forms",
    title=_("Biểu mẫu"),
    lines=(
        _("Trang này liệt kê các biểu mẫu đang dùng và các phiên bản của chúng."),
        _("Mở một phiên bản để xem từng câu hỏi, cách tính và điều kiện kiểm tra."),
        _("Biểu mẫu chỉ được đọc ở đây, không sửa được."),
    ),
)
VERSION = Help(
    page="forms:version",
    title=_("Một phiên bản biểu mẫu"),
    lines=(
        _("Trang này cho biết mỗi ô hỏi gì, đơn vị tính, cách cộng lên cấp trên và khi nào bị báo sai."),
        _("Hãy đọc phần giải thích trước khi nhập số liệu lần đầu."),
        _("Kỳ cũ giữ nguyên phiên bản của kỳ đó."),
    ),
)
