"""What a chapter must hold before somebody may approve it, and which of its sentences were made from numbers. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Fault(Enum):
    """What stands in the way of an approval."""

    NO_TOPIC = auto()
    EMPTY_TOPIC = auto()
    NO_SENTENCE = auto()
    NO_ITEM = auto()
    OLD_NUMBER = auto()


@dataclass(frozen=True)
class Written:
    """A sentence: how many items it stands on, and what the product would write now where it wrote it, "" where a person did."""

    text: str
    items: int
    proposed: str = ""


@dataclass(frozen=True)
class Part:
    """A topic of a chapter."""

    title: str
    items: int
    sentences: Sequence[Written]


def faults_of(parts: Sequence[Part]) -> list[tuple[Fault, str]]:
    """Return what stands in the way, each with the topic or the sentence that it is about.

    >>> faults_of([])
    [(<Fault.NO_TOPIC: 1>, '')]
    >>> faults_of([Part("Nước", 3, [Written("Có 3 ý kiến.", 0)])])
    [(<Fault.NO_ITEM: 4>, 'Có 3 ý kiến.')]
    """
    found: list[tuple[Fault, str]] = []
    if not parts:
        found.append((Fault.NO_TOPIC, ""))
    for part in parts:
        if not part.items:
            found.append((Fault.EMPTY_TOPIC, part.title))
        if not part.sentences:
            found.append((Fault.NO_SENTENCE, part.title))
        found += [(Fault.NO_ITEM, one.text) for one in part.sentences if not one.items]
        found += [
            (Fault.OLD_NUMBER, one.text)
            for one in part.sentences
            if one.proposed and one.items and one.text != one.proposed
        ]
    return found
