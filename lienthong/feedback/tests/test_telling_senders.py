"""Senders are told by a real mail server that something happened, and never what."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from lienthong.desk.tests.mail import Box, free_port, serving, subject_of, text_of
from lienthong.feedback import queries
from lienthong.feedback.models import Message, MessageState, Sender
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services.telling import send_messages
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.channels import Result
from tests.cast import Cast
from tests.client import client_of
from tests.matters import CONTACT, TEXT

from .answers import PARTS, account, released, sent

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings: Settings) -> int:
    """Return the port of a mail server that the installation knows, and that nobody serves yet."""
    found = free_port()
    settings.MAIL_URL = f"smtp://127.0.0.1:{found}"
    settings.MAIL_FROM = "Liên Thông <bao-tin@lienthong.example>"
    settings.SITE_URL = "https://lienthong.example"
    return found


@pytest.fixture
def box(port: int) -> Iterator[Box]:
    """Return what arrives at a mail server that listens."""
    arrived = Box()
    with serving(arrived, port):
        yield arrived


@pytest.fixture
def leader(cast: Cast) -> Actor:
    """Return somebody who approves and releases at commune C."""
    return account(cast, "vinh")


def later() -> None:
    """Let machine time pass for what waits, by moving the waits back."""
    Message.objects.update(after=0)


def test_who_sent_a_matter_is_told_of_acceptance_and_answer_without_a_word_of_it(
    cast: Cast, box: Box, leader: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receipt = sent(cast)
    answer = released(cast, receipt.matter, leader)
    assert send_messages(actor=OPERATOR) == {Result.SENT: 2}
    assert box.to == [CONTACT.email, CONTACT.email]
    said = [text_of(message) + text_of(message, "text/html") for _to, message in box.messages]
    assert "Phản ánh bạn gửi ngày 22/11/2026 đã được tiếp nhận." in said[0]
    assert "Phản ánh bạn gửi ngày 22/11/2026 đã có trả lời." in said[1]
    assert f"https://lienthong.example/phan-anh/danh-gia/{queries.link_of(receipt.matter, 1)}/" in said[1]
    assert "danh-gia/" + queries.link_of(receipt.matter, 1) not in said[0]
    secret = [
        *(CONTACT.name, CONTACT.phone, receipt.code, receipt.pin),
        *(TEXT[:20], receipt.matter.place or TEXT, *PARTS.values(), answer.public_title),
        str(receipt.matter.uid),
        "đăng nhập",
    ]
    for message, text in zip((one for _to, one in box.messages), said, strict=True):
        whole = text + subject_of(message) + message.as_string()
        assert [word for word in secret if word in whole] == []
    # The mail server of the test logs what it is given, in the same process.
    ours = " ".join(one.getMessage() for one in caplog.records if one.name != "mail.log")
    assert [word for word in (*secret, CONTACT.email) if word in ours] == []


def test_a_message_holds_no_address_while_it_waits(cast: Cast, port: int) -> None:
    sent(cast)
    row = str(Message.objects.values().get())
    assert [word for word in (CONTACT.email, CONTACT.name, CONTACT.phone) if word in row] == []


def test_while_the_server_is_down_nothing_is_lost(cast: Cast, port: int, leader: Actor) -> None:
    released(cast, sent(cast).matter, leader)
    for _ in range(30):
        later()
        assert set(send_messages(actor=OPERATOR)) == {Result.DOWN}
    assert set(Message.objects.values_list("state", "tries", "code")) == {("waiting", 0, "down")}
    arrived = Box()
    with serving(arrived, port):
        later()
        assert send_messages(actor=OPERATOR) == {Result.SENT: 2}
        assert send_messages(actor=OPERATOR) == {}
    assert len(arrived.messages) == 2


def test_what_is_refused_for_good_is_not_tried_again(cast: Cast, box: Box) -> None:
    sent(cast)
    box.refuse[CONTACT.email] = "550 no such user"
    assert send_messages(actor=OPERATOR) == {Result.NEVER: 1}
    assert list(Message.objects.values_list("state", "code")) == [("undeliverable", "550")]


def test_a_message_that_a_worker_died_with_is_taken_over_with_the_same_id(cast: Cast, box: Box) -> None:
    sent(cast)
    Message.objects.update(state=MessageState.SENDING, after=int(time.time()) + 60)
    assert send_messages(actor=OPERATOR) == {}
    later()
    assert send_messages(actor=OPERATOR) == {Result.SENT: 1}
    message_id = str(box.messages[0][1]["Message-ID"])
    assert message_id == f"<{Message.objects.get().uid}@lienthong.example>"


@pytest.mark.parametrize("contact", [Contact(), Contact(name="Không để cách liên hệ")])
def test_who_left_no_way_is_not_told(cast: Cast, port: int, contact: Contact) -> None:
    sent(cast, contact=contact)
    assert Message.objects.count() == 0


def test_who_was_forgotten_meanwhile_is_not_told(cast: Cast, box: Box) -> None:
    sent(cast)
    Sender.objects.all().delete()
    assert send_messages(actor=OPERATOR) == {Result.NEVER: 1}
    assert box.messages == []


def test_a_telephone_is_told_by_sms_and_the_recorder_keeps_no_number(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.RECORDED_CHANNELS = tmp_path, ("sms",)
    sent(cast, contact=Contact(phone="0900000001"))
    assert send_messages(actor=OPERATOR) == {Result.SENT: 1}
    (line,) = (tmp_path / "recorded" / "sms.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["title"] == "Liên Thông: Phản ánh của bạn có tin mới"
    assert "0900000001" not in line


def test_the_link_of_a_message_opens_the_page_of_rating(cast: Cast, box: Box, leader: Actor) -> None:
    receipt = sent(cast)
    released(cast, receipt.matter, leader)
    send_messages(actor=OPERATOR)
    text = text_of(box.messages[1][1])
    path = next(word for word in text.split() if "/danh-gia/" in word).removeprefix(
        "https://lienthong.example"
    )
    page = client_of(None).get(path)
    assert page.status_code == 200
    assert TEXT[:20] not in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "strict-origin")
