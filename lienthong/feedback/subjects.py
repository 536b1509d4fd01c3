"""The rows that this room lends to what every room shares: matters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import About, subject_over
from lienthong.registry.queries import stream_of

from .models import Matter
from .permissions import RECEIVE
from .queries import address_of, matters_for


def _about(matter: Matter) -> About:
    return About(
        matter.uid,
        matter.category.label,
        address_of(matter),
        matter.organisation_id,
        stream_of(matter.organisation),
    )


MATTER = subject_over("matter", _("Phản ánh của dân"), matters_for, _about, adds=RECEIVE)
