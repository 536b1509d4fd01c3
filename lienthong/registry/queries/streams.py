"""Which chain of audit entries a body belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

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
