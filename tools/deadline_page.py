"""The page docs/reference/deadlines.md: classes of matters, limits, pauses, as the dated data has them. See reference.py."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from lienthong.feedback.rules import classes, limits

_DOCUMENTS = Path(__file__).resolve().parent.parent / "lienthong/kernel/data/deadlines.json"
_CLASS_HEADS = (
    *("class", "on screens", "holds", "identity", "public", "taken in", "clocks", "kept"),
    *("photos", "senders", "source", "mark"),
)
_LIMIT_HEADS = (
    *("code", "what", "classes", "if", "binds", "period", "counted from"),
    *("held for", "holds", "source", "mark"),
)
_MARKS = {
    "S": "read",
    "S-weak": "weak, **unverified**",
    "K": "known, **unverified**",
    "own": "own, **unverified**",
}
_BINDS = {"national": "the country", "installation": "who promised it"}
_LAST_YEAR = 9999


def page(table: Callable[[Iterable[str], Iterable[Iterable[str]]], str]) -> str:
    """Return the page. ``table`` writes one of its heads and rows."""
    fields = groupby(limits.limits(), key=lambda one: one.code.partition(".")[0])
    tables = "\n\n".join(
        f"### `{field}`\n\n{table(_LIMIT_HEADS, map(_limit, rows))}" for field, rows in fields
    )
    documents = json.loads(_DOCUMENTS.read_text(encoding="utf-8"))
    return f"""# Deadlines

Each row is dated data with its source: `lienthong/feedback/data` and `lienthong/kernel/data/deadlines.json`. What runs are clocks of
the kernel ([0038](../decisions/0038-flow.md), [0058](../decisions/0058-classes-and-clocks.md)), counted by the working calendar with its
make-up Saturdays: the first day is not counted, and what ends on a day off ends on the next working day, at 17:00.

**Marks.** *Read*: the cited source was read; that is not the same as a lawyer's word. *Weak*: only a weak source was read. *Known*: said by
many, read nowhere. *Own*: no law was found, and the installation promises it. All but *read* are **unverified**: before anybody relies
on them, the act itself has to be read. *Not retrieved*: law may have a period, and nobody has found it; nothing runs by such a row.

**Which row holds.** Of the rows that hold on the day and fit the class, the province and what the matter is, law comes before
a promise of the installation; then the row that asks for more; then that of the province.

## Classes

{table(_CLASS_HEADS, map(_class, classes.class_rules()))}

Kept: days after the end for contact, text, attachments. What a category marks as guarded is never public, whatever its class says.

### What law asks of a class besides

{table(("class", "what", "holds", "source", "mark"), map(_duty, classes.duties()))}

## Limits

{tables}

### Official documents

{table(("code", "what", "period", "counted from", "source", "mark"), map(_of_documents, documents))}

## For what a clock may stand

Only an answer is ever held, for these reasons, with a row for the begin and one for the end. The days that it took are
not counted; a pause that begins when it is overdue buys nothing. The whole case is never held and never begun again.

{table(("reason", "classes", "limits", "holds", "source", "mark"), map(_pause, limits.pause_rules()))}

## How matters are handled

{table(("code", "what", "value", "holds", "source", "mark"), map(_number, limits.handling()))}
"""


def _class(rule: Any) -> tuple[str, ...]:
    kept = rule.retention
    return (
        f"`{rule.code}`",
        rule.label(),
        _span(rule),
        rule.identity.replace("_", " "),
        rule.publicity.replace("_", " "),
        "guided and handed over" if rule.guided else "yes",
        ", ".join(rule.clocks) or "none",
        f"{kept.contact}, {kept.text}, {kept.attachments}; {kept.citation['en']}; **unverified**",
        "yes" if rule.photos else "no",
        ", ".join(sorted(rule.senders)).replace("_", " "),
        _cited(rule),
        _mark(rule),
    )


def _limit(limit: Any) -> tuple[str, ...]:
    times = f", {limit.times} ×" if limit.times else ""
    return (
        f"`{limit.code}` ({limit.clock})",
        limit.label("en"),
        _classes(limit),
        ", ".join(sorted(limit.traits)).replace("_", " "),
        f"province {limit.province}" if limit.province else _BINDS[limit.scope],
        _period(limit.amount, limit.unit) + times,
        limit.counted_from["en"],
        ", ".join(sorted(limit.pauses)),
        _span(limit),
        _cited(limit),
        _mark(limit),
    )


def _duty(duty: Any) -> tuple[str, ...]:
    return (_classes(duty), duty.label("en"), _span(duty), _cited(duty), _mark(duty))


def _of_documents(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"`{row['code']}`",
        row["name"]["en"],
        _period(row["amount"], row["unit"]),
        row["counted_from"]["en"],
        row["citation"],
        "read" if row["verified"] else "**unverified**",
    )


def _pause(rule: Any) -> tuple[str, ...]:
    own = rule.scope is limits.Scope.INSTALLATION
    return (
        f"`{rule.code}`: {rule.label('en')}",
        _classes(rule),
        "the installation's own" if own else "of law",
        _span(rule),
        _cited(rule),
        _mark(rule),
    )


def _number(row: Any) -> tuple[str, ...]:
    value = f"{', '.join(map(str, row.values))} {row.unit.replace('_', ' ')}"
    return (f"`{row.code}`", row.label("en"), value, _span(row), _cited(row), _mark(row))


def _classes(row: Any) -> str:
    return ", ".join(f"`{code}`" for code in sorted(row.classes))


def _period(amount: int | None, unit: str) -> str:
    return "**not retrieved**" if amount is None else f"{amount} {unit.replace('_', ' ')}"


def _span(row: Any) -> str:
    last = "" if row.valid_to.year == _LAST_YEAR else f" until before {row.valid_to}"
    return f"from {row.valid_from}{last}"


def _cited(row: Any) -> str:
    citation = getattr(row, "act", {}).get("en") if row.source.mark == "own" else row.source.citation
    return f"{citation or 'A promise of the system'}. {row.source.note.get('en', '')}".rstrip()


def _mark(row: Any) -> str:
    return _MARKS[row.source.mark]
