"""The way to the plans of restructurings."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.shell import Way

from .permissions import VIEW

PLANS = Way(_("Sắp xếp đơn vị"), "restructuring:plans", "network", VIEW)
