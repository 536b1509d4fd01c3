"""A restructuring in the registry: areas and bodies closed, founded, moved and renamed, posts handed on, many rows at once.

Everything goes through the journal of its caller, who has asked who may and leaves the audit entry; nothing is deleted
that had begun before the day. What is derived (trees, search) is derived again at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.kernel import search
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import count_again
from lienthong.kernel.following import Tell, silent
from lienthong.kernel.journal import Journal

from ..derivation import derive_tree
from ..models import (
    Area,
    AreaEdge,
    AreaVersion,
    Closure,
    OrganisationEdge,
    OrganisationVersion,
    Post,
    Tree,
)
from ..queries.findable import AREA, OFFICIAL, area_keys, official_keys
from ..rules.reshaping import (
    BodyRef,
    Eve,
    NewArea,
    Reshaped,
    Reshaping,
)
from .reshaping import Writing, rows_of
from .told import tell_areas, tell_officials

# More areas than these are told to the search by making its index anew, after the transaction.
FEW: Final = 5_000
_CHUNK: Final = 1_000
_STEPS: Final = 6


@dataclass(frozen=True)
class Restructured:
    """What was written. ``areas``, ``bodies``: keys of those that began; ``posts``: what followed each post that ended.

    ``few``: the search was told already; else its index has to be made anew.
    """

    eve: Eve
    done: Reshaped
    areas: Mapping[NewArea, int]
    bodies: Mapping[UUID, int]
    posts: Mapping[int, int | None]
    few: bool

    def body(self, ref: BodyRef) -> int:
        """Return the key of a body."""
        return ref if isinstance(ref, int) else self.bodies[ref]


class TakenBack(NamedTuple):
    """How many rows were made again what they were. ``few``: the search was told already."""

    rows: int
    few: bool


# Without savepoints: below one, SQLite copies every page that is written once more, which takes minutes for a country.
@transaction.atomic(savepoint=False)
def restructure(
    *, actor: Actor, journal: Journal, asked: Reshaping, known: tuple[Eve, Reshaped], tell: Tell = silent
) -> Restructured:
    """Write what becomes of areas, bodies and posts on a day, and derive again what follows from it.

    ``known``: what ``queries.reshaped_by`` says, read under the lock of the trees (``lock_trees``). The caller has asked
    the actor's right, which is none of the registry's.
    """
    trees = list(Tree.objects.order_by("pk"))
    eve, done = known
    tell(1, _STEPS)
    write = Writing(journal, asked, eve, done)
    if asked.with_areas:
        write.areas()
    tell(2, _STEPS)
    write.bodies()
    tell(3, _STEPS)
    write.posts()
    tell(4, _STEPS)
    touched = _trees_of(journal)
    for tree in trees:
        if tree.pk in touched:
            derive_tree(tree)
    if len(done.closed) > _CHUNK:
        count_again("registry_closure", "registry_organisationversion", "registry_organisationedge")
    tell(5, _STEPS)
    few = _tell_search(journal)
    tell(_STEPS, _STEPS)
    return Restructured(eve, done, write.area_ids, write.body_ids, write.post_ids, few)


@transaction.atomic(savepoint=False)
def lock_trees(*, actor: Actor) -> None:
    """Let no tree of bodies be changed by anybody else until the transaction ends."""
    list(Tree.objects.select_for_update().order_by("pk"))


@transaction.atomic(savepoint=False)
def take_back(*, actor: Actor, journal: Journal) -> TakenBack:
    """Undo a journal, with all that other rooms wrote through it, and derive again what follows from it."""
    lock_trees(actor=actor)
    trees, few = _trees_of(journal), _are_few(journal)
    areas = _areas_of(journal) if few else set()
    bodies = _bodies_of(journal) if few else set()
    founded, posts = journal.founded(Area), journal.wrote(Post)
    few = few and len(areas) <= FEW
    if few:
        search.drop(AREA, area_keys(areas))
        search.drop(OFFICIAL, official_keys(Post.objects.filter(pk__in=posts)))
    rows = journal.undo()
    for tree in Tree.objects.filter(pk__in=trees).order_by("pk"):
        derive_tree(tree)
    if few:
        tell_areas(areas - founded)
        tell_officials(_posts_at(bodies, areas))
    return TakenBack(rows, few)


# ── what was touched ─────────────────────────────────────────────────────────────────────────────────────────────────


def _trees_of(journal: Journal) -> set[int]:
    """Return the trees in which bodies stand that were touched, be it by their name alone: it is kept under the tree's stamp."""
    return {tree for (tree,) in rows_of(OrganisationEdge, "child_id", _bodies_of(journal), "tree_id")}


def _areas_of(journal: Journal) -> set[int]:
    areas = journal.wrote(Area)
    for model, column in ((AreaVersion, "area_id"), (AreaEdge, "child_id"), (OrganisationVersion, "area_id")):
        areas |= {key for (key,) in rows_of(model, "pk", journal.wrote(model), column)}
    return areas | _within(areas)


def _are_few(journal: Journal) -> bool:
    """Say whether it is worth looking which areas were touched: of a whole country even that takes seconds."""
    return all(len(journal.wrote(model)) <= 2 * FEW for model in (AreaEdge, OrganisationEdge))


def _within(areas: Collection[int]) -> set[int]:
    """Return the areas that ever lay within others: they are found under the names of what is around them."""
    found: set[int] = set()
    around = set(areas)
    while around:
        inner = {key for (key,) in rows_of(AreaEdge, "parent_id", around, "child_id")}
        around = inner - found
        found |= inner
    return found


def _bodies_of(journal: Journal) -> set[int]:
    versions = rows_of(OrganisationVersion, "pk", journal.wrote(OrganisationVersion), "organisation_id")
    edges = rows_of(OrganisationEdge, "pk", journal.wrote(OrganisationEdge), "child_id")
    return {key for (key,) in (*versions, *edges)}


def _tell_search(journal: Journal) -> bool:
    if not _are_few(journal) or len(areas := _areas_of(journal)) > FEW:
        return False
    tell_areas(areas)
    tell_officials(_posts_at(_bodies_of(journal), areas) | Q(pk__in=journal.wrote(Post)))
    return True


def _posts_at(bodies: Collection[int], areas: Collection[int]) -> Q:
    below = Closure.objects.filter(ancestor_id__in=bodies).values("descendant_id")
    serving = OrganisationVersion.objects.filter(area_id__in=areas).values("organisation_id")
    return Q(organisation_id__in=bodies) | Q(organisation_id__in=below) | Q(organisation_id__in=serving)
