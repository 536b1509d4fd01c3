"""The work that the desk itself knows: to read where one is named."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .services.comments import MENTION as CODE

MENTION = WorkKind(CODE, _("Được nhắc tới"), None, _("Bạn được nhắc tới: %(title)s"), icon="users")
