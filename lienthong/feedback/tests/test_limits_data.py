"""The dated data of classes, limits, pauses and handling: whole, cited, marked, without gap or overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise

import pytest

from lienthong.feedback.rules.classes import Identity, Publicity, class_on, class_rules, duties
from lienthong.feedback.rules.dated import FOREVER, Lasting, Mark
from lienthong.feedback.rules.limits import (
    ClockKind,
    Limit,
    Scope,
    climbs_on,
    handling,
    handling_on,
    limits,
    limits_for,
    may_hop,
    pause_rules,
)
from lienthong.kernel.working import Unit

TODAY = date(2026, 11, 27)
EVERYTHING: tuple[Lasting, ...] = (*limits(), *class_rules(), *duties(), *pause_rules(), *handling())
LIVE = ("feedback", "proposal", "opinion", "complaint", "data_request")


def chosen(
    class_code: str, clock: ClockKind, *traits: str, province: str | None = None, day: date = TODAY
) -> str:
    """Return the code of the limit that runs."""
    return limits_for(class_code, day, province, frozenset(traits))[clock].limit.code


# ── every row ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_is_cited_named_in_both_languages_and_marked() -> None:
    for row in EVERYTHING:
        assert row.source.citation, row.code
        assert row.source.verified is (row.source.mark is Mark.READ), row.code
        assert set(row.name) == {"vi", "en"}, row.code
        assert set(row.source.note) in ({"vi", "en"}, set()), row.code
        assert all(row.name.values()), row.code
        assert row.valid_from < row.valid_to, row.code


def test_nothing_is_marked_as_read_without_saying_where() -> None:
    read = [row for row in EVERYTHING if row.source.mark in (Mark.READ, Mark.WEAK)]
    assert len(read) > len(EVERYTHING) // 2
    assert [
        row.code for row in read if not any(dot in row.source.citation for dot in (".vn", ".com", "thuvien"))
    ] == []


def test_a_promise_of_the_installation_is_called_one_and_binds_nobody() -> None:
    own = [limit for limit in limits() if limit.source.mark is Mark.OWN]
    assert {limit.scope for limit in own} == {Scope.INSTALLATION}
    assert {limit.act["vi"].startswith("Mức tự đặt của hệ thống") for limit in own} == {True}
    ward = [limit for limit in limits() if limit.scope is Scope.INSTALLATION and limit not in own]
    assert {limit.code for limit in ward} == {"feedback.front_ordinary", "feedback.front_complex"}
    assert {limit.source.verified for limit in ward} == {False}


def test_only_a_rule_of_a_province_names_one() -> None:
    assert {
        limit.code for limit in limits() if (limit.province is None) is (limit.scope is Scope.PROVINCE)
    } == set()
    assert {limit.province for limit in limits()} == {None, "01", "79"}


def test_a_period_that_was_not_found_says_so() -> None:
    unknown = [limit for limit in limits() if limit.amount is None]
    assert {limit.code for limit in unknown if limit.valid_to == FOREVER} == {
        "feedback.regulation", "feedback.ihanoi", "feedback.ihanoi_complex", "feedback.ihanoi_urgent",
        "proposal.law", "opinion.law", "supervision.reply",
    }  # fmt: skip
    assert [limit.code for limit in unknown if "hưa tra được" not in limit.source.note["vi"]] == []


def test_the_same_event_is_said_in_the_same_words() -> None:
    words = {(limit.event, limit.counted_from["vi"], limit.counted_from["en"]) for limit in limits()}
    assert len(words) == len({event for event, _vi, _en in words})


# ── through time ─────────────────────────────────────────────────────────────────────────────────────────────────────


def unbroken(rows: Iterable[Lasting]) -> bool:
    """Say whether rows follow each other without gap or overlap."""
    ordered: Sequence[Lasting] = sorted(rows, key=lambda row: row.valid_from)
    return all(one.valid_to == then.valid_from for one, then in pairwise(ordered))


def test_limits_follow_each_other_without_gap_or_overlap() -> None:
    alike: dict[Hashable, list[Limit]] = defaultdict(list)
    for limit in limits():
        for class_code in limit.classes or {""}:
            found = limit.amount is None and limit.valid_to == FOREVER
            alike[
                class_code, limit.clock, limit.traits, limit.scope, limit.province, found,
                limit.code if not limit.classes else "",
            ].append(limit)  # fmt: skip
    broken = {key: [row.code for row in rows] for key, rows in alike.items() if not unbroken(rows)}
    assert broken == {}
    assert sum(len(rows) > 1 for rows in alike.values()) == 23


@pytest.mark.parametrize("rows", [class_rules(), pause_rules(), handling(), duties()])
def test_rows_of_a_code_follow_each_other_without_gap_or_overlap(rows: tuple[Lasting, ...]) -> None:
    by_code: dict[str, list[Lasting]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    assert [code for code, found in by_code.items() if not unbroken(found)] == []


def test_what_law_136_amends_is_not_verified_any_more_from_july_2026() -> None:
    turn = date(2026, 7, 1)
    ended = {limit.code for limit in limits() if limit.valid_to == turn}
    begun = [limit for limit in limits() if limit.valid_from == turn]
    assert ended == {limit.code for limit in begun}
    assert {code.partition(".")[0] for code in ended} == {
        "reception",
        "petition",
        "complaint",
        "denunciation",
    }
    assert {(limit.source.mark, "136/2025" in limit.source.citation) for limit in begun} == {
        (Mark.KNOWN, True)
    }


def test_decree_13_ends_where_law_91_begins() -> None:
    before = limits_for("data_request", date(2025, 12, 31))
    assert before == {}
    after = limits_for("data_request", date(2026, 1, 1))
    assert (after[ClockKind.ACKNOWLEDGE].limit.amount, after[ClockKind.ANSWER].limit.amount) == (2, 10)


# ── pauses ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_limit_lists_exactly_the_reasons_that_the_pauses_give_it() -> None:
    wrong = {
        limit.code: (sorted(limit.pauses), [rule.code for rule in pause_rules() if rule.fits(limit)])
        for limit in limits()
        if limit.amount is not None
        and limit.classes
        and limit.pauses != {rule.code for rule in pause_rules() if rule.fits(limit)}
    }
    assert wrong == {}


def test_only_an_answer_is_ever_held() -> None:
    assert {limit.clock for limit in limits() if limit.pauses} == {ClockKind.ANSWER}
    assert {clock for rule in pause_rules() for clock in rule.clocks} == {ClockKind.ANSWER}


def test_a_complaint_is_suspended_only_under_law_136() -> None:
    answers = [
        limits_for("complaint", day)[ClockKind.ANSWER].limit for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert [set(limit.pauses) for limit in answers] == [set(), {"suspended"}]


# ── classes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "identity", "publicity", "guided", "photos"),
    [
        ("feedback", Identity.NONE_NEEDED, Publicity.ANSWER_PUBLIC, False, True),
        ("proposal", Identity.WANTED, Publicity.WITH_CONSENT, False, True),
        ("opinion", Identity.NONE_NEEDED, Publicity.ANSWER_PUBLIC, False, True),
        ("complaint", Identity.NEEDED, Publicity.NEVER, False, True),
        ("denunciation", Identity.NEVER_STORED, Publicity.NEVER, True, False),
        ("data_request", Identity.NEEDED, Publicity.NEVER, False, False),
    ],
)
def test_a_class_decides(
    code: str, identity: Identity, publicity: Publicity, guided: bool, photos: bool
) -> None:
    rule = class_on(code, TODAY)
    assert (rule.identity, rule.publicity, rule.guided, rule.photos) == (identity, publicity, guided, photos)


def test_of_a_denunciation_nothing_is_kept_and_nothing_runs() -> None:
    rule = class_on("denunciation", TODAY)
    assert (rule.retention.contact, rule.retention.text, rule.retention.attachments) == (0, 0, 0)
    assert rule.clocks == ()


def test_who_sent_is_forgotten_before_what_was_sent() -> None:
    for rule in class_rules():
        kept = rule.retention
        assert max(kept.contact, kept.attachments) <= kept.text, rule.code
        assert kept.verified is False, rule.code


def test_every_clock_of_a_class_has_a_limit_today() -> None:
    without = {
        (code, clock)
        for code in LIVE
        for clock in class_on(code, TODAY).clocks
        if clock not in limits_for(code, TODAY)
    }
    assert without == set()


def test_a_class_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(LookupError, match="no class 'gossip'"):
        class_on("gossip", TODAY)
    with pytest.raises(LookupError):
        class_on("feedback", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("code", "consents", "guarded", "public"),
    [
        ("feedback", False, False, True),
        ("feedback", True, True, False),  # security and order: a name is never published
        ("proposal", False, False, False),
        ("proposal", True, False, True),
        ("proposal", True, True, False),
        ("complaint", True, False, False),
        ("denunciation", True, False, False),
        ("data_request", True, False, False),
    ],
)
def test_what_may_be_public(code: str, consents: bool, guarded: bool, public: bool) -> None:
    assert class_on(code, TODAY).may_be_public(consents=consents, guarded=guarded) is public


# ── the most special row ─────────────────────────────────────────────────────────────────────────────────────────────

A, T = ClockKind.ANSWER, ClockKind.ACKNOWLEDGE


@pytest.mark.parametrize(
    ("class_code", "clock", "traits", "province", "code"),
    [
        ("feedback", A, (), None, "feedback.front_ordinary"),
        ("feedback", A, ("complex",), None, "feedback.front_complex"),
        ("feedback", A, ("portal",), None, "feedback.portal"),
        ("feedback", A, ("portal", "complex"), None, "feedback.portal"),
        ("feedback", A, ("legal_document",), "01", "feedback.legal_document"),
        ("feedback", A, ("infrastructure",), "79", "feedback.infrastructure"),
        ("feedback", A, ("infrastructure",), "66", "feedback.front_ordinary"),
        ("feedback", A, (), "01", "feedback.front_ordinary"),
        ("feedback", A, ("blue",), None, "feedback.front_ordinary"),
        ("feedback", T, (), "01", "feedback.acknowledge"),
        ("feedback", T, ("urgent",), "01", "feedback.acknowledge_urgent"),
        ("feedback", T, (), "66", "matter.acknowledge"),
        ("feedback", T, ("urgent",), "66", "matter.acknowledge_urgent"),
        ("complaint", T, (), "01", "matter.acknowledge"),
        ("proposal", A, (), None, "proposal.answer"),
        ("opinion", A, (), None, "feedback.front_ordinary"),
        ("complaint", A, ("second", "remote", "complex"), None, "complaint.second_remote_complex"),
        ("data_request", A, ("object", "processors"), None, "privacy.withdraw_processors"),
        ("denunciation", A, (), None, "denunciation.settle"),
    ],
)
def test_the_most_special_limit_holds_and_law_comes_before_a_promise(
    class_code: str, clock: ClockKind, traits: tuple[str, ...], province: str | None, code: str
) -> None:
    assert chosen(class_code, clock, *traits, province=province) == code


@pytest.mark.parametrize(
    ("class_code", "traits", "province", "unknown"),
    [
        ("feedback", (), None, []),
        ("feedback", (), "01", ["feedback.ihanoi"]),
        ("feedback", ("complex",), "01", ["feedback.ihanoi_complex", "feedback.ihanoi"]),
        ("feedback", ("regulation",), None, ["feedback.regulation"]),
        ("proposal", (), None, ["proposal.law"]),
        ("feedback", ("legal_document",), "01", []),
    ],
)
def test_what_law_may_have_and_nobody_found_is_named_and_never_used(
    class_code: str, traits: tuple[str, ...], province: str | None, unknown: list[str]
) -> None:
    found = limits_for(class_code, TODAY, province, frozenset(traits))[A]
    assert ([limit.code for limit in found.unknown], found.limit.amount is None) == (unknown, False)


LEGAL = {
    # (traits, first) → days: the table of feedback.md 1.5
    (): 30, ("complex",): 45, ("remote",): 45, ("complex", "remote"): 60,
    ("second",): 45, ("complex", "second"): 60, ("remote", "second"): 60, ("complex", "remote", "second"): 70,
}  # fmt: skip


@pytest.mark.parametrize("traits", LEGAL, ids="-".join)
def test_complaints_have_the_periods_of_the_law(traits: tuple[str, ...]) -> None:
    limit = limits_for("complaint", date(2026, 1, 5), None, frozenset(traits))[A].limit
    assert (limit.amount, limit.unit, limit.event, limit.source.verified) == (
        LEGAL[traits],
        Unit.DAYS,
        "accepted",
        True,
    )


def test_the_other_periods_of_the_table_are_as_they_were_found() -> None:
    on = date(2026, 2, 2)
    table = {
        limit.code: (limit.amount, str(limit.unit), str(limit.source.mark))
        for limit in limits()
        if limit.holds_on(on)
    }
    assert {code: table[code] for code in table if not code.startswith(("matter.", "proposal.", "complaint.first", "complaint.second"))} == {
        "reception.reply": (10, "working_days", "S-weak"),
        "petition.sort": (10, "days", "S-weak"),
        "feedback.forward": (5, "working_days", "S"),
        "feedback.regulation": (None, "days", "K"),
        "feedback.portal": (20, "days", "S"),
        "feedback.portal_update": (7, "working_days", "S"),
        "feedback.legal_document": (15, "days", "S"),
        "feedback.front_ordinary": (7, "working_days", "S-weak"),
        "feedback.front_complex": (15, "days", "S-weak"),
        "feedback.acknowledge": (8, "working_hours", "S"),
        "feedback.acknowledge_urgent": (4, "working_hours", "S"),
        "feedback.ihanoi": (None, "working_days", "S"),
        "feedback.ihanoi_complex": (None, "working_days", "S"),
        "feedback.ihanoi_urgent": (None, "working_days", "S"),
        "feedback.infrastructure": (5, "working_days", "S-weak"),
        "opinion.law": (None, "days", "K"),
        "complaint.accept": (10, "days", "S"),
        "complaint.seek_first": (90, "days", "S"),
        "complaint.seek_second": (30, "days", "S"),
        "complaint.seek_second_remote": (45, "days", "S"),
        "denunciation.check": (7, "working_days", "K"),
        "denunciation.tell": (5, "working_days", "S"),
        "denunciation.settle": (30, "days", "S"),
        "denunciation.extend_complex": (30, "days", "S"),
        "denunciation.extend_very_complex": (30, "days", "S"),
        "supervision.reply": (None, "days", "K"),
        "privacy.acknowledge": (2, "working_days", "S"),
        "privacy.withdraw": (15, "days", "S"),
        "privacy.withdraw_processors": (20, "days", "S"),
        "privacy.access": (10, "days", "S"),
        "privacy.access_processors": (20, "days", "S-weak"),
        "privacy.extend": (15, "days", "S"),
        "privacy.breach": (72, "hours", "K"),
        "privacy.assessment": (60, "days", "K"),
        "privacy.assessment_update": (182, "days", "S"),
    }  # fmt: skip


# ── handling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_after_three_hops_the_level_above_decides() -> None:
    assert [may_hop(hops, TODAY) for hops in range(5)] == [True, True, True, False, False]
    assert climbs_on(ClockKind.DECIDE, TODAY) == (0, 1)


def test_what_ran_out_climbs_by_numbers_that_are_laid_down() -> None:
    assert (climbs_on(A, TODAY), climbs_on(T, TODAY), climbs_on(ClockKind.REOPEN, TODAY)) == (
        (0, 3),
        (1,),
        (),
    )
    assert handling_on("hops", date(2000, 1, 1)) == ()
