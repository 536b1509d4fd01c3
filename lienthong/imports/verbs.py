"""What the audit tells of imports, in words."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.history import Verb

PREVIEWED = Verb("import.previewed", _("Tải tệp lên để xem trước"))
DONE = Verb("import.done", _("Ghi các dòng của tệp vào hệ thống"))
UNDONE = Verb("import.undone", _("Hoàn tác lần nhập"))
DISCARDED = Verb("import.discarded", _("Bỏ tệp, không ghi gì"))
