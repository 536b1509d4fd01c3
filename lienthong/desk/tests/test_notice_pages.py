"""The pages of notices and of messages: bell, list, filter, export, marking, choosing, trying; and the command."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.desk import queries, services
from lienthong.desk.models import Delivery, Notice
from lienthong.desk.queries import Audience
from lienthong.desk.rules.sending import Choice, Rhythm
from lienthong.desk.services.sending import send_due
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.models import AuditEntry
from lienthong.reports import notices
from tests.cast import Cast
from tests.client import client_of

from .mail import Box

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

LIST = "/thong-bao/"
CHOICE = "/thong-bao/lua-chon/"
MESSAGES = "/he-thong/tin-gui/"


def tell(cast: Cast, who: str, count: int = 1) -> None:
    for number in range(count):
        services.tell(
            actor=OPERATOR,
            kind=notices.RETURNED,
            to=Audience.accounts([cast.accounts[who].uid]),
            url="/bao-cao/",
            params={"series": cast.series.name, "week": f"{number}/26", "unit": cast.province["v1"].pk},
            key=str(number),
        )


def page(cast: Cast, who: str, address: str = LIST) -> str:
    text: str = client_of(cast.accounts[who]).get(address).content.decode()
    return text


def test_the_bell_counts_what_is_unread_up_to_99(cast: Cast) -> None:
    client = client_of(cast.accounts["hoa"])
    assert 'class="count"' not in client.get(LIST).content.decode()
    tell(cast, "hoa", 3)
    assert '<span class="count">3<' in client.get(CHOICE).content.decode()
    tell(cast, "hoa", 120)
    assert '<span class="count">99+<' in client.get(CHOICE).content.decode()


def test_the_list_shows_my_own_and_leads_on_through_the_door_that_marks(cast: Cast) -> None:
    tell(cast, "nga")
    uid = Notice.objects.get().uid
    client = client_of(cast.accounts["nga"])
    assert f'href="{LIST}{uid}/"' in client.get(LIST).content.decode()
    assert str(uid) not in page(cast, "lan")
    answer = client.get(f"{LIST}{uid}/")
    assert (answer.status_code, answer["Location"]) == (302, "/bao-cao/")
    assert queries.count_unread(cast.actor("nga")) == 0


def test_notices_are_marked_one_by_one_or_all_at_once(cast: Cast) -> None:
    tell(cast, "nga", 3)
    client = client_of(cast.accounts["nga"])
    uid = str(Notice.objects.order_by("pk")[0].uid)
    assert client.post(f"{LIST}da-doc/", {"uid": uid})["Location"] == f"{LIST}?saved=1"
    assert client.post(f"{LIST}da-doc/", {"uid": "nonsense"}).status_code == 404
    assert (
        client_of(cast.accounts["lan"]).post(f"{LIST}da-doc/", {"all": "1"})["Location"] == f"{LIST}?saved=0"
    )
    assert queries.count_unread(cast.actor("nga")) == 2
    assert client.post(f"{LIST}da-doc/", {"all": "1"})["Location"] == f"{LIST}?saved=2"
    assert queries.count_unread(cast.actor("nga")) == 0


def test_the_list_is_filtered_and_leaves_as_a_file_with_the_same_rows(cast: Cast) -> None:
    tell(cast, "nga", 12)
    client = client_of(cast.accounts["nga"])
    file = client.get(LIST, {"words": "tuan 11", "as": "csv"})
    assert file["Content-Disposition"] == 'attachment; filename="thong-bao.csv"'
    assert file.content.decode("utf-8-sig").count("tuần 11/26") == 1
    assert file.content.decode("utf-8-sig").count("bị trả lại") == 1
    assert "Không có thông báo nào phù hợp" in client.get(LIST, {"words": "%_\"'*"}).content.decode()
    assert client.get(LIST, {"since": "never", "group": "nothing"}).status_code == 200


def test_the_count_of_statements_of_the_list_stays_level(cast: Cast) -> None:
    counts = []
    for number in (1, 40):
        tell(cast, "nga", number)
        with CaptureQueriesContext(connection) as ran:
            client_of(cast.accounts["nga"]).get(LIST)
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_i_choose_how_i_am_told(cast: Cast, port: int) -> None:
    client = client_of(cast.accounts["nga"])
    assert 'name="group_reports"' in client.get(CHOICE).content.decode()
    assert 'name="group_sending"' not in client.get(CHOICE).content.decode()
    sent = {
        "rhythm": "daily",
        "quiet_from": "22:00",
        "quiet_until": "5",
        "language": "en",
        "group_jobs": "mail",
    }
    assert client.post(CHOICE, sent)["Location"] == f"{CHOICE}?saved=1"
    choice = queries.choice_of(cast.actor("nga"))
    assert (choice.rhythm, choice.language, choice.quiet_from.hour, choice.quiet_until.hour) == (
        Rhythm.DAILY,
        "en",
        22,
        5,
    )
    assert (choice.ways["jobs"], choice.ways["reports"]) == (["mail"], [])
    entries = AuditEntry.objects.count()
    client.post(CHOICE, sent)
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    "wrong", [{"quiet_from": "25:00"}, {"rhythm": "never"}, {"language": "fr"}, {"group_jobs": "pigeon"}]
)
def test_a_choice_that_cannot_be_read_changes_nothing(cast: Cast, port: int, wrong: dict[str, str]) -> None:
    sent = {"rhythm": "daily", "quiet_from": "22:00", "quiet_until": "05:00", "language": "en"}
    answer = client_of(cast.accounts["nga"]).post(CHOICE, {**sent, **wrong})
    assert answer.status_code == 422
    assert queries.choice_of(cast.actor("nga")) == Choice()


def test_a_choice_for_a_channel_that_is_not_offered_now_is_kept(cast: Cast, port: int) -> None:
    services.update_choice(actor=cast.actor("nga"), choice=Choice(ways={"reports": ["mail", "sms"]}))
    sent = {"rhythm": "hourly", "quiet_from": "21:00", "quiet_until": "06:00", "language": "vi"}
    client_of(cast.accounts["nga"]).post(CHOICE, sent)
    assert queries.choice_of(cast.actor("nga")).ways["reports"] == ["sms"]


def test_it_staff_see_what_could_not_be_delivered_without_what_it_said(reached: Cast, box: Box) -> None:
    box.refuse["nga@xa.example"] = "550 no such user"
    tell(reached, "nga")
    send_due(actor=OPERATOR)
    text = page(reached, "duc", MESSAGES)
    assert "Máy chủ nhận trả lời mã 550" in text
    assert "trả lại" not in text
    assert "nga@xa.example" not in text
    uid = Delivery.objects.get().uid
    client = client_of(reached.accounts["duc"])
    csv = client.get(MESSAGES, {"state": "undeliverable", "as": "csv"})
    assert "Máy chủ nhận trả lời mã 550" in csv.content.decode("utf-8-sig")
    assert client.post(f"{MESSAGES}{uid}/gui-lai/")["Location"] == MESSAGES
    assert Delivery.objects.get().state == "waiting"
    assert client.get(MESSAGES, {"state": "undeliverable"}).content.decode().count("gui-lai") == 0


def test_a_test_is_queued_or_says_what_is_missing(reached: Cast, port: int, settings: Settings) -> None:
    client = client_of(reached.accounts["duc"])
    assert client.post(f"{MESSAGES}gui-thu/")["Location"] == f"{MESSAGES}?saved=test"
    settings.MAIL_URL = ""
    answer = client.post(f"{MESSAGES}gui-thu/")
    assert answer.status_code == 409
    assert "LIENTHONG_MAIL_URL" in answer.content.decode()
    assert client_of(reached.accounts["lan"]).post(f"{MESSAGES}gui-thu/").status_code == 403


def test_only_it_staff_have_the_entry_in_their_menu(cast: Cast) -> None:
    address = f'href="{reverse("desk:deliveries")}"'
    assert [name for name in cast.accounts if address in page(cast, name)] == ["duc"]


def test_the_command_sends_and_counts(reached: Cast, box: Box) -> None:
    tell(reached, "nga")
    said = io.StringIO()
    call_command("notices", "send", format="json", stdout=said)
    assert {row["result"]: row["messages"] for row in json.loads(said.getvalue())} == {
        "sent": 1,
        "later": 0,
        "never": 0,
        "down": 0,
    }
    said = io.StringIO()
    call_command("notices", "status", format="json", stdout=said)
    assert {"state": "sent", "messages": 1} in json.loads(said.getvalue())


def test_the_command_says_that_a_server_is_down(reached: Cast, port: int) -> None:
    tell(reached, "nga")
    with pytest.raises(SystemExit) as ended:
        call_command("notices", "send", stdout=io.StringIO())
    assert ended.value.code == 1


def test_sweeping_tells_how_many_notices_went(cast: Cast, settings: Settings) -> None:
    tell(cast, "nga")
    services.read_notices(actor=cast.actor("nga"))
    settings.CLOCK = "2027-03-01T09:00+07:00"
    said = io.StringIO()
    call_command("sweep", format="json", stdout=said)
    assert {"what": "read notices", "removed": 1} in json.loads(said.getvalue())
