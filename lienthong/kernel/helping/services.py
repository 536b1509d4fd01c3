"""Dismissing one's own hints, and having them shown again.

Neither leaves an audit entry: nobody but the reader is concerned, nothing of the work changes, and a trail of who
read which hint would be a trail of how people learn, which this product does not keep.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .. import clock
from ..actor import Actor
from ..errors import NotAllowed, NotFound
from ..models import SeenHint
from .said import hints


@transaction.atomic
def dismiss_hint(*, actor: Actor, code: str) -> None:
    """Show a hint to this actor no more; once is as good as twice. NotFound: no page has such a hint."""
    account = _account_of(actor)
    if code not in hints():
        raise NotFound(_("Không có gợi ý này. Hãy quay lại trang trước và tải lại."))
    SeenHint.objects.bulk_create(
        [SeenHint(account=account, code=code, at=clock.now())], ignore_conflicts=True
    )


@transaction.atomic
def show_hints_again(*, actor: Actor) -> None:
    """Show every hint to this actor again."""
    SeenHint.objects.filter(account=_account_of(actor)).delete()


def _account_of(actor: Actor) -> UUID:
    if actor.uid is None:
        raise NotAllowed(_("Hãy đăng nhập để ghi nhớ những gợi ý đã đọc."))
    return actor.uid
