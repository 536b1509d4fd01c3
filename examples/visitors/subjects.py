"""A visit as its comments, files, history and links know it."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.subjects import About, subject_over
from lienthong.registry.queries import stream_of

from .models import Visit
from .permissions import WRITE
from .queries import address_of, visits_for


def _about(one: Visit) -> About:
    return About(one.uid, one.guests, address_of(one), one.organisation_id, stream_of(one.organisation))


VISIT = subject_over("visit", _("Lượt khách"), visits_for, _about, adds=WRITE)
