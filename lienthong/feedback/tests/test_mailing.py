"""Matters by e-mail: a real mail server that puts messages into a real Maildir, each taken once and answered."""

from __future__ import annotations

import io
import mailbox
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from django.urls import reverse
from PIL import Image

from lienthong.desk.models import WorkItem, WorkState
from lienthong.desk.tests.mail import Box, free_port, serving, subject_of, text_of
from lienthong.feedback import queries
from lienthong.feedback.models import ArrivedMail, Matter, MatterState
from lienthong.feedback.rules.mail import MOST_BYTES, read_mail
from lienthong.feedback.services import leave_mail, place_mail
from lienthong.feedback.services.mailing import answer_mails, receive_mail, take_mails
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.models import Attachment, AuditEntry
from lienthong.registry.models import Area
from lienthong.registry.queries.resolving import _gazetteer
from tests.cast import Cast
from tests.client import client_of
from tests.matters import TEXT, lay_areas, letter_to

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
FROM = "Người gửi thử <nguoi.gui@thu.example>"


@pytest.fixture
def maildir(cast: Cast, settings: Settings, tmp_path: Path) -> Path:
    """Return the mailbox of the settings, empty."""
    settings.SHARED = str(tmp_path)
    settings.FEEDBACK_MAILBOX = str(tmp_path / "mail")
    lay_areas(cast)
    letter_to(cast)
    _gazetteer.cache_clear()
    mailbox.Maildir(settings.FEEDBACK_MAILBOX, create=True)
    return tmp_path / "mail"


@contextmanager
def _mail_server(place: Path) -> Iterator[int]:
    """Let a mail server put what it is given into a Maildir."""
    port = free_port()
    controller = Controller(Mailbox(place), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def _message(text: str = TEXT, to: str = "phan-anh+24277@mttq.example", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = FROM, to, "Nước máy đục"
    message["Message-ID"] = headers.pop("Message_ID", "<1@thu.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def _raw(message: EmailMessage) -> bytes:
    return bytes(message)


def test_a_message_goes_through_a_real_server_and_mailbox_and_its_sender_gets_a_receipt(
    maildir: Path, cast: Cast, settings: Settings
) -> None:
    message = _message()
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "teal").save(picture, "JPEG")
    message.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="Nguyễn Văn A.jpg")
    with _mail_server(maildir) as port, smtplib.SMTP("127.0.0.1", port) as line:
        line.send_message(message)
        line.send_message(message)
    out, port = Box(), free_port()
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
    with serving(out, port):
        take_mails(actor=OPERATOR)
        take_mails(actor=OPERATOR)
    matter = Matter.objects.get()
    assert (matter.channel, matter.organisation) == ("mail", cast.province["C"])
    assert matter.text == f"Nước máy đục\n{TEXT}"
    assert [one.name for one in Attachment.objects.all()] == ["anh-1.jpg"]
    assert out.to == ["nguoi.gui@thu.example"]
    answer = out.messages[0][1]
    assert subject_of(answer) == "Đã nhận phản ánh của bạn"
    words = text_of(answer)
    assert re.search(r"Mã phản ánh [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}, mã PIN \d{6}", words)
    assert TEXT not in words
    assert "Nước máy" not in words
    assert list(mailbox.Maildir(maildir).keys()) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<x.example>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_a_machine_wrote_is_no_matter_and_gets_no_answer(maildir: Path, headers: dict[str, str]) -> None:
    arrived = receive_mail(actor=OPERATOR, raw=_raw(_message(**headers)))
    assert (arrived.state, arrived.told, arrived.box) == ("left", True, None)
    assert not Matter.objects.exists()


def test_a_bounce_is_known_by_what_it_is(maildir: Path) -> None:
    raw = (
        b"From: MAILER-DAEMON@x.example\nTo: phan-anh@mttq.example\nMessage-ID: <b@x>\nSubject: Undelivered\n"
        b'Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: text/plain\n\nCould not be delivered.\n--b--\n'
    )
    assert receive_mail(actor=OPERATOR, raw=raw).state == "left"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"Content-Type: text/plain; charset=x-unknown\n\n" + TEXT.encode(), TEXT),
        (b"Content-Type: text/plain; charset=us-ascii\n\n" + TEXT.encode(), TEXT),
        (b"\n" + TEXT.encode(), TEXT),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe broken", "ÿ₫ broken"),
        (
            b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nnot base64!!",
            "not base64!!",
        ),
        (
            b"Content-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>M\xe1\xbb\x99t</p><script>x()</script><p>Hai</p>",
            "Một\nHai",
        ),
        (b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nno end', "no end"),
        (b"", ""),
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(raw: bytes, words: str) -> None:
    assert read_mail(b"From: a@b.example\nSubject: =?utf-9?q?x?=\n" + raw).text == words


def test_a_subject_of_broken_letters_is_read(maildir: Path) -> None:
    raw = b"From: a@b.example\nMessage-ID: <s@b>\nSubject: =?utf-8?b?TsaG4bubYw==?= \xff\n\n" + TEXT.encode()
    assert receive_mail(actor=OPERATOR, raw=raw).state == "waiting"


def test_a_message_that_is_too_big_or_says_nothing_is_answered_with_the_reason(
    maildir: Path, settings: Settings
) -> None:
    big = _raw(_message(Message_ID="<big@thu.example>")) + b"x" * MOST_BYTES
    empty = _message("", Message_ID="<empty@thu.example>")
    del empty["Subject"]
    for raw in (big, _raw(empty)):
        assert receive_mail(actor=OPERATOR, raw=raw).state == "refused"
    out, port = Box(), free_port()
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
    with serving(out, port):
        assert answer_mails(actor=OPERATOR) == 2
        assert answer_mails(actor=OPERATOR) == 0
    told = [text_of(message) for _to, message in out.messages]
    assert "Thư lớn quá 25 MB" in told[0]
    assert "Hãy viết sự việc cần phản ánh." in told[1]
    assert {row.box for row in ArrivedMail.objects.all()} == {None}


def test_while_the_mail_server_is_away_the_receipt_stays_owed(maildir: Path, settings: Settings) -> None:
    receive_mail(actor=OPERATOR, raw=_raw(_message()))
    settings.MAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    assert answer_mails(actor=OPERATOR) == 0
    assert not ArrivedMail.objects.get().told


def test_a_line_that_names_the_place_is_believed_only_where_it_leaves_no_doubt(maildir: Path) -> None:
    for number, place in enumerate(("nơi nào đó", "P")):
        text = f"Địa bàn: {place}\n{TEXT}"
        raw = _raw(_message(text, "phan-anh@mttq.example", Message_ID=f"<{number}@thu.example>"))
        assert receive_mail(actor=OPERATOR, raw=raw).state == "waiting"
    assert not Matter.objects.exists()


def test_what_names_no_place_waits_sealed_at_the_top_until_somebody_chooses(
    maildir: Path, cast: Cast
) -> None:
    arrived = receive_mail(actor=OPERATOR, raw=_raw(_message(to="phan-anh@mttq.example")))
    assert TEXT.encode() not in bytes(arrived.box or b"")
    item = WorkItem.objects.get()
    assert item.organisation == cast.province["Trung ương"]
    assert TEXT[:20] not in f"{item.words} {item.search_key}"
    with pytest.raises(NotAllowed):
        place_mail(actor=cast.actor("lan"), arrived=arrived, place=Area.objects.get(versions__name="C").uid)
    assert not Matter.objects.exists()
    where, browser = reverse("feedback:mail", args=[arrived.uid]), client_of(cast.accounts["ha"])
    assert TEXT in browser.get(where).content.decode()
    commune = str(Area.objects.get(versions__name="C").uid)
    for _time in range(2):
        assert browser.post(where, {"do": "place", "commune": commune}).status_code == 302
    matter = Matter.objects.get()
    assert (matter.organisation, matter.state) == (cast.province["C"], MatterState.SENT)
    arrived.refresh_from_db()
    assert (arrived.state, arrived.box) == ("taken", None)
    assert WorkItem.objects.get(pk=item.pk).state == WorkState.DONE
    assert AuditEntry.objects.filter(verb="mail.placed").count() == 1


def test_an_advertisement_is_put_aside_and_what_it_said_goes(maildir: Path, cast: Cast) -> None:
    arrived = receive_mail(actor=OPERATOR, raw=_raw(_message(to="phan-anh@mttq.example")))
    for _time in range(2):
        leave_mail(actor=cast.actor("ha"), arrived=arrived)
    arrived.refresh_from_db()
    assert (arrived.state, arrived.box) == ("left", None)
    assert not queries.mails_for(cast.actor("lan")).exists()
    assert AuditEntry.objects.filter(verb="mail.left").count() == 1


def test_a_drawing_with_a_program_is_left_out_and_the_sender_told(maildir: Path, settings: Settings) -> None:
    message = _message()
    message.add_attachment(
        b"<svg><script>1</script></svg>", maintype="image", subtype="svg+xml", filename="a.svg"
    )
    receive_mail(actor=OPERATOR, raw=_raw(message))
    assert not Attachment.objects.exists()
    out, port = Box(), free_port()
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
    with serving(out, port):
        answer_mails(actor=OPERATOR)
    assert "Có tệp đính kèm không nhận được" in text_of(out.messages[0][1])


def test_the_schedule_looks_into_the_mailbox_only_where_one_is_named(settings: Settings) -> None:
    from lienthong.feedback.schedules import TAKE_MAIL

    needed: Any = TAKE_MAIL.needed
    settings.FEEDBACK_MAILBOX = ""
    assert not needed()
    settings.FEEDBACK_MAILBOX = "/var/mail/x"
    assert needed()
