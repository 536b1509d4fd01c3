"""Short help on the pages of imports."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

IMPORTS = Help(
    page="imports:imports",
    title=_("Nhập từ tệp"),
    lines=(
        _("Trang này nhận danh sách từ tệp Excel; chỉ hiện những loại bạn có quyền nhập."),
        _("Chọn loại, tải mẫu về, điền, rồi tải lên."),
        _("Nhập nhầm thì mở lại lần nhập đó và hoàn tác trong 30 ngày."),
    ),
)
NEW = Help(
    page="imports:new",
    title=_("Tải tệp lên"),
    lines=(
        _("Bước này chỉ đọc và kiểm tra tệp, chưa ghi gì."),
        _("Dùng đúng mẫu của loại này và giữ nguyên tên cột."),
        _("Tệp có công thức, ô gộp hay dòng ẩn sẽ bị từ chối ở đúng chỗ đó."),
    ),
)
IMPORT = Help(
    page="imports:import",
    title=_("Một lần nhập"),
    lines=(
        _("Trang này cho biết mỗi dòng sẽ là mới, thay đổi, đã có sẵn hay sai."),
        _("Trả lời các chỗ hệ thống hỏi, xem dòng sai, rồi chọn ghi hay bỏ."),
        _("Ô để trống giữ nguyên số liệu đã có."),
    ),
)
