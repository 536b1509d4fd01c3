"""Short help on what everybody may read."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

ANSWERED = Help(
    "feedback:answered",
    _("Phản ánh đã trả lời"),
    (
        _("Gõ vài từ để tìm, có dấu hay không dấu đều được; chọn tỉnh trước rồi chọn xã."),
        _(
            "Ở đây chỉ có câu trả lời đã được người thứ hai duyệt công bố. Việc của bạn xem bằng mã biên nhận."
        ),
    ),
)
PUBLISHED = Help(
    "feedback:published",
    _("Một câu trả lời"),
    (_("Nơi chỉ ghi đến xã. Câu trả lời đã rút thì còn địa chỉ, không còn nội dung."),),
)
FIGURES = Help(
    "feedback:figures",
    _("Số liệu phản ánh"),
    (
        _("Mỗi tháng công bố một lần, 30 ngày sau khi tháng kết thúc; đã công bố thì không đổi."),
        _("“Theo tháng gửi” tính cả việc chưa trả lời, nên không đẹp lên nhờ trả lời việc dễ trước."),
    ),
)
SILENCE = Help(
    "feedback:silence",
    _("Nơi chưa có phản ánh"),
    (_("Dùng để biết nên đến đâu phổ biến kênh gửi phản ánh; không phải bảng xếp hạng."),),
)
OPEN_DATA = Help(
    "feedback:open_data",
    _("Dữ liệu mở về phản ánh"),
    (_("Mỗi tệp có bảng giải thích từng cột. Tệp luôn theo những gì đang công bố lúc tải."),),
)
