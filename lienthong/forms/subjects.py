"""The rows that this room lends to what every room shares: versions of forms, to whoever has signed in."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.languages import label_of
from lienthong.kernel.subjects import About, Subject

from . import queries


def _version(actor: Actor, uid: UUID) -> About | None:
    version = queries.find_version(uid) if actor.signed_in else None
    if version is None:
        return None
    name = label_of(version.form.name)
    title = gettext("%(form)s, phiên bản %(number)d") % {"form": name, "number": version.number}
    return About(uid, title, reverse("forms:version", args=[uid]), organisation_id=0, stream=SYSTEM)


VERSION = Subject("form_version", _("Phiên bản biểu mẫu"), _version)
