"""The chain in plain Python: whatever is done to the entries is found, whatever is whole is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.chain import GENESIS, Entry, Fault, Harm, Head, digest_of, faults_in, sealed

KEY = b"a key that no database knows"
STREAM = UUID(int=7)
START = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)


def chain_of(length: int, *, word: str = "", after: list[Entry] | None = None) -> list[Entry]:
    """Return whole entries, continuing others where given."""
    entries = list(after or [])
    while len(entries) < length:
        number = len(entries) + 1
        entries.append(
            sealed(
                KEY,
                Entry(
                    STREAM,
                    number,
                    START + timedelta(seconds=number),
                    UUID(int=number),
                    "return.submitted",
                    "return",
                    None,
                    digest_of(KEY, {"number": number, "word": word}),
                    entries[-1].seal if entries else GENESIS,
                ),
            )
        )
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(STREAM, len(entries), entries[-1].seal if entries else GENESIS)


def named(entries: list[Entry], *heads: Head) -> list[tuple[str, int]]:
    found = faults_in(KEY, sorted(entries, key=lambda entry: entry.number), heads)
    assert all(fault.stream == STREAM for fault in found)
    return [(fault.harm.value, fault.number) for fault in found]


def renumbered(entries: list[Entry]) -> list[Entry]:
    return [replace(entry, number=number) for number, entry in enumerate(entries, start=1)]


def forged(number: int, before: bytes = GENESIS) -> Entry:
    return Entry(STREAM, number, START, None, "return.approved", "return", None, bytes(32), before, b"?" * 32)


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_a_whole_chain_has_no_fault(length: int) -> None:
    entries = chain_of(length)
    assert named(entries, head_of(entries)) == []
    assert named(entries, head_of(entries), *(head_of(entries[:n]) for n in range(length))) == []


@pytest.mark.parametrize("number", [1, 4, 9])
@pytest.mark.parametrize(
    "change",
    [
        {"verb": "return.approved"},
        {"actor": None},
        {"at": START},
        {"digest": bytes(32)},
        {"before": bytes(31) + b"1"},
        {"seal": b"?" * 32},
        {"verb": "return.approved", "seal": b"?" * 32},
    ],
)
def test_an_altered_entry_is_named(number: int, change: dict[str, object]) -> None:
    entries = chain_of(9)
    head = head_of(entries)
    entries[number - 1] = replace(entries[number - 1], **change)  # type: ignore[arg-type]
    assert named(entries, head) == [("altered", number)]


@pytest.mark.parametrize("number", [1, 4, 8])
@pytest.mark.parametrize("close_the_gap", [False, True])
def test_a_removed_entry_is_named(number: int, close_the_gap: bool) -> None:
    entries = chain_of(9)
    head = head_of(entries)
    del entries[number - 1]
    assert named(renumbered(entries) if close_the_gap else entries, head) == [("removed", number)]


def test_removed_entries_are_named_though_the_rest_moved_up_and_the_own_head_was_edited() -> None:
    entries = chain_of(40)
    exported = head_of(entries[:30])
    del entries[10:13]
    moved = renumbered(entries)
    assert named(moved, head_of(moved)) == [
        ("removed", 11),
        ("removed", 12),
        ("removed", 13),
        ("cut off", 37),
    ]
    assert named(moved, head_of(moved), exported) == named(moved, head_of(moved))


def test_an_entry_inserted_between_others_is_named() -> None:
    entries = chain_of(9)
    head = head_of(entries)
    entries.insert(4, forged(0, entries[3].seal))
    assert named(renumbered(entries), head) == [("inserted", 5)]


def test_an_entry_inserted_at_the_end_is_named() -> None:
    entries = chain_of(9)
    head = head_of(entries)
    assert named([*entries, forged(10, entries[-1].seal)], head) == [("inserted", 10)]


def test_a_copy_of_a_genuine_entry_is_an_inserted_one() -> None:
    entries = chain_of(9)
    assert named([*entries, replace(entries[2], number=10)], head_of(entries)) == [("inserted", 10)]


def test_an_entry_of_another_stream_is_an_inserted_one() -> None:
    entries = chain_of(3)
    other = sealed(KEY, replace(entries[2], stream=UUID(int=8), number=4, before=entries[2].seal))
    assert named([*entries, replace(other, stream=STREAM)], head_of(entries)) == [("inserted", 4)]


def test_exchanged_entries_are_named() -> None:
    entries = chain_of(9)
    head = head_of(entries)
    entries[2], entries[6] = entries[6], entries[2]
    assert named(renumbered(entries), head) == [("reordered", 3), ("reordered", 7)]


def test_entries_moved_away_from_their_numbers_are_named() -> None:
    entries = [replace(entry, number=entry.number + 5) for entry in chain_of(2)]
    assert named(entries) == [("reordered", 6), ("reordered", 7)]


def test_a_cut_off_end_is_named_by_the_head() -> None:
    entries = chain_of(9)
    assert named(entries[:7], head_of(entries)) == [("cut off", 8), ("cut off", 9)]


def test_a_cut_off_end_is_named_by_an_exported_head_though_the_own_head_was_edited() -> None:
    entries = chain_of(9)
    assert named(entries[:7], head_of(entries[:7])) == []
    assert named(entries[:7], head_of(entries[:7]), head_of(entries)) == [("cut off", 8), ("cut off", 9)]


def test_a_stream_cut_off_whole_is_named_by_an_exported_head() -> None:
    assert named([], head_of(chain_of(2))) == [("cut off", 1), ("cut off", 2)]


def test_a_stream_cut_off_and_continued_is_named_by_an_exported_head() -> None:
    entries = chain_of(9)
    other = chain_of(12, word="other", after=entries[:6])
    assert named(other, head_of(other)) == []
    assert named(other, head_of(other), head_of(entries)) == [("cut off", 9)]


def test_entries_of_two_continuations_do_not_fit_together() -> None:
    entries = chain_of(9)
    other = chain_of(9, word="other", after=entries[:4])
    assert named([*other[:6], *entries[6:]], head_of(entries)) == [("cut off", 6)]


def test_a_chain_begun_again_from_a_forged_head_is_named() -> None:
    first = sealed(KEY, replace(chain_of(1)[0], before=b"?" * 32))
    assert named([first], Head(STREAM, 1, first.seal)) == [("cut off", 1)]


def test_several_harms_at_once_are_all_named() -> None:
    entries = chain_of(20)
    head = head_of(entries)
    entries[4] = replace(entries[4], verb="return.approved")
    entries[14] = replace(entries[14], actor=None)
    del entries[9]
    assert named(entries[:-1], head) == [("altered", 5), ("removed", 10), ("altered", 15), ("cut off", 20)]


def test_ten_thousand_shifted_entries_cost_no_more_than_whole_ones() -> None:
    entries = chain_of(10_000)
    del entries[0]
    assert named(renumbered(entries), Head(STREAM, 10_000, entries[-1].seal)) == [("removed", 1)]


@given(
    length=st.integers(1, 8),
    removed=st.sets(st.integers(0, 7)),
    altered=st.sets(st.integers(0, 7)),
    added=st.lists(st.integers(0, 8), max_size=2),
    order=st.randoms(use_true_random=False),
    shuffled=st.booleans(),
    close_gaps=st.booleans(),
)
def test_nothing_done_to_a_chain_stays_unseen(
    length: int,
    removed: set[int],
    altered: set[int],
    added: list[int],
    order: object,
    shuffled: bool,
    close_gaps: bool,
) -> None:
    whole = chain_of(length)
    entries = [
        replace(entry, verb="other") if index in altered else entry
        for index, entry in enumerate(whole)
        if index not in removed
    ]
    for place in added:
        entries.insert(place, forged(length + 1 + place))
    if shuffled:
        order.shuffle(entries)  # type: ignore[attr-defined]
    if close_gaps or shuffled:
        entries = renumbered(entries)
    found = faults_in(KEY, sorted(entries, key=lambda entry: entry.number), [head_of(whole)])
    assert (found == []) == (sorted(entries, key=lambda entry: entry.number) == whole)


def test_a_fault_says_what_was_done() -> None:
    assert Fault(Harm.CUT_OFF, STREAM, 3).harm == "cut off"


def test_a_digest_depends_on_the_facts_not_on_their_order() -> None:
    assert digest_of(KEY, {"a": 1, "b": "Đắk Lắk"}) == digest_of(KEY, {"b": "Đắk Lắk", "a": 1})
    assert digest_of(KEY, {"a": 1}) != digest_of(KEY, {"a": 2})
    assert digest_of(KEY, {"a": 1}) != digest_of(b"another key", {"a": 1})
