"""What a session and a known device carry, and which names can be typed at the door."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lienthong.identity.rules import DEVICE_ACCOUNTS, Device, Ticket, is_username, plain_username


@pytest.mark.parametrize("name", ["lan", "lan.eatul", "0912345678", "thon-24277-01", "a_b", "xa"])
def test_names_that_can_be_typed(name: str) -> None:
    assert is_username(name)


@pytest.mark.parametrize(
    "name", ["", "x", "Lan", "lân", " lan", "lan ", "-lan", "lan\n", "l" * 61, "a b", "a@b"]
)
def test_names_that_cannot(name: str) -> None:
    assert not is_username(name)


def test_case_and_blanks_around_a_name_do_not_matter() -> None:
    assert plain_username("  LAN ") == "lan"


@pytest.mark.parametrize("post", [None, 9])
def test_a_ticket_is_read_back_from_a_session(post: int | None) -> None:
    session: dict[str, object] = {}
    assert Ticket.find(session) is None
    Ticket(1, 2, post).keep(session)
    assert Ticket.find(session) == Ticket(1, 2, post)


def test_a_device_is_read_back_from_its_text() -> None:
    device = Device("d").remembering(UUID(int=1)).remembering(UUID(int=2))
    assert Device.from_text(device.as_text()) == device
    assert Device.from_text("d") == Device("d")
    assert device.knows(UUID(int=1))
    assert not device.knows(UUID(int=3))


def test_a_device_remembers_the_latest_accounts_once_each() -> None:
    accounts = [uuid4() for _ in range(DEVICE_ACCOUNTS + 2)]
    device = Device("d")
    for account in [*accounts, accounts[5]]:
        device = device.remembering(account)
    assert device.accounts == (*accounts[2:5], *accounts[6:], accounts[5])
