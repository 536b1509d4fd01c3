"""What an actor finds: candidates from the store, judged by their rights, put in order here, so alike on both stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from .. import clock
from ..actor import Actor
from ..text import nfc, sort_key
from . import store
from .said import Composed, Findable, Hit, composed, findables
from .words import LONGEST, asked_words, slips_of, whole

# So many rows of a kind are looked at; whoever sees more than these writes another word.
MOST = 200
# With so many rows found it is not asked what else the words could mean.
_ENOUGH = 20
_FEW = 3
_ENDINGS = 40
_SLIPS = 8
# More places than these in one question cost more than they narrow; the rights are asked for each row anyway.
_MOST_MARKS = 100
_COMPOSED = 20


@dataclass
class _Asked:
    """What was typed, and what it can mean. ``slips``: what each word was meant to be, where it is known."""

    text: str
    words: tuple[str, ...]
    slips: dict[str, store.Words] = field(default_factory=dict)

    @cached_property
    def known(self) -> store.Words:
        """Those words that some row holds."""
        return store.words_among(self.words, len(self.words))

    @cached_property
    def endings(self) -> store.Words:
        """How the last word may go on: somebody is still typing."""
        return store.words_beginning(self.words[-1], _ENDINGS)

    @cached_property
    def marked(self) -> frozenset[str]:
        """The words as they were typed, with their marks."""
        return frozenset(nfc(self.text).casefold().split())

    @property
    def exact(self) -> list[store.Words]:
        """Each word as it stands; nothing where no row holds it."""
        return [{word: self.known[word]} if word in self.known else {} for word in self.words]

    @property
    def meant(self) -> list[store.Words]:
        """The words that each word can stand for, itself first."""
        last = self.words[-1]
        return [
            exact | (self.endings if word == last else {}) | self.slips.get(word, {})
            for word, exact in zip(self.words, self.exact, strict=True)
        ]


class _Candidate(NamedTuple):
    """A row of the index that meets what was asked."""

    id: int
    kind: str
    key: str
    title: str
    detail: str
    link: str
    rank: int
    organisation_id: int | None
    valid_from: date
    valid_to: date
    terms: frozenset[str]


def find(actor: Actor, text: str, kinds: Collection[str] | None = None) -> list[Hit]:
    """Return what an actor may see of what was typed, the best first; at most MOST of each kind.

    ``kinds``: only these. The words may stand in any order, with or without marks; the last one may be a beginning; where
    little is found, one slip in a word of four letters or more is forgiven.
    """
    words = asked_words(text)
    if not words or not actor.signed_in:
        return []
    asked = _Asked(text[:LONGEST], words)
    found = _candidates(actor, asked, [f for f in findables().values() if kinds is None or f.kind in kinds])
    today = clock.today()
    meant = asked.meant if asked.slips else asked.exact
    terms = [{word: f"n_{word}" for word in words} for words in meant]
    found.sort(key=lambda candidate: _order(candidate, asked, terms, today))
    told = [hit for one in _put_together(kinds) for hit in one.find(actor, asked.text, _COMPOSED)]
    return told + [_hit(candidate, today) for candidate in found]


def suggest(actor: Actor, text: str, most: int = 8) -> list[Hit]:
    """Return the best of each kind, together at most so many, kind by kind, the kind with the best first."""
    groups: dict[str, list[Hit]] = {}
    for hit in find(actor, text):
        groups.setdefault(hit.kind, []).append(hit)
    share = dict.fromkeys(groups, 0)
    for _turn in range(most):
        for kind, hits in groups.items():
            if sum(share.values()) < most and share[kind] < len(hits):
                share[kind] += 1
    return [hit for kind, hits in groups.items() for hit in hits[: share[kind]]]


def _put_together(kinds: Collection[str] | None) -> list[Composed]:
    return [one for one in composed().values() if kinds is None or one.kind in kinds]


# ── candidates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _candidates(actor: Actor, asked: _Asked, kinds: Sequence[Findable]) -> list[_Candidate]:
    scopes = {found: _scope(actor, found) for found in kinds}
    allowed = {found: scope for found, scope in scopes.items() if scope is not None}
    rows = [row for found, scope in allowed.items() for row in _meeting(actor, asked, found, scope)]
    if len(rows) >= _FEW or any(whole(asked.words) in row.terms for row in rows):
        return rows
    # A word that no row holds is the slip; only where all are known, each of them may be one for another.
    doubtful = [word for word in asked.words if word not in asked.known] or asked.words
    asked.slips = {word: near for word in doubtful if (near := store.words_among(slips_of(word), _SLIPS))}
    if not asked.slips:
        return rows
    return [row for found, scope in allowed.items() for row in _meeting(actor, asked, found, scope)]


def _scope(actor: Actor, found: Findable) -> list[list[str]] | None:
    """Return the clauses that narrow a kind to the places of an actor; None where they see nothing of it."""
    marks = None if found.right is None else actor.places.marks(found.right.code)
    if marks is None or len(marks) > _MOST_MARKS:
        return []
    return [[f"s_{mark}" for mark in sorted(marks)]] if marks else None


# Of each clause one term has to be there.
_Clauses = tuple[tuple[str, ...], ...]


def _meeting(actor: Actor, asked: _Asked, found: Findable, scope: list[list[str]]) -> list[_Candidate]:
    """Return the rows of a kind that an actor may see and that meet what was asked, in steps from strict to lenient."""
    bounds = dict(_steps(asked, found.kind))
    steps = list(bounds)
    in_names = next((place for place, clauses in enumerate(steps) if clauses[0][0].startswith("n_")), 0)

    def ask(clauses: _Clauses) -> list[_Candidate]:
        taken = store.first_rows(found.kind, [*clauses, *scope], MOST, bounds[clauses])
        return [_candidate(row) for row in taken]

    rows: dict[int, _Candidate] = {}
    everything: list[_Candidate] | None = None
    for place, clauses in enumerate(steps):
        if len(rows) >= _ENOUGH:
            break
        if in_names < place == len(steps) - 2:
            # Few names hold the words: where the last step has all its rows, those of this one are among them.
            everything = ask(steps[-1])
        if everything is not None and (len(everything) < MOST or clauses == steps[-1]):
            taken = [row for row in everything if _meets(row, clauses)]
        else:
            taken = ask(clauses)
        rows |= {row.id: row for row in _seen(actor, found, [row for row in taken if row.id not in rows])}
    return list(rows.values())[:MOST]


def _meets(row: _Candidate, clauses: _Clauses) -> bool:
    return all(not row.terms.isdisjoint(clause) for clause in clauses)


def _steps(asked: _Asked, kind: str) -> Iterator[tuple[_Clauses, int]]:
    """Yield what rows of a kind have to meet, and how many can at most; what none can is left out."""
    if not asked.slips:
        yield from _named(asked.exact, kind, asked.words)
    if asked.slips or asked.endings:
        yield from _named(asked.meant, kind)
    held = [
        {word: kinds[kind].rows for word, kinds in words.items() if kind in kinds} for words in asked.meant
    ]
    if all(held):
        yield _each("w_", held), _bound(held)


def _named(
    meant: Sequence[store.Words], kind: str, words: Sequence[str] = ()
) -> Iterator[tuple[_Clauses, int]]:
    """Yield that rows have to hold something of each word in their name; first that they are called just ``words``."""
    named = [
        {word: kinds[kind].named for word, kinds in one.items() if kind in kinds and kinds[kind].named}
        for one in meant
    ]
    if all(named):
        bound = _bound(named)
        if words and bound > MOST:
            yield ((whole(words),),), 0
        yield _each("n_", named), bound


def _each(where: str, clauses: Iterable[Iterable[str]]) -> _Clauses:
    return tuple(tuple(where + word for word in words) for words in clauses)


def _bound(clauses: list[dict[str, int]]) -> int:
    return min(sum(words.values()) for words in clauses)


def _candidate(row: Sequence[Any]) -> _Candidate:
    *told, since, until, terms = row
    return _Candidate._make([*told, _day(since), _day(until), frozenset(terms.split())])


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _seen(actor: Actor, found: Findable, rows: Sequence[_Candidate]) -> list[_Candidate]:
    """Return what an actor may see today: the marks narrow, the right itself decides."""
    today = clock.today()
    if found.lasting:
        rows = [row for row in rows if row.valid_from <= today < row.valid_to]
    if found.right is None:
        return list(rows)
    bodies = {row.organisation_id for row in rows if row.organisation_id is not None}
    covered = actor.places.covered(found.right.code, bodies)
    return [row for row in rows if row.organisation_id in covered]


# ── order ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _order(row: _Candidate, asked: _Asked, meant: list[dict[str, str]], today: date) -> tuple[Any, ...]:
    """Return by what a row comes before another: how well it meets the words, then what it is."""
    read = [_read(row, word, terms) for word, terms in zip(asked.words, meant, strict=True)]
    return (
        whole(read) not in row.terms,
        -sum(f"w_{word}" in row.terms for word in read),
        -sum(f"n_{word}" in row.terms for word in read),
        row.valid_to <= today,
        row.rank,
        not asked.marked.issubset(row.title.casefold().split()),
        sort_key(row.title),
        row.kind,
        row.key,
    )


def _read(row: _Candidate, word: str, meant: Mapping[str, str]) -> str:
    """Return which of the words that one word can stand for is in the name of a row; else that word itself."""
    for other, term in meant.items():
        if term in row.terms:
            return other
    return word


def _hit(row: _Candidate, today: date) -> Hit:
    return Hit(row.kind, row.key, row.title, row.detail, row.link, row.valid_to, row.valid_to <= today)
