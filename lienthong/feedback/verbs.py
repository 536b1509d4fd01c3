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

# voices
LINKED = Verb("matter.linked", _("Gộp phản ánh để trả lời cùng"))
UNLINKED = Verb("matter.unlinked", _("Tách phản ánh để trả lời riêng"))
CAUSE_SET = Verb("matter.cause_set", _("Ghi nguyên nhân của phản ánh"))
CAUSES_LOADED = Verb("causes.loaded", _("Nạp danh mục nguyên nhân"))
CONSOLIDATION_DRAFTED = Verb("consolidation.drafted", _("Lập báo cáo tổng hợp"))
CONSOLIDATION_GATHERED = Verb("consolidation.gathered", _("Nhóm ý kiến theo chủ đề"))
CONSOLIDATION_TAKEN_IN = Verb("consolidation.taken_in", _("Nhận chủ đề từ cấp dưới"))
CONSOLIDATION_CHANGED = Verb("consolidation.changed", _("Sửa chủ đề"))
CONSOLIDATION_WRITTEN = Verb("consolidation.written", _("Sửa câu của báo cáo tổng hợp"))
CONSOLIDATION_DISCARDED = Verb("consolidation.discarded", _("Xóa bản soạn báo cáo tổng hợp"))
CONSOLIDATION_ASKED = Verb("consolidation.asked", _("Đề nghị duyệt báo cáo tổng hợp"))
CONSOLIDATION_APPROVED = Verb("consolidation.approved", _("Duyệt báo cáo tổng hợp"))
CONSOLIDATION_REOPENED = Verb("consolidation.reopened", _("Mở lại báo cáo tổng hợp"))
CONSOLIDATION_SENT = Verb("consolidation.sent", _("Ghi báo cáo tổng hợp đã gửi"))
CONSOLIDATION_ANSWERED = Verb("consolidation.answered", _("Báo cáo tổng hợp đã có trả lời"))
REPLIED = Verb("consolidation.replied", _("Ghi trả lời của cơ quan có thẩm quyền"))
RELAYED = Verb("consolidation.relayed", _("Trả lời đã đến người gửi ý kiến"))
