"""What has been kept as long as its class says goes: who sent it first, then the files, then the words. A tombstone stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import transaction

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.working import midnight
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..models import DataRequest, Matter
from ..rules.keeping import Cut, cuts_on
from . import erasing

_ALL: Final = 10_000


def purge_due(*, actor: Actor, tell: Callable[[int], None] = lambda done: None) -> Counter[str]:
    """Delete what is due today; return how many matters lost which part.

    Not one transaction, on purpose: each matter is one of its own, so that a run that is stopped goes on where it was.
    """
    gone: Counter[str] = Counter()
    for cut in cuts_on(clock.today()):
        for key in list(queries.due_for(cut).values_list("pk", flat=True)[:_ALL]):
            gone[cut.part] += shorten_matter(actor=actor, key=key, cut=cut)
            tell(gone.total())
        if cut.rule.code == "data_request" and cut.part == "text":
            gone["requests"] += _forget_requests(cut)
    return gone


@transaction.atomic
def shorten_matter(*, actor: Actor, key: int, cut: Cut) -> bool:
    """Delete one part of one matter, under the lock of its body; say whether anything went. Gone already, nothing happens."""
    body = Matter.objects.values_list("organisation_id", flat=True).get(pk=key)
    head = audit.lock(stream_of_unit(body))
    matter = queries.due_for(cut).select_for_update(of=("self",)).filter(pk=key).first()
    if matter is None:
        return False
    if cut.part == "contact":
        erasing.erase_contact_of(matter, cut.name)
    elif cut.part == "attachments":
        erasing.erase_files_of(actor, matter, cut.name, head)
    else:
        erasing.erase_text_of(actor, matter, cut.name)
    audit.record(
        actor,
        "matter.shortened",
        "matter",
        matter.uid,
        stream=head,
        facts={"part": cut.part, "rule": cut.name},
    )
    return True


def _forget_requests(cut: Cut) -> int:
    """Delete the words of data subjects' requests that ended long enough ago; that one was asked stays."""
    before = midnight(clock.today() - timedelta(days=cut.days))
    old = DataRequest.objects.filter(ended_at__lt=before).exclude(words="", answer="")
    return old.update(words="", answer="")
