"""Measures what the rules of texts find: planted identifiers, names, and topics suggested. No database, no network.

    python tools/bench_personal.py [letters]

Recall counts a piece as found when no sign of it would be read; named, when its kind is right too.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lienthong.feedback.rules.likeness import band_keys
from lienthong.feedback.rules.names import find_names
from lienthong.feedback.rules.personal import find_personal
from lienthong.feedback.rules.topics import suggest, topics
from lienthong.feedback.tests.labelled import Labelled, held_out, labelled, quality
from lienthong.feedback.tests.letters import Letter, letters, read
from lienthong.feedback.tests.measuring import Finder, Score, measured

TESTS = Path(__file__).resolve().parents[1] / "lienthong" / "feedback" / "tests"
LETTERS = 18_000
SEED = 2026
THRESHOLDS = (0.0, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def main() -> None:
    """Print a table for each rule."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS
    made = list(letters(SEED, count))
    _show("identifiers in invented letters", measured(made, find_personal))
    _show("identifiers in sentences by hand", measured(_by_hand("held_out_personal.txt"), find_personal))
    _show(
        "names in sentences by hand (reported, not claimed)",
        measured(_by_hand("held_out_names.txt"), find_names),
    )
    _topics()
    _speed(made)


def _by_hand(name: str) -> list[Letter]:
    lines = (TESTS / name).read_text("utf-8").splitlines()
    return [read(line) for line in lines if line[:1] not in {"", "#"}]


def _show(title: str, score: Score) -> None:
    print("\n".join(["", title, *score.lines(), *(f"  missed {one}" for one in score.missed[:10])]))
    print("\n".join(f"  wrong  {one}" for one in score.wrong[:10]))


def _topics() -> None:
    by_hand, made = held_out(), list(labelled(SEED, 2_600))
    print(f"\ntopics, lists {topics().version}, threshold {topics().threshold}")
    print(f"{'group':<10}{'letters':>8}{'macro F1':>10}{'suggested':>11}{'right':>8}")
    groups = {"invented": made, "by hand": by_hand}
    groups |= {
        group: [one for one in by_hand if one.group == group]
        for group in sorted({one.group for one in by_hand})
    }
    for group, some in groups.items():
        print(quality(some, [suggest(one.text) for one in some]).line(group))
    print("threshold, on invented letters alone: the least that leaves 0.97 of suggestions right")
    for threshold in THRESHOLDS:
        print(_at(threshold, made))


def _at(threshold: float, some: list[Labelled]) -> str:
    lists = replace(topics(), threshold=threshold)
    return quality(some, [suggest(one.text, lists) for one in some]).line(f"{threshold:.2f}")


def _speed(made: list[Letter]) -> None:
    text = " ".join(letter.text for letter in made[:30])[:2_000]
    finders: dict[str, Finder] = {"identifiers": find_personal, "names": find_names}
    print(f"\na letter of {len(text)} characters takes")
    for name, call in [*finders.items(), ("topic", suggest), ("keys", band_keys)]:
        begun = time.perf_counter()
        for _ in range(20):
            call(text)  # type: ignore[operator]
        print(f"{name:<14}{(time.perf_counter() - begun) / 20 * 1000:>8.1f} ms")


if __name__ == "__main__":
    main()
