"""Short help on sending, following, taking matters in."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

SEND = Help(
    "feedback:send",
    _("Gửi phản ánh"),
    (
        _("Chọn việc, chọn nơi, viết vài câu, bấm Gửi. Không cần tài khoản, không bắt buộc để lại tên."),
        _("Mất mạng thì phản ánh được giữ trên máy này và tự gửi một lần khi có mạng."),
        _("Biên nhận có mã và mã PIN, chỉ hiện một lần: hãy giữ lại."),
    ),
)
SEND_FROM = Help(
    "feedback:send_from",
    _("Gửi phản ánh từ mã QR"),
    (_("Nơi đã được chọn theo mã QR của thôn. Bấm Đổi nếu việc xảy ra ở nơi khác."),),
)
TRACK = Help(
    "feedback:track",
    _("Tra cứu phản ánh"),
    (
        _("Mã cho thấy việc đang ở đâu và hẹn đến khi nào. Mã PIN mở nội dung, cho bổ sung và rút."),
        _("Nhập sai nhiều lần thì phải đợi ít phút."),
    ),
)
BEHALF = Help(
    "feedback:behalf",
    _("Ghi phản ánh hộ dân"),
    (
        _("Ghi đúng lời người dân. Đơn giấy thì chụp hoặc quét rồi đính kèm."),
        _("In biên nhận đưa cho họ: mã và mã PIN không xem lại được."),
    ),
)
QR_CODES = Help(
    "feedback:qr_codes",
    _("Mã QR gửi phản ánh"),
    (_("In trang này, cắt từng mã, dán ở nhà văn hóa. Mã không hết hạn khi thôn đổi tên hay sáp nhập."),),
)
MAILS = Help(
    "feedback:mails",
    _("Thư phản ánh"),
    (_("Thư gửi vào hộp thư phản ánh. Thư không nêu rõ địa bàn chờ cán bộ trung ương chọn."),),
)
MAIL = Help(
    "feedback:mail",
    _("Một thư phản ánh"),
    (_("Chọn xã, phường nơi xảy ra sự việc; thư thành phản ánh và người gửi nhận biên nhận qua thư."),),
)
