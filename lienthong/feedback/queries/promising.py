"""What law and the installation promise, in words for guidance and privacy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from lienthong.kernel import clock
from lienthong.kernel.languages import language_here
from lienthong.kernel.text import label_in

from ..models import (
    MatterClass,
)
from ..rules.classes import ClassRule, class_on
from ..rules.limits import Chosen, Limit, limits
from ..rules.reasons import period as period_words

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """A limit of law as people read it. ``sure``: whoever wrote it down has read its source."""

    name: str
    period: str
    since: str
    act: str
    sure: bool
    note: str


def terms_of(class_code: str, clocks: Iterable[str]) -> list[Term]:
    """Return the limits of a class that hold today, for some clocks, in the order of the data."""
    spoken, today, wanted = language_here(), clock.today(), set(clocks)
    return [
        _term(limit, spoken)
        for limit in limits()
        if class_code in limit.classes and limit.holds_on(today) and limit.clock in wanted and limit.binds
    ]


def _term(limit: Limit, spoken: str) -> Term:
    return Term(
        limit.label(spoken),
        period_words(Chosen(limit), spoken) if limit.amount is not None else "",
        label_in(limit.counted_from, spoken),
        label_in(limit.act, spoken),
        limit.source.verified,
        label_in(limit.source.note, spoken) if limit.source.note else "",
    )


@dataclass(frozen=True)
class Promise:
    """How long each part of a class is kept, in days after the end. ``verified``: of the periods."""

    code: str
    label: str
    contact: int
    text: int
    attachments: int
    citation: str
    verified: bool
    identity: str
    publicity: str


def promises() -> list[Promise]:
    """Return what is kept of each class, by the rules that hold today."""
    spoken, today = language_here(), clock.today()
    codes = [*MatterClass.values, "data_request"]
    return [_promise(class_on(code, today), spoken) for code in codes]


def _promise(rule: ClassRule, spoken: str) -> Promise:
    kept = rule.retention
    return Promise(
        rule.code,
        rule.label(spoken),
        kept.contact,
        kept.text,
        kept.attachments,
        label_in(kept.citation, spoken),
        kept.verified,
        rule.identity.value,
        rule.publicity.value,
    )
