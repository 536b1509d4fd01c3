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
# public
PUBLICATION_RELEASED = Verb("publication.released", _("Công bố trả lời"))
PUBLICATION_WITHDRAWN = Verb("publication.withdrawn", _("Rút trả lời khỏi công bố"))
COUNTS_KEPT = Verb("counts.kept", _("Ghi số phản ánh cuối ngày của từng đơn vị"))
COUNTS_RELEASED = Verb("counts.released", _("Công bố số liệu phản ánh của tháng"))
