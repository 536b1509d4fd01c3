"""The rows that this room lends to what every room shares: imports, to whoever made them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.subjects import About, Subject
from lienthong.kernel.templatetags.written import moment

from . import queries


def _import(actor: Actor, uid: UUID) -> About | None:
    found = queries.find_import(actor, uid)
    if found is None:
        return None
    # Not by the name of the file: anything may stand in it.
    words = {"kind": found.get_kind_display(), "when": moment(found.at)}
    return About(
        uid=uid,
        title=gettext("%(kind)s, tệp gửi lúc %(when)s") % words,
        url=reverse("imports:import", args=[uid]),
        organisation_id=found.organisation_id or 0,
        stream=SYSTEM,
    )


IMPORT = Subject("import", _("Nhập từ tệp"), _import)
