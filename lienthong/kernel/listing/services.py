"""Writes of saved views. How somebody likes to look at a list is theirs alone: it leaves no entry in the audit."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotAllowed, NotFound, WrongData
from ..models import SavedView
from ..permissions import SHARE_VIEWS
from .queries import get_own_view, may_share
from .rules import kept_query
from .said import Listing, listings

MOST_VIEWS = 30
_LONGEST = 60


@transaction.atomic
def save_view(*, actor: Actor, listing: str, name: str, query: str, shared: bool = False) -> SavedView:
    """Save how a list is looked at under a name; the same name again changes it.

    Of a list of people the search is not kept: a view is no watch-list. ``shared``: with everybody whose post is at the actor's body, which needs a right there. WrongData without a name, or with
    too many views.
    """
    if actor.uid is None:
        raise NotAllowed(_("Hãy đăng nhập trước."))
    kind, name = _listing(listing), _name(name)
    if shared and not may_share(actor):
        raise SHARE_VIEWS.refusal(actor)
    mine = SavedView.objects.filter(account=actor.uid, listing=kind.code)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise WrongData(_("Mỗi danh sách lưu được 30 cách xem. Hãy xóa bớt rồi lưu lại."))
    words = {
        "query": kept_query(query, (one.code for one in kind.filters), personal=kind.personal),
        "shared_with": actor.organisation_id if shared else None,
    }
    view, _new = mine.update_or_create(account=actor.uid, listing=kind.code, name=name, defaults=words)
    return view


@transaction.atomic
def rename_view(*, actor: Actor, uid: UUID, name: str) -> SavedView:
    """Give one of the actor's own views another name; WrongData where another of theirs in the list has it."""
    view, name = get_own_view(actor, uid), _name(name)
    others = SavedView.objects.filter(account=view.account, listing=view.listing, name=name)
    if others.exclude(pk=view.pk).exists():
        raise WrongData(
            _("Bạn đã có cách xem tên “%(name)s” trong danh sách này. Hãy chọn tên khác.") % {"name": name}
        )
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def set_default_view(*, actor: Actor, uid: UUID) -> SavedView:
    """Let a list open with one of the actor's own views; done again, it opens as it did at first."""
    view = get_own_view(actor, uid)
    wanted = not view.is_default
    SavedView.objects.filter(account=view.account, listing=view.listing).update(is_default=False)
    view.is_default = wanted
    view.save(update_fields=["is_default"])
    return view


@transaction.atomic
def delete_view(*, actor: Actor, uid: UUID) -> str:
    """Delete one of the actor's own views, and return the code of its list."""
    view = get_own_view(actor, uid)
    view.delete()
    return view.listing


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST:
        raise WrongData(
            _("Hãy đặt tên cách xem, không quá 60 ký tự."), {"name": [_("Hãy đặt tên, không quá 60 ký tự.")]}
        )
    return name


def _listing(code: str) -> Listing:
    found = listings().get(code)
    if found is None or found.beneath:
        raise NotFound(_("Không có danh sách này."))
    return found
