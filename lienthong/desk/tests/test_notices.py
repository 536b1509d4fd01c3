"""Telling: who is told, once, and nothing that a notice must not hold; reading: everybody their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from lienthong.desk import queries, services
from lienthong.desk.models import Dispatch, Notice
from lienthong.desk.queries import Audience
from lienthong.identity.models import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.errors import NotFound, WrongData
from lienthong.kernel.models import AuditEntry, Job
from lienthong.reports import notices, permissions
from tests.cast import Cast

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def tell(cast: Cast, to: Audience, *, who: str = "", key: str = "", **changes: Any) -> int:
    """Let somebody, or the operator, tell an audience that the report of v1 was given back."""
    params = {"series": cast.series.name, "week": "47/2026", "unit": cast.province["v1"].pk}
    return services.tell(
        actor=cast.actor(who) if who else OPERATOR,
        kind=notices.RETURNED,
        to=to,
        url=changes.pop("url", "/bao-cao/"),
        params={**params, **changes},
        subject=("organisation", cast.province["v1"].uid),
        key=key,
    )


def named(cast: Cast, *names: str) -> Audience:
    return Audience.accounts(cast.accounts[name].uid for name in names)


def told(cast: Cast) -> dict[str, int]:
    """Return how many notices each of the cast has, without those who have none."""
    counts = {name: queries.own_notices(cast.actor(name)).count() for name in cast.accounts}
    return {name: count for name, count in counts.items() if count}


# ── who is told ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_more_accounts_are_told_than_a_statement_of_either_store_takes(cast: Cast) -> None:
    """PostgreSQL takes 65,535 values, SQLite 250,000; a plan of the whole country names 98,000 accounts."""
    unknown = (UUID(int=number) for number in range(1, 250_001))
    everybody = Audience.accounts([*unknown, cast.accounts["lan"].uid, cast.accounts["nga"].uid])
    assert tell(cast, everybody) == 2
    assert told(cast) == {"lan": 1, "nga": 1}


def test_the_holders_of_a_right_are_told_but_not_whoever_did_it(cast: Cast) -> None:
    body = cast.province["v1"].pk
    assert tell(cast, Audience.holders(permissions.SUBMIT, [body]), who="lan") == 1
    assert told(cast) == {"nga": 1}


def test_only_the_nearest_holders_are_told_where_that_is_meant(cast: Cast) -> None:
    for body, expected in (("v1", {"nga": 1}), ("v2", {"nga": 1, "lan": 1})):
        tell(cast, Audience.holders(permissions.SUBMIT, [cast.province[body].pk], nearest=True), key=body)
        assert told(cast) == expected


def test_named_accounts_are_told_themselves_too_and_disabled_ones_are_not(cast: Cast) -> None:
    cast.accounts["minh"].is_active = False
    cast.accounts["minh"].save()
    assert tell(cast, named(cast, "lan", "minh", "hoa"), who="lan") == 2
    assert told(cast) == {"lan": 1, "hoa": 1}


def test_telling_again_tells_once_a_day_or_once_a_key(cast: Cast, settings: Settings) -> None:
    assert [tell(cast, named(cast, "nga")) for _ in range(3)] == [1, 0, 0]
    assert tell(cast, named(cast, "nga", "lan")) == 1
    settings.CLOCK = "2026-11-23T08:00+07:00"
    assert tell(cast, named(cast, "nga")) == 1
    assert [tell(cast, named(cast, "nga"), key="2"), tell(cast, named(cast, "nga"), key="2")] == [1, 0]
    assert told(cast) == {"nga": 3, "lan": 1}


# ── what a notice must not hold ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changes",
    [
        {"series": "Gọi 0912 345 678"},
        {"week": "0912345678"},
        {"unit": "Nguyễn Thị Lan"},
        {"reason": "Sai số hộ của ông Năm"},
        {"url": "/tim/?q=Lan"},
        {"url": "/cong-dan/0912345678/"},
        {"url": "https://example.vn/"},
        {"url": "//example.vn/"},
    ],
)
def test_a_notice_that_could_hold_a_person_is_refused_and_nobody_is_told(
    cast: Cast, changes: dict[str, Any]
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(WrongData):
        tell(cast, named(cast, "nga"), **changes)
    assert (Notice.objects.count(), Dispatch.objects.count(), AuditEntry.objects.count()) == (0, 0, before)


def test_one_bad_telling_among_many_tells_nobody(cast: Cast) -> None:
    good = services.Telling(notices.RETURNED, named(cast, "nga"), "/", _params(cast))
    bad = services.Telling(notices.RETURNED, named(cast, "lan"), "/", {**_params(cast), "week": "0912345678"})
    with pytest.raises(WrongData):
        services.tell_many(actor=OPERATOR, tellings=[good, bad])
    assert told(cast) == {}


def _params(cast: Cast) -> dict[str, Any]:
    return {"series": cast.series.name, "week": "47/2026", "unit": cast.province["v1"].pk}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_notice_reads_in_the_language_and_with_the_unit_names_of_its_reader(cast: Cast) -> None:
    tell(cast, named(cast, "nga"))
    (found,) = queries.find_notices(cast.actor("nga"))
    assert found.text == "Báo cáo tuần, tuần 47/2026, của v1 bị trả lại. Hãy xem lý do, sửa và gửi lại."
    with override("en"):
        (found,) = queries.find_notices(cast.actor("nga"))
    assert "Weekly report" in found.text


def test_nobody_reads_what_another_was_told(cast: Cast) -> None:
    tell(cast, named(cast, "nga"))
    uid = Notice.objects.get().uid
    for actor in (cast.actor("lan"), cast.actor("duc"), cast.actor("quan"), NOBODY, OPERATOR):
        assert queries.find_notices(actor) == []
        assert queries.count_unread(actor) == 0
        with pytest.raises(NotFound):
            services.open_notice(actor=actor, uid=uid)
        assert services.read_notices(actor=actor) == 0
        assert services.read_notices(actor=actor, uids=[uid]) == 0
    assert Notice.objects.get().read_at is None


def test_opening_a_notice_marks_it_and_leads_on_without_an_entry_in_the_audit(cast: Cast) -> None:
    tell(cast, named(cast, "nga"))
    tell(cast, named(cast, "nga"), key="2")
    before = AuditEntry.objects.count()
    first = Notice.objects.order_by("pk")[0]
    assert services.open_notice(actor=cast.actor("nga"), uid=first.uid) == "/bao-cao/"
    assert queries.count_unread(cast.actor("nga")) == 1
    assert services.read_notices(actor=cast.actor("nga")) == 1
    assert services.read_notices(actor=cast.actor("nga")) == 0
    assert AuditEntry.objects.count() == before


def test_notices_are_found_by_words_with_or_without_marks_by_group_and_by_day(
    cast: Cast, settings: Settings
) -> None:
    tell(cast, named(cast, "nga"))
    settings.CLOCK = "2026-11-24T23:30+07:00"
    tell(cast, named(cast, "nga"), unit=cast.province["C"].pk)
    nga = cast.actor("nga")

    def found(**asked: Any) -> int:
        return len(queries.find_notices(nga, **asked))

    assert [found(words=words) for words in ("TRA LAI", "bị trả", "v1", "khong co", "%_'")] == [2, 2, 1, 0, 0]
    assert [found(group="reports"), found(group="jobs")] == [2, 0]
    day = date(2026, 11, 24)
    assert [found(since=day), found(until=day - timedelta(days=1)), found(since=day, until=day)] == [1, 1, 1]
    services.read_notices(actor=nga, uids=[queries.find_notices(nga)[0].uid])
    assert [found(unread=True), found()] == [1, 2]


def test_a_kind_that_no_room_says_any_more_is_left_out(cast: Cast) -> None:
    tell(cast, named(cast, "nga"))
    Notice.objects.update(kind="gone.kind")
    assert queries.find_notices(cast.actor("nga")) == []


def test_unread_notices_are_counted_in_one_statement_up_to_a_hundred(cast: Cast) -> None:
    lan = cast.accounts["lan"].pk
    Notice.objects.bulk_create(
        Notice(account_id=lan, kind="x", group="x", url="/", key=str(number), made_at=clock.now())
        for number in range(150)
    )
    with CaptureQueriesContext(connection) as ran:
        assert queries.count_unread(cast.actor("lan")) == 100
    assert len(ran) == 1


# ── jobs, sweeping, many at once ─────────────────────────────────────────────────────────────────────────────────────


def test_whoever_asked_for_a_job_is_told_once_that_it_ended(cast: Cast) -> None:
    lan = cast.accounts["lan"].uid
    jobs = [
        Job.objects.create(
            kind="reports.export_villages",
            label="Thôn của 0912345678",
            asked_by=lan,
            stream=SYSTEM,
            made_at=clock.now(),
            state=state,
            fingerprint=state,
        )
        for state in ("done", "failed", "cancelled", "running")
    ]
    assert [services.tell_of_ended_jobs(actor=OPERATOR, jobs=jobs) for _ in range(2)] == [2, 0]
    found = queries.find_notices(cast.actor("lan"))
    assert [one.label for one in found] == ["Việc chạy nền không làm được", "Việc chạy nền đã xong"]
    assert Notice.objects.filter(url=f"/viec/{jobs[0].uid}/").count() == 1
    assert "0912345678" not in str(list(Notice.objects.values()))


def test_what_was_read_long_ago_is_swept_and_what_is_unread_stays(cast: Cast, settings: Settings) -> None:
    tell(cast, named(cast, "nga"))
    tell(cast, named(cast, "lan"))
    services.read_notices(actor=cast.actor("nga"))
    settings.CLOCK = "2027-02-20T09:00+07:00"
    assert services.sweep_notices(actor=OPERATOR) == 0
    settings.CLOCK = "2027-02-21T09:00+07:00"
    assert services.sweep_notices(actor=OPERATOR) == 1
    assert told(cast) == {"lan": 1}


def many_accounts(count: int) -> list[UUID]:
    made = Account.objects.bulk_create(
        Account(username=f"nguoi-{number}", name=f"Người {number}") for number in range(count)
    )
    return [account.uid for account in made]


def test_ten_thousand_notices_at_once_lose_nothing_and_come_once(cast: Cast, settings: Settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    to = Audience.accounts(many_accounts(10_000))
    assert tell(cast, to) == 10_000
    assert tell(cast, to) == 0
    assert Notice.objects.count() == Dispatch.objects.count() == 10_000
    assert Notice.objects.values("account").distinct().count() == 10_000


def test_3321_notices_of_their_own_take_as_many_statements_as_33(cast: Cast, settings: Settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    uids = many_accounts(3_321)
    tellings = [
        services.Telling(notices.RETURNED, Audience.accounts([uid]), "/bao-cao/", _params(cast), key=str(uid))
        for uid in uids
    ]
    with CaptureQueriesContext(connection) as few:
        assert services.tell_many(actor=OPERATOR, tellings=tellings[:33]) == 33
    with CaptureQueriesContext(connection) as many:
        assert services.tell_many(actor=OPERATOR, tellings=tellings[33:]) == 3_288
    # What grows is written and read so many rows at a time.
    assert len(many) - len(few) < 3_288 / 100
