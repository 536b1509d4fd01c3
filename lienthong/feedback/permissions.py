"""Who may do what with matters. Each right is held at the body that has the matter, never further down by itself."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

VIEW = Permission("feedback.view", _("Xem phản ánh của dân"), seat=True)
RECEIVE = Permission("feedback.receive", _("Tiếp nhận, phân loại, chuyển phản ánh"), seat=True)
ANSWER = Permission("feedback.answer", _("Soạn trả lời phản ánh"), seat=True)
APPROVE = Permission("feedback.approve", _("Duyệt trả lời phản ánh"), in_person=True, seat=True)
RELEASE = Permission("feedback.release", _("Công bố trả lời phản ánh"), in_person=True, seat=True)
REVIEW = Permission("feedback.review", _("Xem lại trả lời chưa đạt"), in_person=True, seat=True)
OVERSEE = Permission("feedback.oversee", _("Theo dõi phản ánh của các đơn vị cấp dưới"))
CONSOLIDATE = Permission("feedback.consolidate", _("Tổng hợp ý kiến của dân"))
MANAGE = Permission("feedback.manage", _("Quản lý lĩnh vực, quy tắc chuyển, mẫu trả lời"))

# part lanes
JUDGE = Permission("feedback.judge", _("Thẩm định đề xuất, sáng kiến"), in_person=True)
