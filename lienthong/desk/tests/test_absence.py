"""Absence with a stand-in, acting holders: what is refused, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.desk import queries, services
from lienthong.desk.models import Absence, Acting, WorkItem
from lienthong.desk.queries import Wanted
from lienthong.desk.rules.absence import Away, Fault, fault_of
from lienthong.identity.models import Account, Grant
from lienthong.identity.queries import actor_for, default_post, get_role
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.registry.models import Official, Post
from tests.cast import Cast

from .people import asks, colleague, grants_of, piece

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def state() -> tuple[object, ...]:
    return (
        list(Absence.objects.order_by("pk").values()),
        list(Acting.objects.order_by("pk").values()),
        list(Grant.objects.order_by("pk").values()),
        list(Post.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
    )


@contextmanager
def refused(kind: type[Refusal], field: str = "") -> Iterator[None]:
    before = state()
    with pytest.raises(kind) as raised:
        yield
    if isinstance(raised.value, WrongData):
        assert list(raised.value.faults) == [field]
    assert state() == before


def begin(
    cast: Cast, who: str, stand_in: Account, since: int = 0, days: int = 5, by: str = "", place: str = "C"
) -> Absence:
    first = TODAY + since * DAY
    return services.begin_absence(
        actor=asks(cast.accounts[by or who]),
        account=cast.accounts[who],
        stand_in=stand_in,
        since=first,
        until=first + days * DAY,
        organisation_id=cast.province[place].pk,
    )


def sees_work(account: Account) -> list[str]:
    found = queries.work_for(actor_for(account), Wanted(kind="reports.review"))
    return [line.stands_in_for for line in found]


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = st.integers(1, 4)


@given(st.lists(st.tuples(PEOPLE, PEOPLE, st.integers(0, 20), st.integers(1, 8)), max_size=30))
def test_nobody_is_away_twice_nor_stands_in_while_stood_in_for(
    asked: list[tuple[int, int, int, int]],
) -> None:
    held: list[Away] = []
    for account, stand_in, since, days in asked:
        new = Away(account, stand_in, TODAY + since * DAY, TODAY + (since + days) * DAY)
        if fault_of(new, held, TODAY) is None:
            held.append(new)
    for number in range(30):
        day = TODAY + number * DAY
        now = [away for away in held if away.since <= day < away.until]
        away = [one.account for one in now]
        assert len(away) == len(set(away))
        assert not {one.stand_in for one in now} & set(away)


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (Away(1, 2, TODAY, TODAY), Fault.BACKWARDS),
        (Away(1, 2, TODAY - DAY, TODAY + DAY), Fault.BACKDATED),
        (Away(1, 2, TODAY, TODAY + 367 * DAY), Fault.TOO_LONG),
        (Away(1, 1, TODAY, TODAY + DAY), Fault.ONESELF),
        (Away(7, 2, TODAY, TODAY + DAY), Fault.OVERLAP),
        (Away(8, 7, TODAY, TODAY + DAY), Fault.LOOP),
        (Away(1, 7, TODAY, TODAY + DAY), Fault.STAND_IN_AWAY),
        (Away(8, 2, TODAY, TODAY + DAY), Fault.DEPUTY_OF_DEPUTY),
        (Away(8, 7, TODAY + 5 * DAY, TODAY + 6 * DAY), None),
        (Away(1, 8, TODAY, TODAY + DAY), None),
    ],
)
def test_what_stands_against_an_absence(new: Away, fault: Fault | None) -> None:
    assert fault_of(new, [Away(7, 8, TODAY, TODAY + 5 * DAY)], TODAY) is fault


def test_whoever_holds_two_posts_may_be_away_from_both() -> None:
    first = Away(7, 8, TODAY, TODAY + DAY, post=1)
    assert fault_of(replace(first, stand_in=2, post=2), [first], TODAY) is None
    assert fault_of(replace(first, stand_in=2), [first], TODAY) is Fault.OVERLAP
    assert fault_of(replace(first, stand_in=2, post=None), [first], TODAY) is Fault.OVERLAP


# ── absence ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_stand_in_sees_the_work_and_for_which_unit(cast: Cast) -> None:
    an = colleague(cast, "an")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    assert sees_work(an) == []
    absence = begin(cast, "lan", an)
    assert sees_work(an) == ["C"]
    assert sees_work(cast.accounts["lan"]) == [""]
    assert [len(queries.work_for(asks(an), Wanted(whose=whose))) for whose in ("lent", "mine")] == [1, 0]
    entry = AuditEntry.objects.select_related("stream").order_by("-pk")[0]
    assert (entry.verb, entry.subject, entry.stream.uid) == (
        "absence.begun",
        absence.uid,
        cast.province["C"].uid,
    )


@pytest.mark.django_db
def test_a_stand_in_with_rights_of_their_own_stands_in_for_nobody_there(cast: Cast) -> None:
    an = colleague(cast, "an", "commune_officer")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    begin(cast, "lan", an)
    assert sees_work(an) == [""]
    assert len(queries.work_for(asks(an), Wanted(whose="lent"))) == 0


@pytest.mark.django_db
def test_a_stand_in_may_do_the_work_as_themselves(cast: Cast) -> None:
    an = colleague(cast, "an")
    cast.save("nga", "v1")
    begin(cast, "lan", an)
    item = WorkItem.objects.get()
    assert services.do_work(actor=asks(an), uids=[item.uid]) == 1
    item.refresh_from_db()
    assert (item.state, item.done_by) == ("done", an.uid)
    assert AuditEntry.objects.filter(verb="return.approved").get().actor == an.uid


@pytest.mark.django_db
def test_what_stands_in_for_a_coming_absence_begins_with_it_and_ends_with_it(cast: Cast) -> None:
    an = colleague(cast, "an")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    begin(cast, "lan", an, since=2, days=3)
    seen = []
    for number in range(7):
        with clock.held_at(datetime.combine(TODAY + number * DAY, time(8), clock.LOCAL)):
            seen.append(len(sees_work(an)))
    assert seen == [0, 0, 1, 1, 1, 0, 0]


@pytest.mark.django_db
def test_coming_back_early_ends_it(cast: Cast) -> None:
    an = colleague(cast, "an")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    absence = begin(cast, "lan", an)
    with clock.held_at(datetime.combine(TODAY + 2 * DAY, time(8), clock.LOCAL)):
        assert sees_work(an) == ["C"]
        with refused(NotAllowed):
            services.end_absence(actor=asks(an), absence=absence)
        services.end_absence(actor=asks(cast.accounts["lan"]), absence=absence)
        assert sees_work(an) == []
        after = state()
        services.end_absence(actor=asks(cast.accounts["lan"]), absence=absence)
        assert state() == after
    assert Absence.objects.get().valid_to == TODAY + 2 * DAY


@pytest.mark.django_db
def test_the_same_absence_twice_is_one(cast: Cast) -> None:
    an = colleague(cast, "an")
    first = begin(cast, "lan", an)
    after = state()
    assert begin(cast, "lan", an) == first
    assert state() == after


@pytest.mark.django_db
def test_a_deputy_of_a_deputy_is_refused(cast: Cast) -> None:
    an, binh = colleague(cast, "an", "commune_officer"), colleague(cast, "binh")
    begin(cast, "lan", an)
    with refused(WrongData, "since"):
        begin(cast, "an", binh, since=2)
    with refused(WrongData, "stand_in"):
        begin(cast, "binh", cast.accounts["lan"], since=1, by="duc")
    assert begin(cast, "an", binh, since=5).stand_in == binh
    assert grants_of(binh) == 1


@pytest.mark.django_db
def test_a_stand_in_without_rights_of_their_own_has_nothing_to_lend(cast: Cast) -> None:
    an, binh = colleague(cast, "an"), colleague(cast, "binh")
    begin(cast, "lan", an)
    with refused(WrongMoment):
        begin(cast, "an", binh, since=9)


@pytest.mark.django_db
def test_a_loop_is_refused(cast: Cast) -> None:
    an = colleague(cast, "an", "commune_officer")
    begin(cast, "lan", an)
    with refused(WrongData, "stand_in"):
        begin(cast, "an", cast.accounts["lan"], since=4)
    assert begin(cast, "an", cast.accounts["lan"], since=5).account == an


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "days", "field"), [(-1, 5, "since"), (0, 0, "last"), (0, 400, "last"), (2, 1, "since")]
)
def test_days_that_cannot_be_are_refused(cast: Cast, since: int, days: int, field: str) -> None:
    an, binh = colleague(cast, "an"), colleague(cast, "binh")
    begin(cast, "lan", binh, since=1, days=3)
    with refused(WrongData, field):
        begin(cast, "lan", an, since, days)


@pytest.mark.django_db
def test_only_ones_own_unit_stands_in_unless_an_administrator_says_so(cast: Cast) -> None:
    minh = cast.accounts["minh"]
    with refused(NotAllowed):
        begin(cast, "lan", minh)
    with refused(NotAllowed):
        begin(cast, "lan", minh, by="minh")
    with refused(NotAllowed):
        begin(cast, "lan", minh, place="D")
    with refused(WrongData, "stand_in"):
        begin(cast, "lan", cast.accounts["lan"])
    assert begin(cast, "lan", minh, by="duc").stand_in == minh


@pytest.mark.django_db
def test_who_may_know_that_somebody_is_away(cast: Cast) -> None:
    begin(cast, "lan", colleague(cast, "an"))
    seen = {who: len(queries.away_for(asks(cast.accounts[who]))) for who in cast.accounts}
    # Lan herself, An, who stands in, and those who look after the posts of the commune.
    assert seen == {
        **dict.fromkeys(("lan", "an", "tung", "duc"), 1),
        **dict.fromkeys(("nga", "minh", "ha", "quan", "hoa"), 0),
    }
    (line,) = queries.away_for(cast.actor("lan"), text="AN", state="now")
    assert (line.name, line.stand_in, line.last, line.may_end) == ("Lan", "An", TODAY + 4 * DAY, True)
    assert queries.away_for(cast.actor("lan"), state="ended") == []


@pytest.mark.django_db
def test_handing_over_ends_ones_absences(cast: Cast) -> None:
    an = colleague(cast, "an")
    begin(cast, "lan", an, since=1)
    done = services.hand_over(
        actor=cast.actor("lan"),
        giver=cast.accounts["lan"],
        taker=None,
        organisation_id=cast.province["C"].pk,
    )
    assert (done.absences, grants_of(an), Absence.objects.count()) == (1, 0, 0)


# ── chairs held for a time ───────────────────────────────────────────────────────────────────────────────────────────


def appoint(cast: Cast, account: Account, by: str = "duc", since: int = 0) -> Acting:
    return services.appoint_acting(
        actor=cast.actor(by),
        account=account,
        organisation=cast.province["C"],
        title="Chủ tịch",
        role=get_role("administrator"),
        tree=cast.province.tree,
        reach="here",
        since=TODAY + since * DAY,
        until=TODAY + 30 * DAY,
    )


def official(account: Account) -> Account:
    account.official = Official.objects.create(name="An", search_key="an", sort_key=b"")
    account.save()
    return account


@pytest.mark.django_db
def test_a_chair_is_held_for_its_days_and_the_role_only_in_it(cast: Cast) -> None:
    an = official(colleague(cast, "an"))
    acting = appoint(cast, an)
    assert acting.post.title == "Quyền Chủ tịch"
    place = cast.province["C"].pk
    manage = queries.manage_posts()
    assert not manage.allows_at(actor_for(an), place)
    assert manage.allows_at(actor_for(an, default_post(an)), place)
    with clock.held_at(datetime.combine(TODAY + 30 * DAY, time(8), clock.LOCAL)):
        assert default_post(an) is None
    with clock.held_at(datetime.combine(TODAY + 3 * DAY, time(8), clock.LOCAL)):
        services.end_acting(actor=cast.actor("duc"), acting=acting)
        assert default_post(an) is None
        assert [line.state for line in queries.away_for(actor_for(an))] == ["ended"]


@pytest.mark.django_db
def test_a_chair_is_refused_without_right_official_or_a_day_to_come(cast: Cast) -> None:
    an, binh = colleague(cast, "an"), colleague(cast, "binh")
    with refused(NotAllowed):
        appoint(cast, an, by="minh")
    with refused(NotAllowed):
        appoint(cast, official(an), by="lan")
    with refused(WrongData, "since"):
        appoint(cast, an, since=-1)
    with refused(WrongMoment):
        appoint(cast, binh)
