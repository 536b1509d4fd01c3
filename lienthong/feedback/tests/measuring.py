"""How well marks meet what was planted: recall and precision for each kind, on letters made and letters written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lienthong.feedback.rules.folding import is_unseen
from lienthong.feedback.rules.personal import Found

from .letters import Letter, Planted

Finder = Callable[[str], Sequence[Found]]


@dataclass
class Score:
    """Counts by kind; covered: every letter of it lies under some mark; named: and under its own kind's."""

    planted: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, kind: str | None = None) -> float:
        """Return the share of what was planted that no reader would see."""
        return _share(self.covered, self.planted, kind)

    def precision(self, kind: str | None = None) -> float:
        """Return the share of marks that lie on something planted."""
        return _share(self.right, self.found, kind)

    def lines(self) -> list[str]:
        """Return a small table, a line a kind."""
        rows = [f"{'kind':<10}{'planted':>8}{'recall':>8}{'named':>8}{'marks':>8}{'precision':>10}"]
        for kind in [*sorted(self.planted), None]:
            planted, found = _sum(self.planted, kind), _sum(self.found, kind)
            named = _share(self.named, self.planted, kind)
            rows.append(
                f"{kind or 'all':<10}{planted:>8}{self.recall(kind):>8.4f}{named:>8.4f}{found:>8}{self.precision(kind):>10.4f}"
            )
        return rows


def measured(letters: Iterable[Letter], find: Finder) -> Score:
    """Hold a finder against letters whose planted pieces are known."""
    score = Score()
    for letter in letters:
        found = find(letter.text)
        for piece in letter.planted:
            kind = piece.kind.value
            score.planted[kind] += 1
            met = [one for one in found if one.start < piece.end and piece.start < one.end]
            if _covers(met, piece, letter.text):
                score.covered[kind] += 1
                score.named[kind] += any(one.kind is piece.kind for one in met)
            else:
                score.missed.append(f"{kind}: {letter.text[piece.start : piece.end]!r} in {letter.text!r}")
        for one in found:
            score.found[one.kind.value] += 1
            if any(one.start < piece.end and piece.start < one.end for piece in letter.planted):
                score.right[one.kind.value] += 1
            else:
                score.wrong.append(
                    f"{one.kind.value}: {letter.text[one.start : one.end]!r} in {letter.text!r}"
                )
    return score


def _covers(found: Iterable[Found], piece: Planted, text: str) -> bool:
    left = {place for place in range(piece.start, piece.end) if not is_unseen(text[place])}
    for one in found:
        left -= set(range(one.start, one.end))
    return not left


def _sum(counts: Counter[str], kind: str | None) -> int:
    return counts[kind] if kind else sum(counts.values())


def _share(part: Counter[str], whole: Counter[str], kind: str | None) -> float:
    return _sum(part, kind) / _sum(whole, kind) if _sum(whole, kind) else 1.0
