"""Notes on cells and reminders: who may, what is written once, who sees what, and that a refusal changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.reports import queries, services
from lienthong.reports.models import CellNote, Reminder
from tests.cast import WEEK, Cast

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

NEXT_MORNING = "2026-11-23T08:00+07:00"


def write(cast: Cast, who: str, body: str, text: str, *, flagged: bool = False, seen: int = 0) -> None:
    """Let one of the cast write a note on the households of a body."""
    services.update_note(
        actor=cast.actor(who),
        asked=cast.asked(),
        unit=cast.unit(body),
        code="households",
        text=text,
        flagged=flagged,
        seen=seen,
    )


def remind(cast: Cast, who: str = "lan", *bodies: str) -> services.Reminded:
    """Let one of the cast remind bodies of commune C."""
    return services.remind_bodies(
        actor=cast.actor(who),
        asked=cast.asked(),
        unit=cast.unit("C"),
        uids=[cast.province[body].uid for body in bodies],
    )


def test_a_note_is_written_once_however_often_it_is_sent(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    for _ in range(3):
        write(cast, "lan", "v1", " Rà soát lại. ", flagged=True)
    note = CellNote.objects.get()
    assert (note.text, note.flagged, note.version) == ("Rà soát lại.", True, 1)
    assert AuditEntry.objects.count() - before == 1
    assert AuditEntry.objects.order_by("-pk")[0].verb == "note.updated"


def test_nothing_to_say_writes_nothing(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    write(cast, "lan", "v1", "  ")
    assert (CellNote.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.parametrize("who", ["minh", "tung", "quan", "hoa"])
def test_only_who_may_enter_writes_notes(cast: Cast, who: str) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        write(cast, who, "v1", "Không được")
    assert (CellNote.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_two_people_write_one_note_and_neither_is_lost(cast: Cast) -> None:
    write(cast, "lan", "v1", "Của Lan")
    before = AuditEntry.objects.count()
    with pytest.raises(WrongMoment) as refused:
        write(cast, "nga", "v1", "Của Nga")
    assert "“Của Lan”" in str(refused.value.sentence)
    assert "“Của Nga”" in str(refused.value.sentence)
    assert (CellNote.objects.get().text, AuditEntry.objects.count()) == ("Của Lan", before)
    write(cast, "nga", "v1", "Của Nga", seen=1)
    assert (CellNote.objects.get().text, CellNote.objects.get().version) == ("Của Nga", 2)


def test_a_note_too_long_or_on_no_cell_is_refused(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(WrongData):
        write(cast, "lan", "v1", "x" * 1001)
    with pytest.raises(NotFound):
        services.update_note(
            actor=cast.actor("lan"),
            asked=cast.asked(),
            unit=cast.unit("v1"),
            code="nothing",
            text="x",
            flagged=False,
            seen=0,
        )
    assert (CellNote.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_a_note_is_seen_like_its_return(cast: Cast) -> None:
    def seen() -> list[str]:
        return [
            who
            for who in ("nga", "lan", "minh", "tung", "ha", "quan", "hoa")
            if queries.notes_below(cast.actor(who), cast.asked(), [cast.unit("v1")])
        ]

    write(cast, "nga", "v1", "Mới rà soát")
    assert seen() == ["nga", "lan"]
    cast.save("nga", "v1", submit=False)
    assert seen() == ["nga", "lan"]
    cast.save("nga", "v1")
    assert seen() == ["nga", "lan", "tung", "ha", "quan"]


def test_a_cell_tells_its_weeks_what_is_usual_and_who_set_it(cast: Cast) -> None:
    for week, number in enumerate(["100", "104", "98", "110"], start=43):
        cast.save("nga", "v1", period=f"2026-W{week}", households=number)
    cast.save("lan", "v1", households="130")
    story = queries.cell_for(cast.actor("tung"), cast.asked(), cast.unit("v1"), "households")
    assert (story.value, story.before, story.usual) == ("130", "110", ("98", "110"))
    assert [value for _, value in story.weeks] == [None] * 8 + ["100", "104", "98", "110", "130"]
    assert str(story.weeks[-1][0]) == WEEK
    assert story.setter is not None
    assert story.setter.by == "Lan"


def test_a_draft_in_a_cell_is_told_to_its_own_unit_only(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False, households="130")
    own = queries.cell_for(cast.actor("lan"), cast.asked(), cast.unit("v1"), "households")
    other = queries.cell_for(cast.actor("tung"), cast.asked(), cast.unit("v1"), "households")
    assert (own.value, other.value, other.setter) == ("130", None, None)


def test_all_that_have_not_sent_are_reminded_once_a_day(cast: Cast, settings: Settings) -> None:
    cast.save("nga", "v1")
    cast.save("lan", "v2", submit=False)
    before = AuditEntry.objects.count()
    done = remind(cast)
    assert [unit.short_name for unit in done.now] == ["v2", "v3"]
    again = remind(cast)
    assert (again.now, [unit.short_name for unit, _ in again.earlier]) == ([], ["v2", "v3"])
    assert (Reminder.objects.count(), AuditEntry.objects.count() - before) == (2, 2)
    settings.CLOCK = NEXT_MORNING
    assert [unit.short_name for unit in remind(cast, "lan", "v3").now] == ["v3"]
    assert Reminder.objects.count() == 3


def test_who_has_sent_or_stands_elsewhere_is_not_reminded(cast: Cast) -> None:
    cast.save("nga", "v1")
    before = AuditEntry.objects.count()
    with pytest.raises(WrongMoment, match="v1 đã gửi báo cáo"):
        remind(cast, "lan", "v1", "v2")
    with pytest.raises(NotFound):
        remind(cast, "lan", "v4")
    with pytest.raises(NotAllowed):
        remind(cast, "minh")
    with pytest.raises(NotAllowed):
        remind(cast, "nga", "v1")
    assert (Reminder.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_when_all_have_sent_nobody_is_left_to_remind(cast: Cast) -> None:
    for body in ("v1", "v2", "v3"):
        cast.save("lan", body)
    with pytest.raises(WrongMoment, match="Mọi thôn đều đã gửi"):
        remind(cast)


def test_a_reminder_is_seen_by_who_sees_the_village(cast: Cast) -> None:
    remind(cast)
    for who, sees in (("nga", True), ("lan", True), ("tung", True), ("minh", False), ("hoa", False)):
        found = queries.reminders_for(cast.actor(who), cast.asked(), [cast.unit("v1")])
        assert bool(found) is sees
    assert list(queries.reminders_by(cast.actor("tung"), cast.asked(), [cast.unit("C")])) == [
        cast.province["C"].pk
    ]
