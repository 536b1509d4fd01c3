"""Lending: what an account holds, for some days in the hands of another. Never more than it holds, never lent on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.registry.models import Post

from ..models import Account, Grant
from ..permissions import MANAGE_GRANTS
from .lent import end_lent_rows


@transaction.atomic
def lend_grants(
    *,
    actor: Actor,
    lender: Account,
    borrower: Account,
    since: date,
    until: date,
    lending: UUID,
    post: Post | None = None,
) -> int:
    """Lend what an account holds of its own, of a post and of none, on the days [since, until); return how many grants.

    ``lending``: the public id of what it is lent for, by which it ends. The same lending twice is one. WrongMoment:
    there is nothing to lend, since what was lent to the lender is not theirs.
    """
    own = list(
        Grant.objects.filter(account=lender, lent_from=None, valid_from__lt=until, valid_to__gt=since)
        .filter(Q(post=None) | Q(post=post))
        .select_related("role", "organisation")
        .order_by("pk")
    )
    _require(actor, lender, own)
    if not own:
        raise WrongMoment(
            _("“%(name)s” không có quyền nào của chính mình trong thời gian này để người khác làm thay.")
            % {"name": lender.name}
        )
    if not borrower.is_active:
        raise WrongMoment(_("Tài khoản “%(name)s” đang bị khóa.") % {"name": borrower.username})
    if Grant.objects.filter(lending=lending).exists():
        return len(own)
    lent = [_lent(grant, borrower, since, until, lending) for grant in own]
    Grant.objects.bulk_create(lent)
    audit.record_all(
        actor,
        [
            audit.Deed(
                "grant.lent",
                "grant",
                new.uid,
                {
                    "for": lending,
                    "source": grant.uid,
                    "account": borrower.uid,
                    "from": new.valid_from,
                    "to": new.valid_to,
                },
            )
            for grant, new in zip(own, lent, strict=True)
        ],
    )
    return len(lent)


def _require(actor: Actor, lender: Account, own: list[Grant]) -> None:
    """Let people lend what is theirs, in person, and those who give grants lend for them."""
    if actor.token is None and actor.account_id == lender.pk:
        return
    if not own or not all(MANAGE_GRANTS.allows(actor, grant) for grant in own):
        raise NotAllowed(
            _("Chỉ chính người vắng mặt, hoặc người quản trị quyền của đơn vị, được cử người làm thay.")
        )


def _lent(grant: Grant, borrower: Account, since: date, until: date, lending: UUID) -> Grant:
    return Grant(
        account=borrower,
        role=grant.role,
        tree_id=grant.tree_id,
        system_id=grant.system_id,
        organisation_id=grant.organisation_id,
        reach=grant.reach,
        valid_from=max(since, grant.valid_from),
        valid_to=min(until, grant.valid_to),
        lent_from=grant,
        lending=lending,
    )


@transaction.atomic
def end_lent(*, actor: Actor, lending: UUID, on: date | None = None) -> None:
    """End what was lent for something, from a day on, today if none is named. Ended twice is ended once."""
    lent = Grant.objects.filter(lending=lending)
    first = lent.select_related("lent_from").order_by("pk").first()
    if first is None or first.lent_from is None:
        return
    if actor.account_id != first.lent_from.account_id:
        MANAGE_GRANTS.require(actor, first)
    day = on or clock.today()
    if not lent.filter(valid_to__gt=day).exists():
        return
    end_lent_rows(lent, day)
    audit.record(actor, "grants.returned", "grant", None, facts={"for": lending, "from": day})
