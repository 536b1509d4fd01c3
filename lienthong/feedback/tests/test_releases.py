"""Months are counted once, when they are ripe; days every night. The public reads what was released and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lienthong.feedback import queries, services
from lienthong.feedback.models import DayCount, Matter, Release, ReleasedCount
from lienthong.feedback.tasks import count_for_public
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.client import client_of

from .published import answer_matter, at, send_at

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2026, 9, 1)
RIPE = datetime(2026, 11, 1, 1, tzinfo=clock.LOCAL)


def on(day: int, hour: int = 9, month: int = 9) -> datetime:
    """Return a moment of September."""
    return datetime(2026, month, day, hour, tzinfo=clock.LOCAL)


@pytest.fixture
def sent(cast: Cast) -> Cast:
    """Send 24 matters about water in C, of which 20 were answered, 19 in time; 3 in D."""
    for number in range(24):
        matter = send_at(cast, "C", on(1 + number))
        if number < 20:
            answer_matter(matter, after=timedelta(days=2 if number < 19 else 25))
    for number in range(3):
        send_at(cast, "D", on(5 + number))
    return cast


def shown(name: str, cast: Cast, month: date = SEPTEMBER) -> ReleasedCount | None:
    """Return what was released of a place."""
    area = None if name == "all" else cast.unit(name).area_id
    return ReleasedCount.objects.filter(release__month=month, area=area, category=None).first()


def test_a_month_is_released_once_and_stays_whatever_happens_to_its_matters(sent: Cast) -> None:
    with at(RIPE):
        first = services.release_month(actor=OPERATOR, month=SEPTEMBER)
        before = list(ReleasedCount.objects.order_by("pk").values())
        for matter in Matter.objects.filter(answered_at=None):
            answer_matter(matter)
        assert services.release_month(actor=OPERATOR, month=SEPTEMBER) == first
    assert list(ReleasedCount.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(verb="counts.released").count() == 1


def test_a_month_waits_until_its_promises_have_run_out(sent: Cast) -> None:
    with at(datetime(2026, 10, 30, 23, tzinfo=clock.LOCAL)), pytest.raises(WrongMoment):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
    with at(datetime(2026, 10, 31, 0, tzinfo=clock.LOCAL)):
        assert queries.ripe_months() == [SEPTEMBER]
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
        assert queries.ripe_months() == []


def test_small_numbers_and_what_would_tell_them_are_withheld(sent: Cast) -> None:
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
    told = {name: getattr(shown(name, sent), "sent", "?") for name in ("all", "P", "C", "D", "E")}
    assert told == {"all": 27, "P": 27, "C": None, "D": None, "E": 0}
    assert shown("C", sent).answered is None  # type: ignore[union-attr]


def test_shares_are_of_all_that_was_sent_beside_those_of_what_was_answered(sent: Cast) -> None:
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
    here = shown("P", sent)
    assert here is not None
    # 20 of 27 answered, 19 in time; of those answered in September, none of which was late, all in time.
    assert (here.answered, here.on_time) == (70, 70)
    assert (here.median, here.p90) == (2, 2)
    assert (here.rated, here.content) == (None, None)
    assert here.open == 8


def test_denunciations_are_in_no_figure(cast: Cast) -> None:
    for number in range(6):
        send_at(cast, "C", on(1 + number), matter_class="denunciation")
        send_at(cast, "C", on(1 + number))
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
    assert shown("all", cast).sent == 6  # type: ignore[union-attr]


def test_nights_keep_what_each_body_had_and_make_up_for_those_that_were_missed(cast: Cast) -> None:
    first = send_at(cast, "C", on(1))
    send_at(cast, "C", on(2))
    answer_matter(first, after=timedelta(days=1))
    with at(on(4, 0)):
        assert services.count_days(actor=OPERATOR) == 3
        assert services.count_days(actor=OPERATOR) == 0
    rows = DayCount.objects.order_by("day").values_list("day", "sent", "open", "late")
    assert list(rows) == [
        (date(2026, 9, 1), 1, 1, 0),
        (date(2026, 9, 2), 1, 1, 0),
        (date(2026, 9, 3), 0, 1, 0),
    ]
    with at(on(25, 0)):
        services.count_days(actor=OPERATOR)
    assert DayCount.objects.get(day=date(2026, 9, 24)).late == 1


def test_only_who_manages_lets_count(cast: Cast) -> None:
    send_at(cast, "C", on(1))
    with at(RIPE):
        for who in ("lan", "tung", "quan", "hoa"):
            with pytest.raises(NotAllowed):
                services.release_month(actor=cast.actor(who), month=SEPTEMBER)
            with pytest.raises(NotAllowed):
                services.count_days(actor=cast.actor(who))
    assert not Release.objects.exists()
    assert not DayCount.objects.exists()


def test_the_nightly_work_releases_every_ripe_month(sent: Cast) -> None:
    class Told:
        def tell(self, done: int, total: int, words: str) -> None:
            told.append((done, total))

    told: list[tuple[int, int]] = []
    with at(datetime(2026, 12, 2, tzinfo=clock.LOCAL)):
        count_for_public(actor=OPERATOR, work=Told())  # type: ignore[arg-type]
    assert told == [(1, 2), (2, 2)]
    assert queries.released_months(NOBODY) == [date(2026, 10, 1), SEPTEMBER]
    assert shown("all", sent, date(2026, 10, 1)).sent == 0  # type: ignore[union-attr]


def test_silence_is_none_at_all_and_never_a_number_that_is_withheld(sent: Cast) -> None:
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
        places = queries.places_on(clock.today())
        (found,) = queries.silence_in(NOBODY, [SEPTEMBER], places)
    assert (found.communes, [one.name for one in found.silent]) == (3, ["E"])


def test_the_page_says_what_is_withheld_and_warns_of_ranking(sent: Cast) -> None:
    client = client_of(None)
    empty = client.get("/phan-anh/so-lieu/").content.decode()
    assert "Chưa có tháng nào được công bố" in empty
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
        places = queries.places_on(clock.today())
    province, commune = places.provinces[0], places.by_id[sent.unit("D").area_id]
    words = {"tinh": str(province.uid)}
    page = client.get("/phan-anh/so-lieu/", words).content.decode()
    assert "Đừng xếp hạng các nơi" in page
    assert page.index(">C</th>") < page.index(">D</th>") < page.index(">E</th>")
    assert "27" in page
    here = client.get("/phan-anh/so-lieu/", {**words, "xa": str(commune.uid)}).content.decode()
    assert "không công bố vì quá ít" in here
    file = client.get("/phan-anh/so-lieu/", {**words, "as": "csv"}).content.decode("utf-8-sig")
    assert "D;Tất cả;;;;;;;" in file
    assert client.get("/phan-anh/so-lieu/", {"thang": "2026-08"}).status_code == 404
    quiet = client.get("/phan-anh/so-lieu/noi-chua-co-phan-anh/", words).content.decode()
    assert "<li>E</li>" in quiet
    assert "<li>D</li>" not in quiet


def test_pages_read_no_more_the_more_matters_there_are(sent: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with at(RIPE):
        services.release_month(actor=OPERATOR, month=SEPTEMBER)
    client = client_of(None)
    client.get("/phan-anh/so-lieu/")
    with django_assert_max_num_queries(12):
        client.get("/phan-anh/so-lieu/")
