"""Sending to a real server: one message an hour, quiet nights, what is put off, refused, broken off, and nothing lost."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lienthong.desk import notices as own
from lienthong.desk import queries, services
from lienthong.desk.models import Delivery, DeliveryState, Dispatch, Notice
from lienthong.desk.queries import Audience
from lienthong.desk.queries.sending import find_deliveries, reason_of
from lienthong.desk.rules.sending import HOUR, LEASE, MOST_TRIES, Choice, Rhythm
from lienthong.desk.services.sending import send_due
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.channels import Outcome, Result
from lienthong.kernel.errors import NotAllowed, NotFound, TooMany, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.registry.models import Official
from lienthong.reports import notices
from tests.cast import Cast

from .mail import Box, serving, subject_of, text_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings
    from time_machine import TimeMachineFixture

pytestmark = pytest.mark.django_db

SENT, LATER, NEVER, DOWN = Result.SENT, Result.LATER, Result.NEVER, Result.DOWN


def tell(cast: Cast, *names: str, key: str = "", urgent: bool = False) -> None:
    services.tell(
        actor=OPERATOR,
        kind=own.TEST if urgent else notices.RETURNED,
        to=Audience.accounts(cast.accounts[name].uid for name in names),
        url="/bao-cao/",
        params={}
        if urgent
        else {"series": cast.series.name, "week": "47/2026", "unit": cast.province["v1"].pk},
        key=key,
    )


def send() -> dict[Result, int]:
    return dict(send_due(actor=OPERATOR))


def later(seconds: int) -> None:
    """Let machine time pass for what waits, by moving the waits back."""
    for model in (Delivery, Dispatch):
        for row in model.objects.all():
            row.after -= seconds
            if isinstance(row, Delivery):
                row.made -= seconds
            row.save()


def states() -> Counter[str]:
    return Counter(Delivery.objects.values_list("state", flat=True))


# ── a message ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_holds_the_sentence_and_the_way_to_the_page_and_nothing_else(
    reached: Cast, box: Box
) -> None:
    tell(reached, "nga")
    assert send() == {SENT: 1}
    ((address, message),) = box.messages
    delivery, notice = Delivery.objects.get(), Notice.objects.get()
    assert address == "nga@xa.example"
    assert str(message["Message-ID"]) == f"<{delivery.uid}@lienthong.example>"
    assert str(message["List-Unsubscribe"]) == "<https://lienthong.example/thong-bao/lua-chon/>"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    text, html = text_of(message), text_of(message, "text/html")
    for body in (text, html):
        assert "Báo cáo tuần, tuần 47/2026, của v1 bị trả lại." in body
        assert f"https://lienthong.example/thong-bao/{notice.uid}/" in body
        assert "/bao-cao/" not in body
        assert "Nga" not in body
    assert "style=" not in html


def test_a_message_is_in_the_language_that_its_reader_chose(reached: Cast, box: Box) -> None:
    services.update_choice(actor=reached.actor("nga"), choice=Choice(language="en"))
    tell(reached, "nga", "lan")
    send()
    bodies = {address: text_of(message) for address, message in box.messages}
    assert "Weekly report" in bodies["nga@xa.example"]
    assert "Báo cáo tuần" in bodies["lan@xa.example"]


def test_who_has_no_address_is_told_in_the_page_alone(reached: Cast, box: Box) -> None:
    tell(reached, "hoa", "nga")
    assert send() == {SENT: 1}
    assert (box.to, Dispatch.objects.count()) == (["nga@xa.example"], 1)
    assert queries.count_unread(reached.actor("hoa")) == 1


def test_without_a_mail_server_nothing_waits_to_go_out(reached: Cast) -> None:
    tell(reached, "nga")
    assert (Dispatch.objects.count(), send()) == (0, {})


# ── one message instead of twenty ────────────────────────────────────────────────────────────────────────────────────


def test_twenty_notices_are_one_message_and_those_of_the_next_hour_another(reached: Cast, box: Box) -> None:
    for number in range(20):
        tell(reached, "nga", key=str(number))
    assert send() == {SENT: 1}
    tell(reached, "nga", key="late")
    tell(reached, "nga", key="later")
    assert send() == {}
    later(HOUR)
    assert send() == {SENT: 1}
    assert [text_of(message).count("/thong-bao/0") for _, message in box.messages] == [20, 2]
    assert subject_of(box.messages[0][1]) == "Liên Thông: Bạn có 20 thông báo mới"


def test_what_was_read_meanwhile_is_not_sent(reached: Cast, box: Box) -> None:
    tell(reached, "nga")
    services.read_notices(actor=reached.actor("nga"))
    assert (send(), box.messages, Dispatch.objects.count()) == ({}, [], 0)


def test_a_night_is_quiet_but_for_what_is_urgent(reached: Cast, box: Box, settings: Settings) -> None:
    settings.CLOCK = "2026-11-22T23:30+07:00"
    services.update_choice(actor=reached.actor("nga"), choice=Choice(ways={"sending": ["mail"]}))
    tell(reached, "nga", "lan")
    tell(reached, "nga", urgent=True)
    assert send() == {SENT: 1}
    assert "Đây là tin gửi thử" in text_of(box.messages[0][1])
    assert "trả lại" not in text_of(box.messages[0][1])
    settings.CLOCK = "2026-11-23T05:59+07:00"
    later(HOUR)
    assert send() == {}
    settings.CLOCK = "2026-11-23T06:00+07:00"
    later(HOUR)
    assert send() == {SENT: 2}
    assert sorted(box.to) == ["lan@xa.example", "nga@xa.example", "nga@xa.example"]


def test_a_daily_digest_comes_at_seven(reached: Cast, box: Box, settings: Settings) -> None:
    services.update_choice(actor=reached.actor("nga"), choice=Choice(rhythm=Rhythm.DAILY))
    tell(reached, "nga")
    assert send() == {}
    settings.CLOCK = "2026-11-23T06:50+07:00"
    tell(reached, "nga", key="2")
    later(HOUR)
    assert send() == {}
    settings.CLOCK = "2026-11-23T07:01+07:00"
    later(HOUR)
    assert send() == {SENT: 1}
    assert text_of(box.messages[0][1]).count("trả lại") == 2


def test_a_group_that_is_not_wanted_is_not_sent(reached: Cast, box: Box) -> None:
    services.update_choice(actor=reached.actor("nga"), choice=Choice(ways={"reports": []}))
    tell(reached, "nga", "lan")
    assert (send(), box.to) == ({SENT: 1}, ["lan@xa.example"])
    assert queries.count_unread(reached.actor("nga")) == 1


@pytest.mark.parametrize(
    "choice",
    [Choice(language="fr"), Choice(ways={"nothing": ["mail"]}), Choice(ways={"reports": ["pigeon"]})],
)
def test_a_choice_that_does_not_exist_is_refused(cast: Cast, choice: Choice) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(WrongData):
        services.update_choice(actor=cast.actor("nga"), choice=choice)
    assert (queries.choice_of(cast.actor("nga")), AuditEntry.objects.count()) == (Choice(), before)


def test_nobody_but_a_person_chooses(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.update_choice(actor=OPERATOR, choice=Choice(language="en"))


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_while_the_server_is_down_nothing_is_lost_and_later_each_comes_once(reached: Cast, port: int) -> None:
    tell(reached, "nga", "lan", "minh", "tung", "ha")
    assert send() == {DOWN: 3}
    assert states() == {DeliveryState.WAITING: 5}
    for _ in range(MOST_TRIES + 5):
        later(HOUR)
        assert send() == {DOWN: 3}
    assert states() == {DeliveryState.WAITING: 5}
    box = Box()
    later(HOUR)
    with serving(box, port):
        assert send() == {SENT: 5}
        later(HOUR)
        assert send() == {}
    assert sorted(box.to) == [f"{name}@xa.example" for name in ("ha", "lan", "minh", "nga", "tung")]
    assert len({str(message["Message-ID"]) for _, message in box.messages}) == 5


def test_a_refused_address_is_undeliverable_and_holds_nobody_else_up(reached: Cast, box: Box) -> None:
    box.refuse["nga@xa.example"] = "550 5.1.1 no such user nga@xa.example"
    tell(reached, "nga", "lan")
    assert send() == {NEVER: 1, SENT: 1}
    assert box.to == ["lan@xa.example"]
    gone = Delivery.objects.get(state=DeliveryState.UNDELIVERABLE)
    assert (gone.code, reason_of(gone.code)) == ("550", "Máy chủ nhận trả lời mã 550")


def test_what_is_put_off_is_tried_with_growing_pauses_and_at_last_given_up(reached: Cast, box: Box) -> None:
    box.answer = "451 try later"
    tell(reached, "nga")
    pauses = []
    for _ in range(MOST_TRIES):
        now = int(time.time())
        assert send() == {LATER: 1}
        pauses.append(60 * round((Delivery.objects.get().after - now) / 60))
        assert send() == {}
        later(HOUR)
    assert pauses[:5] == [60, 300, 900, 3600, 3600]
    assert states() == {DeliveryState.UNDELIVERABLE: 1}
    assert send() == {}


def test_an_address_that_is_gone_before_the_try_is_undeliverable(reached: Cast, port: int) -> None:
    tell(reached, "nga")
    services.gather_deliveries(actor=OPERATOR)
    reached.accounts["nga"].is_active = False
    reached.accounts["nga"].save()
    assert send() == {NEVER: 1}
    assert reason_of(Delivery.objects.get().code) == "Không có địa chỉ, hoặc tài khoản đã khóa"


@pytest.mark.parametrize("address", ["lan@xa.example\nBcc: tat-ca@xa.example", "@"])
def test_an_address_that_cannot_be_written_holds_nobody_else_up(
    reached: Cast, box: Box, address: str
) -> None:
    Official.objects.filter(name="Lan").update(work_email=address)
    tell(reached, "lan", "nga")
    assert send() == {NEVER: 1, SENT: 1}
    assert (box.to, states()[DeliveryState.UNDELIVERABLE]) == (["nga@xa.example"], 1)


def test_a_refused_sender_is_our_own_fault_and_loses_nothing(reached: Cast, box: Box) -> None:
    box.sender = "553 who are you"
    tell(reached, "nga", "lan")
    assert send() == {DOWN: 2}
    box.sender = ""
    later(HOUR)
    assert send() == {SENT: 2}


def test_a_connection_that_breaks_costs_one_try(reached: Cast, box: Box) -> None:
    box.answer = "421 closing"
    tell(reached, "nga", "lan")
    send()
    box.answer = ""
    later(HOUR)
    assert send() == {SENT: 2}
    assert sorted(box.to) == ["lan@xa.example", "nga@xa.example"]


def test_a_worker_that_is_killed_in_between_leaves_a_message_that_another_takes_over(
    reached: Cast, box: Box
) -> None:
    tell(reached, "nga")
    services.gather_deliveries(actor=OPERATOR)
    killed = services.claim_delivery(actor=OPERATOR, channel="mail")
    assert killed is not None
    assert send() == {}
    later(LEASE)
    assert send() == {SENT: 1}
    # The first worker was only slow: what it says now changes nothing any more.
    services.end_delivery(actor=OPERATOR, claimed=killed, outcome=Outcome(Result.NEVER, "550"))
    assert states() == {DeliveryState.SENT: 1}
    assert str(box.messages[0][1]["Message-ID"]) == f"<{Delivery.objects.get().uid}@lienthong.example>"


def test_two_workers_never_have_the_same_message(reached: Cast, port: int) -> None:
    tell(reached, "nga", "lan")
    services.gather_deliveries(actor=OPERATOR)
    claimed = [services.claim_delivery(actor=OPERATOR, channel="mail") for _ in range(3)]
    assert claimed[2] is None
    assert len({one.id for one in claimed if one}) == 2


@pytest.mark.parametrize("jump", [-400 * 24 * HOUR, 400 * 24 * HOUR])
def test_a_clock_that_jumps_holds_nothing_back(
    reached: Cast, box: Box, time_machine: TimeMachineFixture, jump: int
) -> None:
    box.answer = "451 try later"
    began = time.time()
    tell(reached, "nga")
    assert send() == {LATER: 1}
    box.answer = ""
    time_machine.move_to(began + jump)
    if jump < 0:
        tell(reached, "lan")
    assert send()[SENT] == (2 if jump < 0 else 1)


def test_ten_thousand_messages_are_gathered_and_none_is_lost(reached: Cast, port: int) -> None:
    from lienthong.identity.models import Account

    official = reached.accounts["nga"].official
    accounts = Account.objects.bulk_create(
        Account(username=f"nguoi-{number}", name="Người", official=official) for number in range(10_000)
    )
    services.tell(
        actor=OPERATOR,
        kind=own.JOB_ENDED,
        to=Audience.accounts(account.uid for account in accounts),
        url="/viec/",
    )
    assert send() == {DOWN: 3}
    assert Dispatch.objects.exclude(delivery=None).count() == Delivery.objects.count() == 10_000


# ── SMS and Zalo: recorded, never sent ───────────────────────────────────────────────────────────────────────────────


def test_sms_is_off_unless_named_and_then_only_written_down(
    reached: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.RECORDED_CHANNELS = tmp_path, ["sms"]
    services.update_choice(actor=reached.actor("nga"), choice=Choice(ways={"reports": ["sms"]}))
    tell(reached, "nga", "lan")
    assert send() == {SENT: 1}
    (line,) = (tmp_path / "recorded" / "sms.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["title"] == "Liên Thông: Báo cáo bị trả lại"
    assert "02623851234" not in line


# ── what IT staff do ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_staff_send_a_test_to_themselves_at_any_hour(reached: Cast, box: Box, settings: Settings) -> None:
    settings.CLOCK = "2026-11-22T23:30+07:00"
    duc = reached.actor("duc")
    services.update_choice(actor=duc, choice=Choice(rhythm=Rhythm.DAILY, ways={"sending": []}))
    assert services.send_test(actor=duc) == 1
    assert (send(), box.to) == ({SENT: 1}, ["duc@xa.example"])
    assert AuditEntry.objects.order_by("-pk")[0].verb == "delivery.tested"


def test_a_test_without_right_server_or_address_is_refused(reached: Cast, settings: Settings) -> None:
    def refused(who: str, error: type[Exception]) -> None:
        before = AuditEntry.objects.count()
        with pytest.raises(error):
            services.send_test(actor=reached.actor(who))
        assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)
        assert AuditEntry.objects.count() == before

    refused("duc", WrongMoment)
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    refused("lan", NotAllowed)
    reached.accounts["duc"].official = None
    reached.accounts["duc"].save()
    refused("duc", WrongMoment)


def test_tests_are_limited(reached: Cast, port: int) -> None:
    for _ in range(10):
        services.send_test(actor=reached.actor("duc"))
    with pytest.raises(TooMany):
        services.send_test(actor=reached.actor("duc"))


def test_it_staff_let_an_undeliverable_message_be_tried_again(reached: Cast, box: Box) -> None:
    box.refuse["nga@xa.example"] = "550 no"
    tell(reached, "nga")
    send()
    uid = Delivery.objects.get().uid
    box.refuse.clear()
    for _ in range(2):
        services.retry_delivery(actor=reached.actor("duc"), uid=uid)
    assert send() == {SENT: 1}
    with pytest.raises(WrongMoment):
        services.retry_delivery(actor=reached.actor("duc"), uid=uid)
    assert AuditEntry.objects.filter(verb="delivery.retried").count() == 1


def test_messages_are_looked_after_only_where_the_right_reaches(reached: Cast, box: Box) -> None:
    box.refuse["nga@xa.example"] = "550 no"
    tell(reached, "nga")
    send()
    uid = Delivery.objects.get().uid
    for who in ("lan", "tung", "quan", "nga"):
        assert list(find_deliveries(reached.actor(who))) == []
        with pytest.raises(NotFound):
            services.retry_delivery(actor=reached.actor(who), uid=uid)
    assert states() == {DeliveryState.UNDELIVERABLE: 1}

    def found(**asked: Any) -> int:
        return find_deliveries(reached.actor("duc"), **asked).count()

    assert [found(), found(words="nga"), found(words="%_'"), found(state="sent"), found(channel="mail")] == [
        1,
        1,
        0,
        0,
        1,
    ]
