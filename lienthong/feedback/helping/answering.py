"""Short help on answers, templates, reviews, ratings."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

WRITE_ANSWER = Help(
    "feedback:write_answer",
    _("Soạn trả lời"),
    (
        _("Viết kết luận, đã làm gì, việc tiếp theo; mỗi câu hỏi của thư phải có chỗ trả lời hoặc lý do."),
        _("Phần công bố viết riêng: không chép thư, không tên, không số của ai."),
        _("Chọn mẫu rồi bấm Chèn: mẫu được thêm vào, chưa lưu gì."),
    ),
)
ANSWER = Help(
    "feedback:answer",
    _("Xem, duyệt, công bố trả lời"),
    (
        _(
            "Bên trái là điều người gửi đọc, bên phải là điều công chúng đọc; chỗ đánh dấu có thể chỉ ra một người."
        ),
        _("Người soạn không duyệt và không công bố phần mình soạn."),
    ),
)
REWRITE = Help(
    "feedback:rewrite_public",
    _("Viết lại phần công bố"),
    (_("Người gửi đã đọc câu trả lời; trang này chỉ sửa điều công chúng đọc. Người khác công bố lại."),),
)
PUBLICATIONS = Help(
    "feedback:publications",
    _("Câu trả lời đã công bố"),
    (_("Thấy lộ thông tin của ai, hãy mở mục đó và rút ngay; một câu báo đã rút ở lại chỗ cũ."),),
)
PUBLICATION = Help(
    "feedback:publication",
    _("Một câu trả lời đã công bố"),
    (_("Rút có hiệu lực ngay và chỉ cần một người; công bố lại cần hai người."),),
)
TEMPLATES = Help(
    "feedback:templates",
    _("Mẫu trả lời"),
    (_("Mẫu có ngày áp dụng; sửa một mẫu là đặt bản mới từ một ngày, bản cũ giữ nguyên cho ngày trước."),),
)
NEW_TEMPLATE = Help(
    "feedback:new_template",
    _("Thêm mẫu trả lời"),
    (_("Mẫu chỉ để trống đơn vị, ngày và lĩnh vực."),),
)
TEMPLATE = Help(
    "feedback:template",
    _("Sửa mẫu trả lời"),
    (_("Bản mới áp dụng từ ngày đã chọn; câu trả lời đã viết không đổi."),),
)
REVIEWS = Help(
    "feedback:reviews",
    _("Trả lời chưa đạt"),
    (_("Người xem lại không phải là người đã soạn, duyệt hay công bố câu trả lời."),),
)
REVIEW = Help(
    "feedback:review",
    _("Xem lại một câu trả lời"),
    (_("Giữ nguyên hay mở lại đều phải có lý do; người gửi đọc được lý do đó."),),
)
RATE = Help(
    "feedback:rate",
    _("Đánh giá câu trả lời"),
    (_("Mỗi người gửi đánh giá một lần. Ý kiến thêm chỉ cán bộ xem lại đọc được."),),
)
RATE_BY_CODE = Help(
    "feedback:rate_by_code",
    _("Đánh giá bằng mã biên nhận"),
    (_("Nhập mã và số PIN trên biên nhận. Nhập sai nhiều lần phải chờ một giờ."),),
)
REOPEN = Help(
    "feedback:reopen",
    _("Đề nghị mở lại phản ánh"),
    (_("Thời gian đề nghị tính từ ngày có trả lời, không tính từ lần xem hay lần đánh giá sau đó."),),
)
