"""What the audit tells of the desk's rows, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

DELIVERY_RETRIED = Verb("delivery.retried", _("Yêu cầu gửi lại tin"))
DELIVERY_TESTED = Verb("delivery.tested", _("Gửi tin thử"))
NOTICE_CHOICE_UPDATED = Verb("notice_choice.updated", _("Đổi lựa chọn nhận thông báo"))
ABSENCE_BEGUN = Verb("absence.begun", _("Báo vắng mặt, cử người làm thay"))
ABSENCE_ENDED = Verb("absence.ended", _("Kết thúc vắng mặt"))
ACTING_APPOINTED = Verb("acting.appointed", _("Giao giữ quyền"))
ACTING_ENDED = Verb("acting.ended", _("Thôi giữ quyền"))
COMMENT_ADDED = Verb("comment.added", _("Trao đổi"))
COMMENT_REMOVED = Verb("comment.removed", _("Gỡ một ý trao đổi"))
WORK_ASSIGNED = Verb("work.assigned", _("Giao việc cho một người"))
WORK_UNASSIGNED = Verb("work.unassigned", _("Để việc lại cho mọi người có quyền"))
WORK_HANDED_OVER = Verb("work.handed_over", _("Bàn giao việc"))
