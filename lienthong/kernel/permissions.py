"""Who may look after what the kernel keeps for every room."""

from django.utils.translation import gettext_lazy as _

from .permission import Permission

MANAGE_CALENDAR = Permission("kernel.manage_calendar", _("Quản lý lịch làm việc và thời hạn"))
MANAGE_JOBS = Permission("kernel.manage_jobs", _("Trông coi việc chạy nền"), on="stream", by="uid")
MANAGE_FILES = Permission("kernel.manage_files", _("Trông coi kho tệp"))
WATCH = Permission("kernel.watch", _("Theo dõi hệ thống"))
EXPORT_UNIT = Permission("kernel.export_unit", _("Tải toàn bộ dữ liệu của đơn vị"), in_person=True)
SHARE_VIEWS = Permission("kernel.share_views", _("Chia sẻ cách xem danh sách với đơn vị"))
