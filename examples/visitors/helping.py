"""Short help on the pages of the book."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.helping import Help

BOOK = Help("visitors:visits", _("Sổ khách"), (_("Ghi cơ quan đến và số khách, không ghi tên khách."),))
VISIT = Help("visitors:visit", _("Một lượt khách"), (_("Tiếp xong thì bấm Đã tiếp xong."),))
NEW = Help("visitors:new", _("Ghi lượt khách"), (_("Ghi xong, người trực thấy ngay trong Việc của tôi."),))
