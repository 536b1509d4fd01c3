"""Who may read a body's visitors' book, and who may write in it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permission import Permission

VIEW = Permission("visitors.view", _("Xem sổ khách"))
WRITE = Permission("visitors.write", _("Ghi sổ khách"))
