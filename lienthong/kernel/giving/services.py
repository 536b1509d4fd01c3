"""Asking for all data of a unit, and writing it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .. import audit, jobs
from ..actor import Actor
from ..permissions import EXPORT_UNIT
from .package import Tell, write_package
from .queries import get_extent
from .said import Extent


@transaction.atomic
def ask_for_unit(*, actor: Actor, uid: UUID) -> jobs.Job:
    """Ask for all data of a unit and of what stands below it; NotAllowed to whoever does not hold the right there."""
    extent = get_extent(actor, uid)
    label = _("Toàn bộ dữ liệu của %(unit)s") % {"unit": extent.title}
    words = {"unit": str(extent.uid)}
    return jobs.ask_for(actor=actor, kind="kernel.give_unit", label=label, words=words, stream=extent.stream)


def write_unit(*, actor: Actor, extent: Extent, target: Path, tell: Tell) -> int:
    """Write all data of a unit into a file; return how many rows. The audit is told before anybody has it.

    Not in one transaction: a country's rows take minutes, and nobody is to wait for them.
    """
    EXPORT_UNIT.require_at(actor, extent.key)
    beside = target.with_name(f".{target.name}.unsaid")
    try:
        rows = write_package(beside, actor, extent, tell)
        with transaction.atomic():
            facts = {"rows": rows, "bodies": len(extent.bodies)}
            audit.record(
                actor, "unit.exported", "organisation", extent.uid, stream=extent.stream, facts=facts
            )
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)
    return rows
