"""What the audit tells of series and returns, in words; the steps of the flow have theirs already.

That a draft was saved is read by those who may enter for its unit only, as the draft itself.
"""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

from .permissions import SUBMIT, VIEW

RETURN_SAVED = Verb("return.saved", _("Lưu nháp"), who=SUBMIT)
RETURN_SUBMITTED = Verb("return.submitted", _("Gửi báo cáo"))
RETURN_AMENDED = Verb("return.amended", _("Gửi báo cáo đã sửa"))
RETURN_IMPORT_UNDONE = Verb("return.import_undone", _("Lấy lại số liệu đã nhập từ tệp"))
RETURNS_LOADED = Verb("returns.loaded", _("Nạp nhiều báo cáo"))
REMINDER_WRITTEN = Verb("reminder.written", _("Nhắc đơn vị gửi báo cáo"), who=VIEW)
SERIES_CREATED = Verb("series.created", _("Lập loạt báo cáo"))
SERIES_EXTENDED = Verb("series.extended", _("Thêm chỉ tiêu vào loạt báo cáo"))
DEADLINE_SET = Verb("deadline.set", _("Đặt hạn gửi báo cáo"))
TOTALS_REBUILT = Verb("totals.rebuilt", _("Tính lại số tổng hợp"))
NOTE_UPDATED = Verb("note.updated", _("Sửa ghi chú của ô"))
