"""Grants: given and ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.languages import label_of
from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import Closure, Organisation, Post, System, Tree

from .. import queries
from ..models import Account, Grant, Reach, Role
from ..permissions import MANAGE_GRANTS
from .lent import end_lent_rows


@transaction.atomic
def give_grant(
    *,
    actor: Actor,
    account: Account,
    role: Role,
    tree: Tree,
    system: System,
    organisation: Organisation,
    reach: str,
    since: date,
    until: date = FOREVER,
    post: Post | None = None,
) -> Grant:
    """Give an account a role at a place, on the days [since, until). Nobody hands on what they do not hold there.

    The very same grant given twice is one grant.
    """
    grant = Grant(
        account=account,
        role=role,
        tree=tree,
        system=system,
        organisation=organisation,
        reach=reach,
        valid_from=since,
        valid_to=until,
        post=post,
    )
    MANAGE_GRANTS.require(actor, grant)
    lacking = queries.not_held(actor, grant)
    if lacking:
        raise NotAllowed(
            _("Vai trò “%(role)s” có quyền mà chính bạn không có ở đơn vị này, nên bạn không trao được.")
            % {"role": label_of(role.name)}
        )
    _require_valid(grant)
    if not account.is_active:
        raise WrongMoment(
            _("Tài khoản “%(name)s” đang bị khóa. Hãy mở lại trước khi trao quyền.")
            % {"name": account.username}
        )
    same: Grant | None = Grant.objects.filter(
        account=account,
        role=role,
        tree=tree,
        system=system,
        organisation=organisation,
        reach=reach,
        valid_from=since,
        valid_to=until,
        post=post,
    ).first()
    if same is not None:
        return same
    grant.save()
    audit.record(
        actor,
        "grant.given",
        "grant",
        grant.uid,
        facts={
            "account": account.uid,
            "role": role.code,
            "tree": tree.code,
            "system": system.code,
            "organisation": organisation.uid,
            "reach": reach,
            "from": since,
            "to": until,
            "post": post.uid if post else None,
        },
    )
    return grant


def _require_valid(grant: Grant) -> None:
    faults: dict[str, list[object]] = {}
    if grant.valid_from >= grant.valid_to:
        faults["until"] = [_("Ngày kết thúc phải sau ngày bắt đầu.")]
    if grant.reach not in Reach.values:
        faults["reach"] = [_("Hãy chọn phạm vi: chỉ đơn vị này, hoặc cả cấp dưới.")]
    if grant.organisation.system_id != grant.system_id:
        faults["system"] = [_("Đơn vị này không thuộc hệ thống đã chọn.")]
    elif not _stands_in_tree(grant):
        faults["tree"] = [_("Vào thời gian đã chọn, đơn vị này không có trong cây tổ chức đã chọn.")]
    if grant.post is not None and grant.post.official_id != grant.account.official_id:
        faults["post"] = [_("Vị trí này không phải của chủ tài khoản.")]
    if faults:
        raise WrongData(_("Chưa trao được quyền."), faults)


def _stands_in_tree(grant: Grant) -> bool:
    return Closure.objects.filter(
        tree_id=grant.tree_id,
        descendant_id=grant.organisation_id,
        depth=0,
        valid_from__lt=grant.valid_to,
        valid_to__gt=grant.valid_from,
    ).exists()


@transaction.atomic
def end_grant(*, actor: Actor, grant: Grant, on: date | None = None) -> None:
    """End a grant from a day on, today if none is named. One that has not begun by then is taken back whole."""
    found = Grant.objects.select_for_update().filter(pk=grant.pk).first()
    if found is None:
        return
    MANAGE_GRANTS.require(actor, found)
    day = on or clock.today()
    if found.valid_to <= day:
        return
    if found.valid_from >= day:
        found.delete()
    else:
        found.valid_to = day
        found.save(update_fields=["valid_to"])
        end_lent_rows(Grant.objects.filter(lent_from=found), day)
    audit.record(actor, "grant.ended", "grant", found.uid, facts={"from": day})
