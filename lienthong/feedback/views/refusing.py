"""What was refused, as sentences on the page that asked for it."""

from __future__ import annotations

from lienthong.kernel.errors import Refusal, WrongData


def sentences_of(refusal: Refusal | None) -> list[str]:
    """Return the sentences of what was refused, the first of them what happened."""
    if refusal is None:
        return []
    found = [str(refusal.sentence)]
    if isinstance(refusal, WrongData):
        found += [str(sentence) for sentences in refusal.faults.values() for sentence in sentences]
    return list(dict.fromkeys(found))
