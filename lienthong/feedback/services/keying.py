"""Keys by which copies of a text are found. They are made after a matter has come in, by a job: sending waits for nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from lienthong.kernel.actor import Actor

from ..models import NO_WORDS, Likeness, Matter
from ..queries import matters_to_key
from ..rules.likeness import band_keys

_CHUNK = 500


def keep_keys(*matters: Matter) -> int:
    """Write the keys of matters that have none yet; one statement. Return how many rows."""
    rows = [
        Likeness(matter_id=matter.pk, key=key)
        for matter in matters
        for key in dict.fromkeys(band_keys(matter.text) or (NO_WORDS,))
    ]
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def key_some(*, actor: Actor, most: int = _CHUNK) -> int:
    """Write the keys of the matters that have waited longest for theirs; return how many matters."""
    some = list(matters_to_key().only("pk", "text")[:most])
    keep_keys(*some)
    return len(some)


def key_matters(*, actor: Actor, tell: Callable[[int], None]) -> int:
    """Write the keys of every matter without them, some at a time; return how many. Not one transaction, on purpose."""
    done = 0
    while some := key_some(actor=actor):
        done += some
        tell(done)
    return done


@transaction.atomic
def forget_keys(*, actor: Actor, matters: list[int]) -> int:
    """Remove the keys of matters whose text is forgotten, given by their keys; return how many rows went."""
    gone, _of = Likeness.objects.filter(matter_id__in=matters).delete()
    return gone
