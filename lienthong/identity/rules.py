"""What is valid in identity: names to sign in with, what a session, a known device and a key carry. Plain Python."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")

# Who can sign in on the demonstration's page: they differ in what they may.
DEMO_CAST: Final = ("nga", "lan", "minh", "mai", "tung", "ha", "quan", "duc", "hoa")

# A device remembers the last accounts that signed in on it: one computer often serves a whole office.
DEVICE_ACCOUNTS: Final = 12

# A key that is found in a text can be told from any other secret by how it begins.
KEY_BEGINS: Final = "lt_"
MOST_TOKENS: Final = 20
LONGEST_TOKEN: Final = timedelta(days=365)


def plain_username(typed: str) -> str:
    """Return a name to sign in with as it is stored: case and surrounding blanks do not matter."""
    return typed.strip().lower()


def is_username(name: str) -> bool:
    """Two to sixty plain letters, digits, dots, dashes and underscores, as stored.

    >>> is_username("0912345678"), is_username("lan.eatul"), is_username("Lan"), is_username("x")
    (True, True, False, False)
    """
    return _USERNAME.fullmatch(name) is not None


@dataclass(frozen=True)
class Ticket:
    """What a session carries: the account, the epoch in which it signed in, and the post it acts in."""

    account_id: int
    epoch: int
    post_id: int | None

    def keep(self, session: MutableMapping[str, Any]) -> None:
        """Write the ticket into a session."""
        session["ticket"] = [self.account_id, self.epoch, self.post_id]

    @classmethod
    def find(cls, session: Mapping[str, Any]) -> Ticket | None:
        """Read the ticket of a session, if it carries one."""
        kept = session.get("ticket")
        return cls(*kept) if kept else None


@dataclass(frozen=True)
class Device:
    """A browser that has signed in before: its own id, and the accounts that used it, the latest last."""

    id: str
    accounts: tuple[UUID, ...] = ()

    def knows(self, account: UUID) -> bool:
        """Say whether an account has signed in here before."""
        return account in self.accounts

    def remembering(self, account: UUID) -> Device:
        """Return the device after an account signed in on it."""
        others = tuple(known for known in self.accounts if known != account)
        return Device(self.id, (*others, account)[-DEVICE_ACCOUNTS:])

    def as_text(self) -> str:
        """Return the device as one line, to be signed."""
        return ".".join([self.id, *(account.hex for account in self.accounts)])

    @classmethod
    def from_text(cls, text: str) -> Device:
        """Read a line that ``as_text`` made."""
        own, *accounts = text.split(".")
        return cls(own, tuple(map(UUID, accounts)))


def new_secret() -> str:
    """Return the secret of a new key: 256 random bits, told by how they begin."""
    return KEY_BEGINS + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. One pass of SHA-256: nobody guesses 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def latest_end(today: date) -> date:
    """Return the last day that may be named as the first on which a key made today no longer counts.

    >>> latest_end(date(2026, 11, 22))
    datetime.date(2027, 11, 22)
    """
    return today + LONGEST_TOKEN
