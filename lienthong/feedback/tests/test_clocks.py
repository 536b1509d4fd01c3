"""When something is due, day by day: exact cases, and a count by hand that knows nothing of the kernel's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.feedback.rules.clocks import Why, explain, is_within
from lienthong.feedback.rules.limits import Chosen, ClockKind, Limit, limits, limits_for
from lienthong.feedback.rules.reasons import day_by_day, period, reason, reason_undated
from lienthong.kernel import working
from lienthong.kernel.working import LOCAL, Calendar, DayKind, Pause, Unit, YearUnknown, days_of

SHIPPED = json.loads((Path(working.__file__).parent / "data" / "calendar.json").read_text(encoding="utf-8"))
NAMES = {date.fromisoformat(row["day"]): row["name"] for row in SHIPPED}
VIETNAM = Calendar.of(
    {date.fromisoformat(row["day"]): DayKind(row["kind"]) for row in SHIPPED},
    [date.fromisoformat(row["day"]) for row in SHIPPED if not row["verified"]],
)
OFF = {date.fromisoformat(row["day"]) for row in SHIPPED if row["kind"] != "make_up"}
MADE_UP = {date.fromisoformat(row["day"]) for row in SHIPPED if row["kind"] == "make_up"}
HELD = [limit for limit in limits() if limit.pauses]
COUNTED = [limit for limit in limits() if limit.amount is not None]


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def of(
    class_code: str, clock: str, *traits: str, province: str | None = None, on: str = "2026-03-02"
) -> Chosen:
    """Return the limit that runs for such a matter."""
    return limits_for(class_code, date.fromisoformat(on), province, frozenset(traits))[ClockKind(clock)]


def due(code: Chosen, started: str, *pauses: tuple[str, str]) -> datetime:
    """Return when something is due."""
    return explain(code, at(started), VIETNAM, pauses=[Pause(at(a), at(b)) for a, b in pauses]).due


# ── exact days ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("started", "end"),
    [
        ("2025-04-24 09:00", "2025-05-07"),  # 25, make-up Saturday 26, 28, 29 April; 5, 6, 7 May
        ("2025-04-25 23:59", "2025-05-08"),
        ("2025-04-26 00:00", "2025-05-09"),  # the make-up day is the first, and not counted
        ("2025-04-30 10:00", "2025-05-13"),
        ("2026-04-24 10:00", "2026-05-08"),  # 27 April in place of the Hùng Kings' Sunday; 30 April, 1 May
        ("2026-02-12 23:59", "2026-03-02"),  # a day before Tết's eve: 13 counts, then nothing until the 23rd
        ("2026-02-16 23:59", "2026-03-03"),  # midnight at Tết on either side
        ("2026-02-17 00:00", "2026-03-03"),
        ("2026-08-21 09:00", "2026-09-03"),  # make-up Saturday 22 August, off on 31 August, 1 and 2 September
        ("2026-12-30 09:00", "2027-01-11"),
    ],
)
def test_seven_working_days_pass_holidays_and_make_up_saturdays(started: str, end: str) -> None:
    assert due(of("feedback", "answer"), started) == at(f"{end} 17:00")


@pytest.mark.parametrize(
    ("started", "end"),
    [
        ("2026-04-15 09:00", "2026-05-04"),  # 15 days end on 30 April
        ("2026-04-16 09:00", "2026-05-04"),
        ("2026-04-19 09:00", "2026-05-04"),
        ("2026-02-01 09:00", "2026-02-23"),  # the 16th is Tết
        ("2025-04-11 09:00", "2025-04-26"),  # a make-up Saturday is a working day: it ends there
    ],
)
def test_fifteen_days_that_end_on_a_day_off_end_on_the_next_working_day(started: str, end: str) -> None:
    assert due(of("feedback", "answer", "complex"), started) == at(f"{end} 17:00")


@pytest.mark.parametrize(
    ("urgent", "started", "end"),
    [
        (False, "2026-03-02 09:00", "2026-03-03 09:00"),
        (True, "2026-03-02 09:00", "2026-03-02 14:00"),
        (True, "2026-02-13 16:00", "2026-02-23 11:00"),  # over Tết
        (True, "2025-04-29 16:00", "2025-05-05 11:00"),
        (True, "2025-04-25 18:00", "2025-04-26 12:00"),  # on the make-up Saturday
        (False, "2026-02-16 23:59", "2026-02-23 17:00"),
    ],
)
def test_what_is_sent_is_acknowledged_in_office_hours(urgent: bool, started: str, end: str) -> None:
    assert due(of("feedback", "acknowledge", *["urgent"] * urgent), started) == at(end)


def test_where_the_calendar_does_not_reach_nothing_is_guessed() -> None:
    with pytest.raises(YearUnknown) as caught:
        due(of("feedback", "answer"), "2027-12-28 09:00")
    assert caught.value.year == 2028
    assert reason_undated(of("feedback", "answer"), 2028) == (
        "Hẹn trả lời trong 7 ngày làm việc kể từ ngày tiếp nhận – Mẫu của Mặt trận một phường, tỉnh Cao Bằng; "
        "là cam kết của hệ thống, không phải luật; chưa tính được ngày vì chưa có lịch làm việc năm 2028."
    )
    assert reason_undated(of("feedback", "answer"), 2028, "en").endswith("a working calendar of 2028.")


# ── pauses ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "2026-03-11"),
        ([("2026-03-05 10:00", "2026-03-10 08:00")], "2026-03-16"),
        ([("2026-03-05 10:00", "2026-03-05 16:00")], "2026-03-11"),  # within a day
        ([("2026-03-07 10:00", "2026-03-09 08:00")], "2026-03-11"),  # a weekend long
        ([("2026-03-06 16:00", "2026-03-09 08:00")], "2026-03-12"),
        ([("2026-03-04 08:00", "2026-03-05 08:00"), ("2026-03-05 09:00", "2026-03-06 09:00")], "2026-03-13"),
        ([("2026-03-04 08:00", "2026-03-06 08:00"), ("2026-03-05 09:00", "2026-03-06 09:00")], "2026-03-13"),
        ([("2026-03-11 16:59", "2026-03-14 09:00")], "2026-03-16"),  # on the last day, until a Saturday
        ([("2026-03-11 17:01", "2026-03-20 09:00")], "2026-03-11"),  # too late
        ([("2026-03-05 17:30", "2026-03-06 17:30")], "2026-03-12"),  # from one evening to the next
        ([("2026-03-05 23:00", "2026-03-06 01:00")], "2026-03-11"),
        ([("2026-03-05 10:00", "2026-03-04 08:00")], "2026-03-11"),  # a clock that was set back
    ],
)
def test_a_pause_moves_an_answer_by_the_working_days_that_it_took(
    pauses: list[tuple[str, str]], end: str
) -> None:
    assert due(of("feedback", "answer"), "2026-03-02 09:00", *pauses) == at(f"{end} 17:00")


def test_a_pause_that_begins_when_it_is_overdue_buys_no_time() -> None:
    late = ("2026-03-12 08:00", "2026-03-20 08:00")
    assert due(of("feedback", "answer"), "2026-03-02 09:00", late) == at("2026-03-11 17:00")
    hours = working.due_of(
        VIETNAM,
        Unit.WORKING_HOURS,
        8,
        at("2026-03-02 09:00"),
        [Pause(at("2026-03-03 10:00"), at("2026-03-06 10:00"))],
    )
    assert hours == at("2026-03-03 09:00")


def test_a_pause_over_tet_and_over_30_april_takes_only_what_would_have_counted() -> None:
    assert due(of("feedback", "answer"), "2026-02-10 08:00") == at("2026-02-26 17:00")
    over_tet = ("2026-02-13 10:00", "2026-02-23 08:00")
    assert due(of("feedback", "answer"), "2026-02-10 08:00", over_tet) == at("2026-02-27 17:00")
    april = of("feedback", "answer", on="2025-07-01")
    bridge = ("2025-04-25 10:00", "2025-05-05 08:00")  # 25, 26 (made up), 28, 29 April
    assert due(april, "2025-04-24 08:00") == at("2025-05-07 17:00")
    assert due(april, "2025-04-24 08:00", bridge) == at("2025-05-13 17:00")


def test_the_whole_case_is_never_held() -> None:
    total = of("feedback", "total")
    with pytest.raises(ValueError, match="never held"):
        due(total, "2026-03-02 09:00", ("2026-03-05 10:00", "2026-03-10 08:00"))
    assert due(total, "2026-03-02 09:00") == at("2026-04-01 17:00")


# ── passing on, opening again ────────────────────────────────────────────────────────────────────────────────────────


def test_passing_on_begins_the_bodys_clock_anew_and_not_that_of_the_case() -> None:
    sent, handed, taken = "2026-03-02 09:00", "2026-03-04 15:00", "2026-03-06 10:00"
    assert due(of("feedback", "transfer"), handed) == at("2026-03-06 17:00")
    assert due(of("feedback", "transfer", "urgent"), handed) == at("2026-03-05 10:00")
    assert (due(of("feedback", "answer"), sent), due(of("feedback", "answer"), taken)) == (
        at("2026-03-11 17:00"),
        at("2026-03-17 17:00"),
    )
    assert due(of("feedback", "total"), sent) == at("2026-04-01 17:00")


def test_a_matter_is_opened_again_within_days_that_are_counted_from_the_answer() -> None:
    window, answered = of("feedback", "reopen"), at("2026-04-15 16:00")
    assert explain(window, answered, VIETNAM).due == at("2026-05-04 17:00")
    moments = ("2026-04-15 15:59", "2026-04-15 16:00", "2026-05-04 17:00", "2026-05-04 17:01")
    assert [is_within(window, answered, at(moment), VIETNAM) for moment in moments] == [
        False,
        True,
        True,
        False,
    ]
    with pytest.raises(ValueError, match="no window"):
        is_within(of("feedback", "answer"), answered, answered, VIETNAM)


# ── the proof ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_reason_fits_into_a_line_and_says_what_is_no_law() -> None:
    proof = explain(of("feedback", "answer", on="2026-11-13"), at("2026-11-12 09:00"), VIETNAM)
    assert reason(proof) == (
        "Hẹn trả lời trước 17:00, thứ Hai 23/11/2026: 7 ngày làm việc kể từ ngày tiếp nhận – "
        "Mẫu của Mặt trận một phường, tỉnh Cao Bằng; là cam kết của hệ thống, không phải luật."
    )
    assert reason(proof, "en") == (
        "To be answered by 17:00, Monday 23/11/2026: 7 working days from receipt – "
        "Model of the Front of a ward, province of Cao Bằng; a promise of the installation, not law."
    )
    in_hanoi = explain(of("feedback", "acknowledge", province="01"), at("2026-03-02 09:00"), VIETNAM)
    assert reason(in_hanoi) == (
        "Hẹn xác nhận trước 09:00, thứ Ba 03/03/2026: 8 giờ làm việc kể từ ngày tiếp nhận – "
        "Quyết định 1207/QĐ-UBND ngày 28/02/2025 của Hà Nội."
    )
    proposal = explain(of("proposal", "answer"), at("2026-03-02 09:00"), VIETNAM)
    assert reason(proposal).endswith("không phải luật; luật có thể có thời hạn riêng, chưa tra được.")
    complaint = explain(of("complaint", "answer", on="2026-08-03"), at("2026-08-03 09:00"), VIETNAM)
    assert reason(complaint) == (
        "Hẹn trả lời trước 17:00, thứ Năm 03/09/2026: 30 ngày, kể cả ngày nghỉ kể từ ngày thụ lý – "
        "Luật Khiếu nại 02/2011/QH13, sửa đổi bởi Luật 136/2025/QH15; chưa kiểm chứng."
    )


def test_a_count_over_an_unverified_day_says_so_though_its_law_was_read() -> None:
    over = explain(of("feedback", "forward"), at("2026-11-20 09:00"), VIETNAM)
    assert (over.sure, reason(over).endswith("; chưa kiểm chứng.")) == (False, True)
    after = explain(of("feedback", "forward"), at("2026-11-24 09:00"), VIETNAM)
    assert (after.sure, "kiểm chứng" in reason(after)) == (True, False)


def test_the_proof_names_each_day_and_why_it_was_not_counted() -> None:
    chosen = of("feedback", "answer", on="2025-07-01")
    pause = Pause(at("2025-04-28 10:00"), at("2025-04-29 09:00"))
    proof = explain(chosen, at("2025-04-25 09:00"), VIETNAM, pauses=[pause], names=NAMES)
    assert list(day_by_day(proof)) == [
        "thứ Sáu 25/04/2025: bắt đầu, không tính ngày này",
        "thứ Bảy 26/04/2025: ngày làm bù, ngày thứ 1 (Làm bù cho thứ Sáu 02/05/2025)",
        "Chủ nhật 27/04/2025: nghỉ cuối tuần, không tính",
        "thứ Hai 28/04/2025: tạm dừng, không tính",
        "thứ Ba 29/04/2025: ngày thứ 2",
        "thứ Tư 30/04/2025: ngày lễ, không tính (Ngày Chiến thắng)",
        "thứ Năm 01/05/2025: ngày lễ, không tính (Ngày Quốc tế Lao động)",
        "thứ Sáu 02/05/2025: nghỉ bù, nghỉ hoán đổi, không tính (Nghỉ hoán đổi, làm bù thứ Bảy 26/04/2025)",
        "thứ Bảy 03/05/2025: nghỉ cuối tuần, không tính",
        "Chủ nhật 04/05/2025: nghỉ cuối tuần, không tính",
        "thứ Hai 05/05/2025: ngày thứ 3",
        "thứ Ba 06/05/2025: ngày thứ 4",
        "thứ Tư 07/05/2025: ngày thứ 5",
        "thứ Năm 08/05/2025: ngày thứ 6",
        "thứ Sáu 09/05/2025: ngày thứ 7",
    ]
    assert list(day_by_day(proof, "en"))[5] == "Wednesday 30/04/2025: holiday, not counted (Victory Day)"


def test_the_proof_of_hours_and_of_a_day_that_was_moved() -> None:
    hours = explain(of("feedback", "acknowledge"), at("2025-04-25 18:00"), VIETNAM)
    assert list(day_by_day(hours)) == [
        "thứ Sáu 25/04/2025: ngoài giờ làm việc, chưa tính",
        "thứ Bảy 26/04/2025: ngày làm bù, tính 8 giờ 0 phút",
    ]
    days = list(day_by_day(explain(of("feedback", "answer", "complex"), at("2026-04-17 09:00"), VIETNAM)))
    assert days[15:] == [
        "thứ Bảy 02/05/2026: ngày thứ 15",
        "Chủ nhật 03/05/2026: nghỉ cuối tuần, không tính",
        "thứ Hai 04/05/2026: ngày cuối rơi vào ngày nghỉ nên chuyển đến ngày này",
    ]
    assert period(hours.chosen) == "8 giờ làm việc"


# ── against a count by hand ──────────────────────────────────────────────────────────────────────────────────────────


def worked(day: date) -> bool:
    """Say by the shipped rows alone whether a day is worked."""
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def by_hand(limit: Limit, started: datetime, pauses: Iterable[Pause]) -> datetime:
    """Return when something is due, walking day by day, or minute by minute."""
    assert limit.amount is not None
    pauses = list(pauses)
    if limit.unit in (Unit.DAYS, Unit.WORKING_DAYS):
        first = started.astimezone(LOCAL).date()
        day, count = first, 0

        def stood(day: date) -> bool:
            evening = timedelta(hours=7)  # what is done after 17:00 is done on the next day
            return any(
                (p.since.astimezone(LOCAL) + evening).date()
                <= day
                < (p.until.astimezone(LOCAL) + evening).date()
                for p in pauses
            )

        while count < limit.amount or not worked(day) or stood(day):
            day += timedelta(days=1)
            count += not stood(day) and (limit.unit is Unit.DAYS or worked(day))
        return datetime.combine(day, time(17), LOCAL)
    moment, left = started.astimezone(LOCAL), limit.amount * 60
    while left:
        inside = worked(moment.date()) and (8 <= moment.hour < 12 or 13 <= moment.hour < 17)
        left -= inside or limit.unit is Unit.HOURS
        moment += timedelta(minutes=1)
    return moment


BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
minutes = st.integers(0, 900 * 24 * 60)
spans = st.lists(st.tuples(st.integers(0, 40 * 24 * 60), st.integers(0, 20 * 24 * 60)), max_size=3)


@settings(max_examples=1000, deadline=None)
@given(minutes, st.sampled_from(COUNTED), spans)
def test_a_thousand_cases_are_due_as_a_count_by_hand_says(
    minute: int, limit: Limit, held: list[tuple[int, int]]
) -> None:
    started = BEGIN + timedelta(minutes=minute)
    pauses = [
        Pause(started + timedelta(minutes=after), started + timedelta(minutes=after + length))
        for after, length in (held if limit in HELD else ())
    ]
    proof = explain(Chosen(limit), started, VIETNAM, pauses=pauses)
    assert proof.due == by_hand(limit, started, pauses)
    if limit.unit in (Unit.DAYS, Unit.WORKING_DAYS):
        numbers = [line.number for line in proof.lines if line.number]
        assert numbers == list(range(1, (limit.amount or 0) + 1))
        assert proof.lines[-1].day == proof.due.date()
    else:
        assert sum((line.spent for line in proof.lines), timedelta()) == timedelta(hours=limit.amount or 0)
    assert [line.day for line in proof.lines] == [
        proof.lines[0].day + timedelta(days=n) for n in range(len(proof.lines))
    ]
    assert {line.why for line in proof.lines if line.day in MADE_UP} <= {
        Why.MADE_UP, Why.BEGAN, Why.BEFORE, Why.STOOD, Why.COUNTED, Why.MOVED,
    }  # fmt: skip


@given(minutes, st.integers(0, 60), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]))
def test_the_days_end_on_a_working_day(minute: int, amount: int, unit: Unit) -> None:
    first = (BEGIN + timedelta(minutes=minute)).astimezone(LOCAL).date()
    assert worked([first, *(day for day, _fate in days_of(VIETNAM, unit, amount, first))][-1])
