"""What is said about a row: who reads it, who is named, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.desk import queries, services
from lienthong.desk.models import Comment, Mention, Notice, WorkItem
from lienthong.desk.queries import Wanted
from lienthong.desk.rules.comments import Mark, marks_in
from lienthong.identity.models import Token
from lienthong.identity.queries import actor_for
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.ids import uuid7
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.subjects import subject_of
from tests.cast import Cast


@contextmanager
def refused(kind: type[Refusal], field: str = "") -> Iterator[None]:
    def state() -> tuple[object, ...]:
        tables = (Comment, Mention, WorkItem)
        return *(list(table.objects.order_by("pk").values()) for table in tables), AuditEntry.objects.count()

    before = state()
    with pytest.raises(kind) as raised:
        yield
    if isinstance(raised.value, WrongData):
        assert list(raised.value.faults) == [field]
    assert state() == before


@pytest.fixture
def row(cast: Cast) -> UUID:
    """Nga's return of village v1, sent."""
    return cast.save("nga", "v1").uid


def say(actor: Actor, row: UUID, text: str = "Xin xem lại", *named: UUID) -> Comment:
    return services.add_comment(actor=actor, kind="return", uid=row, text=text, mentioned=named)


def read(actor: Actor, row: UUID) -> list[str]:
    return [one.text for one in queries.said_in(actor, queries.comments_about(actor, "return", row))]


def own_work(actor: Actor) -> list[str]:
    return [line.title for line in queries.work_for(actor, Wanted(kind="desk.mention"))]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("066099001234", {Mark.IDENTITY}),
        ("CCCD: 066-099-001-234.", {Mark.IDENTITY}),
        ("gọi 0905123456", {Mark.PHONE}),
        ("+84 905 123 456", {Mark.PHONE}),
        ("066099001234 và 0905.123.456", {Mark.IDENTITY, Mark.PHONE}),
        ("120.000.000.000 đồng", set()),
        ("công văn 1234567890123", set()),
        ("0262 3851 234 là số cơ quan", set()),
        ("tuần 47, 1.234 hộ, 22/11/2026", set()),
        ("", set()),
    ],
)
def test_numbers_of_persons_are_told_from_other_numbers(text: str, marks: set[Mark]) -> None:
    assert marks_in(text) == marks


@pytest.mark.django_db
def test_whoever_may_see_the_row_may_read_and_say(cast: Cast, row: UUID) -> None:
    say(cast.actor("lan"), row)
    for who in ("nga", "lan", "tung", "ha", "quan"):
        assert read(cast.actor(who), row) == ["Xin xem lại"]
    for who in ("minh", "duc", "hoa"):
        with refused(NotFound):
            say(cast.actor(who), row)
        with pytest.raises(NotFound):
            read(cast.actor(who), row)
    with refused(NotFound):
        say(cast.actor("lan"), uuid7())
    with refused(NotFound):
        services.add_comment(actor=cast.actor("lan"), kind="nothing", uid=row, text="x")


@pytest.mark.django_db
def test_a_comment_leaves_an_entry_in_the_rows_stream_without_its_text(cast: Cast, row: UUID) -> None:
    comment = say(cast.actor("lan"), row)
    entry = AuditEntry.objects.select_related("stream").order_by("-pk")[0]
    assert (entry.verb, entry.kind, entry.subject) == ("comment.added", "comment", comment.uid)
    assert entry.stream.uid == cast.province["C"].uid


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "số 066099001234", "gọi 0905 123 456"])
def test_a_text_that_may_not_stand_is_refused(cast: Cast, row: UUID, text: str) -> None:
    with refused(WrongData, "text"):
        say(cast.actor("lan"), row, text)


@pytest.mark.django_db
def test_only_people_say_something(cast: Cast, row: UUID) -> None:
    token = Token(account=cast.accounts["lan"], scopes=["reports.view"])
    for actor in (actor_for(cast.accounts["lan"], None, token), OPERATOR, NOBODY):
        with refused(NotAllowed):
            say(actor, row)


@pytest.mark.django_db
def test_a_button_pressed_twice_is_one_comment(cast: Cast, row: UUID) -> None:
    assert say(cast.actor("lan"), row) == say(cast.actor("lan"), row)
    with clock.held_at(clock.now() + timedelta(minutes=2)):
        say(cast.actor("lan"), row)
    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_who_may_be_named_is_who_may_see_the_row_nearest_first(cast: Cast, row: UUID) -> None:
    about = subject_of("return").get(cast.actor("lan"), row)
    named = [(one.username, title) for one, title in queries.nameable(cast.actor("lan"), "return", about)]
    assert named == [
        ("nga", "Người báo cáo của thôn, tổ dân phố · v1"),
        ("tung", "Cán bộ cấp tỉnh · P"),
        ("ha", "Lãnh đạo trung ương · Trung ương"),
        ("quan", "Thanh tra · Trung ương"),
    ]


@pytest.mark.django_db
def test_a_mention_is_work_until_it_is_read(cast: Cast, row: UUID) -> None:
    lan, nga = cast.actor("lan"), cast.actor("nga")
    say(lan, row, "Một", nga.uid or row)
    say(lan, row, "Hai", nga.uid or row)
    assert own_work(nga) == ["Bạn được nhắc tới: Báo cáo tuần – v1 – Tuần 47 (16/11–22/11)"]
    assert [own_work(cast.actor(who)) for who in ("lan", "tung")] == [[], []]
    assert services.read_mentions(actor=lan, kind="return", uid=row) == 0
    assert services.read_mentions(actor=nga, kind="return", uid=row) == 2
    assert own_work(nga) == []
    assert services.read_mentions(actor=nga, kind="return", uid=row) == 0
    say(lan, row, "Ba", nga.uid or row)
    assert len(own_work(nga)) == 1
    told = Notice.objects.values_list("account__username", "kind", "url")
    assert list(told) == [("nga", "comment.mentioned", f"/ve/return/{row}/trao-doi/")] * 3


@pytest.mark.django_db
def test_nobody_is_named_who_may_not_see_the_row(cast: Cast, row: UUID) -> None:
    for who in ("minh", "duc", "hoa"):
        with refused(WrongData, "named"):
            say(cast.actor("lan"), row, "Xem", cast.accounts[who].uid)
    with refused(WrongData, "named"):
        say(cast.actor("lan"), row, "Xem", uuid7())
    with refused(WrongData, "named"):
        say(cast.actor("lan"), row, "Xem", *(uuid7() for _ in range(21)))


@pytest.mark.django_db
def test_ones_own_comment_is_taken_away_soon_and_its_place_stays(cast: Cast, row: UUID) -> None:
    lan, nga = cast.actor("lan"), cast.actor("nga")
    comment = say(lan, row, "Nhầm", nga.uid or row)
    with refused(NotAllowed):
        services.remove_comment(actor=nga, comment=comment)
    with refused(NotFound):
        services.remove_comment(actor=cast.actor("minh"), comment=comment)
    with clock.held_at(clock.now() + timedelta(hours=2)), refused(WrongMoment):
        services.remove_comment(actor=lan, comment=comment)
    services.remove_comment(actor=lan, comment=comment)
    (said,) = queries.said_in(lan, queries.comments_about(lan, "return", row))
    assert (said.by, said.text, said.removed, said.named, said.may_remove) == ("Lan", "", True, (), False)
    assert own_work(nga) == []
    assert AuditEntry.objects.order_by("-pk")[0].verb == "comment.removed"
    entries = AuditEntry.objects.count()
    services.remove_comment(actor=lan, comment=comment)
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_what_is_named_elsewhere_stays_work(cast: Cast, row: UUID) -> None:
    lan, nga = cast.actor("lan"), cast.actor("nga")
    say(lan, row, "Một", nga.uid or row)
    services.remove_comment(actor=lan, comment=say(lan, row, "Hai", nga.uid or row))
    assert len(own_work(nga)) == 1


@pytest.mark.django_db
def test_the_number_of_queries_stays_level_as_comments_grow(cast: Cast, row: UUID) -> None:
    def spent() -> int:
        actor = cast.actor("lan")
        with CaptureQueriesContext(connection) as caught:
            read(actor, row)
        return len(caught)

    nga = cast.accounts["nga"].uid
    say(cast.actor("lan"), row, "1", nga)
    few = spent()
    for number in range(2, 12):
        say(cast.actor("lan"), row, str(number), nga)
    assert spent() == few
