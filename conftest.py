"""What every test stands on: the standing clock, the small province and plain static files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.cast import Cast
    from tests.small_province import Province


@pytest.fixture(autouse=True)
def _house(settings: Settings) -> None:
    """Let the clock stand where the demo's stands; serve static files unhashed; hash passwords fast."""
    settings.CLOCK = "2026-11-22T09:40+07:00"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def province(db: None) -> Province:
    """Return a small country: see tests/small_province.py."""
    from tests.small_province import build  # models can be imported only once Django is set up

    return build()


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast in the small country: see tests/cast.py."""
    from tests.cast import build_cast  # models can be imported only once Django is set up

    return build_cast()
