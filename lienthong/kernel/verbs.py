"""What the audit tells of the kernel's own rows, and of clocks that run against rows of every room, in words."""

from django.utils.translation import gettext_lazy as _

from .history import Verb

CALENDAR_DAY_SET = Verb("calendar.day_set", _("Ghi một ngày vào lịch làm việc"))
CALENDAR_DAY_REMOVED = Verb("calendar.day_removed", _("Bỏ một ngày khỏi lịch làm việc"))
CALENDAR_LOADED = Verb("calendar.loaded", _("Nạp lịch làm việc"))
LIMITS_LOADED = Verb("limits.loaded", _("Nạp danh mục thời hạn"))
CLOCK_STARTED = Verb("clock.started", _("Bắt đầu tính thời hạn"))
CLOCK_STOPPED = Verb("clock.stopped", _("Kết thúc thời hạn"))
CLOCK_PAUSED = Verb("clock.paused", _("Tạm dừng thời hạn"))
CLOCK_RESUMED = Verb("clock.resumed", _("Cho thời hạn chạy tiếp"))
CLOCK_HANDED_OVER = Verb("clock.handed_over", _("Chuyển thời hạn sang đơn vị khác"))
CLOCK_ESCALATED = Verb("clock.escalated", _("Báo lên cấp trên vì quá hạn"))
JOB_ASKED = Verb("job.asked", _("Yêu cầu việc chạy nền"))
JOB_CANCELLED = Verb("job.cancelled", _("Dừng việc chạy nền"))
JOB_RETRIED = Verb("job.retried", _("Yêu cầu làm lại việc chạy nền"))
JOB_LOST = Verb("job.lost", _("Tiến trình ngừng đột ngột khi đang làm"))
JOB_DONE = Verb("job.done", _("Làm xong việc chạy nền"))
JOB_FAILED = Verb("job.failed", _("Việc chạy nền không làm được"))
TABLE_EXPORTED = Verb("table.exported", _("Tải bảng thành tệp"))
FILE_ADDED = Verb("file.added", _("Thêm tệp đính kèm"))
FILE_DELETED = Verb("file.deleted", _("Xóa tệp đính kèm"))
FILE_QUARANTINED = Verb("file.quarantined", _("Cách ly tệp đính kèm"))
MAINTENANCE_ANNOUNCED = Verb("maintenance.announced", _("Báo bảo trì trên mọi trang"))
MAINTENANCE_ENDED = Verb("maintenance.ended", _("Thôi báo bảo trì"))
BACKUP_MADE = Verb("backup.made", _("Sao lưu hệ thống"))
BACKUP_RESTORED = Verb("backup.restored", _("Khôi phục hệ thống từ bản sao lưu"))
UNIT_EXPORTED = Verb("unit.exported", _("Tải toàn bộ dữ liệu của đơn vị"))
