"""The check of a password at the door, slow guessing down without shutting honest people out.

Failures are counted in four ways. A device that an account has signed in on before carries a signed cookie and is
counted by itself: whoever hammers the account from elsewhere never locks its owner out. Elsewhere, failures are counted
for the account from one address, for one address, and for the account from everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from lienthong.kernel import ratelimit

from .. import rules
from ..models import Account
from .accounts import account_by_username


@dataclass(frozen=True)
class Limit:
    """So many failures within so many seconds. ``forgiven``: a right password starts it again from nothing."""

    key: str
    most: int
    seconds: int
    forgiven: bool


def limits_on(username: str, account: Account | None, device: rules.Device, address: str) -> list[Limit]:
    """Return the limits that a try to sign in stands under."""
    name = rules.plain_username(username)
    if account is not None and device.knows(account.uid):
        return [Limit(ratelimit.key_for("device", device.id, name), 10, 15 * 60, forgiven=True)]
    return [
        Limit(ratelimit.key_for("account at address", name, address), 10, 15 * 60, forgiven=True),
        # Many people share one address: an office, or a whole mobile network.
        Limit(ratelimit.key_for("address", address), 100, 15 * 60, forgiven=False),
        Limit(ratelimit.key_for("account", name), 100, 60 * 60, forgiven=False),
    ]


def find_by_password(*, username: str, password: str, device: rules.Device, address: str) -> Account | None:
    """Return the active account that a name and a password belong to, or None; TooMany after too many failures.

    Takes as long for a name that nobody has. Outside any transaction, since a slow hash must not hold up writers.
    """
    account = account_by_username(username)
    for limit in limits_on(username, account, device, address):
        ratelimit.check(limit.key, most=limit.most, seconds=limit.seconds)
    if account is None or not account.has_usable_password():
        make_password(password)
        return None
    return account if account.check_password(password) and account.is_active else None
