"""Short help on the pages of reports, and the hints that are shown there until they were read."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help, Hint

VILLAGE_FORM = Hint("village-form")
COMMUNE_SHEET = Hint("commune-sheet")
NATIONAL_OVERVIEW = Hint("national-overview")

SERIES = Help(
    page="reports:series",
    title=_("Các loại báo cáo"),
    lines=(
        _("Trang này liệt kê các loại báo cáo mà đơn vị bạn tham gia."),
        _("Bấm tên một loại báo cáo để mở kỳ hiện tại."),
    ),
)
OVERVIEW = Help(
    page="reports:overview",
    title=_("Tổng quan một kỳ"),
    lines=(
        _("Trang này cho biết kỳ này đã gửi được bao nhiêu, còn thiếu ở đâu và các số chính."),
        _("Bấm một ô số hoặc một đơn vị để xem danh sách phía sau."),
        _("Số liệu gồm mọi báo cáo đã gửi, kể cả báo cáo chưa được duyệt."),
    ),
)
FIGURES = Help(
    page="reports:figures",
    title=_("Số liệu"),
    lines=(
        _("Trang này là bảng số liệu của các đơn vị bên dưới, cộng theo biểu mẫu."),
        _("Chọn số đã gửi hoặc số đã duyệt trước khi đọc hay tải về."),
        _("Số nhỏ có thể được che để không lộ người dân; đó không phải là thiếu số liệu."),
    ),
)
CELLS = Help(
    page="reports:cells",
    title=_("Nguồn của một con số"),
    lines=(
        _("Trang này cho biết con số được cộng từ những thôn nào, ai nhập và lúc nào."),
        _("Bấm một thôn để mở ô của thôn đó."),
        _("Thấy số lạ thì hỏi đơn vị đã nhập trước khi kết luận."),
    ),
)
OWED = Help(
    page="reports:owed",
    title=_("Còn thiếu"),
    lines=(
        _("Trang này cho biết đơn vị nào chưa xong và đang chờ ai: thôn gửi, xã duyệt hay tỉnh khóa."),
        _("Lọc theo việc đang chờ, rồi nhắc đúng nơi."),
        _("Mỗi đơn vị chỉ được nhắc một lần trong ngày."),
    ),
)
SHEET = Help(
    page="reports:sheet",
    title=_("Bảng nhập của xã"),
    lines=(
        _("Bảng này có mỗi thôn một dòng; bấm tên thôn để mở cả phiếu."),
        _("Điền hoặc dán số liệu, rồi bấm Lưu; đủ số thì bấm Gửi các thôn đã nhập."),
        _("Lưu chưa phải là gửi: bản nháp không được tính vào tổng."),
        _("Thôn có ô sai ở lại trên bảng; các thôn khác vẫn được lưu."),
    ),
)
REVIEW = Help(
    page="reports:review",
    title=_("Phê duyệt"),
    lines=(
        _("Trang này liệt kê báo cáo của các thôn đang chờ duyệt, kèm những điểm cần lưu ý."),
        _("Mở phiếu nào có lưu ý trước; đánh dấu rồi duyệt nhiều phiếu một lượt."),
        _("Trả lại thì phải ghi lý do; thôn sẽ thấy đúng câu đó."),
    ),
)
RETURN = Help(
    page="reports:return",
    title=_("Phiếu báo cáo"),
    lines=(
        _("Trang này cho xem số liệu của một thôn trong một kỳ, và ai đã làm gì, lúc nào."),
        _("Các nút trên trang là những bước bạn được làm lúc này."),
        _("Báo cáo đã duyệt thì không sửa được; muốn sửa, hãy đề nghị cấp duyệt trả lại."),
    ),
)
ENTRY = Help(
    page="reports:entry",
    title=_("Phiếu của thôn"),
    lines=(
        _("Đây là phiếu của một thôn trong một kỳ. Điền lần lượt từng ô."),
        _("Không có thì ghi 0; ô để trống không phải là số 0."),
        _("Bấm Lưu nháp khi chưa xong, bấm Gửi báo cáo cho xã khi đủ số."),
        _("Không ghi tên hay dữ liệu cá nhân của người dân."),
    ),
)
CELL = Help(
    page="reports:cell",
    title=_("Một ô số liệu"),
    lines=(
        _("Trang này cho xem các tuần trước của một ô, ghi chú và ai đã sửa."),
        _("Viết ghi chú khi số tăng hay giảm mạnh, để cấp trên không phải hỏi lại."),
        _("Ghi chú không được có tên hay dữ liệu cá nhân của người dân."),
    ),
)
