"""Work that waits: who sees it, in which order, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lienthong.desk import queries, services
from lienthong.desk.models import WorkItem, WorkState
from lienthong.desk.queries import Wanted
from lienthong.desk.rules.work import Bounds, Group
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import WEEK, Cast

from .people import asks, colleague, piece

NOW = datetime(2026, 11, 22, 9, 40, tzinfo=clock.LOCAL)


def titles(actor: Actor, **wanted: object) -> list[str]:
    return [
        f"{line.title} {line.unit}"
        for line in queries.work_for(actor, Wanted(**{"kind": "reports.review"} | wanted))  # type: ignore[arg-type]
    ]


@contextmanager
def refused(kind: type[Refusal]) -> Iterator[None]:
    before = list(WorkItem.objects.order_by("pk").values()), AuditEntry.objects.count()
    with pytest.raises(kind):
        yield
    assert (list(WorkItem.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


MINUTES = st.integers(-40 * 24 * 60, 40 * 24 * 60)


@given(st.none() | MINUTES.map(lambda minutes: NOW + timedelta(minutes=minutes)))
def test_every_moment_lies_in_one_group_and_within_its_span(due: datetime | None) -> None:
    bounds = Bounds.at(NOW, clock.LOCAL)
    group = bounds.group_of(due)
    if due is None:
        assert group is Group.NO_DUE
        return
    inside = [
        other
        for other in Group
        if other is not Group.NO_DUE
        for since, until in [bounds.span_of(other)]
        if (since is None or since <= due) and (until is None or due < until)
    ]
    assert inside == [group]


@pytest.mark.django_db
def test_work_is_seen_by_who_holds_its_permission_at_its_body(cast: Cast) -> None:
    services.open_work(actor=OPERATOR, piece=piece(cast))
    services.open_work(actor=OPERATOR, piece=piece(cast, "D"))
    assert titles(cast.actor("lan")) == ["Duyệt báo cáo tuần 47/2026 C"]
    assert titles(cast.actor("minh")) == ["Duyệt báo cáo tuần 47/2026 D"]
    assert len(titles(cast.actor("tung"))) == 2
    assert [titles(cast.actor(who)) for who in ("nga", "ha", "quan", "duc", "hoa")] == [[]] * 5
    assert titles(NOBODY) == []
    assert len(titles(OPERATOR)) == 2


@pytest.mark.django_db
def test_work_is_open_once_under_its_key_and_again_after_it_was_closed(cast: Cast) -> None:
    for _ in range(2):
        services.open_work(actor=OPERATOR, piece=piece(cast, key="k"))
    assert WorkItem.objects.count() == 1
    lan = cast.actor("lan")
    for _ in range(2):
        services.close_work(actor=lan, key="k")
    item = WorkItem.objects.get()
    assert (item.state, item.done_by, item.done_at) == (WorkState.DONE, lan.uid, clock.now())
    services.open_many(actor=OPERATOR, pieces=[piece(cast, key="k"), piece(cast, "D", key="k2")])
    assert sorted(WorkItem.objects.values_list("key", "state")) == [
        ("k", "done"),
        ("k", "open"),
        ("k2", "open"),
    ]
    services.close_work_of(actor=lan, kind="reports.review", subject=cast.province["C"].uid, dropped=True)
    assert sorted(WorkItem.objects.values_list("key", "state")) == [
        ("k", "done"),
        ("k", "dropped"),
        ("k2", "open"),
    ]


@pytest.mark.django_db
def test_opening_and_closing_are_one_statement_each_however_many(cast: Cast) -> None:
    pieces = [piece(cast, key=str(number)) for number in range(30)]
    with CaptureQueriesContext(connection) as one:
        services.open_work(actor=OPERATOR, piece=pieces[0])
    with CaptureQueriesContext(connection) as many:
        services.open_many(actor=OPERATOR, pieces=pieces)
    with CaptureQueriesContext(connection) as close:
        services.close_work(actor=OPERATOR, key="3")
    assert (len(one), len(many), len(close)) == (1, 1, 1)
    assert WorkItem.objects.count() == 30


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["due", "-due"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_together_are_the_whole_list_with_the_calendar_in_its_place(
    cast: Cast, order: str, size: int
) -> None:
    # The calendar says that villages owe this week's return until noon of the 22nd.
    for hours in (-30, -1, 1, 2, 3, 200):
        services.open_work(actor=OPERATOR, piece=piece(cast, due=NOW + timedelta(hours=hours)))
    services.open_work(actor=OPERATOR, piece=piece(cast, key="none"))
    found = queries.work_for(cast.actor("lan"), Wanted(order=order))
    assert len(found) == 8
    paged = [line for first in range(0, 8, size) for line in found[first : min(first + size, 8)]]
    apart = [(line.due - NOW).total_seconds() / 3600 if line.due else None for line in paged]
    rising = [-30, -1, 1, 2, 2 + 1 / 3, 3, 200]
    assert [round(hour, 3) if hour is not None else None for hour in apart] == [
        *[round(hour, 3) for hour in (rising if order == "due" else rising[::-1])],
        None,
    ]
    assert [line.kind for line in paged].count("reports.below") == 1


@pytest.mark.django_db
def test_groups_are_counted_whichever_is_looked_at(cast: Cast) -> None:
    for hours in (-1, 1, 200):
        services.open_work(actor=OPERATOR, piece=piece(cast, due=NOW + timedelta(hours=hours)))
    everything = queries.work_for(cast.actor("lan"), Wanted())
    today = queries.work_for(cast.actor("lan"), Wanted(group="today"))
    assert everything.counts == today.counts
    assert list(everything.counts.values()) == [1, 2, 0, 1, 0]
    assert [line.kind for line in today] == ["reports.review", "reports.below"]
    assert queries.count_work(cast.actor("lan")) == (4, True)


@pytest.mark.django_db
def test_work_is_found_by_title_unit_and_kind(cast: Cast) -> None:
    services.open_work(actor=OPERATOR, piece=piece(cast, "C"))
    services.open_work(actor=OPERATOR, piece=piece(cast, "D", week="46/2026"))
    tung = cast.actor("tung")
    assert titles(tung, text="tuan 46") == ["Duyệt báo cáo tuần 46/2026 D"]
    assert titles(tung, text="duyệt BÁO cáo") == titles(tung)
    assert titles(tung, unit=cast.province["C"].uid) == ["Duyệt báo cáo tuần 47/2026 C"]
    assert titles(tung, text="%_\"'*") == []
    assert titles(tung, kind="desk.mention") == []


@pytest.mark.django_db
def test_work_is_given_to_who_may_do_it_and_back_to_all(cast: Cast) -> None:
    an, binh = colleague(cast, "an", "commune_officer"), colleague(cast, "binh")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    item, lan = WorkItem.objects.get(), cast.actor("lan")
    assert [one.username for one, _title in queries.doers_of(lan, item)] == ["an", "lan"]
    with refused(WrongData):
        services.assign_work(actor=lan, uid=item.uid, account=binh)
    with refused(NotFound):
        services.assign_work(actor=cast.actor("minh"), uid=item.uid, account=an)
    services.assign_work(actor=lan, uid=item.uid, account=an)
    entry = AuditEntry.objects.select_related("stream").order_by("-pk")[0]
    assert (entry.verb, entry.subject, entry.stream.uid) == (
        "work.assigned",
        item.uid,
        cast.province["C"].uid,
    )
    assert len(titles(asks(an), whose="mine")) == 1
    assert titles(lan, whose="mine") == []
    assert titles(lan, whose="free") == []
    assert len(titles(lan)) == 1
    entries = AuditEntry.objects.count()
    services.assign_work(actor=lan, uid=item.uid, account=an)
    assert AuditEntry.objects.count() == entries
    services.assign_work(actor=lan, uid=item.uid, account=None)
    assert len(titles(lan, whose="free")) == 1


@pytest.mark.django_db
def test_bulk_does_all_or_nothing(cast: Cast) -> None:
    cast.save("nga", "v1")
    cast.save("minh", "v4")
    services.open_work(actor=OPERATOR, piece=piece(cast, key="other", period="2026-W46"))
    uids = dict(WorkItem.objects.values_list("key", "uid"))
    of_c, of_d = (uids[f"reports.review:tuan:{WEEK}:{cast.province[name].uid}"] for name in "CD")
    with refused(WrongMoment):
        services.do_work(actor=cast.actor("lan"), uids=[of_c, of_d])
    with refused(WrongData):
        services.do_work(actor=cast.actor("lan"), uids=[])
    assert services.do_work(actor=cast.actor("tung"), uids=[of_c, of_d, uids["other"]]) == 2
    assert (cast.entry("v1").state, cast.entry("v4").state) == ("approved", "approved")
    assert list(WorkItem.objects.filter(state="open").values_list("key", flat=True)) == ["other"]
    with refused(WrongMoment):
        services.do_work(actor=cast.actor("tung"), uids=[of_c])


@pytest.mark.django_db
def test_handing_over_moves_frees_and_drops(cast: Cast) -> None:
    an, binh = colleague(cast, "an", "commune_officer"), colleague(cast, "binh", "commune_officer")
    c, lan = cast.province["C"].pk, cast.actor("lan")
    services.open_many(actor=OPERATOR, pieces=[piece(cast, key="1"), piece(cast, key="2")])
    services.open_work(actor=OPERATOR, piece=piece(cast, "D", key="3"))
    WorkItem.objects.update(assigned_to=an)
    cast.save("nga", "v1")
    entry = cast.entry("v1")
    services.add_comment(actor=lan, kind="return", uid=entry.uid, text="Xem giúp", mentioned=[an.uid])
    with refused(NotAllowed):
        services.hand_over(actor=cast.actor("minh"), giver=an, taker=binh, organisation_id=c)
    with refused(NotAllowed):
        services.hand_over(
            actor=cast.actor("minh"), giver=an, taker=binh, organisation_id=cast.province["D"].pk
        )
    with refused(WrongData):
        services.hand_over(actor=lan, giver=an, taker=an, organisation_id=c)
    shown = queries.handover_of(lan, an)
    assert [(line.title, line.moves) for line in shown.lines] == [
        ("Duyệt báo cáo tuần 47/2026", True),
        ("Duyệt báo cáo tuần 47/2026", True),
        ("Duyệt báo cáo tuần 47/2026", True),
        ("Một việc của riêng người này", False),
    ]
    done = services.hand_over(actor=lan, giver=an, taker=binh, organisation_id=c)
    assert (done.moved, done.free, done.dropped, done.absences) == (2, 1, 1, 0)
    assert queries.handover_of(lan, an).is_empty
    held = dict(WorkItem.objects.filter(key__in="123").values_list("key", "assigned_to"))
    assert held == {"1": binh.pk, "2": binh.pk, "3": None}
    entries = AuditEntry.objects.count()
    services.hand_over(actor=lan, giver=an, taker=binh, organisation_id=c)
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_the_number_of_queries_stays_level_as_work_grows(cast: Cast) -> None:
    def spent() -> int:
        actor = cast.actor("tung")
        with CaptureQueriesContext(connection) as caught:
            found = queries.work_for(actor, Wanted())
            assert found[:50]
            assert found.counts
        return len(caught)

    services.open_work(actor=OPERATOR, piece=piece(cast, key="first"))
    few = spent()
    pieces = [piece(cast, place, key=f"{place}{number}") for place in "CD" for number in range(30)]
    services.open_many(actor=OPERATOR, pieces=pieces)
    assert spent() == few


@pytest.mark.django_db
def test_the_menu_counts_in_one_statement_and_the_calendars(cast: Cast) -> None:
    services.open_work(actor=OPERATOR, piece=piece(cast))

    def spent(who: str) -> int:
        actor = cast.actor(who)
        actor.places.holds("any")
        with CaptureQueriesContext(connection) as caught:
            queries.count_work(actor)
        return len(caught)

    # Hà approves and enters nothing; Nga enters; Lan does both, and the tree says where.
    assert [spent(who) for who in ("ha", "nga", "lan")] == [1, 2, 3]
