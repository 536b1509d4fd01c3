"""What tests of imports stand on: the cast, codes for its communes, the administrative tree, a village list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def coded(cast: Cast) -> Cast:
    """Return the cast in communes with official codes: C is 24277, D is 24278, P is 66."""
    from lienthong.registry.models import (  # models can be imported only once Django is set up
        AreaVersion,
        Tree,
    )

    Tree.objects.create(code="admin", name={"vi": "Cây hành chính", "en": "Administrative tree"})
    for name, code in (("C", "24277"), ("D", "24278"), ("P", "66")):
        AreaVersion.objects.filter(name=name).update(code=code)
    return cast
