"""What waits because of a visit."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.waiting import WorkKind

from .permissions import WRITE

RECEIVE = WorkKind("visitors.receive", _("Tiếp khách"), WRITE, _("Tiếp %(number)s khách"), "users")
