"""What the audit tells of areas, bodies, officials and posts, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

AREAS_LOADED = Verb("areas.loaded", _("Nạp danh mục đơn vị hành chính"))
ORGANISATIONS_LOADED = Verb("organisations.loaded", _("Nạp các tổ chức của cả nước"))
ORGANISATION_CREATED = Verb("organisation.created", _("Lập đơn vị"))
ORGANISATION_PLACED = Verb("organisation.placed", _("Đặt đơn vị vào cây tổ chức"))
ORGANISATION_RENAMED = Verb("organisation.renamed", _("Đổi tên đơn vị"))
ORGANISATION_CLOSED = Verb("organisation.closed", _("Kết thúc hoạt động của đơn vị"))
ORGANISATION_IMPORT_UNDONE = Verb("organisation.import_undone", _("Lấy lại đơn vị đã nhập từ tệp"))
OFFICIAL_CREATED = Verb("official.created", _("Thêm cán bộ"))
OFFICIALS_IMPORTED = Verb("officials.imported", _("Nhập cán bộ từ tệp"))
POST_ASSIGNED = Verb("post.assigned", _("Giao chức vụ"))
POST_CHANGED = Verb("post.changed", _("Sửa chức vụ theo tệp đã nhập"))
POST_ENDED = Verb("post.ended", _("Thôi giữ chức vụ"))
POST_IMPORT_UNDONE = Verb("post.import_undone", _("Lấy lại chức vụ đã nhập từ tệp"))
