"""Short help on the pages of the room."""

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
# route
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
# part send
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

# part answer
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

# public
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

# part lanes
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

# ── voices ───────────────────────────────────────────────────────────────────────────────────────────────────────────

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
END_RULE = Help(
    "feedback:end_rule",
    _("Kết thúc quy tắc chuyển"),
    (_("Quy tắc thôi áp dụng từ ngày mai; phản ánh đã chuyển theo quy tắc vẫn ở nơi đã nhận."),),
)
