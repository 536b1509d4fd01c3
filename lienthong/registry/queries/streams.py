"""Which chain of audit entries a body belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from lienthong.kernel import audit, sql
from lienthong.kernel.models import AuditStream

from ..models import Level, Organisation, OrganisationEdge


def stream_of(organisation: Organisation) -> UUID:
    """Return the permanent id of the first collecting unit: of a village the commune above it, else the body itself."""
    if organisation.level != Level.VILLAGE:
        return organisation.uid
    above = (
        OrganisationEdge.objects.filter(child=organisation, parent__isnull=False)
        .order_by("-valid_from", "tree_id")
        .values_list("parent__uid", flat=True)
        .first()
    )
    return above or organisation.uid


def stream_of_unit(organisation_id: int) -> UUID:
    """Return the chain of a body given by its key."""
    return stream_of(Organisation.objects.get(pk=organisation_id))


_HEAD = """
SELECT head.id, head.uid, head.number, head.seal
FROM kernel_auditstream head JOIN registry_organisation body ON body.uid = head.uid
WHERE body.id = %s AND body.level <> %s
"""


def lock_of_unit(organisation_id: int) -> AuditStream:
    """Lock the chain of a body given by its key and return its head; one statement, but for villages and new chains."""
    rows = sql.fetch(_HEAD + sql.for_update("head"), organisation_id, Level.VILLAGE)
    if not rows:
        return audit.lock(stream_of_unit(organisation_id))
    key, uid, number, seal = rows[0]
    return audit.head_of(key, sql.as_uid(uid), number, seal)


def streams_of(organisations: Iterable[int]) -> dict[int, UUID]:
    """Return the stream of each of many bodies, given by their keys."""
    wanted = set(organisations)
    bodies = Organisation.objects.filter(pk__in=wanted).values_list("pk", "uid", "level")
    streams: dict[int, UUID] = {key: uid for key, uid, _level in bodies}
    villages = [key for key, _uid, level in bodies if level == Level.VILLAGE]
    above = OrganisationEdge.objects.filter(child__in=villages, parent__isnull=False)
    # The first of stream_of's order comes last here, and so stays.
    streams.update(above.order_by("valid_from", "-tree_id").values_list("child_id", "parent__uid"))
    return streams
