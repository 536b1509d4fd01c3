"""What the tests of the desk stand on: a mail server, and officials who can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.cast import Cast

    from .mail import Box


@pytest.fixture
def port(settings: Settings) -> int:
    """Return where the installation expects its mail server; nobody listens there yet."""
    from .mail import free_port

    number = free_port()
    settings.MAIL_URL = f"smtp://127.0.0.1:{number}"
    settings.MAIL_FROM = "Liên Thông <bao-tin@lienthong.example>"
    settings.SITE_URL = "https://lienthong.example"
    return number


@pytest.fixture
def box(port: int) -> Iterator[Box]:
    """Return what a running mail server gets."""
    from .mail import Box, serving

    box = Box()
    with serving(box, port):
        yield box


@pytest.fixture
def reached(cast: Cast) -> Cast:
    """Return the cast, each but Hoa with an e-mail address and a telephone at work."""
    from lienthong.kernel.text import search_key, sort_key
    from lienthong.registry.models import Official

    for name, account in cast.accounts.items():
        if name == "hoa":
            continue
        account.official = Official.objects.create(
            name=account.name,
            search_key=search_key(account.name),
            sort_key=sort_key(account.name),
            work_email=f"{name}@xa.example",
            work_phone="02623851234",
        )
        account.save()
    return cast
