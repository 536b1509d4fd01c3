"""Voters' opinions from minutes, the register book, the public pages of guidance and privacy."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from lienthong.feedback import queries, services
from lienthong.feedback.models import Addressee, ContactMeeting, Matter, MatterClass, Sender
from lienthong.feedback.rules.classes import class_on
from lienthong.feedback.rules.minutes import opinions_in
from lienthong.feedback.services import Minutes, Spoken
from lienthong.kernel import boxes, clock
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData
from tests.cast import Cast
from tests.client import client_of
from tests.matters import letter_to, send_matter

ROADS = "Đường thôn 2 có nhiều ổ gà, mặt đường hỏng nặng"
LIGHTS = "Đèn đường trước chợ tắt cả tuần nay, tối om"
MINUTES = f"1. {ROADS}\n\n- {LIGHTS}"


def minutes(key: UUID | None = None, **words: Any) -> Minutes:
    """Return what is known of a meeting at which two things were said."""
    told: dict[str, Any] = {
        "key": key or uuid4(),
        "addressee": Addressee.COMMUNE,
        "session": "Trước kỳ họp thứ 5",
        "place": "Nhà văn hóa thôn 2",
        "day": date(2026, 11, 20),
        "said": [Spoken(one, "roads") for one in opinions_in(MINUTES)],
    }
    return Minutes(**{**told, **words})


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """Return the cast with catalogues."""
    letter_to(cast)
    return cast


@pytest.mark.django_db
def test_a_meeting_becomes_as_many_matters_as_things_were_said_and_none_has_a_sender(ready: Cast) -> None:
    first = minutes()
    made = services.write_meeting(actor=ready.actor("lan"), minutes=first)
    assert services.write_meeting(actor=ready.actor("lan"), minutes=first) == made
    rows = list(Matter.objects.order_by("opinion__position"))
    assert [(one.matter_class, one.channel, one.text) for one in rows] == [
        ("opinion", "paper", ROADS),
        ("opinion", "paper", LIGHTS),
    ]
    for sender in Sender.objects.all():
        kept = boxes.unseal("feedback.sender", sender.box)
        assert (kept["name"], kept["phone"], kept["email"], sender.reachable) == ("", "", "", False)
    assert queries.opinions_of(ready.actor("lan"), made).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"said": []}, "text"),
        ({"said": [Spoken("Gọi 0912345678 để hỏi về đường thôn", "roads")]}, "text"),
        ({"said": [Spoken("!!!", "roads")]}, "text"),
        ({"session": " "}, "session"),
        ({"place": ""}, "place"),
        ({"day": date(2026, 11, 23)}, "day"),
    ],
)
def test_a_wrong_meeting_is_not_written_down(ready: Cast, words: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongData) as refused:
        services.write_meeting(actor=ready.actor("lan"), minutes=minutes(**words))
    assert set(refused.value.faults) == {field}
    assert "0912345678" not in str(refused.value.faults)
    assert (ContactMeeting.objects.count(), Matter.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_who_does_not_receive_writes_no_meeting_and_neighbours_see_none(ready: Cast) -> None:
    for name in ("nga", "quan", "duc", "hoa"):
        with pytest.raises(NotAllowed):
            services.write_meeting(actor=ready.actor(name), minutes=minutes())
    assert ContactMeeting.objects.count() == 0
    made = services.write_meeting(actor=ready.actor("lan"), minutes=minutes())
    with pytest.raises(NotFound):
        queries.get_meeting(ready.actor("minh"), made.uid)


@pytest.mark.django_db
def test_minutes_are_looked_at_opinion_by_opinion_before_they_are_saved(ready: Cast) -> None:
    lan, page = client_of(ready.accounts["lan"]), reverse("feedback:new_meeting")
    key = re.search(r'name="key" value="([^"]+)"', lan.get(page).content.decode())
    assert key is not None
    words = {
        "key": key.group(1),
        "addressee": "province",
        "session": "Kỳ họp 5",
        "place": "Thôn 2",
        "day": "20/11/2026",
        "text": MINUTES,
    }
    looked = lan.post(page, {**words, "do": "look"})
    assert looked.status_code == 200
    assert re.findall(r'value="(\w+)" selected', looked.content.decode())[-2:] == ["roads", "power"]
    assert Matter.objects.count() == 0
    saved = lan.post(page, {**words, "do": "save", "category_1": "community"})
    made = ContactMeeting.objects.get()
    assert saved.headers["Location"] == reverse("feedback:meeting", args=[made.uid])
    assert set(Matter.objects.values_list("category__code", flat=True)) == {"roads", "community"}
    assert lan.post(page, {**words, "do": "save"}).status_code == 302
    assert Matter.objects.count() == 2
    assert "Kỳ họp 5" in lan.get(reverse("feedback:meetings") + "?as=csv").content.decode("utf-8-sig")
    assert ROADS in lan.get(saved.headers["Location"]).content.decode()
    assert lan.post(page, {**words, "text": ""}).status_code == 422


# ── the register book ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_lines_are_numbered_within_the_year_by_the_order_of_receipt(cast: Cast) -> None:
    now = clock.now()
    for ahead in (0, 1, 2, 45, 46):
        with clock.held_at(now + timedelta(days=ahead)):
            send_matter(cast)
    lan = cast.actor("lan")
    every = queries.register_for(lan, date(2026, 11, 1), date(2027, 1, 31))
    assert [(one.number, one.day) for one in every] == [
        (1, date(2026, 11, 22)), (2, date(2026, 11, 23)), (3, date(2026, 11, 24)),
        (1, date(2027, 1, 6)), (2, date(2027, 1, 7)),
    ]  # fmt: skip
    part = queries.register_for(lan, date(2026, 11, 23), date(2026, 11, 24))
    assert [one.number for one in part] == [2, 3]
    assert queries.register_for(cast.actor("minh"), date(2026, 1, 1), date(2027, 12, 31)) == []


@pytest.mark.django_db
def test_the_book_leaves_as_files_without_a_sender_or_a_word_of_a_matter(cast: Cast) -> None:
    matter = send_matter(cast).matter
    lan, page = client_of(cast.accounts["lan"]), reverse("feedback:register")
    book = lan.get(page + "?as=csv").content.decode("utf-8-sig")
    assert "Cấp, thoát nước" in book
    for hidden in ("Người gửi thử", "0900000001", matter.text):
        assert hidden not in book
    for form in ("xlsx", "pdf"):
        assert lan.get(f"{page}?as={form}").status_code == 200
    narrowed = lan.get(f"{page}?since=01/01/2026&until=31/01/2026").content.decode()
    assert "Không có dòng nào" in narrowed
    assert lan.get(f"{page}?since=x&class=opinion").status_code == 200
    assert client_of(cast.accounts["hoa"]).get(page).status_code == 403


# ── public pages ─────────────────────────────────────────────────────────────────────────────────────────────────────

PAGES = ("complaint", "blank_complaint", "denunciation", "blank_denunciation", "privacy")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_guidance_take_nothing(name: str) -> None:
    client, page = client_of(None), reverse(f"feedback:{name}")
    shown = client.get(page).content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert not re.findall(r'<(?:input|textarea|select)\b|method="post"', main)
    assert client.post(page, {"text": "Tôi tố cáo"}).status_code == 405


@pytest.mark.django_db
def test_limits_of_law_stand_with_their_act_and_whether_anybody_checked() -> None:
    shown = client_of(None).get(reverse("feedback:complaint")).content.decode()
    terms = queries.terms_of("complaint", ("seek", "accept", "answer"))
    assert len(terms) == 12
    for term in terms:
        assert term.act.replace("&", "&amp;") in shown
    acts = [sure for (_act, sure), _terms in groupby(terms, lambda one: (one.act, one.sure))]
    assert len(re.findall(r"<span[^>]*>\s*chưa kiểm chứng", shown)) == acts.count(False)
    denounced = client_of(None).get(reverse("feedback:denunciation")).content.decode()
    assert "30 ngày, kể cả ngày nghỉ" in denounced


@pytest.mark.django_db
def test_numbers_of_the_privacy_page_are_those_that_deletion_goes_by() -> None:
    shown = client_of(None).get(reverse("feedback:privacy")).content.decode()
    rows = dict(re.findall(r'<li data-class="(\w+)">(.*?)</li>', shown, re.DOTALL))
    assert list(rows) == MatterClass.values
    for code, row in rows.items():
        kept = class_on(code, clock.today()).retention
        numbers = [int(one.replace(".", "")) for one in re.findall(r" ([\d.]+) ngày", row)]
        assert numbers == [kept.contact, kept.attachments, kept.text]
        assert "chưa kiểm chứng" in row
