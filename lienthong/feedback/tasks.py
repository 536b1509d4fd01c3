"""Work of the nights: counts for the public side."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from . import queries, services


def count_for_public(*, actor: Actor, work: Work) -> None:
    """Keep the counts of the days that are over, and release each month that is ripe."""
    services.count_days(actor=actor)
    months = queries.ripe_months()
    for number, month in enumerate(months, 1):
        services.release_month(actor=actor, month=month)
        work.tell(number, len(months), _("Đang chốt số liệu từng tháng"))
