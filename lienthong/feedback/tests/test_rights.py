"""What somebody may ask of what is kept about their own matter, with its code and PIN; what has to be decided, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    DataRequest,
    Matter,
    Passage,
    Publication,
    Sender,
    Standing,
    Tombstone,
    Wish,
)
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services import Opened
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotAllowed, NotFound, TooMany, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry, Clock
from tests.cast import Cast
from tests.client import client_of
from tests.matters import CONTACT, TEXT, send_matter

from .test_lanes import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(cast: Cast) -> Opened:
    """Return a matter that its sender has opened."""
    receipt = send_matter(cast, consents=True)
    return services.open_own(actor=NOBODY, code=receipt.code, pin=receipt.pin)


def public_row(matter: Matter) -> Publication:
    """Publish something of a matter."""
    return Publication.objects.create(
        matter=matter,
        matter_class=matter.matter_class,
        category=matter.category,
        area_id=matter.area_id,
        organisation_id=matter.organisation_id,
        title="Nước",
        question="Hỏi",
        answer="Đáp",
        search_key="nuoc",
        day_sent=clock.today(),
        day_answered=clock.today(),
        on_time=True,
        released_at=clock.now(),
    )


def answered(matter: Matter) -> None:
    """Let a matter be answered."""
    Matter.objects.filter(pk=matter.pk).update(state="answered", answered_at=clock.now())


# ── at once ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_code_and_pin_of_two_matters_open_neither_other_and_wrong_ones_say_the_same(cast: Cast) -> None:
    one, other = (send_matter(cast) for _n in range(2))
    for code, pin in ((one.code, other.pin), ("", one.pin), (one.code, ""), ("0" * 11, one.pin)):
        with pytest.raises(NotFound, match="Mã hoặc mã PIN không đúng"):
            services.open_own(actor=NOBODY, code=code, pin=pin)
    page = client_of(None).post(reverse("feedback:own_data"), {"code": one.code, "pin": one.pin})
    assert page.content.decode().count(TEXT) == 1


def test_wrong_pins_are_counted_against_the_code_and_then_the_right_one_waits_too(cast: Cast) -> None:
    receipt = send_matter(cast)
    client, page = client_of(None), reverse("feedback:own_data")
    for _n in range(10):
        assert client.post(page, {"code": receipt.code, "pin": "000000x"}).status_code == 404
    assert client.post(page, {"code": receipt.code, "pin": receipt.pin}).status_code == 429
    other = send_matter(cast)
    assert client.post(page, {"code": other.code, "pin": other.pin}).status_code == 200
    with pytest.raises(TooMany):
        services.open_own(actor=NOBODY, code=receipt.code, pin=receipt.pin)


def test_contact_is_corrected_at_once_and_a_mask_is_not_saved_over_it(opened: Opened) -> None:
    new = Contact(name="Tên mới", phone="0900000002")
    made = services.correct_contact(actor=NOBODY, opened=opened, contact=new)
    assert made is not None
    assert (made.state, made.by_itself) == ("granted", True)
    kept = queries.kept_of(opened.matter).contact
    assert kept is not None
    assert (kept.name, kept.phone, kept.email) == ("Tên mới", "0900000002", "")
    assert queries.own_matter(opened.code, opened.pin) == opened.matter
    assert services.correct_contact(actor=NOBODY, opened=opened, contact=new) is None
    with pytest.raises(WrongData, match="dấu che"):
        services.correct_contact(actor=NOBODY, opened=opened, contact=Contact(phone="09******02"))
    again = queries.kept_of(opened.matter).contact
    assert again == kept
    assert DataRequest.objects.count() == 1


def test_contact_is_erased_at_once_and_the_code_goes_on_opening(opened: Opened) -> None:
    services.erase_contact(actor=NOBODY, opened=opened)
    assert services.erase_contact(actor=NOBODY, opened=opened) is None
    assert (Sender.objects.count(), DataRequest.objects.count()) == (0, 1)
    assert Tombstone.objects.values_list("what", "rule").get() == ("contact", "data_request.erase")
    assert queries.own_matter(opened.code, opened.pin) == opened.matter
    with pytest.raises(WrongMoment, match="không còn được lưu"):
        services.correct_contact(actor=NOBODY, opened=opened, contact=CONTACT)


def test_a_wrong_pin_does_nothing_whatever_is_asked(opened: Opened) -> None:
    wrong = Opened(opened.matter, opened.code, "x")
    for act in (
        lambda: services.erase_contact(actor=NOBODY, opened=wrong),
        lambda: services.correct_contact(actor=NOBODY, opened=wrong, contact=Contact()),
        lambda: services.withdraw_matter(actor=NOBODY, matter=wrong.matter, code=wrong.code, pin=wrong.pin),
        lambda: services.ask_data_request(actor=NOBODY, opened=wrong, wish=Wish.ERASE),
    ):
        with pytest.raises(NotAllowed, match="PIN"):
            act()
    assert (Sender.objects.count(), DataRequest.objects.count()) == (1, 0)
    assert Matter.objects.get().state == "sent"


def test_consent_is_taken_back_at_once_before_anything_was_answered(opened: Opened) -> None:
    made = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.OBJECT)
    assert (made.by_itself, made.state, Matter.objects.get().consents) == (True, "granted", False)


def test_a_matter_is_withdrawn_by_its_sender(opened: Opened) -> None:
    services.withdraw_matter(actor=NOBODY, matter=opened.matter, code=opened.code, pin=opened.pin)
    services.withdraw_matter(actor=NOBODY, matter=opened.matter, code=opened.code, pin=opened.pin)
    assert Matter.objects.get().state == "withdrawn"
    assert AuditEntry.objects.filter(verb="matter.withdrawn").count() == 1
    assert not Clock.objects.filter(subject=opened.matter.uid, stopped=None).exists()


# ── decided ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clocks_of_a_request_are_those_of_the_law(opened: Opened) -> None:
    answered(opened.matter)
    public_row(opened.matter)
    objection = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.OBJECT)
    erasure = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.ERASE, words="Vì riêng tư")
    again = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.ERASE)
    assert again == erasure
    running = {
        (one.limit.code, one.subject): one.due
        for one in Clock.objects.filter(kind="data_request").select_related("limit")
    }
    # From Sunday 22 November: Monday and Wednesday, as the 24th is a holiday; 15 and 10 days with days off.
    noted = datetime(2026, 11, 25, 17, 0, tzinfo=clock.LOCAL)
    assert running == {
        ("privacy.acknowledge", objection.uid): noted,
        ("privacy.acknowledge", erasure.uid): noted,
        ("privacy.withdraw", objection.uid): datetime(2026, 12, 7, 17, 0, tzinfo=clock.LOCAL),
        ("privacy.access", erasure.uid): datetime(2026, 12, 2, 17, 0, tzinfo=clock.LOCAL),
    }
    assert erasure.due == running[("privacy.access", erasure.uid)]


def test_a_request_is_acknowledged_extended_once_and_decided_with_reasons(cast: Cast, opened: Opened) -> None:
    boss = officer(cast, "binh", "C", "commune_leader")
    answered(opened.matter)
    row = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.ERASE, words="Vì riêng tư")
    lan = cast.actor("lan")
    with pytest.raises(WrongMoment):
        services.extend_request(actor=lan, request=row, reason="Nhiều tệp")
    services.acknowledge_request(actor=lan, request=row)
    services.acknowledge_request(actor=lan, request=row)
    with pytest.raises(WrongData):
        services.extend_request(actor=lan, request=row, reason=" ")
    extended = services.extend_request(actor=lan, request=row, reason="Nhiều tệp")
    assert (extended.due, extended.extended) == (datetime(2026, 12, 17, 17, 0, tzinfo=clock.LOCAL), 1)
    with pytest.raises(WrongMoment, match="một lần"):
        services.extend_request(actor=lan, request=row, reason="Nữa")
    with pytest.raises(NotAllowed):
        services.decide_request(actor=lan, request=row, grant=True, reason="Được")
    with pytest.raises(WrongData):
        services.decide_request(actor=boss, request=row, grant=True, reason="")
    assert Matter.objects.get().text == TEXT
    done = services.decide_request(actor=boss, request=row, grant=True, reason="Được")
    assert services.decide_request(actor=boss, request=row, grant=True, reason="Được").pk == done.pk
    kept = DataRequest.objects.get()
    assert (kept.state, kept.answer, kept.words, kept.ended_at) == ("granted", "Được", "", clock.now())
    assert Matter.objects.get().text == ""
    assert Passage.objects.get(step="data_granted").words == "Được"
    assert not Clock.objects.filter(kind="data_request", stopped=None).exists()


def test_after_its_day_a_request_is_not_extended(cast: Cast, opened: Opened) -> None:
    answered(opened.matter)
    row = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.ERASE)
    services.acknowledge_request(actor=cast.actor("lan"), request=row)
    with clock.held_at(clock.now() + timedelta(days=11)), pytest.raises(WrongMoment, match="quá hạn"):
        services.extend_request(actor=cast.actor("lan"), request=row, reason="Chậm")
    assert DataRequest.objects.get().extended == 0


def test_text_is_not_erased_while_somebody_works_on_it(cast: Cast, opened: Opened) -> None:
    boss = officer(cast, "binh", "C", "commune_leader")
    row = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.ERASE)
    with pytest.raises(WrongMoment, match="đang được giải quyết"):
        services.decide_request(actor=boss, request=row, grant=True, reason="Được")
    assert (DataRequest.objects.get().state, Matter.objects.get().text) == ("asked", TEXT)


def test_who_objects_and_is_heard_is_taken_from_the_public(cast: Cast, opened: Opened) -> None:
    boss = officer(cast, "binh", "C", "commune_leader")
    answered(opened.matter)
    public_row(opened.matter)
    row = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.OBJECT)
    assert Publication.objects.get().standing == Standing.PUBLIC
    services.decide_request(actor=boss, request=row, grant=True, reason="Được")
    assert Publication.objects.values_list("standing", "title", "answer").get() == ("withdrawn", "", "")


def test_only_the_body_of_the_matter_sees_a_request(cast: Cast, opened: Opened) -> None:
    answered(opened.matter)
    row = services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.RESTRICT)
    assert [name for name in cast.accounts if queries.data_requests_for(cast.actor(name)).exists()] == ["lan"]
    for name in ("minh", "tung"):
        with pytest.raises(NotFound):
            queries.get_data_request(cast.actor(name), row.uid)
        with pytest.raises(NotAllowed):
            services.acknowledge_request(actor=cast.actor("minh"), request=row)
    with pytest.raises(WrongData):
        services.ask_data_request(actor=NOBODY, opened=opened, wish=Wish.RECTIFY)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_does_what_its_buttons_say(cast: Cast) -> None:
    receipt = send_matter(cast)
    client, page = client_of(None), reverse("feedback:own_data")
    both = {"code": receipt.code, "pin": receipt.pin}
    shown = client.post(page, both)
    for words in (TEXT, CONTACT.phone, CONTACT.email, receipt.content):
        assert words in shown.content.decode().replace("<wbr>", "")
    assert shown.headers["Cache-Control"].startswith("max-age=0")
    assert client.post(page, {**both, "do": "correct", "email": "no"}).status_code == 422
    assert client.post(page, {**both, "do": "correct", "email": "moi@thu.example"}).status_code == 200
    assert "moi@thu.example" in client.post(page, both).content.decode()
    assert client.post(page, {**both, "do": "ask"}).status_code == 422
    assert (
        client.post(page, {**both, "do": "ask", "wish": "correct", "words": "Sai tên thôn"}).status_code
        == 200
    )
    assert "moi@thu.example" not in client.post(page, {**both, "do": "erase"}).content.decode()
    assert client.post(page, {**both, "do": "withdraw"}).status_code == 200
    lan = client_of(cast.accounts["lan"])
    row = DataRequest.objects.get(by_itself=False)
    address = reverse("feedback:data_request", args=[row.uid])
    assert "Sai tên thôn" in lan.get(address).content.decode()
    assert lan.post(address, {"do": "acknowledge"}).status_code == 302
    assert lan.post(address, {"do": "grant", "reason": "Được"}).status_code == 422
    assert DataRequest.objects.get(pk=row.pk).state == "noted"
    assert lan.get(reverse("feedback:data_requests") + "?as=xlsx").status_code == 200
