"""What tests of restructurings stand on: the cast, in areas with codes that lie within one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def land(cast: Cast) -> Cast:
    """Return the cast in areas with codes: province P is 66, its communes C 24277, D 24278 and E 24279.

    Villages v1, v2 and v3 lie in C, v4 in D. Names are longer than a letter: P is Bình Nguyên.
    """
    from lienthong.kernel.validity import FOREVER
    from lienthong.registry.models import (  # models can be imported only once Django is set up
        Area,
        AreaEdge,
        AreaVersion,
        Tree,
    )
    from tests.small_province import CHANGE

    tree = Tree.objects.create(code="admin", name={"vi": "Cây hành chính", "en": "Administrative tree"})
    Area.objects.filter(level="country").update(level="centre")
    areas = dict(AreaVersion.objects.values_list("name", "area_id"))
    for name, code, called in (
        ("P", "66", "Bình Nguyên"),
        ("C", "24277", "Suối Đá"),
        ("D", "24278", "Hồ Sen"),
        ("E", "24279", "Đảo Yến"),
    ):
        AreaVersion.objects.filter(name=name).update(code=code, name=called)
    for child, parent in (
        ("P", "Trung ương"),
        *((commune, "P") for commune in "CDE"),
        *((village, "C") for village in ("v1", "v2", "v3")),
        ("v4", "D"),
    ):
        AreaEdge.objects.create(
            tree=tree, child_id=areas[child], parent_id=areas[parent], valid_from=CHANGE, valid_to=FOREVER
        )
    return cast
