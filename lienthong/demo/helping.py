"""Short help and a hint for the style page, which shows every part of the look."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help, Hint

STYLE_HINT = Hint("style")

STYLE = Help(
    page="demo:style",
    title=_("Mẫu giao diện"),
    lines=(
        _("Trang này cho thấy mọi thành phần của giao diện, ở mọi trạng thái."),
        _("Dùng lại một thành phần ở đây trước khi viết cái mới."),
    ),
)
