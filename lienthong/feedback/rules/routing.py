"""Which rule says where a matter goes: conditions in order, the first that fits wins. Plain Python; rules are data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule. An empty condition fits everything.

    ``area``: the keys of the area of the rule and of what it has become since; the rule is for all that lies in it.
    ``asked``: the level that the sender addressed. Then either one named ``body``, or the body of a ``system`` at a ``level``.
    """

    number: int
    category: str = ""
    matter_class: str = ""
    area: frozenset[int] = frozenset()
    asked: str = ""
    system: str = "front"
    level: str = "commune"
    body: int | None = None

    def fits(self, question: Question) -> bool:
        """Say whether all that the rule asks for is so."""
        return (
            self.category in ("", question.category)
            and self.matter_class in ("", question.matter_class)
            and self.asked in ("", question.asked)
            and (not self.area or not self.area.isdisjoint(question.areas))
        )


@dataclass(frozen=True)
class Question:
    """A matter as rules see it. ``areas``: the keys of all areas that it lies in, from the village up to the country."""

    category: str
    matter_class: str
    areas: frozenset[int]
    asked: str = ""


def first_match(rules: Iterable[Rule], question: Question) -> Rule | None:
    """Return the first of ordered rules that fits, None where none does.

    >>> land = Rule(14, category="land", area=frozenset({7}), system="state")
    >>> first_match([land], Question("land", "feedback", frozenset({7, 1}))).number
    14
    >>> first_match([land], Question("land", "feedback", frozenset({8, 1}))) is None
    True
    """
    return next((rule for rule in rules if rule.fits(question)), None)


def goes_back(target: int, before: Collection[int]) -> bool:
    """Say whether passing a matter to a body would send it to where it has been already: back and forth.

    >>> goes_back(1, [1, 2]), goes_back(3, [1, 2])
    (True, False)
    """
    return target in before


def lowest_shared(first: Iterable[int], second: Iterable[int]) -> int | None:
    """Return the lowest body above two, given the ways from the root down to each, themselves left out; None where none is.

    >>> lowest_shared([1, 2, 3], [1, 2, 9]), lowest_shared([1, 2], [5]), lowest_shared([], [])
    (2, None, None)
    """
    shared = None
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        shared = one
    return shared
