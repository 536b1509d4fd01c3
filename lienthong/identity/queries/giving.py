"""What identity gives of a unit's data: how many accounts there are. Nothing of anybody's."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from lienthong.kernel.actor import Actor
from lienthong.kernel.giving import Extent, Value

from ..models import Account

_LOT = 5_000


def accounts_counted(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield how many accounts each body looks after, those that can sign in and those that cannot."""
    keys = sorted(extent.bodies)
    for start in range(0, len(keys), _LOT):
        found = Account.objects.filter(organisation_id__in=keys[start : start + _LOT])
        counted = found.values_list("organisation_id", "is_active").annotate(number=Count("pk"))
        for body, active, number in counted.order_by("organisation_id", "is_active"):
            yield [extent.bodies[body], active, number]
