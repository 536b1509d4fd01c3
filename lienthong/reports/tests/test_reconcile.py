"""Kept totals are what the returns come to: found where they are not, put right, and added up anew from nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.desk.models import WorkItem
from lienthong.kernel import audit
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.models import AuditEntry
from lienthong.reports import queries, services
from lienthong.reports.models import Total
from lienthong.reports.queries import reckoning
from lienthong.reports.rules import tally, totals
from lienthong.reports.services import ledger
from tests.cast import WEEK, Cast
from tests.every_kind import with_every_kind

from .test_rollups import report
from .test_saving import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(cast: Cast) -> Cast:
    """Return the cast at work with the sample of every kind."""
    return with_every_kind(cast)


def run(*words: str) -> tuple[list[dict[str, Any]], str]:
    """Run a command; return its rows and what it ended with, "" for well."""
    out, said, code = io.StringIO(), "", 1
    try:
        call_command(*words, "--format", "json", stdout=out)
    except CommandError as error:
        said, code = str(error), error.returncode
    assert code == 1
    return json.loads(out.getvalue() or "[]"), said


def kept() -> dict[tuple[str, int], tuple[bytes, bytes]]:
    """Return every total that says anything."""
    rows = Total.objects.values_list("period", "unit_id", "received", "approved")
    return {
        (period, unit): (bytes(received), bytes(approved))
        for period, unit, received, approved in rows
        if any(received)
    }


def plant(cast: Cast, place: int, number: int, *, unit: str = "C", period: str = WEEK) -> None:
    """Put a wrong number into a kept total, past everything that keeps it."""
    row = Total.objects.get(unit=cast.province[unit], period=period)
    held = np.frombuffer(bytes(row.received), dtype="<i8").copy()
    held[place] = number
    row.received = held.tobytes()
    row.save()


def test_nothing_is_amiss_after_saves(every: Cast) -> None:
    for name in ("v1", "v2", "v4"):
        report(every, name)
        report(every, name, "2026-W46")
    assert run("reconcile", "--all") == ([], "")


def test_each_wrong_number_is_named_and_nothing_is_written_unless_asked(cast: Cast) -> None:
    cast.save("nga", "v1")
    people = totals.HEADER + totals.LANES * cast.series.slots.index("people")
    plant(cast, totals.RETURNS, 2)
    plant(cast, people + totals.SUM, 501)
    before, written = kept(), AuditEntry.objects.count()
    unit = str(cast.province["C"].uid)
    told = {"series": "tuan", "period": WEEK, "unit": unit, "stage": "received"}
    assert run("reconcile", "--period", WEEK) == (
        [
            {**told, "slot": "", "number": "returns", "kept": 2, "cells": 1},
            {**told, "slot": "people", "number": "sum", "kept": 501, "cells": 500},
        ],
        "1 kept totals differed from the returns: run again with --repair.",
    )
    assert (kept(), AuditEntry.objects.count()) == (before, written)


def test_what_is_repaired_stands_in_the_audit_of_its_unit(cast: Cast) -> None:
    cast.save("nga", "v1")
    right = kept()
    plant(cast, totals.RETURNS, 7)
    rows, said = run("reconcile", "--repair")
    assert (len(rows), said) == (1, "1 kept totals differed from the returns: and were put right.")
    assert kept() == right
    last = AuditEntry.objects.order_by("-pk").select_related("stream")[0]
    assert (last.verb, last.stream.uid) == ("totals.rebuilt", cast.province["C"].uid)
    assert [faults for _uid, _count, faults in audit.verify() if faults] == []
    assert run("reconcile", "--all") == ([], "")


def test_a_total_that_is_missing_spoilt_or_of_nothing_is_found(every: Cast) -> None:
    for name in ("v1", "v4"):
        report(every, name)
    right = kept()
    Total.objects.filter(unit=every.province["C"]).delete()
    Total.objects.filter(unit=every.province["D"]).update(received=b"\1\2\3")
    Total.objects.create(
        series=every.series, unit=every.province["E"], period=WEEK, received=b"\1" + bytes(7), approved=b""
    )
    asked = every.asked()
    amiss = sorted(every.province[name].pk for name in "CDE")
    assert queries.units_amiss(asked) == amiss
    rows, _said = run("reconcile", "--repair", "--all")
    assert {(one["period"], one["unit"]) for one in rows} == {
        *((WEEK, str(every.province[name].uid)) for name in "CDE"),
        *(("2026-11", str(every.province[name].uid)) for name in "CD"),
    }
    assert kept() == right


def test_the_month_is_repaired_by_itself_too(every: Cast) -> None:
    report(every, "v1")
    right = kept()
    Total.objects.filter(period="2026-11").update(approved=b"\1" + bytes(7))
    assert run("reconcile", "--period", WEEK) == ([], "")
    rows, said = run("reconcile", "--period", "2026-11", "--repair")
    assert ([(one["stage"], one["number"], one["kept"]) for one in rows], bool(said)) == (
        [("approved", "returns", 1)],
        True,
    )
    assert kept() == right


def test_the_work_of_approving_follows_what_is_put_right(cast: Cast) -> None:
    cast.save("nga", "v1")
    work = WorkItem.objects.get(kind="reports.review")
    row = Total.objects.get()
    Total.objects.update(approved=row.received)
    run("reconcile", "--repair")
    assert WorkItem.objects.get(kind="reports.review").pk == work.pk
    Total.objects.all().delete()
    WorkItem.objects.all().delete()
    run("reconcile", "--repair")
    assert WorkItem.objects.get(kind="reports.review").organisation_id == cast.province["C"].pk


def test_the_country_is_added_up_anew_from_nothing(every: Cast) -> None:
    for name in ("v1", "v2", "v4"):
        report(every, name)
        report(every, name, "2026-W46")
    right = kept()
    Total.objects.all().delete()
    rows, said = run("reports", "retotal", "--all")
    told = [(one["series"], one["period"], one["units_put_right"]) for one in rows if one["series"] == "mau"]
    assert (told, said) == ([("mau", "2026-W46", 2), ("mau", "2026-W47", 2), ("mau", "2026-11", 2)], "")
    assert kept() == right
    again, _said = run("reports", "retotal", "--all")
    assert sum(one["units_put_right"] for one in again) == 0


def test_what_was_broken_off_goes_on_where_it_stopped(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W46")
    cast.save("nga", "v1")
    Total.objects.all().delete()
    rows, _said = run("reports", "retotal", "--all", "--first", WEEK)
    assert [(one["period"], one["units_put_right"]) for one in rows] == [(WEEK, 1)]
    assert run("reports", "retotal", "--period", "2026-W46")[0][0]["units_put_right"] == 1


def test_a_week_that_is_none_is_said(cast: Cast) -> None:
    for words in (("--period", "2026-X"), ("--period", "2019-W01", "--series", "tuan"), ("--series", "none")):
        assert run("reconcile", *words)[1] != ""


def test_only_who_manages_series_settles_totals(cast: Cast) -> None:
    cast.save("nga", "v1")
    plant(cast, totals.RETURNS, 7)
    before, unit = kept(), cast.province["C"].pk
    with pytest.raises(NotAllowed):
        services.settle_totals(
            actor=cast.actor("lan"), asked=cast.asked(), month=None, units=[unit], repair=True
        )
    assert kept() == before


def test_looking_at_a_week_takes_as_many_statements_for_many_units_as_for_one(cast: Cast) -> None:
    cast.save("nga", "v1")
    numbers = []
    for who, name in (("lan", "v2"), ("minh", "v4")):
        cast.save(who, name)
        with counted() as ran:
            assert queries.units_amiss(cast.asked()) == []
        numbers.append(len(ran))
    assert numbers[0] == numbers[1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_adding_up_by_columns_is_adding_up_one_by_one(every: Cast, data: st.DataObject) -> None:
    asked = every.asked()
    cell: Any = st.sampled_from(
        [None, {"s": "not_applicable"}, {"s": "withheld"}, "absent", True, False, *"0123"]
    )
    returns: list[tuple[str, bool, Mapping[str, Any]]] = []
    for _ in range(data.draw(st.integers(0, 6))):
        state = data.draw(st.sampled_from(["submitted", "approved", "locked"]))
        values = {}
        for code, field in asked.form.fields.items():
            value = data.draw(cell)
            if isinstance(value, bool) != (str(field.type) == "yesno") and not isinstance(
                value, (dict, type(None))
            ):
                continue
            if value != "absent":
                values[code] = value
        returns.append((state, data.draw(st.booleans()), values))
    rows = tally.rows_of(asked.form, asked.slots, returns)
    one_by_one = [
        ledger.row_of(asked, ledger.Counted(state, values, on_time)) for state, on_time, values in returns
    ]
    assert rows.tolist() == [row.tolist() for row in one_by_one]


def test_a_reading_of_some_units_is_a_part_of_the_reading_of_all(every: Cast) -> None:
    for name in ("v1", "v2", "v4"):
        report(every, name)
    asked = every.asked()
    everywhere = reckoning.reckoned_week(asked)
    assert set(everywhere) == {every.province["C"].pk, every.province["D"].pk}
    for unit, rows in everywhere.items():
        (alone,) = reckoning.reckoned_week(asked, [unit]).values()
        nothing_kept = ledger.total_at(asked, unit)
        for place in (0, 1):
            assert rows[place].tolist() == alone[place].tolist() == nothing_kept[place].tolist()
    assert services.rebuild_totals(actor=OPERATOR, series=every.series, period=WEEK) == 0
