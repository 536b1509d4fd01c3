"""What the doctor says of messages: whether the server of the settings answers, and what does not go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lienthong.desk.models import Delivery, DeliveryState
from lienthong.kernel import clock
from lienthong.kernel.watching import Outcome, found_by
from tests.cast import Cast

from .mail import Box

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def outcome(name: str, *, connect: bool = False) -> Outcome:
    """Return what a check came to."""
    return {check.name: found.outcome for check, found in found_by(connect=connect)}[name]


def waiting(cast: Cast, made: int, state: DeliveryState = DeliveryState.WAITING) -> None:
    """Let a message to Lan stand somewhere."""
    Delivery.objects.create(
        account=cast.accounts["lan"], channel="mail", state=state, made=made, made_at=clock.now()
    )


def test_the_server_of_the_settings_is_asked_and_nothing_is_sent(box: Box) -> None:
    assert outcome("mail_answers", connect=True) is Outcome.OK
    assert box.messages == []


@pytest.mark.usefixtures("port")
def test_a_server_that_does_not_answer_is_told() -> None:
    assert (outcome("mail"), outcome("mail_answers", connect=True)) == (Outcome.OK, Outcome.BAD)


def test_without_a_server_nobody_is_asked(settings: Settings) -> None:
    settings.MAIL_URL = ""
    assert (outcome("mail"), outcome("mail_answers", connect=True)) == (Outcome.WARN, Outcome.OK)


def test_a_message_that_waits_too_long_is_told_and_one_that_nobody_takes_too(cast: Cast) -> None:
    assert outcome("messages") is Outcome.OK
    waiting(cast, 0, DeliveryState.UNDELIVERABLE)
    assert outcome("messages") is Outcome.WARN
    waiting(cast, 0)
    assert outcome("messages") is Outcome.BAD
