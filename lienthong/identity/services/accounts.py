"""Accounts: made, given a password, disabled and enabled again."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.text import nfc
from lienthong.registry.models import Official, Organisation

from .. import queries, rules
from ..models import Account, Grant
from ..permissions import MANAGE_ACCOUNTS, require_in_person

_LONGEST = 120


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    username: str,
    name: str,
    organisation: Organisation | None,
    official: Official | None = None,
    password: str | None = None,
) -> Account:
    """Make an account that a unit looks after; without a unit, the operator does. It can do nothing before a grant."""
    MANAGE_ACCOUNTS.require_at(actor, organisation.pk if organisation else None)
    account = Account(
        username=rules.plain_username(username),
        name=nfc(" ".join(name.split())),
        organisation=organisation,
        official=official,
    )
    _require_good_names(account)
    _give_password(account, password)
    account.save()
    audit.record(
        actor,
        "account.created",
        "account",
        account.uid,
        facts={"username": account.username, "name": account.name},
    )
    return account


def _require_good_names(account: Account) -> None:
    faults: dict[str, list[object]] = {}
    if not rules.is_username(account.username):
        faults["username"] = [
            _("Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.")
        ]
    elif queries.account_by_username(account.username) is not None:
        faults["username"] = [
            _("Đã có tài khoản “%(name)s”. Hãy chọn tên đăng nhập khác.") % {"name": account.username}
        ]
    if not 0 < len(account.name) <= _LONGEST:
        faults["name"] = [_("Hãy ghi họ và tên, nhiều nhất %(most)d chữ.") % {"most": _LONGEST}]
    if faults:
        raise WrongData(_("Chưa tạo được tài khoản."), faults)


def _give_password(account: Account, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise WrongData(_("Mật khẩu này chưa dùng được."), {"password": error.messages}) from None
    account.set_password(password)


@transaction.atomic
def set_password(*, actor: Actor, account: Account, password: str | None) -> Account:
    """Give an account a new password (None: it cannot sign in with one) and end its sessions and keys.

    One's own, after the door has checked the present one; or that of an account one looks after. Whoever sets a
    password can act as that account, so they must hold all it may.
    """
    account = _locked(account)
    if account.pk == actor.account_id:
        require_in_person(actor)
    else:
        MANAGE_ACCOUNTS.require(actor, account)
        _require_all_it_may(actor, account)
    _give_password(account, password)
    account.epoch += 1
    account.save(update_fields=["password", "epoch"])
    audit.record(actor, "account.password_set", "account", account.uid)
    return account


def _require_all_it_may(actor: Actor, account: Account) -> None:
    lasting = Grant.objects.filter(account=account, valid_to__gt=clock.today()).select_related("role")
    if any(queries.not_held(actor, grant) for grant in lasting):
        raise NotAllowed(
            _(
                "Tài khoản “%(name)s” có quyền mà bạn không có, nên bạn không đặt mật khẩu cho tài khoản này được."
            )
            % {"name": account.username}
        )


@transaction.atomic
def disable_account(*, actor: Actor, account: Account) -> Account:
    """Let an account in no longer, and end its sessions and keys. Its grants and what it did stay as they are."""
    account = _locked(account)
    MANAGE_ACCOUNTS.require(actor, account)
    if account.pk == actor.account_id:
        raise WrongMoment(_("Bạn không thể tự khóa tài khoản của mình. Hãy nhờ người quản trị khác."))
    if account.is_active:
        account.is_active = False
        account.epoch += 1
        account.save(update_fields=["is_active", "epoch"])
        audit.record(actor, "account.disabled", "account", account.uid)
    return account


@transaction.atomic
def enable_account(*, actor: Actor, account: Account) -> Account:
    """Let a disabled account in again."""
    account = _locked(account)
    MANAGE_ACCOUNTS.require(actor, account)
    if not account.is_active:
        account.is_active = True
        account.save(update_fields=["is_active"])
        audit.record(actor, "account.enabled", "account", account.uid)
    return account


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)
