"""Short help on the pages of the desk, and the hints that are shown there until they were read."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help, Hint

NOTICES_HINT = Hint("notices")

NOTICES = Help(
    page="desk:notices",
    title=_("Thông báo"),
    lines=(
        _("Trang này là mọi thông báo gửi cho bạn, mới nhất trước."),
        _("Bấm một thông báo để tới đúng trang cần làm; thông báo đó thành đã đọc."),
        _("Thông báo đã đọc được giữ 90 ngày."),
    ),
)
NOTICE_CHOICE = Help(
    page="desk:notice_choice",
    title=_("Cách nhận thông báo"),
    lines=(
        _("Trang này để chọn nhóm thông báo nào gửi thêm ra ngoài, qua kênh nào và lúc nào."),
        _("Giờ yên tĩnh không chặn thông báo gấp."),
        _("Địa chỉ nhận là địa chỉ cơ quan ghi ở hồ sơ cán bộ; sai thì báo người quản trị."),
    ),
)
DELIVERIES = Help(
    page="desk:deliveries",
    title=_("Tin gửi"),
    lines=(
        _("Trang này cho biết tin nào đã ra khỏi hệ thống, tin nào chưa và vì sao."),
        _("Lọc tin chưa gửi được, sửa nguyên nhân, rồi bấm Gửi lại."),
        _("Bấm Gửi thử cho tôi sau khi đổi máy chủ thư."),
    ),
)
