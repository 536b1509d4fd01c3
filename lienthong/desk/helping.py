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
WORK = Help(
    page="desk:work",
    title=_("Việc của tôi"),
    lines=(
        _("Trang này gom mọi việc đang chờ vị trí của bạn, việc quá hạn ở trên cùng."),
        _("Bấm một việc để mở đúng trang cần làm; việc làm xong tự rời khỏi danh sách."),
        _("Đánh dấu nhiều việc cùng loại để làm một lần."),
    ),
)
ABSENCES = Help(
    page="desk:absences",
    title=_("Vắng mặt và làm thay"),
    lines=(
        _("Trang này để báo mình vắng mặt và cử người làm thay trong những ngày đó."),
        _("Người làm thay chỉ có quyền của bạn trong thời gian ấy, và không cử tiếp người khác được."),
        _("Nếu về sớm, hãy báo ngay ở dòng vắng mặt đó."),
    ),
)
ABSENCE_OF_ANOTHER = Help(
    page="desk:absence_of_another",
    title=_("Cử người làm thay"),
    lines=(
        _("Trang này dành cho người quản trị, khi một người vắng mà chưa kịp cử ai."),
        _("Ngày bắt đầu từ hôm nay trở đi."),
    ),
)
ACTING = Help(
    page="desk:acting",
    title=_("Giữ quyền"),
    lines=(
        _("Trang này để giao một người giữ quyền một chức vụ trong một thời gian."),
        _("Hết ngày đã ghi, quyền tự hết."),
    ),
)
HAND_OVER = Help(
    page="desk:hand_over",
    title=_("Bàn giao"),
    lines=(
        _(
            "Trang này để chuyển việc được giao riêng cho một người sang người khác trước khi người đó thôi chức vụ."
        ),
        _("Việc chung của đơn vị không cần bàn giao: ai có quyền đều thấy."),
    ),
)
COMMENTS = Help(
    page="desk:comments",
    title=_("Trao đổi"),
    lines=(
        _("Trang này là nơi những người được xem mục này trao đổi với nhau."),
        _("Nhắc tới ai thì người đó thấy trong Việc của tôi."),
        _("Đừng ghi dữ liệu cá nhân hay bí mật nhà nước."),
    ),
)
ASSIGN_WORK = Help(
    page="desk:assign_work",
    title=_("Giao việc"),
    lines=(
        _("Trang này để giao một việc chung cho một người có quyền làm việc đó."),
        _("Giao rồi, việc chỉ còn chờ người ấy; để lại cho mọi người thì ai có quyền cũng làm được."),
    ),
)
