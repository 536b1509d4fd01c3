"""Who sent a matter, as far as they said. It is kept sealed, one box a matter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """``code`` and ``pin``: what the receipt says, so that it can be said again."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    code: str = ""
    pin: str = ""

    @property
    def reachable(self) -> bool:
        """There is a way to tell them."""
        return bool(self.phone or self.email)
