"""The calendar, the limits and the clocks in the database: loaded, laid down, run, held, taken up the tree, shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.kernel import clock as wall
from lienthong.kernel import deadlines
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.deadlines import Climbed, PauseReason, Term, Whose
from lienthong.kernel.deadlines.loading import shipped_days
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.flow import flows
from lienthong.kernel.models import AuditEntry, CalendarDay, CalendarKind, Clock, ClockPause, Limit
from lienthong.kernel.validity import FOREVER
from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

COMPLAINT = Term("complaint.first", climbs=(0, 5))


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=wall.LOCAL)


@contextmanager
def on(text: str) -> Iterator[None]:
    """Let the clock stand at a moment of Vietnam."""
    with wall.held_at(at(text)):
        yield


@pytest.fixture
def _catalogue() -> None:
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)


needs_catalogue = pytest.mark.usefixtures("_catalogue")


def whose(organisation: int = 7) -> Whose:
    """Return a row of some room."""
    return Whose("visit", uuid4(), organisation, SYSTEM)


def start(when: str, term: Term = COMPLAINT, row: Whose | None = None) -> Clock:
    """Let a limit run against a row from a moment on."""
    with on(when):
        return deadlines.start_clock(actor=OPERATOR, whose=row or whose(), term=term)


def verbs() -> list[str]:
    """Return what was audited, but for the loading of the catalogue."""
    return [entry.verb for entry in AuditEntry.objects.order_by("pk") if not entry.verb.endswith(".loaded")]


# ── loading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_loading_again_changes_nothing_and_leaves_no_entry() -> None:
    assert deadlines.load_calendar(actor=OPERATOR) == len(shipped_days()) == 45
    assert deadlines.load_limits(actor=OPERATOR) == 73
    entries = AuditEntry.objects.count()
    assert deadlines.load_calendar(actor=OPERATOR) == deadlines.load_limits(actor=OPERATOR) == 0
    assert (entries, AuditEntry.objects.count()) == (2, 2)


@needs_catalogue
def test_a_law_that_ends_is_shortened_where_an_older_release_let_it_run_on() -> None:
    rows = Limit.objects.filter(code="complaint.first").order_by("valid_from")
    rows.filter(valid_from=date(2026, 7, 1)).delete()
    rows.update(valid_to=FOREVER, verified=False)
    running = start("2026-06-01 09:00")
    assert deadlines.load_limits(actor=OPERATOR) == 2
    assert list(rows.values_list("valid_from", "valid_to", "verified")) == [
        (date(2012, 7, 1), date(2026, 7, 1), True),
        (date(2026, 7, 1), FOREVER, False),
    ]
    running.refresh_from_db()
    assert (running.limit, running.sure) == (rows[0], True)


@needs_catalogue
def test_loading_keeps_a_day_that_was_laid_down_here_and_puts_right_the_others() -> None:
    deadlines.set_day(
        actor=OPERATOR, day=date(2026, 11, 24), kind=CalendarKind.HOLIDAY, name="Đã có luật", citation="Luật"
    )
    CalendarDay.objects.filter(day=date(2026, 9, 2)).update(kind="make_up")
    CalendarDay.objects.create(
        day=date(2026, 6, 1), kind="holiday", name={"vi": "Đã bỏ khỏi lịch"}, citation="cũ"
    )
    assert deadlines.load_calendar(actor=OPERATOR) == 2
    assert CalendarDay.objects.get(day=date(2026, 11, 24)).citation == "Luật"
    assert CalendarDay.objects.get(day=date(2026, 9, 2)).kind == "holiday"
    assert not CalendarDay.objects.filter(day=date(2026, 6, 1)).exists()


@needs_catalogue
def test_every_limit_has_a_citation_and_keeps_its_mark() -> None:
    assert Limit.objects.filter(citation="").count() == 0
    marks = Limit.objects.order_by("valid_from").values_list("verified", flat=True)
    assert list(marks.filter(code="complaint.first")) == [True, False]  # Law 136/2025 was not read
    assert list(marks.filter(code="denunciation.check")) == [False, False]
    assert list(marks.filter(code="privacy.acknowledge")) == [True]


@needs_catalogue
def test_the_catalogue_is_what_the_rooms_say_without_periods_that_nobody_found() -> None:
    fields = set(Limit.objects.values_list("field", flat=True))
    assert {"documents", "feedback", "complaint", "denunciation", "privacy", "reception"} == fields
    assert Limit.objects.get(code="documents.issue").amount == 1
    assert not Limit.objects.filter(code__in=["feedback.ihanoi", "proposal.law"]).exists()


@needs_catalogue
def test_every_limit_that_a_flow_names_is_in_the_catalogue() -> None:
    terms = {term.limit for flow in flows().values() for term in flow.terms}
    assert terms <= set(Limit.objects.values_list("code", flat=True))


@needs_catalogue
def test_who_may_not_manage_the_calendar_neither_reads_nor_writes_it(cast: Cast) -> None:
    lan, entries = cast.actor("lan"), AuditEntry.objects.count()
    for actor in (lan, NOBODY):
        with pytest.raises(NotAllowed):
            deadlines.load_calendar(actor=actor)
        with pytest.raises(NotAllowed):
            deadlines.set_day(
                actor=actor, day=date(2026, 6, 6), kind=CalendarKind.MAKE_UP, name="x", citation="y"
            )
        with pytest.raises(NotAllowed):
            deadlines.remove_day(actor=actor, day=CalendarDay.objects.get(day=date(2026, 9, 2)))
    assert (CalendarDay.objects.count(), AuditEntry.objects.count()) == (45, entries)


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@needs_catalogue
def test_a_limit_is_the_one_that_was_in_force_when_time_began() -> None:
    law_136 = Limit.objects.filter(code="complaint.first", valid_from=date(2026, 7, 1))
    assert law_136.update(amount=20, unit="working_days") == 1
    assert deadlines.due_after("complaint.first", at("2026-06-30 23:59")) == at("2026-07-30 17:00")
    assert deadlines.due_after("complaint.first", at("2026-07-01 00:00")) == at("2026-07-29 17:00")
    assert [limit.valid_to for limit in Limit.objects.filter(code="complaint.first").order_by("pk")] == [
        date(2026, 7, 1),
        FOREVER,
    ]


@needs_catalogue
def test_what_is_not_known_is_refused_with_what_to_do() -> None:
    with pytest.raises(WrongMoment, match=r"không có thời hạn “complaint\.third” vào ngày 01/03/2026"):
        deadlines.due_after("complaint.third", at("2026-03-01 08:00"))
    with pytest.raises(WrongMoment, match="Chưa có lịch làm việc năm 2028"):
        deadlines.due_after("complaint.first", at("2027-12-20 08:00"))


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@needs_catalogue
def test_a_clock_that_runs_is_not_started_twice() -> None:
    row = whose()
    first = start("2026-03-02 09:00", row=row)
    assert start("2026-03-05 09:00", row=row) == first
    assert (first.due, first.sure, first.climb_at) == (at("2026-04-01 17:00"), True, at("2026-04-01 17:00"))
    assert verbs() == ["clock.started"]


@needs_catalogue
def test_an_unverified_limit_or_day_makes_a_clock_unsure() -> None:
    assert start("2026-03-02 09:00", Term("denunciation.check")).sure is False
    assert start("2026-11-20 09:00", Term("feedback.forward")).sure is False
    assert start("2026-11-24 09:00", Term("feedback.forward")).sure is True


@needs_catalogue
def test_a_clock_is_held_only_for_what_its_law_lists() -> None:
    clock = start("2026-07-06 09:00")
    with pytest.raises(WrongData, match="Chỉ được tạm dừng khi: Tạm đình chỉ giải quyết theo luật"):
        deadlines.pause_clock(actor=OPERATOR, clock=clock, reason=PauseReason.EXPERTISE)
    with pytest.raises(WrongData, match="không có lý do tạm dừng nào"):
        deadlines.pause_clock(
            actor=OPERATOR,
            clock=start("2026-03-02 09:00", Term("complaint.accept")),
            reason=PauseReason.EXPERTISE,
        )
    assert (ClockPause.objects.count(), verbs()) == (0, ["clock.started"] * 2)


@needs_catalogue
def test_a_held_clock_is_due_later_by_the_working_days_for_which_it_stood() -> None:
    clock = start("2026-03-02 09:00", Term("feedback.front_ordinary", climbs=(0,)))
    assert clock.due == at("2026-03-11 17:00")
    for _twice in range(2):
        with on("2026-03-05 10:00"):
            held = deadlines.pause_clock(actor=OPERATOR, clock=clock, reason=PauseReason.INFORMATION)
    with on("2026-03-05 11:00"), pytest.raises(WrongMoment, match="đang tạm dừng vì lý do “Chờ người gửi"):
        deadlines.pause_clock(actor=OPERATOR, clock=clock, reason=PauseReason.EXPERTISE)
    with on("2026-04-01 10:00"):
        assert list(deadlines.overdue()) == []
        assert deadlines.escalate_due(actor=OPERATOR, above=lambda _c: 1, tell=lambda _c: None) == 0
    for _twice in range(2):
        with on("2026-03-10 08:00"):
            gone_on = deadlines.resume_clock(actor=OPERATOR, clock=clock)
    assert (held.climb_at, gone_on.due, gone_on.climb_at) == (None, at("2026-03-16 17:00"), gone_on.due)
    assert verbs() == ["clock.started", "clock.paused", "clock.resumed"]


@needs_catalogue
def test_a_machine_whose_clock_is_set_back_moves_nothing() -> None:
    row = whose()
    clock = start("2026-03-02 09:00", Term("feedback.front_ordinary", climbs=(0, 2)), row)
    with on("2026-03-05 10:00"):
        deadlines.pause_clock(actor=OPERATOR, clock=clock, reason=PauseReason.INFORMATION)
    with on("2026-03-03 10:00"):
        gone_on = deadlines.resume_clock(actor=OPERATOR, clock=clock)
        pause = ClockPause.objects.get()
        assert (gone_on.due, pause.until) == (clock.due, pause.since)
    told: list[Climbed] = []
    with on("2026-03-11 18:00"):
        assert deadlines.escalate_due(actor=OPERATOR, above=lambda _c: 3, tell=told.append) == 1
    for again in ("2026-03-01 08:00", "2026-03-11 18:00", "2026-03-12 18:00"):
        with on(again):
            assert deadlines.escalate_due(actor=OPERATOR, above=lambda _c: 3, tell=told.append) == 0
    with on("2026-02-01 08:00"):
        assert deadlines.stop_clocks(actor=OPERATOR, whose=row) == 1
    stopped = Clock.objects.get()
    assert (stopped.stopped, len(told)) == (stopped.started, 1)


@needs_catalogue
def test_what_is_stopped_stays_stopped() -> None:
    row = whose()
    clock = start("2026-03-02 09:00", Term("feedback.front_ordinary"), row)
    with on("2026-03-03 09:00"):
        deadlines.pause_clock(actor=OPERATOR, clock=clock, reason=PauseReason.INFORMATION)
    with on("2026-03-04 09:00"):
        assert deadlines.stop_clocks(actor=OPERATOR, whose=row) == 1
        assert deadlines.stop_clocks(actor=OPERATOR, whose=row) == 0
        with pytest.raises(WrongMoment, match="đã kết thúc"):
            deadlines.resume_clock(actor=OPERATOR, clock=clock)
    assert ClockPause.objects.get().until == at("2026-03-04 09:00")
    assert deadlines.clocks_of("visit", [row.uid]) == {}
    with on("2026-06-01 09:00"):
        assert not deadlines.overdue().exists()


@needs_catalogue
def test_time_that_began_before_it_was_written_down_is_counted_from_its_beginning() -> None:
    term, tomorrow = Term("feedback.front_ordinary"), at("2026-03-06 09:00")
    with on("2026-03-05 09:00"):
        paper = deadlines.start_clock(actor=OPERATOR, whose=whose(), term=term, since=at("2026-03-02 23:00"))
        ahead = deadlines.start_clock(actor=OPERATOR, whose=whose(), term=term, since=tomorrow)
        law_136 = deadlines.start_clock(
            actor=OPERATOR, whose=whose(), term=Term("complaint.first"), since=at("2026-01-05 08:00")
        )
    assert (paper.started, paper.due) == (at("2026-03-02 23:00"), at("2026-03-11 17:00"))
    assert (ahead.started, ahead.due) == (at("2026-03-05 09:00"), at("2026-03-16 17:00"))
    assert law_136.limit.valid_to == date(2026, 7, 1)


@needs_catalogue
def test_passing_a_row_on_buys_no_time_for_what_runs_until_its_end() -> None:
    row = whose(organisation=7)
    with on("2026-03-02 09:00"):
        total = deadlines.start_clock(
            actor=OPERATOR, whose=row, term=Term("feedback.front_complex", climbs=(0, 2))
        )
        here = deadlines.start_clock(
            actor=OPERATOR, whose=row, term=Term("feedback.front_ordinary"), state="accepted"
        )
    other = start("2026-03-02 09:00", Term("feedback.front_complex"))
    with on("2026-03-20 09:00"):
        assert [climb([]), climb([])] == [1, 1]
    taken = Whose(row.kind, row.uid, 8, row.stream)
    with on("2026-03-20 10:00"):
        assert deadlines.hand_over_clocks(actor=OPERATOR, whose=taken) == 1
        assert deadlines.hand_over_clocks(actor=OPERATOR, whose=taken) == 0
    before = total.due
    for clock in (total, here, other):
        clock.refresh_from_db()
    assert (total.organisation, total.reached, total.level, total.due) == (8, 8, 2, before)
    assert (here.organisation, other.organisation) == (7, 7)
    assert verbs().count("clock.handed_over") == 1


# ── up the tree ──────────────────────────────────────────────────────────────────────────────────────────────────────

ABOVE = {7: 3, 3: 1}  # a commune, its province, the centre


def climb(told: list[Climbed]) -> int:
    """Take what ran out one body up in a small tree."""
    return deadlines.escalate_due(
        actor=OPERATOR, above=lambda clock: ABOVE.get(clock.reached), tell=told.append
    )


@needs_catalogue
def test_what_ran_out_climbs_from_body_to_body_each_at_its_time() -> None:
    start("2026-03-02 09:00")
    told: list[Climbed] = []
    for moment, climbed in (
        ("2026-04-01 16:59", 0),
        ("2026-04-01 17:00", 1),
        ("2026-04-01 17:01", 0),
        ("2026-04-08 16:59", 0),
        ("2026-04-08 17:00", 1),
        ("2026-06-01 08:00", 0),
    ):
        with on(moment):
            assert (moment, climb(told)) == (moment, climbed)
    assert [(one.level, one.to) for one in told] == [(1, 3), (2, 1)]
    assert verbs() == ["clock.started", "clock.escalated", "clock.escalated"]


@needs_catalogue
def test_a_climb_ends_at_the_root_and_is_not_taken_up_again() -> None:
    clock = start("2026-03-02 09:00", Term("complaint.first", climbs=(0, 0, 0, 0)))
    told: list[Climbed] = []
    with on("2026-06-01 09:00"):
        assert [climb(told) for _time in range(4)] == [1, 1, 0, 0]
        assert deadlines.recount_clocks(actor=OPERATOR) == 0
        assert climb(told) == 0
    clock.refresh_from_db()
    assert (clock.level, clock.reached, clock.climb_at) == (2, 1, None)


@needs_catalogue
def test_a_climb_that_cannot_be_told_has_not_happened() -> None:
    clock = start("2026-03-02 09:00")

    def fail(_climbed: Climbed) -> None:
        raise WrongMoment("the outbox is full")

    with on("2026-06-01 09:00"), pytest.raises(WrongMoment):
        deadlines.escalate_due(actor=OPERATOR, above=lambda _c: 3, tell=fail)
    clock.refresh_from_db()
    assert (clock.level, clock.reached, verbs()) == (0, 7, ["clock.started"])


# ── a calendar that changes ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_clock_whose_year_is_not_known_waits_until_it_is_and_is_shown(cast: Cast) -> None:
    deadlines.load_limits(actor=OPERATOR)
    deadlines.load_calendar(actor=OPERATOR)
    clock = start("2027-12-20 09:00")
    assert (clock.due, clock.sure, clock.climb_at) == (None, False, None)
    page = client_of(cast.accounts["duc"]).get(reverse("deadlines:calendar")).content.decode()
    assert "1 việc chưa tính được hạn vì lịch chưa đủ." in page
    for number in range(1, 12):
        deadlines.set_day(
            actor=cast.actor("duc"),
            day=date(2028, 1, 1) if number == 1 else date(2028, 4, number),
            kind=CalendarKind.HOLIDAY,
            name="Ngày lễ",
            citation="Thông báo",
            verified=True,
        )
    clock.refresh_from_db()
    assert (clock.due, clock.climb_at) == (at("2028-01-19 17:00"), at("2028-01-19 17:00"))


@needs_catalogue
def test_a_day_laid_down_moves_the_clocks_that_it_concerns_and_no_others(cast: Cast) -> None:
    short = Term("feedback.front_ordinary", climbs=(0,))
    concerned, over, later = (
        start(when, short) for when in ("2026-06-01 09:00", "2026-05-20 09:00", "2026-06-15 09:00")
    )
    day = deadlines.set_day(
        actor=cast.actor("duc"),
        day=date(2026, 6, 8),
        kind=CalendarKind.DAY_OFF,
        name=" Nghỉ bão ",
        citation="Công điện",
    )
    moved = [Clock.objects.get(pk=clock.pk).due for clock in (concerned, over, later)]
    assert moved == [at("2026-06-11 17:00"), at("2026-05-29 17:00"), at("2026-06-24 17:00")]
    deadlines.remove_day(actor=cast.actor("duc"), day=day)
    deadlines.remove_day(actor=cast.actor("duc"), day=day)
    concerned.refresh_from_db()
    assert (concerned.due, concerned.climb_at) == (at("2026-06-10 17:00"), at("2026-06-10 17:00"))
    assert verbs()[-2:] == ["calendar.day_set", "calendar.day_removed"]


@needs_catalogue
def test_the_same_day_laid_down_twice_leaves_one_entry(cast: Cast) -> None:
    for _twice in range(2):
        row = deadlines.set_day(
            actor=cast.actor("duc"),
            day=date(2026, 6, 6),
            kind=CalendarKind.MAKE_UP,
            name="Làm bù",
            citation="CV",
        )
    assert (row.label, row.own, verbs().count("calendar.day_set")) == ("Làm bù", True, 1)


@needs_catalogue
@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"day": date(2026, 6, 3), "kind": CalendarKind.MAKE_UP}, "day"),
        ({"day": date(2026, 6, 6), "kind": CalendarKind.DAY_OFF}, "day"),
        ({"day": date(1999, 6, 6)}, "day"),
        ({"name": "  "}, "name"),
        ({"citation": ""}, "citation"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(words: dict[str, object], field: str) -> None:
    sound = {"day": date(2026, 6, 6), "kind": CalendarKind.MAKE_UP, "name": "Làm bù", "citation": "CV"}
    with pytest.raises(WrongData) as refused:
        deadlines.set_day(actor=OPERATOR, **{**sound, **words})  # type: ignore[arg-type]
    assert list(refused.value.faults) == [field]
    assert (CalendarDay.objects.count(), verbs()) == (45, [])


@needs_catalogue
def test_a_shipped_day_is_overruled_and_comes_back_and_is_never_taken_away() -> None:
    shipped = CalendarDay.objects.get(day=date(2026, 8, 31))
    with pytest.raises(WrongMoment, match="thuộc lịch đi kèm phần mềm"):
        deadlines.remove_day(actor=OPERATOR, day=shipped)
    own = deadlines.set_day(
        actor=OPERATOR, day=shipped.day, kind=CalendarKind.MAKE_UP, name="Làm việc bình thường", citation="CV"
    )
    assert deadlines.calendar().is_working(shipped.day)
    deadlines.remove_day(actor=OPERATOR, day=own)
    assert not deadlines.calendar().is_working(shipped.day)
    assert CalendarDay.objects.get(day=shipped.day).own is False


@needs_catalogue
def test_counting_anew_takes_as_many_statements_for_many_clocks() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as ran:
            deadlines.recount_clocks(actor=OPERATOR, day=date(2026, 3, 10))
        return len(ran)

    start("2026-03-02 09:00")
    few = statements()
    for _more in range(20):
        start("2026-03-02 09:00")
    assert statements() == few


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@needs_catalogue
def test_the_calendar_is_searched_filtered_and_taken_away(cast: Cast) -> None:
    duc, where = client_of(cast.accounts["duc"]), reverse("deadlines:calendar")
    page = duc.get(where, {"q": "gio to", "year": "2026"}).content.decode()
    assert page.count("<tr>") == 3  # the head, the day itself and the day in its place
    assert "Chủ nhật 26/04/2026" in page
    unread = duc.get(where, {"verified": "no", "year": "2026"}).content.decode()
    assert (unread.count("<tr>"), "Ngày Văn hóa Việt Nam" in unread) == (2, True)
    assert "Không có ngày nào phù hợp" in duc.get(where, {"q": "%_\"'*"}).content.decode()
    file = duc.get(where, {"as": "csv", "kind": "make_up"}).content.decode("utf-8-sig")
    assert "\r\n2026-01-10;thứ Bảy;Ngày làm bù;Làm bù cho thứ Sáu 02/01/2026;" in file
    with on("2027-06-01 09:00"):
        assert "Chưa có đủ lịch năm 2028" in duc.get(where).content.decode()


@needs_catalogue
def test_a_day_is_laid_down_and_taken_back_on_the_pages(cast: Cast) -> None:
    duc, form = client_of(cast.accounts["duc"]), reverse("deadlines:set_day")
    wrong = duc.post(form, {"day": "03/06/2026", "kind": "make_up", "name": "Làm bù", "citation": "CV 1"})
    assert (wrong.status_code, "vốn là ngày làm việc" in wrong.content.decode()) == (422, True)
    words = {"day": "06/06/2026", "kind": "make_up", "name": "Làm bù <b>", "citation": "CV 1"}
    assert duc.post(form, words).headers["Location"] == reverse("deadlines:calendar")
    assert "Làm bù &lt;b&gt;" in duc.get(reverse("deadlines:calendar")).content.decode()
    assert duc.post(reverse("deadlines:remove_day", args=["2026-06-06"])).status_code == 302
    assert duc.post(reverse("deadlines:remove_day", args=["2026-06-06"])).status_code == 404
    assert duc.post(reverse("deadlines:remove_day", args=["hôm-qua"])).status_code == 404
    assert CalendarDay.objects.count() == 45


@needs_catalogue
def test_the_limits_are_searched_filtered_and_taken_away(cast: Cast) -> None:
    duc, where = client_of(cast.accounts["duc"]), reverse("deadlines:limits")
    page = duc.get(where, {"field": "denunciation", "verified": "no"}).content.decode()
    assert (page.count("<tr>"), "denunciation.check" in page, "7 ngày làm việc" in page) == (6, True, True)
    assert "72 giờ" in duc.get(where, {"q": "vi pham bao ve"}).content.decode()
    file = duc.get(where, {"as": "csv", "q": "complaint.second_complex"}).content.decode("utf-8-sig")
    assert "Giải quyết khiếu nại lần hai, vụ việc phức tạp" in file
    wanted = {"q": "complaint.accept"}  # by two laws, one after the other
    assert duc.get(where, wanted).content.decode().count("<tr>") == 2
    assert duc.get(where, {**wanted, "past": "on"}).content.decode().count("<tr>") == 3


def test_the_pages_say_what_to_do_while_nothing_is_loaded(cast: Cast) -> None:
    duc = client_of(cast.accounts["duc"])
    for name in ("calendar", "limits"):
        assert "lienthong setup" in duc.get(reverse(f"deadlines:{name}")).content.decode()


def test_only_who_manages_the_calendar_finds_it_in_the_menu(cast: Cast) -> None:
    where = reverse("deadlines:calendar")
    assert where in client_of(cast.accounts["duc"]).get(reverse("jobs:jobs")).content.decode()
    assert where not in client_of(cast.accounts["lan"]).get(reverse("jobs:jobs")).content.decode()


@needs_catalogue
def test_more_clocks_than_go_into_one_statement_are_all_counted_anew() -> None:
    limit, began = Limit.objects.get(code="feedback.portal"), at("2026-03-02 09:00")
    Clock.objects.bulk_create(
        Clock(
            kind="visit", subject=uuid4(), limit=limit, organisation=7, reached=7, stream=SYSTEM,
            started=began, due=began + timedelta(days=30), climbs=[0],
        )
        for _ in range(2_000)
    )  # fmt: skip
    assert deadlines.recount_clocks(actor=OPERATOR) == 2_000
    assert set(Clock.objects.values_list("due", flat=True)) == {at("2026-03-23 17:00")}
