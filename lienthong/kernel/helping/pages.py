"""Short help on the pages of the kernel, and the hints that are shown there until they were read."""

from django.utils.translation import gettext_lazy as _

from .said import Help, Hint

SEARCH_HINT = Hint("search")

JOBS = Help(
    page="jobs:jobs",
    title=_("Việc đã yêu cầu"),
    lines=(
        _("Trang này liệt kê các việc lâu bạn đã yêu cầu, như xuất toàn bộ thôn."),
        _("Việc đã xong thì tải tệp ở đây; tệp được giữ 7 ngày."),
        _("Chỉ bạn thấy danh sách này."),
    ),
)
JOB = Help(
    page="jobs:job",
    title=_("Một việc đã yêu cầu"),
    lines=(
        _("Trang này cho biết việc đã làm đến đâu."),
        _("Bạn có thể rời trang; việc vẫn chạy và có thông báo khi xong."),
        _("Yêu cầu nhầm thì bấm Dừng việc này."),
    ),
)
MANAGED = Help(
    page="jobs:managed",
    title=_("Việc chạy nền"),
    lines=(
        _("Trang này liệt kê việc lâu của các đơn vị bạn trông coi."),
        _("Xem việc lỗi trước: mở ra để biết vì sao, rồi cho làm lại."),
        _("Không có tiến trình nào đang sống thì không việc nào được làm."),
    ),
)
MANAGED_JOB = Help(
    page="jobs:managed_job",
    title=_("Một việc chạy nền"),
    lines=(
        _("Trang này cho biết việc đã chạy mấy lần, lỗi gì và sẽ thử lại lúc nào."),
        _("Sửa nguyên nhân trước khi bấm Làm lại việc này."),
        _("Trang không có nội dung tệp của người yêu cầu."),
    ),
)
MACHINERY = Help(
    page="jobs:machinery",
    title=_("Lịch chạy và tiến trình"),
    lines=(
        _("Trang này cho biết việc theo lịch chạy lúc nào và tiến trình nào còn sống."),
        _("Xem dòng có lỗi hoặc im lặng trước."),
        _("Nơi đọc tin chậm mãi không giảm là dấu hiệu có lỗi cần sửa."),
    ),
)
FIND = Help(
    page="search:search",
    title=_("Tìm kiếm"),
    lines=(
        _("Trang này tìm đơn vị, cán bộ và báo cáo mà bạn được xem."),
        _("Gõ ít chữ: tên có dấu hay không dấu, viết tắt hoặc mã."),
        _("Không thấy có thể là vì bạn không được xem, không phải vì không có."),
    ),
)
CALENDAR = Help(
    page="deadlines:calendar",
    title=_("Lịch làm việc"),
    lines=(
        _("Trang này ghi ngày nghỉ và ngày làm bù; mọi thời hạn tính theo lịch này."),
        _("Ghi lịch của năm sau ngay khi có thông báo chính thức."),
        _("Đổi một ngày sẽ tính lại các thời hạn đang chạy."),
    ),
)
SET_DAY = Help(
    page="deadlines:set_day",
    title=_("Ghi một ngày"),
    lines=(
        _("Trang này ghi một ngày nghỉ hoặc ngày làm bù."),
        _("Ghi rõ văn bản thông báo ngày đó."),
        _("Chỉ đánh dấu đã đối chiếu khi bạn đã đọc văn bản."),
    ),
)
LIMITS = Help(
    page="deadlines:limits",
    title=_("Các thời hạn"),
    lines=(
        _("Trang này liệt kê thời hạn theo quy định, kèm căn cứ và ngày hiệu lực."),
        _("Xem căn cứ trước khi dùng một thời hạn để nhắc ai."),
        _("Thời hạn chưa đối chiếu văn bản được ghi rõ là chưa đối chiếu."),
    ),
)
CONDITION = Help(
    page="watching:condition",
    title=_("Tình trạng hệ thống"),
    lines=(
        _("Trang này cho biết từng phần của hệ thống có ổn không."),
        _("Xem mục đỏ trước; mỗi mục ghi việc cần làm."),
        _("Trang này không có số liệu hay người dùng nào."),
    ),
)
FILES = Help(
    page="files:files",
    title=_("Tệp đính kèm"),
    lines=(
        _("Trang này là các tệp kèm theo một mục; ai xem được mục thì xem được tệp."),
        _("Ảnh được thu nhỏ và bỏ vị trí chụp; tệp được kiểm tra trước khi ai tải về."),
        _("Không tải lên tài liệu mật."),
    ),
)
FILE_DELETE = Help(
    page="files:delete",
    title=_("Xóa tệp"),
    lines=(
        _("Nội dung tệp bị xóa hẳn; tên, ngày và lý do còn lại để đối chiếu."),
        _("Hãy ghi lý do."),
    ),
)
STORE = Help(
    page="files:store",
    title=_("Kho tệp"),
    lines=(
        _("Trang này cho biết kho tệp có bao nhiêu, tệp nào đang chờ quét hoặc bị cách ly."),
        _("Bấm Quét lại sau khi máy quét hoạt động trở lại."),
        _("Tệp nhiễm mã độc không bao giờ được thả ra."),
    ),
)
HISTORY = Help(
    page="history:history",
    title=_("Lịch sử"),
    lines=(
        _("Trang này kể lại việc đã làm với một mục, lấy từ nhật ký không sửa được."),
        _("Tên người chỉ hiện với ai được xem cán bộ của đơn vị đó."),
    ),
)
UNIT_DATA = Help(
    page="giving:unit",
    title=_("Tải toàn bộ dữ liệu"),
    lines=(
        _("Trang này lập một tệp có mọi dữ liệu của đơn vị và cấp dưới mà bạn được xem."),
        _("Tệp theo khuôn dạng mở: bảng CSV, mẫu biểu JSON, tệp đính kèm và bản mô tả."),
        _("Giữ tệp như giữ số liệu: ai có tệp thì đọc được hết."),
    ),
)
