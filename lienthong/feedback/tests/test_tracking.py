"""Following a matter by its code: one answer to whatever is wrong, nothing of others, and what its sender may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from lienthong.feedback.models import Channel, DayKey, Matter, Passage, Supplement
from lienthong.feedback.rules import codes
from lienthong.feedback.services import Receipt, throttle
from lienthong.feedback.services.throttle import _key
from lienthong.feedback.tests.photos import photo_file
from lienthong.kernel import clock, deadlines
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.deadlines import PauseReason
from lienthong.kernel.errors import TooMany
from lienthong.kernel.models import Attachment, AuditEntry, Clock, RateLimit
from tests.cast import Cast
from tests.client import StrictClient
from tests.matters import TEXT, lay_areas, send_matter

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
WRONG = "Mã hoặc mã PIN không đúng."


@pytest.fixture
def receipt(cast: Cast, settings: Settings, tmp_path: Path) -> Receipt:
    """Return the receipt of a matter at commune C."""
    settings.SHARED = str(tmp_path)
    lay_areas(cast)
    return send_matter(cast)


def _ask(code: str, pin: str = "", address: str = "192.0.2.1", **words: Any) -> Any:
    client = StrictClient(REMOTE_ADDR=address)
    return client.post(reverse("feedback:track"), {"code": code, "pin": pin, **words})


def test_the_code_shows_how_far_a_matter_is_and_only_the_pin_what_was_sent(receipt: Receipt) -> None:
    page = _ask(codes.shown(receipt.code).lower()).content.decode()
    assert "Đã nhận, đã cấp mã" in page
    assert "Hẹn trả lời trước" in page
    assert "Ban C" in page
    assert TEXT not in page
    assert receipt.pin not in page
    page = _ask(receipt.code, receipt.pin).content.decode()
    assert TEXT in page
    assert "Người gửi thử" not in page


def test_a_wrong_code_a_wrong_letter_and_a_wrong_pin_are_answered_alike(receipt: Receipt) -> None:
    pin = "000000" if receipt.pin != "000000" else "000001"
    answers = [_ask(codes.new_code()), _ask("xyz"), _ask(codes.new_code(), pin), _ask(receipt.code, pin)]
    assert [answer.status_code for answer in answers] == [404] * 4
    for answer in answers:
        assert WRONG in answer.content.decode()
        assert "Ban C" not in answer.content.decode()


def test_no_address_of_a_page_holds_a_code(receipt: Receipt) -> None:
    page = _ask(receipt.code, receipt.pin).content.decode()
    for code in (receipt.code, codes.shown(receipt.code)):
        assert f"/{code}" not in page
        assert f"={code}" not in page.replace(f'value="{codes.shown(receipt.code)}"', "")


def test_whoever_walks_the_codes_is_stopped_and_others_are_not(receipt: Receipt) -> None:
    for _number in range(20):
        assert _ask(codes.new_code()).status_code == 404
    stopped = _ask(receipt.code)
    assert stopped.status_code == 429
    assert "quá nhiều lần" in stopped.content.decode()
    assert _ask(receipt.code, address="192.0.2.2").status_code == 200


def test_pins_of_one_code_cannot_be_tried_from_many_addresses(receipt: Receipt) -> None:
    wrong = [f"{number:06d}" for number in range(12) if f"{number:06d}" != receipt.pin][:10]
    for place, pin in enumerate(wrong):
        assert _ask(receipt.code, pin, f"192.0.2.{place}").status_code == 404
    assert _ask(receipt.code, receipt.pin, "192.0.2.99").status_code == 429
    assert _ask(codes.shown(receipt.code), receipt.pin, "192.0.2.98").status_code == 429
    assert _ask(receipt.code, address="192.0.2.99").status_code == 200


def test_a_sender_adds_once_for_each_key_and_photos_with_it(receipt: Receipt) -> None:
    words = {"do": "add", "key": str(uuid4()), "text": "Hôm nay nước đã trong hơn nhưng vẫn còn yếu."}
    for _time in range(2):
        answer = _ask(receipt.code, receipt.pin, **words, photos=[photo_file()])
        assert answer.status_code == 200
    assert Supplement.objects.get().text == words["text"]
    assert [one.name for one in Attachment.objects.all()] == ["anh-101.jpg"]
    assert list(Passage.objects.values_list("step", flat=True)) == ["send", "supplement"]
    assert AuditEntry.objects.filter(verb="matter.supplemented").count() == 1
    page = answer.content.decode()
    assert words["text"] in page
    photo = Attachment.objects.get()
    shown = _ask(receipt.code, receipt.pin, do="photo", photo=str(photo.uid))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
    with pytest.raises(AssertionError):
        assert (
            _ask(receipt.code, "", do="photo", photo=str(photo.uid)).headers["Content-Type"] == "image/jpeg"
        )


def test_nothing_is_added_without_the_pin_or_with_nothing_to_say(receipt: Receipt) -> None:
    _ask(receipt.code, "", do="add", key=str(uuid4()), text="Một điều bổ sung đủ dài.")
    empty = _ask(receipt.code, receipt.pin, do="add", key=str(uuid4()), text="  ")
    assert empty.status_code == 422
    assert not Supplement.objects.exists()


def test_an_asked_sender_lets_the_matter_and_its_clock_go_on(receipt: Receipt) -> None:
    matter = receipt.matter
    answer = next(one for one in deadlines.clocks_of("matter", [matter.uid])[matter.uid] if not one.state)
    answer.limit.pauses = [PauseReason.INFORMATION]
    answer.limit.save()
    deadlines.pause_clock(actor=OPERATOR, clock=answer, reason=PauseReason.INFORMATION)
    Matter.objects.filter(pk=matter.pk).update(state="asking")
    with clock.held_at(clock.now() + timedelta(days=2)):
        _ask(
            receipt.code, receipt.pin, do="add", key=str(uuid4()), text="Từ đầu thôn đến cầu, hai bên đường."
        )
    matter.refresh_from_db()
    assert matter.state == "accepted"
    running = Clock.objects.get(pk=answer.pk)
    assert running.due is not None
    assert answer.due is not None
    assert running.due > answer.due
    assert matter.answer_due == running.due
    assert Passage.objects.latest("pk").step == "go_on"


def test_a_sender_takes_a_matter_back_once_and_nothing_is_deleted(receipt: Receipt) -> None:
    for _time in range(2):
        assert _ask(receipt.code, receipt.pin, do="withdraw").status_code == 200
    matter = Matter.objects.get()
    assert (matter.state, matter.text) == ("withdrawn", TEXT)
    assert not Clock.objects.filter(stopped=None).exists()
    assert AuditEntry.objects.filter(verb="matter.withdrawn").count() == 1
    assert (
        _ask(receipt.code, receipt.pin, do="add", key=str(uuid4()), text="Thêm một điều.").status_code == 409
    )


def test_an_escalation_is_seen_in_plain_words(cast: Cast, receipt: Receipt) -> None:
    answer = next(
        one
        for one in deadlines.clocks_of("matter", [receipt.matter.uid])[receipt.matter.uid]
        if not one.state
    )
    Clock.objects.filter(pk=answer.pk).update(level=1, reached=cast.unit("P").id)
    assert receipt.due is not None
    with clock.held_at(receipt.due + timedelta(hours=1)):
        page = _ask(receipt.code).content.decode()
    assert "Vì quá hạn, Ban P đã được báo." in page
    assert "Quá hạn" in page


# ── the key of a day ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_once_a_day_is_over_no_digest_of_it_can_be_made_again() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 16, 30, tzinfo=clock.LOCAL), tick=False):
        throttle.count_sending(actor=OPERATOR, address="203.0.113.9", area=7)
        before = _key("send", "203.0.113.9")
        assert RateLimit.objects.filter(key=before).exists()
        kept = bytes(DayKey.objects.get().key)
    with time_machine.travel(datetime(2026, 11, 23, 0, 1, tzinfo=clock.LOCAL), tick=False):
        assert throttle.forget_day_keys(actor=OPERATOR) == 1
        assert not DayKey.objects.exists()
        assert _key("send", "203.0.113.9") != before
        assert bytes(DayKey.objects.get().key) != kept


def test_the_key_of_yesterday_goes_with_the_first_who_sends_today_also_without_a_worker() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=clock.LOCAL), tick=False):
        throttle.count_sending(actor=OPERATOR, address="203.0.113.9", area=None)
        yesterday = bytes(DayKey.objects.get().key)
    with time_machine.travel(datetime(2026, 11, 23, 0, 0, 1, tzinfo=clock.LOCAL), tick=False):
        throttle.count_sending(actor=OPERATOR, address="203.0.113.9", area=None)
        assert bytes(DayKey.objects.get().key) != yesterday


def test_a_crowded_area_narrows_what_each_address_may_and_shuts_nobody_out() -> None:
    for number in range(200):
        throttle.count_sending(actor=OPERATOR, address=f"198.51.100.{number}", area=7)
    for _time in range(5):
        throttle.count_sending(actor=OPERATOR, address="203.0.113.1", area=7)
    with pytest.raises(TooMany):
        throttle.count_sending(actor=OPERATOR, address="203.0.113.1", area=7)
    throttle.count_sending(actor=OPERATOR, address="203.0.113.2", area=7)
    throttle.count_sending(actor=OPERATOR, address="203.0.113.1", area=8)


# ── when it is promised ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        # Midnight at Tết: days off from 16 to 20 February 2026 are not counted, make-up Saturdays are.
        (datetime(2026, 2, 16, 23, 59, 59, tzinfo=clock.LOCAL), datetime(2026, 3, 3, 17, tzinfo=clock.LOCAL)),
        (datetime(2026, 2, 17, 0, 0, tzinfo=clock.LOCAL), datetime(2026, 3, 3, 17, tzinfo=clock.LOCAL)),
        # 29 April, before two holidays.
        (datetime(2026, 4, 29, 10, tzinfo=clock.LOCAL), datetime(2026, 5, 12, 17, tzinfo=clock.LOCAL)),
    ],
)
def test_what_is_sent_at_midnight_of_tet_and_before_holidays_is_promised_by_the_calendar(
    cast: Cast, sent: datetime, due: datetime
) -> None:
    with clock.held_at(sent):
        receipt = send_matter(cast, channel=Channel.WEB)
    assert receipt.matter.sent_at == sent
    assert receipt.due == due


def test_where_the_calendar_does_not_reach_the_receipt_says_so(cast: Cast) -> None:
    with clock.held_at(datetime(2031, 1, 2, 9, tzinfo=clock.LOCAL)):
        assert send_matter(cast).due is None
