"""A small country for tests: two systems, two trees, one merger on 2025-07-01.

Before 2025-07-01 the Front's tree: centre > old province A (communes A1, A2), old province B (commune B1).
From that day: centre > province P (the successor of A and B) > communes C (from A1 and part of A2), D (from B1), and an
empty commune E without villages. Villages v1, v2 went from A1 to C, v3 from A2 to C, v4 from B1 to D.
The State's tree: province committee > commune committee of C, from 2025-07-01.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import (
    Area,
    AreaVersion,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    System,
    Tree,
)

BEGIN, CHANGE = date(2020, 1, 1), date(2025, 7, 1)


@dataclass
class Province:
    """The rows that tests name."""

    front: System
    state: System
    tree: Tree
    state_tree: Tree
    bodies: dict[str, Organisation] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Organisation:
        return self.bodies[name]


def build() -> Province:
    """Write the small country and return its rows by name."""
    made = Province(
        front=System.objects.create(code="front", name={"vi": "Mặt trận", "en": "Front"}),
        state=System.objects.create(code="state", name={"vi": "Nhà nước", "en": "State"}),
        tree=Tree.objects.create(code="front", name={"vi": "Cây Mặt trận", "en": "Front tree"}),
        state_tree=Tree.objects.create(code="state", name={"vi": "Cây Nhà nước", "en": "State tree"}),
    )
    for name, level, since, until, kind in (
        ("Trung ương", "centre", BEGIN, FOREVER, "quoc_gia"),
        ("A", "province", BEGIN, CHANGE, "tinh"),
        ("B", "province", BEGIN, CHANGE, "tinh"),
        ("P", "province", CHANGE, FOREVER, "tinh"),
        ("A1", "commune", BEGIN, CHANGE, "xa"),
        ("A2", "commune", BEGIN, CHANGE, "xa"),
        ("B1", "commune", BEGIN, CHANGE, "xa"),
        ("C", "commune", CHANGE, FOREVER, "xa"),
        ("D", "commune", CHANGE, FOREVER, "phuong"),
        ("E", "commune", CHANGE, FOREVER, "dac_khu"),
        ("v1", "village", BEGIN, FOREVER, "thon"),
        ("v2", "village", BEGIN, FOREVER, "thon"),
        ("v3", "village", BEGIN, FOREVER, "thon"),
        ("v4", "village", BEGIN, FOREVER, "thon"),
    ):
        _body(made, made.front, name, level, since, until, kind)
    for name, level, kind in (("UBND P", "province", "tinh"), ("UBND C", "commune", "xa")):
        _body(made, made.state, name, level, CHANGE, FOREVER, kind)
    for child, parent, since, until in (
        ("Trung ương", None, BEGIN, FOREVER),
        ("A", "Trung ương", BEGIN, CHANGE),
        ("B", "Trung ương", BEGIN, CHANGE),
        ("P", "Trung ương", CHANGE, FOREVER),
        ("A1", "A", BEGIN, CHANGE),
        ("A2", "A", BEGIN, CHANGE),
        ("B1", "B", BEGIN, CHANGE),
        ("C", "P", CHANGE, FOREVER),
        ("D", "P", CHANGE, FOREVER),
        ("E", "P", CHANGE, FOREVER),
        ("v1", "A1", BEGIN, CHANGE),
        ("v2", "A1", BEGIN, CHANGE),
        ("v3", "A2", BEGIN, CHANGE),
        ("v4", "B1", BEGIN, CHANGE),
        ("v1", "C", CHANGE, FOREVER),
        ("v2", "C", CHANGE, FOREVER),
        ("v3", "C", CHANGE, FOREVER),
        ("v4", "D", CHANGE, FOREVER),
    ):
        _edge(made, made.tree, child, parent, since, until)
    _edge(made, made.state_tree, "UBND P", None, CHANGE, FOREVER)
    _edge(made, made.state_tree, "UBND C", "UBND P", CHANGE, FOREVER)
    derive_tree(made.tree)
    derive_tree(made.state_tree)
    return made


def add_village(made: Province, name: str, commune: str) -> None:
    """Add a village below a commune, from the day of the merger on; the tree has to be derived anew afterwards."""
    _body(made, made.front, name, "village", CHANGE, FOREVER, "thon")
    _edge(made, made.tree, name, commune, CHANGE, FOREVER)


def _body(made: Province, system: System, name: str, level: str, since: date, until: date, kind: str) -> None:
    area = Area.objects.create(level=level if level != "centre" else "country")
    dated = {
        "valid_from": since,
        "valid_to": until,
        "search_key": search_key(name),
        "sort_key": sort_key(name),
    }
    AreaVersion.objects.create(area=area, name=name, full_name=name, kind=kind, **dated)
    body = Organisation.objects.create(system=system, level=level)
    OrganisationVersion.objects.create(
        organisation=body, area=area, name=f"Ban {name}", short_name=name, **dated
    )
    made.bodies[name] = body


def _edge(made: Province, tree: Tree, child: str, parent: str | None, since: date, until: date) -> None:
    OrganisationEdge.objects.create(
        tree=tree,
        child=made[child],
        parent=made[parent] if parent else None,
        valid_from=since,
        valid_to=until,
    )
