"""What is kept goes on the very day its class says, in order, and leaves a tombstone; what can be counted stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from lienthong.feedback import queries
from lienthong.feedback.models import DataRequest, Matter, Passage, Publication, Sender, Tombstone, Wish
from lienthong.feedback.rules.classes import ClassRule, class_rules
from lienthong.feedback.rules.keeping import PARTS, cuts_on, goes_on
from lienthong.feedback.services.retention import purge_due
from lienthong.kernel import clock, files
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.models import Attachment
from tests.cast import Cast
from tests.client import client_of
from tests.matters import TEXT, send_matter

ENDED = datetime(2026, 11, 22, 9, 40, tzinfo=clock.LOCAL)


def at(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return datetime.combine(day, datetime.min.time(), clock.LOCAL)


@pytest.fixture
def ended(cast: Cast) -> Matter:
    """Return a matter with a file that ended on 22 November 2026."""
    matter = send_matter(cast, place="Cạnh trạm bơm").matter
    files.add_file(actor=cast.actor("lan"), kind="matter", subject=matter.uid, name="anh.txt", data=b"thu")
    Passage.objects.create(matter=matter, at=clock.now(), step="ask", words="Xin cho biết thêm")
    Matter.objects.filter(pk=matter.pk).update(state="closed", ended_at=ENDED, answered_at=ENDED)
    return Matter.objects.get(pk=matter.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(("part", "days"), [("contact", 365), ("attachments", 730), ("text", 1825)])
def test_each_part_goes_on_the_day_after_its_last_and_not_a_day_before(
    ended: Matter, part: str, days: int
) -> None:
    last = ENDED.date() + timedelta(days=days)

    def is_there() -> bool:
        return {
            "contact": Sender.objects.filter(matter=ended).exists(),
            "attachments": Attachment.objects.filter(subject=ended.uid, deleted_at=None).exists(),
            "text": Matter.objects.get(pk=ended.pk).text == TEXT,
        }[part]

    with clock.held_at(at(last + timedelta(days=1)) - timedelta(seconds=1)):
        gone = purge_due(actor=OPERATOR)
    assert (gone[part], is_there()) == (0, True)
    with clock.held_at(at(last + timedelta(days=1))):
        gone = purge_due(actor=OPERATOR)
        again = purge_due(actor=OPERATOR)
    assert (gone[part], is_there(), again[part]) == (1, False, 0)


@pytest.mark.django_db
def test_who_sent_it_goes_first_then_files_then_words_and_the_row_can_still_be_counted(ended: Matter) -> None:
    with clock.held_at(at(ENDED.date() + timedelta(days=1826))):
        assert dict(purge_due(actor=OPERATOR)) == {"contact": 1, "attachments": 1, "text": 1, "requests": 0}
    row = Matter.objects.get(pk=ended.pk)
    assert (row.text, row.place, row.village_id, row.matter_class, row.state) == (
        "",
        "",
        None,
        "feedback",
        "closed",
    )
    assert (row.category_id, row.area_id, row.sent_at) == (ended.category_id, ended.area_id, ended.sent_at)
    assert list(Tombstone.objects.order_by("pk").values_list("what", "month", "rule")) == [
        ("contact", date(2026, 11, 1), "feedback.contact: 365 2026-07-01"),
        ("files", date(2026, 11, 1), "feedback.attachments: 730 2026-07-01"),
        ("text", date(2026, 11, 1), "feedback.text: 1825 2026-07-01"),
    ]
    assert set(Passage.objects.filter(matter=ended).values_list("step", "words")) == {
        ("send", ""),
        ("ask", ""),
    }


@pytest.mark.django_db
def test_what_has_not_ended_and_what_the_public_reads_stay(cast: Cast) -> None:
    matter = send_matter(cast).matter
    Publication.objects.create(
        matter=matter,
        matter_class="feedback",
        category=matter.category,
        area_id=matter.area_id,
        organisation_id=matter.organisation_id,
        title="Nước",
        question="Hỏi",
        answer="Đáp",
        search_key="nuoc",
        day_sent=ENDED.date(),
        day_answered=ENDED.date(),
        on_time=True,
        released_at=ENDED,
    )
    with clock.held_at(at(date(2040, 1, 1))):
        assert purge_due(actor=OPERATOR).total() == 0
    Matter.objects.filter(pk=matter.pk).update(state="closed", ended_at=ENDED)
    with clock.held_at(at(date(2040, 1, 1))):
        assert purge_due(actor=OPERATOR)["text"] == 1
    assert Publication.objects.values_list("title", "answer").get() == ("Nước", "Đáp")


@pytest.mark.django_db
def test_words_of_data_requests_go_after_their_own_time(ended: Matter) -> None:
    DataRequest.objects.create(
        matter=ended,
        organisation_id=ended.organisation_id,
        wish=Wish.ERASE,
        words="Vì",
        answer="Được",
        at=ENDED,
        ended_at=ENDED,
    )
    with clock.held_at(at(ENDED.date() + timedelta(days=730))):
        assert purge_due(actor=OPERATOR)["requests"] == 0
    with clock.held_at(at(ENDED.date() + timedelta(days=731))):
        assert purge_due(actor=OPERATOR)["requests"] == 1
    assert DataRequest.objects.values_list("words", "answer").get() == ("", "")


@pytest.mark.django_db
def test_what_goes_is_shown_before_it_goes_counted_and_to_whoever_looks_after_the_rules(
    cast: Cast, ended: Matter
) -> None:
    with clock.held_at(at(ENDED.date() + timedelta(days=350))):
        rows = queries.going_for(cast.actor("duc"))
        page = client_of(cast.accounts["duc"]).get(reverse("feedback:going"))
    assert [(one.matter_class, one.part, one.number, one.days, one.day) for one in rows] == [
        ("feedback", "contact", 1, 365, ENDED.date() + timedelta(days=380))
    ]
    assert "chưa kiểm chứng" in page.content.decode()
    assert TEXT not in page.content.decode()
    assert Sender.objects.filter(matter=ended).exists()
    for name in ("lan", "tung", "ha", "hoa"):
        with pytest.raises(NotAllowed):
            queries.going_for(cast.actor(name))
        with pytest.raises(NotAllowed):
            queries.tombstones_for(cast.actor(name))


_EVERY = [(rule, part) for rule in class_rules() for part in PARTS]


@pytest.mark.parametrize(("rule", "part"), _EVERY, ids=lambda one: str(getattr(one, "code", one)))
def test_a_cut_is_for_exactly_the_days_whose_parts_are_due(rule: ClassRule, part: str) -> None:
    begin, end = rule.valid_from, min(rule.valid_to, date(2031, 1, 1))

    def is_cut(ended: date, day: date) -> bool:
        return any(
            cut.rule == rule and cut.part == part and cut.since <= ended < cut.before for cut in cuts_on(day)
        )

    for ended in (begin, begin + timedelta(days=1), end - timedelta(days=1)):
        due = goes_on(rule, part, ended)
        assert is_cut(ended, due)
        assert not is_cut(ended, due - timedelta(days=1))
    assert not is_cut(begin - timedelta(days=1), date(2045, 1, 1))
    if rule.valid_to < date(2031, 1, 1):
        assert not is_cut(rule.valid_to, date(2045, 1, 1))
