"""How opinions are gathered into topics: copies of one text together, the rest by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .likeness import campaigns
from .linking import CAMPAIGN
from .topics import suggest

# Of so many texts of one category copies are looked for; what is beyond is gathered by its category alone.
MOST_COMPARED: Final = 5_000
CATEGORY, MANY, HAND = "category", "campaign", "hand"


@dataclass(frozen=True)
class Opinion:
    """A matter as it is gathered. ``lead``: that it is answered together with."""

    key: int
    category: int
    text: str
    lead: int | None = None


@dataclass(frozen=True)
class Group:
    """A topic that is proposed. ``words``: of the product's own lists of words, so that none can be a sender's."""

    category: int
    why: str
    members: tuple[int, ...]
    words: tuple[str, ...] = ()


def gather(opinions: Sequence[Opinion]) -> list[Group]:
    """Return topics in which every opinion stands once, the largest of a category first, categories in order of their keys."""
    by_category: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        by_category[opinion.category].append(opinion)
    found = []
    for category, members in sorted(by_category.items()):
        copies = _campaigns(members)
        texts = {one.key: one.text for one in members}
        found += [Group(category, MANY, many, suggest(texts[many[0]]).words) for many in copies]
        told = {key for many in copies for key in many}
        rest = tuple(one.key for one in members if one.key not in told)
        if rest:
            found.append(Group(category, CATEGORY, rest))
    return found


def _campaigns(members: Sequence[Opinion]) -> list[tuple[int, ...]]:
    """Return who says the same, the most first: copies, with all that was linked to one of them by a person."""
    linked: dict[int, list[int]] = defaultdict(list)
    here = {one.key for one in members}
    free = []
    for one in members:
        if one.lead is not None and one.lead in here:
            linked[one.lead].append(one.key)
        else:
            free.append(one)
    compared = {one.key: one.text for one in free[:MOST_COMPARED]}
    groups = [list(many) for many in campaigns(compared)]
    grouped = {key for many in groups for key in many}
    groups += [[lead] for lead in linked if lead not in grouped]
    whole = [tuple(key for head in many for key in (head, *linked.get(head, ()))) for many in groups]
    return sorted((many for many in whole if len(many) >= CAMPAIGN), key=lambda many: (-len(many), many))


def matters_through(
    topics: Collection[int], items: Mapping[int, Sequence[tuple[int | None, int | None]]]
) -> dict[int, set[int]]:
    """Return the matters that stand behind topics, through all levels, each once.

    ``items``: of every topic that can be reached its pairs of (matter, topic taken in), one of the two None.
    """
    known: dict[int, set[int]] = {}

    def behind(topic: int) -> set[int]:
        if topic not in known:
            known[topic] = set()
            for matter, source in items.get(topic, ()):
                known[topic] |= {matter} if matter is not None else behind(source or 0)
        return known[topic]

    return {topic: behind(topic) for topic in topics}
