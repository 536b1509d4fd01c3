"""What the audit tells of matters, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

SENT = Verb("matter.sent", _("Nhận phản ánh và cấp mã"))
ACCEPTED = Verb("matter.accepted", _("Tiếp nhận phản ánh"))
CLASSIFIED = Verb("matter.classified", _("Phân loại lại phản ánh"))
PASSED_ON = Verb("matter.passed_on", _("Chuyển phản ánh sang cơ quan khác"))
TAKEN_OVER = Verb("matter.taken_over", _("Nhận phản ánh được chuyển đến"))
BOUNCED = Verb("matter.bounced", _("Trả lại phản ánh cho nơi chuyển"))
RAISED = Verb("matter.raised", _("Báo cấp trên quyết định nơi giải quyết"))
DECIDED = Verb("matter.decided", _("Quyết định nơi giải quyết phản ánh"))
ASKED = Verb("matter.asked", _("Hỏi thêm người gửi"))
WENT_ON = Verb("matter.went_on", _("Giải quyết tiếp sau khi người gửi bổ sung"))
ANSWERED = Verb("matter.answered", _("Gửi trả lời cho người gửi"))
GUIDED = Verb("matter.guided", _("Hướng dẫn người gửi đến nơi có thẩm quyền"))
REOPENED = Verb("matter.reopened", _("Mở lại phản ánh"))
WITHDRAWN = Verb("matter.withdrawn", _("Người gửi rút phản ánh"))
CLOSED = Verb("matter.closed", _("Kết thúc phản ánh"))
CATEGORIES_LOADED = Verb("categories.loaded", _("Nạp danh mục lĩnh vực phản ánh"))
# part send
SUPPLEMENTED = Verb("matter.supplemented", _("Người gửi bổ sung phản ánh"))
MAIL_PLACED = Verb("mail.placed", _("Chọn địa bàn cho thư phản ánh"))
MAIL_LEFT = Verb("mail.left", _("Bỏ qua thư không phải phản ánh"))
# route
URGENCY_SET = Verb("matter.urgency_set", _("Ghi mức khẩn của phản ánh"))
SHARED = Verb("matter.shared", _("Hỏi cơ quan phối hợp"))
SHARE_ANSWERED = Verb("matter.share_answered", _("Trả lời câu hỏi phối hợp"))
SHARE_DROPPED = Verb("matter.share_dropped", _("Rút câu hỏi phối hợp"))
HELD = Verb("matter.held", _("Tạm dừng thời hạn trả lời"))
LET_GO = Verb("matter.let_go", _("Cho thời hạn trả lời chạy tiếp"))
CONTACT_READ = Verb("matter.contact_read", _("Xem thông tin liên hệ của người gửi"))
CLIMBED = Verb("matter.climbed", _("Báo cấp trên vì quá hạn"))
RULE_ADDED = Verb("routing_rule.added", _("Thêm quy tắc chuyển phản ánh"))
RULE_ENDED = Verb("routing_rule.ended", _("Kết thúc quy tắc chuyển phản ánh"))

# part answer
ANSWER_DRAFTED = Verb("answer.drafted", _("Soạn câu trả lời"))
ANSWER_CHANGED = Verb("answer.changed", _("Sửa câu trả lời"))
ANSWER_SUBMITTED = Verb("answer.submitted", _("Trình duyệt câu trả lời"))
ANSWER_SENT_BACK = Verb("answer.sent_back", _("Trả lại câu trả lời để viết lại"))
ANSWER_APPROVED = Verb("answer.approved", _("Duyệt câu trả lời"))
ANSWER_RELEASED = Verb("answer.released", _("Gửi câu trả lời và công bố"))
ANSWER_RETRACTED = Verb("answer.retracted", _("Rút câu trả lời khỏi công bố"))
ANSWER_REWRITTEN = Verb("answer.rewritten", _("Viết lại phần công bố"))
ANSWER_RELEASED_AGAIN = Verb("answer.released_again", _("Công bố lại câu trả lời"))
ANSWER_RATED = Verb("answer.rated", _("Người gửi đánh giá câu trả lời"))
REVIEW_OPENED = Verb("review.opened", _("Mở xem lại vì đánh giá chưa hài lòng"))
REVIEW_CONFIRMED = Verb("review.confirmed", _("Cấp trên giữ nguyên câu trả lời"))
REVIEW_REOPENED = Verb("review.reopened", _("Cấp trên mở lại phản ánh"))
TEMPLATE_SET = Verb("template.set", _("Đặt mẫu trả lời"))
TEMPLATE_ENDED = Verb("template.ended", _("Kết thúc mẫu trả lời"))
# public
PUBLICATION_RELEASED = Verb("publication.released", _("Công bố trả lời"))
PUBLICATION_WITHDRAWN = Verb("publication.withdrawn", _("Rút trả lời khỏi công bố"))
COUNTS_KEPT = Verb("counts.kept", _("Ghi số phản ánh cuối ngày của từng đơn vị"))
COUNTS_RELEASED = Verb("counts.released", _("Công bố số liệu phản ánh của tháng"))
