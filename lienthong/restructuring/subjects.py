"""The rows that this room lends to what every room shares: plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import About, subject_over
from lienthong.registry.queries import stream_of

from .models import Plan
from .permissions import PLAN
from .queries import address_of, plans_for


def _about(plan: Plan) -> About:
    title = f"{plan.title} ({plan.act_number})"
    return About(plan.uid, title, address_of(plan), plan.organisation_id, stream_of(plan.organisation))


RESTRUCTURING = subject_over("plan", _("Phương án sắp xếp đơn vị"), plans_for, _about, adds=PLAN)
