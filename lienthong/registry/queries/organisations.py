"""Reads of organisations: what a body is called on a day, what stands below and above it.

That a body exists and what it is called is public; what it reports and who works there is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.templatetags.written import moment

from ..models import ChildCount, Organisation


@dataclass(frozen=True)
class Unit:
    """A body as it was on a day."""

    id: int
    uid: UUID
    level: str
    name: str
    short_name: str
    area_id: int


_AS_IT_WAS = """
SELECT body.id, body.uid, body.level, held.name, held.short_name, held.area_id
FROM registry_organisationversion held JOIN registry_organisation body ON body.id = held.organisation_id
WHERE body.uid = %s AND held.valid_from <= %s
ORDER BY held.valid_from DESC LIMIT 1
"""


def get_unit(uid: UUID, day: date) -> Unit:
    """Return a body as it was on a day, or as it last was before; NotFound when it did not exist."""
    rows = sql.fetch(_AS_IT_WAS, uid, day)
    if not rows:
        raise NotFound(_("Không có đơn vị này vào ngày đã chọn."))
    key, found, *rest = rows[0]
    return Unit(key, sql.as_uid(found), *rest)


_ON = """
SELECT body.id, body.uid, body.level, held.name, held.short_name, held.area_id
FROM registry_organisationversion held JOIN registry_organisation body ON body.id = held.organisation_id
WHERE held.valid_from <= %s AND body.id IN ({bodies})
ORDER BY held.valid_from
"""


def units_on(ids: Iterable[int], day: date) -> dict[int, Unit]:
    """Return bodies by key, each as it was on a day or last before it."""
    wanted = list(ids)
    marks = ", ".join(["%s"] * len(wanted))
    rows = sql.fetch(_ON.format(bodies=marks), day, *wanted) if wanted else []
    return {key: Unit(key, sql.as_uid(uid), *rest) for key, uid, *rest in rows}


_BELOW = """
SELECT body.id, body.uid, body.level, held.name, held.short_name, held.area_id
FROM registry_organisationedge below
JOIN registry_organisation body ON body.id = below.child_id
JOIN registry_organisationversion held
    ON held.organisation_id = body.id AND held.valid_from <= %s AND held.valid_to > %s
WHERE below.parent_id = %s AND below.tree_id = %s AND below.valid_from <= %s AND below.valid_to > %s
ORDER BY held.sort_key, body.id
"""


def units_below(tree_id: int, parent_id: int, day: date) -> list[Unit]:
    """Return the bodies that stand directly below another in a tree on a day, in Vietnamese order.

    From the edges: of the derived rows a database cannot guess how few stand directly below a root.
    """
    rows = sql.fetch(_BELOW, day, day, parent_id, tree_id, day, day)
    return [Unit(key, sql.as_uid(uid), *rest) for key, uid, *rest in rows]


_ABOVE = """
SELECT ancestor_id FROM registry_closure
WHERE tree_id = %s AND descendant_id = %s AND valid_from <= %s AND valid_to > %s AND depth < 100
ORDER BY depth DESC
"""


def units_above(tree_id: int, organisation_id: int, day: date) -> list[Unit]:
    """Return the way from the root of a tree down to a body (included) on a day; empty when it did not stand there."""
    above = [key for (key,) in sql.fetch(_ABOVE, tree_id, organisation_id, day, day)]
    units = units_on(above, day)
    return [units[key] for key in above]


_PARENTS = """
SELECT own.descendant_id, parent.id, parent.uid
FROM registry_closure own JOIN registry_organisation parent ON parent.id = own.ancestor_id
WHERE own.tree_id = %s AND own.depth = 1 AND own.valid_from <= %s AND own.valid_to > %s
    AND own.descendant_id IN ({children})
"""


def parents_of(tree_id: int, children: Iterable[int], day: date) -> dict[int, tuple[int, UUID]]:
    """Return key and public id of the body directly above each of some others on a day; who stands nowhere is left out."""
    wanted = list(children)
    marks = ", ".join(["%s"] * len(wanted))
    rows = sql.fetch(_PARENTS.format(children=marks), tree_id, day, day, *wanted) if wanted else []
    return {child: (parent, sql.as_uid(uid)) for child, parent, uid in rows}


def child_counts(tree_id: int, parents: Iterable[int], day: date) -> dict[int, int]:
    """Return how many bodies stand directly below each of some others on a day; those without any are left out."""
    counts = ChildCount.objects.filter(
        tree_id=tree_id, parent_id__in=list(parents), valid_from__lte=day, valid_to__gt=day
    )
    return dict(counts.values_list("parent_id", "count"))


def origin_of(actor: Actor) -> str:
    """Say when a file was made and by which unit: the line that stands on everything that leaves the product."""
    here = units_on([actor.organisation_id], clock.today()) if actor.organisation_id else {}
    when = moment(clock.now())
    if not here:
        return _("Lập lúc %(when)s") % {"when": when}
    (unit,) = here.values()
    return _("Lập lúc %(when)s, %(unit)s") % {"when": when, "unit": unit.name}


def find_organisation(uid: UUID) -> Organisation | None:
    """Return a body whatever its time, or None."""
    return Organisation.objects.filter(uid=uid).first()
