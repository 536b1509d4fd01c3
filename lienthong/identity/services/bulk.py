"""Accounts by the ten thousand, for seeding: without passwords, one audit entry for the batch."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows, set_sequence
from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.ids import uuid7, uuid7_for
from lienthong.kernel.permission import Permission
from lienthong.kernel.text import nfc
from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import Closure, Organisation

from .. import rules
from ..models import Account, Reach, Role
from ..permissions import MANAGE_ACCOUNTS, MANAGE_GRANTS

_ACCOUNT = (
    "id",
    "uid",
    "username",
    "name",
    "official_id",
    "organisation_id",
    "password",
    "is_active",
    "epoch",
)
_GRANT = (
    *("uid", "account_id", "role_id", "tree_id", "system_id", "organisation_id", "reach"),
    *("valid_from", "valid_to", "known_at", "post_id"),
)


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A grant to come, by the keys of its rows."""

    role_id: int
    tree_id: int
    system_id: int
    organisation_id: int
    reach: str
    valid_from: date
    valid_to: date = FOREVER
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to come. ``uid``: given where the same data is made again and again."""

    username: str
    name: str
    organisation_id: int
    official_id: int | None = None
    grants: tuple[NewGrant, ...] = ()
    uid: UUID = field(default_factory=uuid7)


@transaction.atomic
def create_accounts_in_bulk(*, actor: Actor, rows: Iterable[NewAccount]) -> int:
    """Make accounts that cannot sign in with a password, with their grants; return how many accounts."""
    accounts = list(rows)
    _require_held(actor, accounts)
    _require_valid(accounts)
    first = (Account.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            insert_rows("identity_account", _ACCOUNT, _account_rows(accounts, first))
            insert_rows("identity_grant", _GRANT, _grant_rows(accounts, first))
    except IntegrityError:
        raise WrongData(
            _("Trong danh sách có tên đăng nhập trùng nhau hoặc đã có. Chưa tạo tài khoản nào.")
        ) from None
    set_sequence("identity_account")
    audit.record(
        actor,
        "accounts.created",
        "account",
        None,
        facts={"accounts": [account.uid.hex for account in accounts]},
    )
    return len(accounts)


def _account_rows(accounts: Sequence[NewAccount], first: int) -> Iterator[tuple[Any, ...]]:
    unusable = make_password(None)
    for key, new in enumerate(accounts, start=first):
        yield (
            key,
            new.uid,
            new.username,
            nfc(new.name),
            new.official_id,
            new.organisation_id,
            unusable,
            True,
            0,
        )


def _grant_rows(accounts: Sequence[NewAccount], first: int) -> Iterator[tuple[Any, ...]]:
    known = clock.now()
    for key, new in enumerate(accounts, start=first):
        for index, grant in enumerate(new.grants):
            uid = uuid7_for(new.uid.int >> 80, "grant", new.uid.hex, str(index))
            yield (
                *(
                    uid,
                    key,
                    grant.role_id,
                    grant.tree_id,
                    grant.system_id,
                    grant.organisation_id,
                    grant.reach,
                ),
                *(grant.valid_from, grant.valid_to, known, grant.post_id),
            )


def _require_held(actor: Actor, accounts: Sequence[NewAccount]) -> None:
    """Refuse unless the actor may make each account and hold each grant: asked once per permission, for all places."""
    roles = {role.pk: role for role in Role.objects.all()}
    wanted: dict[str, set[int]] = {MANAGE_ACCOUNTS.code: {new.organisation_id for new in accounts}}
    for grant in itertools.chain.from_iterable(new.grants for new in accounts):
        for code in (MANAGE_GRANTS.code, *roles[grant.role_id].permissions):
            wanted.setdefault(code, set()).add(grant.organisation_id)
    for code, places in wanted.items():
        right = Permission(code, code, on="pk")
        held = set(right.filter(actor, Organisation.objects.all()).values_list("pk", flat=True))
        if not places <= held:
            raise NotAllowed(
                _("Bạn không có quyền “%(right)s” ở mọi đơn vị trong danh sách.") % {"right": code}
            )


def _require_valid(accounts: Sequence[NewAccount]) -> None:
    """Refuse a name that nobody could type, and a grant at a place that does not stand in its tree and system."""
    bad = next((new for new in accounts if not rules.is_username(new.username)), None)
    if bad is not None:
        raise WrongData(_("“%(name)s” không dùng làm tên đăng nhập được.") % {"name": bad.username[:60]})
    grants = {
        (grant.tree_id, grant.system_id, grant.organisation_id) for new in accounts for grant in new.grants
    }
    standing = set(Closure.objects.filter(depth=0).values_list("tree_id", "system_id", "descendant_id"))
    reaches = {grant.reach for new in accounts for grant in new.grants}
    if not grants <= standing or not reaches <= set(Reach.values):
        raise WrongData(_("Trong danh sách có quyền ở đơn vị không thuộc cây tổ chức hoặc hệ thống đã ghi."))
