"""What is at the root of matters: its catalogue, loaded from the data of the room, and what an officer found of one."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment

from ..models import Cause, CauseKind, Matter, MatterState
from ..permissions import ANSWER, MANAGE
from ..queries import get_cause_kind, get_matter
from .moving import locked

_SINCE: Final = "2020-01-01"
_WHEN: Final = frozenset({MatterState.ACCEPTED, MatterState.ASKING, MatterState.ANSWERED, MatterState.CLOSED})


@transaction.atomic
def load_causes(*, actor: Actor) -> int:
    """Bring the catalogue up to date with the room's data; return how many rows changed. Running it again changes nothing."""
    MANAGE.require_somewhere(actor)
    text = resources.files("lienthong.feedback").joinpath("data", "causes.json").read_text("utf-8")
    said: list[dict[str, Any]] = json.loads(text)
    known = {(row.code, row.valid_from): row for row in CauseKind.objects.all()}
    changed = []
    for position, one in enumerate(said):
        since = date.fromisoformat(one.get("valid_from", _SINCE))
        row = known.get((one["code"], since)) or CauseKind(code=one["code"], valid_from=since)
        if row.pk and (row.name, row.position) == (one["name"], position):
            continue
        row.name, row.position = one["name"], position
        row.save()
        changed.append(one["code"])
    if changed:
        audit.record(actor, "causes.loaded", "cause", None, facts={"causes": changed})
    return len(changed)


@transaction.atomic
def set_cause(*, actor: Actor, matter: Matter, cause: str) -> Cause:
    """Write down what is at the root of a matter, by the code of the catalogue; the same again changes nothing."""
    held = locked(get_matter(actor, matter.uid))
    ANSWER.require(actor, held.matter)
    if held.matter.state not in _WHEN:
        raise WrongMoment(_("Hãy tiếp nhận phản ánh trước khi ghi nguyên nhân."))
    kind = get_cause_kind(cause, clock.today())
    known = Cause.objects.filter(matter=held.matter).first()
    if known is not None and known.kind_id == kind.pk:
        return known
    words = {"kind": kind, "organisation_id": held.matter.organisation_id, "day": clock.today()}
    row, _new = Cause.objects.update_or_create(matter=held.matter, defaults=words)
    facts = {"cause": kind.code, "before": known.kind_id if known else None}
    audit.record(actor, "matter.cause_set", "matter", held.matter.uid, stream=held.head, facts=facts)
    return row
