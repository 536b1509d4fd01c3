"""What can be found in the registry: areas, by everybody; officials, by whoever may see those of their body."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.search import Findable

from . import permissions, queries

UNITS = Findable(
    queries.AREA,
    _("Đơn vị"),
    "building-2",
    rows=queries.findable_areas,
    count=queries.count_findable_areas,
)
OFFICIALS = Findable(
    queries.OFFICIAL,
    _("Cán bộ"),
    "users",
    rows=queries.findable_officials,
    count=queries.count_findable_officials,
    right=permissions.VIEW_OFFICIALS,
    lasting=True,
)
