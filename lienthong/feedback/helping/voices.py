"""Short help on what many say."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

CAMPAIGNS = Help(
    "feedback:campaigns",
    _("Cùng một nội dung"),
    (
        _("Mỗi dòng là một nội dung mà từ năm người trở lên gửi đến đơn vị bạn và chưa gộp."),
        _("Bấm lĩnh vực để xem từng bản và gộp. Không bản nào bị xóa."),
    ),
)
ALIKE = Help(
    "feedback:alike",
    _("Phản ánh giống nhau"),
    (
        _("Gợi ý theo nơi, ngày và chữ giống nhau; bạn quyết định có gộp hay không."),
        _("Gộp là trả lời một lần cho nhiều người; mỗi người giữ mã, ngày, hạn và đánh giá của mình."),
        _("Gộp nhầm thì mở phản ánh đó và tách ra, có ghi lý do."),
    ),
)
CAUSE = Help(
    "feedback:cause",
    _("Nguyên nhân"),
    (_("Chọn điều gây ra việc này. Đếm theo nguyên nhân cho thấy chỗ cần sửa gốc, không phải ai đã gửi."),),
)
CAUSES = Help(
    "feedback:causes",
    _("Nguyên nhân của phản ánh"),
    (_("Số của đơn vị bạn hiện đủ; số dưới 5 của đơn vị khác, và số có thể suy ra nó, không hiện."),),
)
TRENDS = Help(
    "feedback:trends",
    _("Xu hướng"),
    (
        _("Đếm phản ánh theo lĩnh vực, theo tuần hoặc tháng gửi; không có nội dung, không có người gửi."),
        _("“Tăng” khi kỳ đã hết gần nhất nhiều hơn rõ so với trung bình bốn kỳ trước."),
        _("Đừng so đơn vị này với đơn vị kia chỉ bằng số lượng."),
    ),
)
CONSOLIDATIONS = Help(
    "feedback:consolidations",
    _("Tổng hợp ý kiến"),
    (
        _("Báo cáo gửi kỳ họp hoặc cơ quan có thẩm quyền, từ ý kiến người dân đã gửi trong một kỳ."),
        _("Báo cáo đã duyệt của cấp dưới cũng hiện ở đây để nhận chủ đề."),
    ),
)
NEW_CONSOLIDATION = Help(
    "feedback:new_consolidation",
    _("Lập báo cáo tổng hợp"),
    (_("Chọn loại ý kiến và những ngày người dân gửi. Chủ đề được nhóm ở bước sau."),),
)
CONSOLIDATION = Help(
    "feedback:consolidation",
    _("Một báo cáo tổng hợp"),
    (
        _("Nhóm ý kiến theo chủ đề, nhận chủ đề của cấp dưới, lập câu từ số liệu rồi viết lại."),
        _("Mỗi câu phải dựa trên ý kiến; người đã viết không tự duyệt."),
        _("Khi cơ quan có thẩm quyền trả lời một chủ đề, mọi người đã gửi ý kiến đó đọc được trả lời."),
    ),
)
TAKE_IN = Help(
    "feedback:take_in",
    _("Nhận chủ đề"),
    (_("Chỉ chủ đề và con số đi lên; nội dung người dân viết ở lại nơi nhận."),),
)
CHAPTER = Help("feedback:chapter", _("Bản in"), (_("Trang này để in hoặc chép vào văn bản."),))
TOPIC = Help(
    "feedback:topic",
    _("Một chủ đề"),
    (
        _("Bấm “nguồn” của một câu để xem câu đó dựa trên ý kiến nào."),
        _("Chọn ý kiến rồi chuyển sang chủ đề khác hoặc chủ đề mới."),
    ),
)
REPLY = Help(
    "feedback:reply",
    _("Ghi trả lời"),
    (_("Người gửi đọc đúng nội dung bạn ghi, mỗi người một lần; ghi xong không sửa được."),),
)
