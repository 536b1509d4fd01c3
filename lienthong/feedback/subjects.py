"""The rows that this room lends to what every room shares: matters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import About, subject_over
from lienthong.registry.queries import stream_of

from .models import Consolidation, Matter
from .permissions import CONSOLIDATE, RECEIVE
from .queries import address_of, address_of_consolidation, matters_for, own_consolidations_for


def _about(matter: Matter) -> About:
    return About(
        matter.uid,
        matter.category.label,
        address_of(matter),
        matter.organisation_id,
        stream_of(matter.organisation),
    )


MATTER = subject_over("matter", _("Phản ánh của dân"), matters_for, _about, adds=RECEIVE)


# ── voices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _about_consolidation(row: Consolidation) -> About:
    return About(
        row.uid, row.title, address_of_consolidation(row), row.organisation_id, stream_of(row.organisation)
    )


CONSOLIDATION = subject_over(
    "consolidation", _("Báo cáo tổng hợp"), own_consolidations_for, _about_consolidation, adds=CONSOLIDATE
)
