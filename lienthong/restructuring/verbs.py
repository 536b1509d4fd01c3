"""What the audit tells of plans, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

DRAFTED = Verb("plan.drafted", _("Lập phương án sắp xếp"))
CHANGED = Verb("plan.changed", _("Sửa thông tin của phương án"))
STEPS_SET = Verb("plan.steps_set", _("Thay toàn bộ các bước của phương án"))
STEP_ADDED = Verb("plan.step_added", _("Thêm một bước vào phương án"))
STEP_REMOVED = Verb("plan.step_removed", _("Bỏ một bước khỏi phương án"))
CHECKED = Verb("plan.checked", _("Kiểm tra xong phương án"))
APPROVED = Verb("plan.approved", _("Phê duyệt phương án"))
REOPENED = Verb("plan.reopened", _("Mở lại phương án để sửa"))
DISCARDED = Verb("plan.discarded", _("Xóa bản soạn phương án"))
REHEARSED = Verb("plan.rehearsed", _("Diễn tập phương án sắp xếp"))
DECIDED = Verb("plan.decided", _("Quyết định một trường hợp của phương án"))
CARRIED_OUT = Verb("plan.carried_out", _("Thực hiện phương án sắp xếp"))
UNDONE = Verb("plan.undone", _("Hoàn tác phương án sắp xếp"))
