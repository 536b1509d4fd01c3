"""Short help on the lanes, what is kept how long, one's own data."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

COMPLAINT = Help(
    "feedback:complaint",
    _("Khiếu nại"),
    (
        _("Trang hướng dẫn: không có ô để gõ, không có gì được lưu."),
        _("Thời hạn lấy từ danh mục; dòng chưa kiểm chứng phải đối chiếu văn bản gốc."),
    ),
)
BLANK_COMPLAINT = Help(
    "feedback:blank_complaint",
    _("Mẫu đơn khiếu nại"),
    (_("Bấm Ctrl+P để in rồi viết tay."),),
)
DENUNCIATION = Help(
    "feedback:denunciation",
    _("Tố cáo"),
    (_("Hệ thống không nhận tố cáo. Trang này chỉ nơi nộp và cách giữ an toàn."),),
)
BLANK_DENUNCIATION = Help(
    "feedback:blank_denunciation",
    _("Mẫu đơn tố cáo"),
    (_("Bấm Ctrl+P để in rồi viết tay."),),
)
PRIVACY = Help(
    "feedback:privacy",
    _("Quyền riêng tư"),
    (_("Số ngày lưu giữ lấy từ dữ liệu mà hệ thống thực sự dùng để xóa."),),
)
OWN_DATA = Help(
    "feedback:own_data",
    _("Dữ liệu của tôi"),
    (
        _("Nhập mã và mã PIN trên biên nhận. Mỗi lần mở một phản ánh."),
        _("Sửa, xóa cách liên hệ được làm ngay. Việc cần quyết định có hạn trả lời."),
    ),
)
DATA_REQUESTS = Help(
    "feedback:data_requests",
    _("Yêu cầu về dữ liệu cá nhân"),
    (_("Xác nhận trong 2 ngày làm việc; quyết định trong hạn ghi ở cột Hạn; gia hạn một lần."),),
)
DATA_REQUEST = Help(
    "feedback:data_request",
    _("Một yêu cầu về dữ liệu"),
    (_("Người có quyền duyệt quyết định và ghi lý do; người gửi đọc lý do đó."),),
)
PROPOSALS = Help(
    "feedback:proposals",
    _("Đề xuất, sáng kiến"),
    (_("Mở hồ sơ, kiểm tra đủ, giao tổ thẩm định, quyết định có lý do, thí điểm, ghi kết quả."),),
)
PROPOSAL = Help(
    "feedback:proposal",
    _("Một đề xuất"),
    (
        _("Bản cho tổ thẩm định không được có gì cho biết ai gửi."),
        _("Điểm chỉ mở khi đủ phiếu hoặc hết hạn. Người đã chấm không quyết định."),
    ),
)
JUDGINGS = Help(
    "feedback:judgings",
    _("Thẩm định đề xuất"),
    (_("Đề xuất được giao cho bạn. Khai xung đột lợi ích rồi mới đọc được."),),
)
JUDGING = Help(
    "feedback:judging",
    _("Thẩm định một đề xuất"),
    (
        _("Bạn không thấy người gửi, không thấy điểm của người khác cho tới khi đủ phiếu."),
        _("Ghi chú riêng chỉ mình bạn đọc."),
    ),
)
MEETINGS = Help(
    "feedback:meetings",
    _("Ý kiến cử tri"),
    (_("Mỗi buổi tiếp xúc là một dòng; mở ra để xem từng ý kiến."),),
)
MEETING = Help(
    "feedback:meeting",
    _("Ý kiến của một buổi tiếp xúc"),
    (_("Mỗi ý kiến được giải quyết như một phản ánh."),),
)
NEW_MEETING = Help(
    "feedback:new_meeting",
    _("Nhập buổi tiếp xúc cử tri"),
    (
        _("Mỗi dòng một ý kiến. Bấm Tách để xem lại lĩnh vực, rồi Lưu tất cả."),
        _("Không ghi tên hay số điện thoại của người nói."),
    ),
)
REGISTER = Help(
    "feedback:register",
    _("Sổ tiếp nhận"),
    (_("Lọc theo ngày, tải Excel, CSV, PDF để in và đóng sổ."),),
)
SLIPS = Help(
    "feedback:slips",
    _("Giao qua đường giấy"),
    (_("Tố cáo vào nhầm cửa: in, giao, ghi đã giao. Chỉ người có quyền tiếp nhận thấy."),),
)
SLIP = Help(
    "feedback:slip",
    _("Phiếu chuyển đơn"),
    (_("Mỗi lần mở phiếu được ghi vào nhật ký. Ghi đã giao thì nội dung bị xóa."),),
)
GOING = Help(
    "feedback:going",
    _("Lưu giữ phản ánh: sắp xóa"),
    (_("Bản xem trước: số phản ánh sẽ mất phần nào, ngày nào, theo quy tắc nào."),),
)
TOMBSTONES = Help(
    "feedback:tombstones",
    _("Lưu giữ phản ánh: đã xóa"),
    (_("Dấu còn lại sau khi xóa: loại, tháng gửi, phần đã xóa, quy tắc."),),
)
