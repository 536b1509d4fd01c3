"""Bodies as matters move between them: each in the tree of its own system, and never the one that is complained about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.text import search_key
from lienthong.registry.models import Closure, Organisation, OrganisationEdge, OrganisationVersion
from lienthong.registry.queries import Unit, bodies_serving, own_trees, parents_of, units_above, units_on

from ..models import Matter, ReceivingSystem
from ..rules.routing import lowest_shared

MOST_FOUND = 20
_LEVELS = ("commune", "province", "centre")


def above(body: int, about: int | None = None) -> int | None:
    """Return the body directly above another in its own tree, past the one complained about; None where nobody is."""
    tree = own_trees([body]).get(body)
    today, at = clock.today(), body
    while tree is not None:
        parent = parents_of(tree, [at], today).get(at)
        if parent is None:
            return None
        at = parent[0]
        if at != about:
            return at
    return None


def way_down_to(body: int) -> list[int]:
    """Return the bodies from the root of a body's own tree down to it, itself left out."""
    tree = own_trees([body]).get(body)
    return [unit.id for unit in units_above(tree, body, clock.today())][:-1] if tree is not None else []


def decider_over(source: int, target: int, about: int | None) -> int:
    """Return who decides between two bodies: the lowest above both in the tree that they share, else the one above ``source``.

    Past the body complained about. At the root nobody is above: it decides itself.
    """
    trees = own_trees([source, target])
    shared = None
    if trees.get(source) == trees.get(target):
        shared = lowest_shared(way_down_to(source), way_down_to(target))
    body = shared if shared is not None else above(source, about)
    if body is not None and body == about:
        body = above(body, about)
    return body if body is not None else source


def bodies_under(body: int) -> QuerySet[Closure, int]:
    """Return the keys of all bodies that stand below another in its own tree today, itself left out."""
    tree, today = own_trees([body]).get(body, 0), clock.today()
    rows = Closure.objects.filter(
        tree_id=tree, ancestor_id=body, depth__gte=1, depth__lt=100, valid_from__lte=today, valid_to__gt=today
    )
    return rows.values_list("descendant_id", flat=True)


def bodies_to_choose(actor: Actor, matter: Matter, text: str = "") -> list[Unit]:
    """Return bodies that a matter may go to: those nearby or, by a name, those that bear it; never the one complained about.

    Nearby are the bodies above, those beside, and those of the other system that serve the place.
    """
    found = _named(text) if text.strip() else _nearby(matter)
    barred = {matter.organisation_id, matter.about_id}
    units = units_on([key for key in dict.fromkeys(found) if key not in barred], clock.today())
    return [units[key] for key in dict.fromkeys(found) if key in units][:MOST_FOUND]


def find_choosable(matter: Matter, key: int) -> bool:
    """Say whether a matter may go to a body at all: one in force, of a system that receives, at a level that does."""
    today = clock.today()
    if key == matter.about_id:
        return False
    rows = OrganisationVersion.objects.on(today).filter(organisation_id=key)
    return rows.filter(
        organisation__system__code__in=ReceivingSystem.values, organisation__level__in=_LEVELS
    ).exists()


def _named(text: str) -> list[int]:
    rows = OrganisationVersion.objects.on(clock.today()).filter(
        search_key__contains=search_key(text),
        organisation__system__code__in=ReceivingSystem.values,
        organisation__level__in=_LEVELS,
    )
    return list(rows.order_by("sort_key", "pk").values_list("organisation_id", flat=True)[: MOST_FOUND + 2])


def _nearby(matter: Matter) -> list[int]:
    today = clock.today()
    found: list[int] = []
    up = above(matter.organisation_id)
    for system in ReceivingSystem.values:
        found += [unit.id for unit in bodies_serving([matter.area_id], today, system).values()]
    if up is not None:
        found.append(up)
        edges = OrganisationEdge.objects.on(today).filter(parent_id=up).order_by("pk")
        found += edges.values_list("child_id", flat=True)[:MOST_FOUND]
    return found


def uids_of(keys: Iterable[int]) -> dict[int, str]:
    """Return the public ids of bodies by their keys, as forms send them."""
    return {
        key: str(uid) for key, uid in Organisation.objects.filter(pk__in=set(keys)).values_list("pk", "uid")
    }


def get_body_named(actor: Actor, text: str) -> int:
    """Return the key of the body that bears a name; WrongData where none does, or several do."""
    text = text.strip()
    rows = OrganisationVersion.objects.on(clock.today()).filter(
        Q(search_key=search_key(text)) | Q(name__iexact=text),
        organisation__system__code__in=ReceivingSystem.values,
    )
    found = sorted(set(rows.values_list("organisation_id", flat=True)))
    if len(found) == 1:
        return int(found[0])
    raise WrongData(
        _("Có nhiều cơ quan tên “%(name)s”. Hãy ghi tên đầy đủ hơn.") % {"name": text}
        if found
        else _("Không có cơ quan nào tên “%(name)s”. Hãy ghi đúng tên đầy đủ.") % {"name": text}
    )
