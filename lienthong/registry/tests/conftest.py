"""A real province for the tests of the registry."""

from __future__ import annotations

import pytest

from lienthong.kernel.actor import OPERATOR
from lienthong.registry.services import load_country


@pytest.fixture
def dak_lak(db: None) -> dict[str, int]:
    """Load Đắk Lắk with all that went into it; return how many rows of each kind were written."""
    return load_country(actor=OPERATOR, progress=lambda label, rows, total: rows, provinces={"66"})
