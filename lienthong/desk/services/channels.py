"""The ways out that this installation has: real e-mail, and for SMS and Zalo a recorder that sends nothing.

No carrier of SMS or Zalo is built in: what stands here is the interface that one would fill, and a fake that writes down
what it would have handed over, for demonstrations and tests.
"""

from __future__ import annotations

import json
import smtplib
import warnings
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import dj_email_url
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils.translation import override

from lienthong.kernel.channels import Channel, Outcome, Parcel, Result

MAIL = "mail"
RECORDED = ("sms", "zalo")
_TIMEOUT = 20
_PERMANENT = 500


def channels_in_use() -> tuple[str, ...]:
    """Return the channels that the settings name; without any, notices stay in the page."""
    recorded = [channel for channel in RECORDED if channel in settings.RECORDED_CHANNELS]
    return (*([MAIL] if settings.MAIL_URL else []), *recorded)


def open_channel(channel: str) -> Channel:
    """Return a way out, to be closed after a run."""
    return Mail() if channel == MAIL else Recorder(channel)


def mail_answers() -> bool:
    """Say whether the mail server of the settings answers, and takes the account that they name."""
    return Mail().answers()


class Mail:
    """E-mail by SMTP: one connection for a whole run."""

    def __init__(self) -> None:
        said = _server(settings.MAIL_URL)
        self._backend = EmailBackend(
            host=said["EMAIL_HOST"],
            port=said["EMAIL_PORT"],
            username=said["EMAIL_HOST_USER"],
            password=said["EMAIL_HOST_PASSWORD"],
            use_tls=said["EMAIL_USE_TLS"] and not said["EMAIL_USE_SSL"],
            use_ssl=said["EMAIL_USE_SSL"],
            timeout=said.get("EMAIL_TIMEOUT") or _TIMEOUT,
        )

    def send(self, parcel: Parcel) -> Outcome:
        """Hand one message to the server, over the connection that is open or a new one."""
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as failed:
            self._start_anew()
            return Outcome(Result.DOWN, _code_of(failed))
        try:
            self._backend.send_messages([message_of(parcel)])
        except smtplib.SMTPRecipientsRefused as refused:
            return _refused(next(iter(refused.recipients.values()))[0])
        except smtplib.SMTPDataError as refused:
            return _refused(refused.smtp_code)
        except (ValueError, smtplib.SMTPNotSupportedError):
            # The address cannot be written into a message, or not for this server.
            return Outcome(Result.NEVER, "address")
        except (smtplib.SMTPException, OSError) as failed:
            # Also where our own sender is refused: that is nothing about this message.
            self._start_anew()
            return Outcome(Result.DOWN, _code_of(failed))
        return Outcome(Result.SENT)

    def answers(self) -> bool:
        """Say whether the server can be spoken to and signed in at; nothing is sent."""
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError):
            return False
        finally:
            self.close()
        return True

    def _start_anew(self) -> None:
        """Drop a connection that may be broken; the next message opens another."""
        self.close()
        self._backend.connection = None

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            self._backend.connection = None


def _server(url: str) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the library warns of a name that it will drop; it still means the same
        return {**dj_email_url.parse(url)}


def _refused(code: int) -> Outcome:
    return Outcome(Result.NEVER if code >= _PERMANENT else Result.LATER, str(code))


def _code_of(failed: Exception) -> str:
    return str(failed.smtp_code) if isinstance(failed, smtplib.SMTPResponseException) else ""


def message_of(parcel: Parcel) -> EmailMultiAlternatives:
    """Return a parcel as plain text and simple HTML, in its language."""
    with override(parcel.language):
        words = {"parcel": parcel, "language": parcel.language}
        text = render_to_string("desk/mail/notice.txt", words)
        html = render_to_string("desk/mail/notice.html", words)
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=parcel.title,
        body=text,
        from_email=settings.MAIL_FROM,
        to=[parcel.address],
        headers={
            "Message-ID": f"<{parcel.uid}@{domain}>",
            **({"List-Unsubscribe": f"<{parcel.choices_url}>"} if parcel.choices_url else {}),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message


class Recorder:
    """Stands where a carrier of SMS or Zalo would: writes down what it was given, without the number, and sends nothing."""

    def __init__(self, channel: str) -> None:
        self._path = Path(settings.HOME) / "recorded" / f"{channel}.jsonl"

    def send(self, parcel: Parcel) -> Outcome:
        """Write one message down."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            said = {
                "uid": str(parcel.uid),
                "title": parcel.title,
                "urls": [line.url for line in parcel.lines],
            }
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
        return Outcome(Result.SENT)

    def close(self) -> None:
        """Nothing is held."""
