"""What a sender says of an answer: once, within its time; looked at by another officer above; opened again; ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.desk.models import WorkItem
from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Matter,
    MatterState,
    Message,
    Passage,
    Publication,
    Rating,
    Review,
    ReviewState,
)
from lienthong.feedback.rules.ratings import LEAST_SHOWN
from lienthong.feedback.services import Receipt, Said
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry, Clock
from tests.cast import Cast
from tests.client import client_of
from tests.matters import send_matter

from .answers import PARTS, PUBLIC, account, approved, released, sent, words
from .test_answering import refused

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

POOR = Said("poor", ("vague", "no_evidence"), "Chưa nói bao giờ xong", True)
GOOD = Said("satisfied")


@pytest.fixture
def leader(cast: Cast) -> Actor:
    """Return somebody who approves and releases at commune C."""
    return account(cast, "vinh")


@pytest.fixture
def receipt(cast: Cast, leader: Actor) -> Receipt:
    """Return the receipt of a matter that was answered on 22 November."""
    made = sent(cast)
    released(cast, made.matter, leader)
    made.matter.refresh_from_db()
    return made


def link(matter: Matter) -> str:
    return queries.link_of(matter, matter.round)


# ── once ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_rates_once_and_its_token_stands_nowhere(receipt: Receipt) -> None:
    token = link(receipt.matter)
    row = Rating.objects.get()
    assert token.encode() not in bytes(row.link)
    assert token not in str(Rating.objects.values().get())
    services.rate_by_link(actor=NOBODY, link=token, said=GOOD)
    services.rate_by_link(actor=NOBODY, link=token, said=GOOD)
    assert AuditEntry.objects.filter(verb="answer.rated").count() == 1
    refused(WrongMoment, lambda: services.rate_by_link(actor=NOBODY, link=token, said=POOR))
    refused(WrongMoment, lambda: services.rate_answer(actor=NOBODY, matter=receipt.matter, said=POOR))


@pytest.mark.parametrize("token", ["", "x", "0" * 40])
def test_no_other_link_leads_anywhere(receipt: Receipt, token: str) -> None:
    refused(NotFound, lambda: services.rate_by_link(actor=NOBODY, link=token, said=GOOD))


@pytest.mark.parametrize(
    "said",
    [Said(""), Said("great"), Said("poor"), Said("poor", ("nothing",)), Said("poor", ("late",), "x" * 1001)],
)
def test_what_is_no_rating_is_refused(receipt: Receipt, said: Said) -> None:
    refused(WrongData, lambda: services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=said))


def test_a_rating_has_its_time(receipt: Receipt, settings: Settings) -> None:
    settings.CLOCK = "2026-12-23T00:01+07:00"
    refused(WrongMoment, lambda: services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=GOOD))
    settings.CLOCK = "2026-12-22T23:59+07:00"
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=GOOD)


# ── the body above ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bad_rating_is_looked_at_one_level_up(cast: Cast, receipt: Receipt) -> None:
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    review = Review.objects.get()
    assert review.organisation == cast.province["P"]
    seen = {name for name in cast.accounts if queries.reviews_for(cast.actor(name)).exists()}
    assert seen == {"tung"}
    assert list(WorkItem.objects.filter(state="open").values_list("kind", "organisation_id")) == [
        ("feedback.review", cast.province["P"].pk)
    ]
    with pytest.raises(NotFound):
        queries.get_review(cast.actor("lan"), review.uid)


def test_a_good_rating_and_a_late_one_open_nothing(receipt: Receipt, settings: Settings) -> None:
    settings.CLOCK = "2026-12-08T09:00+07:00"
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    assert not Review.objects.exists()


def test_the_level_above_confirms_with_a_reason_that_the_sender_reads(cast: Cast, receipt: Receipt) -> None:
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    review, tung = Review.objects.get(), cast.actor("tung")
    for reason in ("", "  "):
        deed = partial(services.review_answer, actor=tung, review=review, reopens=False, reason=reason)
        refused(WrongData, deed)
    refused(
        NotAllowed,
        lambda: services.review_answer(actor=cast.actor("lan"), review=review, reopens=False, reason="x"),
    )
    services.review_answer(actor=tung, review=review, reopens=False, reason="Ống đã thay, có biên bản.")
    review.refresh_from_db()
    assert (review.state, review.reviewed_by) == (ReviewState.CONFIRMED, tung.uid)
    last = Passage.objects.order_by("pk").last()
    assert last is not None
    assert (last.step, last.words) == ("confirmed", "Ống đã thay, có biên bản.")
    shown = queries.answer_for_sender(receipt.matter)
    assert shown is not None
    assert shown.rating.review.state == "confirmed"


def test_whoever_had_a_hand_in_an_answer_does_not_review_it(cast: Cast) -> None:
    made = sent(cast)
    tung = account(cast, "thao", "P", "province_officer")
    answer = approved(cast, made.matter, tung)
    services.release_answer(actor=tung, answer=answer, seen=answer.version)
    services.rate_by_link(actor=NOBODY, link=link(made.matter), said=POOR)
    review = Review.objects.get()
    refused(
        NotAllowed, lambda: services.review_answer(actor=tung, review=review, reopens=True, reason="Mở lại")
    )
    services.review_answer(actor=cast.actor("tung"), review=review, reopens=True, reason="Mở lại")


def test_a_body_that_is_complained_about_does_not_review(cast: Cast, receipt: Receipt) -> None:
    Matter.objects.update(about=cast.province["P"])
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    assert Review.objects.get().organisation == cast.province["Trung ương"]


def test_the_level_above_opens_a_matter_again_in_a_new_round(cast: Cast, receipt: Receipt) -> None:
    total = receipt.matter.total_due
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    services.review_answer(
        actor=cast.actor("tung"), review=Review.objects.get(), reopens=True, reason="Chưa có biên bản."
    )
    matter = Matter.objects.get()
    assert (matter.state, matter.round, matter.total_due) == (MatterState.ACCEPTED, 2, total)
    running = Clock.objects.filter(kind="matter", subject=matter.uid, stopped=None)
    assert sorted(clock.due for clock in running if clock.due) == [matter.answer_due, total]
    last = Passage.objects.order_by("pk").last()
    assert last is not None
    assert (last.step, last.words) == ("reopen", "Chưa có biên bản.")
    again = released(
        cast, matter, cast.actor("vinh"), parts={**PARTS, "evidence": "Biên bản số 5."}, public=PUBLIC
    )
    assert (again.round, Rating.objects.count(), Publication.objects.count()) == (2, 2, 1)


# ── opened again by the sender ───────────────────────────────────────────────────────────────────────────────────────


def test_a_sender_opens_a_matter_again_within_fifteen_days_of_the_answer(
    receipt: Receipt, settings: Settings
) -> None:
    # 7 December is a Monday, the fifteenth day after Sunday 22 November.
    settings.CLOCK = "2026-12-08T08:00+07:00"
    refused(
        WrongMoment, lambda: services.reopen_matter(actor=NOBODY, matter=receipt.matter, words="Nước vẫn đục")
    )
    settings.CLOCK = "2026-12-07T16:00+07:00"
    refused(WrongData, lambda: services.reopen_matter(actor=NOBODY, matter=receipt.matter, words=" "))
    services.reopen_matter(actor=NOBODY, matter=receipt.matter, words="Nước vẫn đục")
    matter = Matter.objects.get()
    assert (matter.state, matter.round, matter.answered_at) == (MatterState.ACCEPTED, 2, None)
    services.reopen_matter(actor=NOBODY, matter=receipt.matter, words="Nước vẫn đục")
    assert Matter.objects.get().round == 2


def test_neither_later_deeds_nor_forged_times_move_the_window(
    cast: Cast, leader: Actor, receipt: Receipt, settings: Settings
) -> None:
    settings.CLOCK = "2026-12-05T09:00+07:00"
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=GOOD)
    publication = Publication.objects.get()
    services.retract_publication(actor=leader, publication=publication, reason="Sửa lại")
    answer = queries.answer_of(receipt.matter)
    services.release_again(actor=leader, answer=answer, seen=answer.version)
    # A clock put back before the answer lets nothing be opened either.
    settings.CLOCK = "2026-11-20T09:00+07:00"
    refused(WrongMoment, lambda: services.reopen_matter(actor=NOBODY, matter=receipt.matter, words="Sớm quá"))
    settings.CLOCK = "2026-12-08T08:00+07:00"
    Matter.objects.update(answered_at=datetime.fromisoformat("2026-12-07T00:00+07:00"))
    before = Matter.objects.values().get()
    page = client_of(None).post(
        reverse("feedback:reopen"),
        {
            "code": receipt.code,
            "pin": receipt.pin,
            "words": "Nước vẫn đục",
            "answered_at": "2026-12-07T00:00+07:00",
            "told_at": "2026-12-07T00:00+07:00",
            "now": "2026-11-23T00:00+07:00",
        },
    )
    assert page.status_code == 422
    assert Matter.objects.values().get() == before


def test_answered_matters_end_when_their_time_is_over_and_nobody_is_looking(
    cast: Cast, receipt: Receipt, settings: Settings
) -> None:
    settings.CLOCK = "2026-12-07T16:00+07:00"
    assert services.close_answered(actor=OPERATOR, matter=receipt.matter) is False
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=POOR)
    settings.CLOCK = "2026-12-09T08:00+07:00"
    assert queries.is_any_to_close() is False
    assert services.close_answered(actor=OPERATOR, matter=receipt.matter) is False
    services.review_answer(
        actor=cast.actor("tung"), review=Review.objects.get(), reopens=False, reason="Đã đủ."
    )
    assert [one.pk for one in queries.matters_to_close()] == [receipt.matter.pk]
    refused(NotAllowed, lambda: services.close_answered(actor=cast.actor("lan"), matter=receipt.matter))
    assert services.close_answered(actor=OPERATOR, matter=receipt.matter) is True
    matter = Matter.objects.get()
    assert (matter.state, matter.ended_at is not None) == (MatterState.CLOSED, True)
    assert services.close_answered(actor=OPERATOR, matter=matter) is False
    assert not Clock.objects.filter(stopped=None, kind="matter").exists()


# ── linked matters ───────────────────────────────────────────────────────────────────────────────────────────────────


def _follow(cast: Cast, lead: Matter, count: int) -> None:
    """Link so many matters of commune C to one: rows as receiving writes them, with a clock each."""
    one = send_matter(cast).matter
    clocks = list(Clock.objects.filter(subject=one.uid))
    names = [column.attname for column in Matter._meta.concrete_fields if not column.primary_key]
    base = {name: getattr(one, name) for name in names if name not in {"uid", "key", "code", "lead_id"}}
    made = Matter.objects.bulk_create(
        Matter(**base, code=f"{lead.pk:016d}{number:016d}".encode(), lead=lead) for number in range(count - 1)
    )
    fields = [column.attname for column in Clock._meta.concrete_fields if not column.primary_key]
    Clock.objects.bulk_create(
        Clock(**{n: getattr(clock, n) for n in fields if n not in {"uid", "subject"}}, subject=row.uid)
        for row in made
        for clock in clocks
    )
    Matter.objects.filter(pk=one.pk).update(lead=lead)


def _released_with(cast: Cast, leader: Actor, count: int) -> tuple[Matter, int]:
    """Release an answer that so many matters follow; return the leading one and the number of statements."""
    lead = sent(cast).matter
    _follow(cast, lead, count)
    answer = approved(cast, lead, leader)
    with CaptureQueriesContext(connection) as caught:
        services.release_answer(actor=leader, answer=answer, seen=answer.version)
    return lead, len(caught)


def test_one_answer_reaches_five_hundred_senders_in_few_statements(cast: Cast, leader: Actor) -> None:
    lead, few = _released_with(cast, leader, 5)
    lead, many = _released_with(cast, leader, 500)
    followers = Matter.objects.filter(lead=lead)
    assert followers.filter(state=MatterState.ANSWERED, answered_at__isnull=False).count() == 500
    assert Rating.objects.filter(matter__lead=lead).values("link").distinct().count() == 500
    assert Passage.objects.filter(matter__lead=lead, step="answer").count() == 500
    assert Publication.objects.get(matter=lead).senders == 501
    assert not Clock.objects.filter(subject__in=followers.values("uid"), stopped=None).exists()
    verbs = AuditEntry.objects.filter(verb="matter.answered", subject__in=followers.values("uid"))
    assert verbs.count() == 500
    # SQLite takes fewer values a statement than PostgreSQL: rows are written by lots, never one by one.
    assert many <= few + 20


def test_each_sender_keeps_code_rating_and_round(cast: Cast, leader: Actor) -> None:
    first, second = sent(cast), send_matter(cast)
    Matter.objects.filter(pk=second.matter.pk).update(lead=first.matter)
    released(cast, first.matter, leader)
    matter = queries.matter_by_code(second.code)
    shown = queries.answer_for_sender(matter)
    assert shown is not None
    assert [text for _label, text in shown.parts] == list(PARTS.values())
    assert link(first.matter) != link(matter)
    services.rate_by_link(actor=NOBODY, link=link(first.matter), said=GOOD)
    services.rate_by_link(actor=NOBODY, link=link(matter), said=POOR)
    services.reopen_matter(actor=NOBODY, matter=matter, words="Chỗ tôi vẫn đục")
    matter.refresh_from_db()
    first.matter.refresh_from_db()
    assert (matter.state, matter.round, matter.lead) == (MatterState.ACCEPTED, 2, None)
    assert (first.matter.state, first.matter.round) == (MatterState.ANSWERED, 1)
    assert Review.objects.get().state == ReviewState.REOPENED


# ── counts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rated(matter: Matter, verdicts: dict[str, int], invited: int) -> None:
    """Write so many ratings of one answer, each of a matter of its own."""
    seed = Rating.objects.get()
    said = [verdict for verdict, count in verdicts.items() for _ in range(count)]
    said += [""] * (invited - len(said))
    seed.delete()
    names = [column.attname for column in Matter._meta.concrete_fields if not column.primary_key]
    base = {name: getattr(matter, name) for name in names if name not in {"uid", "key", "code"}}
    rows = Matter.objects.bulk_create(
        Matter(**base, code=f"r{number:031d}".encode()) for number in range(invited)
    )
    Rating.objects.bulk_create(
        Rating(
            matter=row,
            round=1,
            answer=seed.answer,
            organisation_id=seed.organisation_id,
            category_id=seed.category_id,
            link=f"{number:032d}".encode(),
            told_at=seed.told_at,
            verdict=verdict,
        )
        for number, (row, verdict) in enumerate(zip(rows, said, strict=True))
    )


def test_counts_are_shown_from_ten_ratings_on(cast: Cast, receipt: Receipt) -> None:
    since, until = date(2026, 11, 1), date(2026, 12, 1)
    _rated(receipt.matter, {"satisfied": 6, "poor": LEAST_SHOWN - 7}, invited=20)
    (few,) = queries.rating_counts("organisation", since, until)
    assert (few.key, few.invited, few.rated, few.verdicts) == (cast.province["C"].pk, 20, None, None)
    Rating.objects.filter(verdict="").first().delete()  # type: ignore[union-attr]
    missing = Rating.objects.filter(verdict="").first()
    assert missing is not None
    missing.verdict = "accepted"
    missing.save()
    (enough,) = queries.rating_counts("category", since, until)
    assert (enough.invited, enough.rated) == (19, 10)
    assert enough.verdicts == {"satisfied": 6, "accepted": 1, "poor": 3}
    assert queries.rating_counts("organisation", until, until + timedelta(days=1)) == []


def test_every_count_is_for_who_oversees_a_body(cast: Cast, receipt: Receipt) -> None:
    services.rate_by_link(actor=NOBODY, link=link(receipt.matter), said=GOOD)
    since, until = date(2026, 11, 1), date(2026, 12, 1)
    seen: dict[str, list[Any]] = {
        name: [one.verdicts for one in queries.rating_counts_for(cast.actor(name), since, until)]
        for name in ("lan", "minh", "tung", "quan")
    }
    counts = [{"satisfied": 1, "accepted": 0, "poor": 0}]
    assert seen == {"lan": [], "minh": [], "tung": counts, "quan": counts}


def test_nothing_is_told_without_a_way_out(receipt: Receipt) -> None:
    assert Message.objects.count() == 0


def test_a_draft_of_a_new_round_begins_empty(cast: Cast, receipt: Receipt) -> None:
    services.reopen_matter(actor=NOBODY, matter=receipt.matter, words="Nước vẫn đục")
    matter = Matter.objects.get()
    assert queries.find_answer(matter) is None
    answer = services.draft_answer(
        actor=cast.actor("lan"), matter=matter, words=words(matter, parts={}, public={})
    )
    assert [answer.says(part) for part in PARTS] == [""] * 5
