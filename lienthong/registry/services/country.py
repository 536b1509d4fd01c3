"""Loading the country at once: areas before and after the change, villages, the Front's bodies and the State's.

Past the ORM, a table at a time, with the same public ids at every making. The facts: data/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import count_again, insert_rows, set_sequence
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.text import nfc, search_key, sort_key
from lienthong.kernel.validity import FOREVER

from .. import permissions
from ..derivation import derive_tree
from ..models import Area, System, Tree
from ..rules import country as facts
from ..unitdata import Units, read_acts, read_units

_FILLED = (
    *("registry_area", "registry_areaversion", "registry_areaedge", "registry_areasuccession"),
    *("registry_organisation", "registry_organisationversion", "registry_organisationedge"),
)
_DERIVED = ("registry_closure", "registry_childcount")

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]
Counts = dict[str, int]


@transaction.atomic
def load_country(
    *,
    actor: Actor,
    progress: Progress,
    provinces: Collection[str] | None = None,
    as_of: date = facts.OPEN,
) -> Counts:
    """Load the country into an empty registry; return how many rows of each kind were written.

    ``progress``: passes rows on, given a label and how many there are. ``provinces``: codes of provinces after the change of
    2025-07-01, to load these only, with all that went into them. ``as_of``: nothing of what came after this day; villages and
    bodies stand as they did then. WrongMoment where the registry is not empty.
    """
    permissions.MANAGE.require_somewhere(actor)
    if Area.objects.exists() or System.objects.exists():
        raise WrongMoment(_("Danh bạ đơn vị đã được nạp rồi. Không có gì được ghi thêm."))
    country = read_units()
    units = country if provinces is None else _part_of(country, provinces)
    course = facts.course_of(units, read_acts(), facts.villages_of(country, units), as_of)
    catalogue = _read_catalogue()
    systems, trees = _load_catalogue(catalogue)
    ids = {area: number for number, area in enumerate(course.every_area, start=1)}
    counts = _load_areas(course, ids, trees["admin"], catalogue["aliases"], progress)
    audit.record(actor, "areas.loaded", "registry", None, facts=counts)
    places = {key: ids[area] for key, area in course.areas.items()}
    first = 1
    for code, bodies in (
        ("front", list(facts.front_bodies(course))),
        ("state", list(facts.state_bodies(course))),
    ):
        _load_bodies(systems[code], trees[code], bodies, places, first, course.since, progress)
        first += len(bodies)
        counts[f"{code}_bodies"] = len(bodies)
        audit.record(actor, "organisations.loaded", "tree", None, facts={"tree": code, "bodies": len(bodies)})
    count_again(*_FILLED)
    # After all rows that it stands on: what a database holds of a big transaction is then read least.
    for tree in progress("derived trees", [trees["front"], trees["state"]], 2):
        derive_tree(tree)
    set_sequence("registry_organisation")
    count_again(*_DERIVED)
    return counts


def _part_of(country: Units, provinces: Collection[str]) -> Units:
    unknown = set(provinces) - {unit.code for unit in country.after if unit.level == "province"}
    if unknown:
        raise WrongData(
            _("Không có tỉnh, thành phố mang mã %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        )
    return facts.part_of(country, provinces)


def _read_catalogue() -> dict[str, Any]:
    text = resources.files("lienthong.registry").joinpath("data/catalogue.json").read_text("utf-8")
    catalogue: dict[str, Any] = json.loads(text)
    return catalogue


def _load_catalogue(catalogue: dict[str, Any]) -> tuple[dict[str, System], dict[str, Tree]]:
    System.objects.bulk_create(System(**row) for row in catalogue["systems"])
    Tree.objects.bulk_create(Tree(**row) for row in catalogue["trees"])
    return System.objects.in_bulk(field_name="code"), Tree.objects.in_bulk(field_name="code")


# ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _load_areas(
    course: facts.Course,
    ids: dict[facts.AreaFact, int],
    tree: Tree,
    aliases: Iterable[Sequence[str]],
    progress: Progress,
) -> Counts:
    now = clock.now()
    names = list(facts.names_of(course))
    places = list(facts.places_of(course))
    counts = {
        "areas": insert_rows(
            "registry_area",
            ("id", "uid", "level", "sample"),
            (
                (number, area.uid, area.key[0], area.key[0] == "village")
                for area, number in progress("areas", ids.items(), len(ids))
            ),
        ),
        "area_versions": insert_rows(
            "registry_areaversion",
            (
                *("area_id", "code", "name", "full_name", "kind", "search_key", "sort_key"),
                *("valid_from", "valid_to", "known_at"),
            ),
            (
                (
                    *(ids[fact.area], fact.code, fact.name, fact.full_name, fact.kind),
                    *(search_key(fact.full_name), sort_key(fact.name), fact.since, fact.until, now),
                )
                for fact in progress("names of areas", names, len(names))
            ),
        ),
        "area_edges": insert_rows(
            "registry_areaedge",
            ("tree_id", "child_id", "parent_id", "valid_from", "valid_to", "known_at"),
            (
                (tree.pk, ids[fact.area], ids[fact.within], fact.since, fact.until, now)
                for fact in progress("places of areas", places, len(places))
            ),
        ),
        "successions": insert_rows(
            "registry_areasuccession",
            ("predecessor_id", "successor_id", "on", "kind", "whole", "default", "share", "share_key"),
            (
                (
                    *(ids[before], ids[after], course.since, link.kind),
                    *(link.extent == "whole", link.is_default, None, ""),
                )
                for before, after, link in facts.links_of(course)
            ),
        ),
        "aliases": insert_rows(
            "registry_areaalias", ("area_id", "text", "search_key"), _aliases(aliases, course, ids)
        ),
    }
    set_sequence("registry_area")
    return counts


def _aliases(
    aliases: Iterable[Sequence[str]], course: facts.Course, ids: dict[facts.AreaFact, int]
) -> Iterator[tuple[int, str, str]]:
    known = dict(zip(("before", "after"), course.stages, strict=False))
    for level, code, when, text in aliases:
        area = known[when].areas.get((level, code)) if when in known else None
        if area is not None:
            yield ids[area], nfc(text), search_key(text)


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _load_bodies(
    system: System,
    tree: Tree,
    bodies: Sequence[facts.BodyFact],
    places: dict[facts.Key, int],
    first: int,
    since: date,
    progress: Progress,
) -> None:
    """Write the bodies of a system, their names and their tree. ``first``: the primary key of the first of them."""
    now = clock.now()
    ids = {body.area: number for number, body in enumerate(bodies, start=first)}
    insert_rows(
        "registry_organisation",
        ("id", "uid", "system_id", "level"),
        (
            (number, facts.uid_for(since, "organisation", system.code, *key), system.pk, key[0])
            for key, number in progress(f"bodies: {system.code}", ids.items(), len(ids))
        ),
    )
    insert_rows(
        "registry_organisationversion",
        (
            *("organisation_id", "area_id", "name", "short_name", "search_key", "sort_key"),
            *("valid_from", "valid_to", "known_at"),
        ),
        (
            (
                *(ids[body.area], places[body.area], called.name, called.short_name),
                *(search_key(called.name), sort_key(called.sorted_as), valid_from, valid_to, now),
            )
            for body in progress(f"names: {system.code}", bodies, len(bodies))
            for called, valid_from, valid_to in body.names
        ),
    )
    insert_rows(
        "registry_organisationedge",
        ("tree_id", "child_id", "parent_id", "valid_from", "valid_to", "known_at"),
        (
            (tree.pk, ids[body.area], ids[body.above] if body.above else None, since, FOREVER, now)
            for body in progress(f"places: {system.code}", bodies, len(bodies))
        ),
    )
