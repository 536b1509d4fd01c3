"""Short help on officers' pages of matters."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

MATTERS = Help(
    "feedback:matters",
    _("Phản ánh của dân"),
    (
        _("Danh sách chỉ có phản ánh do đơn vị bạn giải quyết, gần hạn nhất đứng đầu."),
        _("Mỗi nút ở trên là một hàng việc: mới gửi, được chuyển đến, quá hạn… Con số là số việc đang chờ."),
        _("Tìm theo nơi có việc, lĩnh vực hoặc mã biên nhận. Không tìm được theo người gửi."),
    ),
)
MATTER = Help(
    "feedback:matter",
    _("Một phản ánh"),
    (
        _("Nội dung chỉ cơ quan giải quyết đọc được; người dân thấy phần trả lời đã công bố."),
        _("Mỗi việc làm được lúc này là một nút. Trạng thái và lý do từng thời hạn ở cột bên."),
        _("Thông tin liên hệ chỉ hiện khi bạn bấm xem; mỗi lần xem được ghi vào nhật ký."),
    ),
)
DOING = Help(
    "feedback:doing",
    _("Một bước giải quyết"),
    (
        _(
            "Chuyển đi: nơi nhận phải nhận hoặc trả lại trong thời hạn riêng; quá ba lần chuyển, cấp trên quyết định."
        ),
        _("Không chuyển được cho cơ quan bị phản ánh."),
    ),
)
SENT = Help(
    "feedback:sent",
    _("Phản ánh đã chuyển đi"),
    (_("Sau khi nơi khác nhận, bạn chỉ còn thấy việc đã đến đâu, không thấy nội dung."),),
)
LOADS = Help(
    "feedback:loads",
    _("Khối lượng theo đơn vị"),
    (
        _("Số của mỗi đơn vị gồm cả các đơn vị bên dưới. Bấm tên đơn vị để xem bên dưới."),
        _("Không dùng các số này để xếp hạng: nơi nhiều phản ánh có thể là nơi dân tin và hay lên tiếng."),
    ),
)
LATE = Help(
    "feedback:late_below",
    _("Quá hạn ở cấp dưới"),
    (_("Chỉ có đơn vị, lĩnh vực, số ngày trễ. Nội dung ở lại với cơ quan đang giải quyết."),),
)
RULES = Help(
    "feedback:rules",
    _("Quy tắc chuyển phản ánh"),
    (
        _(
            "Quy tắc xét theo số, từ nhỏ đến lớn; quy tắc đầu tiên khớp được dùng. Không quy tắc nào khớp: Mặt trận xã nhận."
        ),
        _(
            "Quy tắc không sửa, chỉ kết thúc rồi thêm quy tắc mới, để nói được phản ánh đã đi theo quy tắc nào."
        ),
    ),
)
NEW_RULE = Help(
    "feedback:new_rule",
    _("Thêm quy tắc"),
    (_("“Thử” cho biết phản ánh nào của 30 ngày qua sẽ đi nơi khác, trước khi thêm."),),
)
END_RULE = Help(
    "feedback:end_rule",
    _("Kết thúc quy tắc chuyển"),
    (_("Quy tắc thôi áp dụng từ ngày mai; phản ánh đã chuyển theo quy tắc vẫn ở nơi đã nhận."),),
)
