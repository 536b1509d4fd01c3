"""The rows that this room lends to what every room shares, to whoever manages them only: accounts and grants."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.subjects import About, Subject

from . import queries


def _account(actor: Actor, uid: UUID) -> About | None:
    account = queries.accounts_for(actor).select_related("organisation").filter(uid=uid).first()
    if account is None:
        return None
    title = gettext("Tài khoản không thuộc đơn vị nào")
    if account.organisation is not None:
        title = gettext("Tài khoản ở %(unit)s") % {"unit": queries.name_of_unit(account.organisation)}
    url = reverse("identity:account_of", args=[uid])
    return About(uid, title, url, organisation_id=account.organisation_id or 0, stream=SYSTEM)


def _grant(actor: Actor, uid: UUID) -> About | None:
    grant = queries.grants_for(actor).filter(uid=uid).first()
    if grant is None:
        return None
    (words,) = queries.grants_in_words([grant])
    url = reverse("identity:account_of", args=[words.account_uid])
    title = f"{words.role} – {words.place}"
    return About(uid, title, url, organisation_id=grant.organisation_id, stream=SYSTEM)


ACCOUNT = Subject("account", _("Tài khoản"), _account)
GRANT = Subject("grant", _("Quyền"), _grant)
