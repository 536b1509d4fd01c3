"""Visits in the search."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.search import Findable

from . import queries
from .models import Visit
from .permissions import VIEW

VISITS = Findable(
    "visit", _("Sổ khách"), "users", lambda: queries.rows_of(Visit.objects.all()), Visit.objects.count, VIEW
)
