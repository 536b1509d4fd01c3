"""Writes of reports. A refusal also proves that nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.forms import queries as forms
from lienthong.forms import services as form_services
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry, AuditStream
from lienthong.reports import queries, services
from lienthong.reports.models import Return, Revision, Total
from lienthong.reports.queries import Stage
from lienthong.reports.rules.states import APPROVED, RECEIVED, State
from tests.cast import VALID, WEEK, Cast

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    """Return all that a write of reports may touch."""
    return [
        list(Return.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values()),
        [(t.unit_id, t.period, bytes(t.received), bytes(t.approved)) for t in Total.objects.order_by("pk")],
        list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True)),
    ]


@contextmanager
def refused(error: type[Refusal]) -> Iterator[Any]:
    """Expect a refusal, and that nothing changed."""
    before = everything()
    with pytest.raises(error) as caught:
        yield caught
    assert everything() == before


def national(cast: Cast, stage: Stage = Stage.RECEIVED, period: str = WEEK, field: str = "households") -> int:
    """Return a national figure as Hà sees it."""
    totals = queries.unit_totals_for(cast.actor("ha"), cast.asked(period), cast.unit("Trung ương", period))
    return totals.of(stage).figures[field].total


def test_a_draft_counts_nowhere(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    assert cast.entry("v1").state == "draft"
    assert national(cast) == 0


def test_a_submitted_value_is_in_every_ancestors_total_on_the_next_read(cast: Cast) -> None:
    cast.save("nga", "v1")
    for who, name in (("lan", "C"), ("tung", "P"), ("ha", "Trung ương")):
        totals = queries.unit_totals_for(cast.actor(who), cast.asked(), cast.unit(name))
        assert totals.received.figures["households"].total == 120
        assert totals.approved.figures["households"].total == 0
        assert totals.completeness.received == 1


def test_an_approved_value_counts_twice_and_a_returned_one_nowhere(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])
    assert (national(cast), national(cast, Stage.APPROVED)) == (120, 120)
    services.return_returns(
        actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid], reason="Sai số hộ."
    )
    assert (national(cast), national(cast, Stage.APPROVED)) == (0, 0)
    assert cast.entry("v1").reason == "Sai số hộ."


def test_a_withdrawn_return_leaves_the_totals_at_once(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.withdraw_return(actor=cast.actor("nga"), asked=cast.asked(), uid=entry.uid)
    assert cast.entry("v1").state == "draft"
    assert national(cast) == 0


def test_an_amended_return_moves_the_totals_by_the_difference(cast: Cast) -> None:
    cast.save("nga", "v1")
    cast.save("nga", "v1", submit=False, households="150")
    assert cast.entry("v1").state == "submitted"
    assert national(cast) == 150


def test_the_province_locks_and_unlocks(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])
    assert (
        services.lock_below(actor=cast.actor("tung"), asked=cast.asked(), unit_id=cast.province["C"].pk) == 1
    )
    assert cast.entry("v1").state == "locked"
    with refused(WrongMoment):
        services.return_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid], reason="x")
    services.unlock_returns(actor=cast.actor("tung"), asked=cast.asked(), uids=[entry.uid], reason="Sửa số.")
    assert cast.entry("v1").state == "approved"


def test_the_same_save_twice_changes_nothing(cast: Cast) -> None:
    row = cast.typed("v1")
    services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[row], submit=True)
    before = everything()
    services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[row], submit=True)
    assert everything() == before


def test_approving_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    assert services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid]) == 1
    before = everything()
    assert services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid]) == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.234,5", "không phải số nguyên"),
        ("1 234", "khoảng trắng"),
        ("mười", "không phải là số"),
        ("-3", "số âm"),
        ("99999999999999999999", "quá lớn"),
        ("1,234", "hai cách"),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence_that_names_the_field(
    cast: Cast, typed: str, words: str
) -> None:
    row = cast.typed("v1", households=typed)
    with refused(WrongData) as caught:
        services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[row], submit=False)
    (sentences,) = caught.value.faults.values()
    assert "Số hộ" in sentences[0]
    assert words in sentences[0]


def test_a_broken_rule_stops_submitting_but_not_a_draft(cast: Cast) -> None:
    row = cast.typed("v1", poor="121")
    with refused(WrongData) as caught:
        services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[row], submit=True)
    assert any("Hộ nghèo nhiều hơn số hộ" in s for faults in caught.value.faults.values() for s in faults)
    services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[row], submit=False)
    assert cast.entry("v1").values["poor"] == "121"


def test_blank_zero_and_not_applicable_stay_apart_up_to_the_top(cast: Cast) -> None:
    asked = cast.asked()
    cast.save("nga", "v1", money="0")
    cast.save("lan", "v2", money="")
    unit = cast.unit("v3")
    reading = forms.read_typed(asked.form, VALID, frozenset({"money"}))
    row = services.Typed(unit.id, unit.uid, unit.short_name, reading, 0)
    services.save_returns(actor=cast.actor("lan"), asked=asked, rows=[row], submit=True)
    figure = queries.unit_totals_for(cast.actor("ha"), asked, cast.unit("Trung ương")).received.figures[
        "money"
    ]
    assert (figure.total, figure.values, figure.blank, figure.not_applicable) == (0, 1, 1, 1)


@pytest.mark.parametrize("period", ["2026-W10x", "2024-W01", "2026-W54"])
def test_a_period_outside_the_series_is_refused(cast: Cast, period: str) -> None:
    with refused(WrongMoment):
        queries.get_asked(cast.actor("nga"), "tuan", period)


def test_a_village_of_another_commune_is_refused(cast: Cast) -> None:
    with refused(NotAllowed):
        services.save_returns(
            actor=cast.actor("lan"), asked=cast.asked(), rows=[cast.typed("v4")], submit=True
        )


def test_villages_of_two_communes_are_not_saved_together(cast: Cast) -> None:
    rows = [cast.typed("v1"), cast.typed("v4")]
    with refused(WrongData):
        services.save_returns(actor=OPERATOR, asked=cast.asked(), rows=rows, submit=True)


def test_a_body_that_does_not_report_is_refused(cast: Cast) -> None:
    with refused(WrongMoment):
        services.save_returns(actor=OPERATOR, asked=cast.asked(), rows=[cast.typed("UBND C")], submit=True)


def test_a_form_version_no_longer_in_force_is_refused(cast: Cast) -> None:
    asked = cast.asked()
    old = asked.form_version_uid
    form = forms.find_form("front-weekly")
    assert form is not None
    definition = forms.get_version(old).definition
    version = form_services.draft_version(
        actor=OPERATOR, form=form, definition=definition, in_force_from=date(2026, 11, 1)
    )
    form_services.publish_version(actor=OPERATOR, version=version)
    row = cast.typed("v1")
    stale = services.Typed(row.organisation_id, row.organisation_uid, row.name, row.reading, 0, form=old)
    with refused(WrongMoment):
        services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[stale], submit=True)


def test_an_approved_return_cannot_be_changed(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])
    with refused(WrongMoment):
        cast.save("nga", "v1", households="1")


def test_returning_needs_a_reason(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    with refused(WrongData):
        services.return_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid], reason="  ")


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "ha", "quan"])
def test_who_may_not_approve(cast: Cast, who: str) -> None:
    entry = cast.save("nga", "v1")
    with refused(NotAllowed):
        services.approve_returns(actor=cast.actor(who), asked=cast.asked(), uids=[entry.uid])


@pytest.mark.parametrize("who", ["minh", "tung", "ha", "quan", "duc", "hoa"])
def test_who_may_not_enter(cast: Cast, who: str) -> None:
    with refused(NotAllowed):
        services.save_returns(actor=cast.actor(who), asked=cast.asked(), rows=[cast.typed("v1")], submit=True)


def test_a_return_of_another_week_is_not_found(cast: Cast) -> None:
    entry = cast.save("nga", "v1", period="2026-W46")
    with refused(NotFound):
        services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])


def test_the_second_of_two_officers_sees_both_values_and_both_survive(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False, households="120")
    mine = cast.typed("v1", seen=1, households="130")
    cast.save("lan", "v1", submit=False, households="140")
    with refused(services.Clashed) as caught:
        services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[mine], submit=False)
    (clash,) = caught.value.clashes
    assert (clash.mine, clash.theirs, clash.version) == ({"households": "130"}, {"households": "140"}, 2)
    chosen = cast.typed("v1", seen=clash.version, households="130")
    services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[chosen], submit=False)
    kept = [r.values["households"] for r in Revision.objects.order_by("version") if r.values]
    assert kept == ["120", "140", "130"]


def test_different_fields_changed_by_two_people_are_both_kept(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    mine = cast.typed("v1", seen=1, meetings="2")
    cast.save("lan", "v1", submit=False, poor="9")
    services.save_returns(actor=cast.actor("nga"), asked=cast.asked(), rows=[mine], submit=False)
    values = cast.entry("v1").values
    assert (values["meetings"], values["poor"]) == ("2", "9")


def test_timeliness_is_judged_by_when_it_was_first_sent(cast: Cast) -> None:
    with clock.held_at(datetime.fromisoformat("2026-11-22T12:00+07:00")):
        cast.save("nga", "v1")
    with clock.held_at(datetime.fromisoformat("2026-11-22T12:01+07:00")):
        cast.save("lan", "v2")
    entry = cast.entry("v1")
    services.return_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid], reason="Sửa.")
    with clock.held_at(datetime.fromisoformat("2026-11-23T08:00+07:00")):
        cast.save("nga", "v1", households="121")
    assert (cast.entry("v1").on_time, cast.entry("v2").on_time) == (True, False)
    counts = queries.unit_totals_for(cast.actor("lan"), cast.asked(), cast.unit("C")).completeness
    assert (counts.received, counts.on_time) == (2, 1)


def test_every_step_leaves_one_audit_entry_in_the_communes_stream(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])
    entries = AuditEntry.objects.filter(stream__uid=cast.province["C"].uid, kind="return").order_by("number")
    assert [(e.verb, e.subject, e.actor) for e in entries] == [
        ("return.submitted", entry.uid, cast.accounts["nga"].uid),
        ("return.approved", entry.uid, cast.accounts["lan"].uid),
    ]
    assert [faults for _uid, _count, faults in audit.verify() if faults] == []


def test_a_save_whose_audit_fails_leaves_nothing(cast: Cast) -> None:
    cast.save("nga", "v1")
    before = everything()
    # The next entry would stand where one stands already.
    AuditStream.objects.filter(uid=cast.province["C"].uid).update(number=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.save("nga", "v1", households="121")
    assert everything() == before


def test_a_week_counts_where_its_last_day_puts_it(cast: Cast) -> None:
    """2025-W27 runs from 30 June to 6 July: the change of 1 July lies within, and the tree after it decides."""
    actor = OPERATOR
    for period, commune in (("2025-W26", "A1"), ("2025-W27", "C"), ("2025-W28", "C")):
        row = cast.typed("v1", period=period)
        services.save_returns(actor=actor, asked=cast.asked(period), rows=[row], submit=True)
        totals = Total.objects.get(period=period)
        assert totals.unit_id == cast.province[commune].pk


def test_rebuilding_finds_nothing_to_put_right_and_repairs_what_is_wrong(cast: Cast) -> None:
    cast.save("nga", "v1")
    cast.save("lan", "v2")
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=WEEK) == 0
    Total.objects.update(received=bytes(8))
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=WEEK) == 1
    assert national(cast) == 240


MOVES: dict[str, Callable[[Cast, str, str], object]] = {
    "draft": lambda cast, body, number: cast.save("lan", body, submit=False, households=number),
    "submit": lambda cast, body, number: cast.save("lan", body, households=number, money=number),
    "withdraw": lambda cast, body, _: services.withdraw_return(
        actor=cast.actor("lan"), asked=cast.asked(), uid=cast.entry(body).uid
    ),
    "approve": lambda cast, body, _: services.approve_returns(
        actor=cast.actor("lan"), asked=cast.asked(), uids=[cast.entry(body).uid]
    ),
    "return": lambda cast, body, _: services.return_returns(
        actor=cast.actor("lan"), asked=cast.asked(), uids=[cast.entry(body).uid], reason="Sửa."
    ),
    "lock": lambda cast, body, _: services.lock_returns(
        actor=cast.actor("tung"), asked=cast.asked(), uids=[cast.entry(body).uid]
    ),
    "unlock": lambda cast, body, _: services.unlock_returns(
        actor=cast.actor("tung"), asked=cast.asked(), uids=[cast.entry(body).uid], reason="Sửa."
    ),
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(MOVES)), st.sampled_from(["v1", "v2", "v3"]), st.integers(10, 10**6)
        ),
        max_size=14,
    )
)
def test_a_total_is_the_sum_of_its_cells_after_any_sequence_of_steps(
    cast: Cast, moves: list[tuple[str, str, int]]
) -> None:
    for move, body, number in moves:
        try:
            MOVES[move](cast, body, str(number))
        except (Refusal, Return.DoesNotExist):
            continue
    entries = list(Return.objects.all())
    for stage, counted in ((Stage.RECEIVED, RECEIVED), (Stage.APPROVED, APPROVED)):
        inside = [entry for entry in entries if State(entry.state) in counted]
        totals = queries.unit_totals_for(cast.actor("ha"), cast.asked(), cast.unit("Trung ương")).of(stage)
        assert totals.returns == len(inside)
        for field in ("households", "money"):
            cells = [int(entry.values[field]) for entry in inside if entry.values[field] is not None]
            assert totals.figures[field].total == sum(cells)
            assert totals.figures[field].values == len(cells)
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=WEEK) == 0
