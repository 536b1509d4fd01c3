"""Pages on which matters are handled: queues, one page a step, who sent it, what those above see, and rules."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.feedback import services
from lienthong.feedback.models import Matter, RoutingRule, Share
from lienthong.feedback.rules import codes
from lienthong.feedback.views.route import DOINGS
from lienthong.kernel import clock
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.client import StrictClient, client_of
from tests.matters import TEXT, send_matter

pytestmark = pytest.mark.django_db

CONTACT_WORDS = ("Người gửi thử", "0900000001", "nguoi.gui@thu.example")


@pytest.fixture
def lan(cast: Cast) -> StrictClient:
    """Return the browser of the commune's clerk."""
    return client_of(cast.accounts["lan"])


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def _page(client: StrictClient, name: str, *args: Any, **query: str) -> Any:
    answer = client.get(reverse(f"feedback:{name}", args=args), query)
    assert answer.status_code == 200
    return answer


def _do(client: StrictClient, matter: Matter, name: str, **words: str) -> int:
    answer = client.post(reverse("feedback:doing", args=[matter.uid, name]), words)
    return int(answer.status_code)


def _now(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def _queues(client: StrictClient) -> dict[str, str]:
    page = _page(client, "matters").content.decode()
    pairs = re.findall(r'hang=([\w-]+)"(?:(?!</a>).)*?<span class="num">([\d.]+)</span>', page, re.DOTALL)
    return dict(pairs)


def test_the_inbox_counts_its_queues_and_shows_no_text_and_no_sender(cast: Cast, lan: StrictClient) -> None:
    matter = send_matter(cast, place="Đầu thôn Đông").matter
    send_matter(cast, about=cast.province["C"].pk)
    assert _queues(lan) == {"dang-mo": "1", "moi": "1"}  # a queue in which nothing waits is not shown
    page = _text(_page(lan, "matters"))
    for word in (TEXT[:20], "Đầu thôn Đông", *CONTACT_WORDS):
        assert word not in page
    assert str(matter.uid) in _page(lan, "matters").content.decode()


@pytest.mark.parametrize("word", ["Đầu thôn", "cap thoat nuoc", "CODE"])
def test_a_matter_is_found_by_place_category_and_code(cast: Cast, lan: StrictClient, word: str) -> None:
    receipt = send_matter(cast, place="Đầu thôn Đông")
    found = _page(lan, "matters", q=codes.shown(receipt.code) if word == "CODE" else word)
    assert str(receipt.matter.uid) in found.content.decode()


@pytest.mark.parametrize("word", [*CONTACT_WORDS, "đục"])
def test_nothing_is_found_by_who_sent_it_or_what_it_says(cast: Cast, lan: StrictClient, word: str) -> None:
    matter = send_matter(cast).matter
    assert str(matter.uid) not in _page(lan, "matters", q=word).content.decode()


def test_the_file_of_the_inbox_has_neither_text_nor_place_nor_sender(cast: Cast, lan: StrictClient) -> None:
    send_matter(cast, place="Đầu thôn Đông")
    answer = lan.get(reverse("feedback:matters"), {"as": "csv", "hang": "moi"})
    data = b"".join(answer) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    flat = " ".join(" ".join(row) for row in rows)
    assert "Cấp, thoát nước" in flat
    for word in (TEXT[:20], "Đầu thôn Đông", *CONTACT_WORDS):
        assert word not in flat


def test_filters_narrow_the_inbox(cast: Cast, lan: StrictClient) -> None:
    matter = send_matter(cast, village=cast.unit("v1").area_id).matter
    shown = {"category": "water", "class": "feedback", "state": "sent", "han-trong": "", "thon": "v1"}
    hidden = {"category": "land", "class": "opinion", "state": "moving", "han-trong": "qua-han", "thon": "v3"}
    for name, value in shown.items():
        assert str(matter.uid) in _page(lan, "matters", **{name: value}).content.decode()
    for name, value in hidden.items():
        assert str(matter.uid) not in _page(lan, "matters", **{name: value}).content.decode()


def test_a_matter_goes_its_way_by_pages_alone(cast: Cast, lan: StrictClient) -> None:
    matter = send_matter(cast).matter
    minh = client_of(cast.accounts["minh"])
    page = _text(_page(lan, "matter", matter.uid))
    assert TEXT[:20] in page
    assert "Tiếp nhận" in page
    for word in CONTACT_WORDS:
        assert word not in page
    assert _do(lan, matter, "tiep-nhan") == 302
    target = str(cast.province["D"].uid)
    assert _do(lan, matter, "chuyen", body=target, reason="") == 422
    assert _do(lan, matter, "chuyen", body=target, reason="Đường ống ở D") == 302
    assert "Đang chờ cơ quan khác nhận" in _text(_page(lan, "matter", matter.uid))
    incoming = _page(minh, "matters", hang="chuyen-den").content.decode()
    assert str(matter.uid) in incoming
    assert "Phản ánh này được chuyển đến đơn vị bạn" in _text(_page(minh, "matter", matter.uid))
    assert _do(minh, matter, "nhan") == 302
    assert lan.get(reverse("feedback:matter", args=[matter.uid])).status_code == 404
    assert lan.get(reverse("feedback:after", args=[matter.uid])).headers["Location"] == "/phan-anh/viec/"
    assert "Đã nhận" in _text(_page(lan, "sent"))
    assert TEXT[:20] not in _text(_page(lan, "sent"))


def test_every_step_has_a_page_that_says_when_it_cannot_be_taken(cast: Cast, lan: StrictClient) -> None:
    matter = send_matter(cast).matter
    for name in DOINGS:
        _page(lan, "doing", matter.uid, name)
    assert "Bước này chưa làm được lúc này" in _text(_page(lan, "doing", matter.uid, "quyet-dinh"))
    assert lan.get(reverse("feedback:doing", args=[matter.uid, "bay"])).status_code == 404


def test_a_body_is_found_by_its_name_and_the_one_complained_about_is_not_offered(
    cast: Cast, lan: StrictClient
) -> None:
    matter = send_matter(cast, about=cast.province["D"].pk).matter
    services.accept_matter(actor=cast.actor("lan"), matter=matter)
    offered = _page(lan, "doing", matter.uid, "chuyen").content.decode()
    assert str(cast.province["P"].uid) in offered
    assert str(cast.province["D"].uid) not in offered
    found = _page(lan, "doing", matter.uid, "chuyen", tim="ubnd p").content.decode()
    assert str(cast.province["UBND P"].uid) in found
    assert str(cast.province["UBND C"].uid) not in found


def test_helpers_are_asked_answer_and_see_no_sender(cast: Cast, lan: StrictClient) -> None:
    matter = services.accept_matter(actor=cast.actor("lan"), matter=send_matter(cast).matter)
    due = f"{clock.today() + timedelta(days=2):%d/%m/%Y}"
    words = {"body": str(cast.province["D"].uid), "question": "Của ai?", "due": due}
    assert _do(lan, matter, "phoi-hop", **words) == 302
    minh = client_of(cast.accounts["minh"])
    assert _queues(minh)["phoi-hop"] == "1"
    page = _text(_page(minh, "matter", matter.uid))
    assert "Của ai?" in page
    assert "Xem thông tin liên hệ" not in page
    assert minh.post(reverse("feedback:contact", args=[matter.uid])).status_code == 403
    assert _do(minh, matter, "tra-loi-phoi-hop", answer="Của D") == 302
    assert "Của D" in _text(_page(lan, "matter", matter.uid))
    assert "phoi-hop" not in _queues(minh)
    share = Share.objects.get()
    again = lan.post(reverse("feedback:drop_share", args=[matter.uid, share.uid]))
    assert again.status_code == 409


def test_who_sent_it_is_shown_on_a_press_that_is_written_down_and_kept_nowhere(
    cast: Cast, lan: StrictClient
) -> None:
    matter = send_matter(cast).matter
    assert lan.get(reverse("feedback:contact", args=[matter.uid])).status_code == 405
    answer = lan.post(reverse("feedback:contact", args=[matter.uid]))
    for word in CONTACT_WORDS:
        assert word in _text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEntry.objects.filter(verb="matter.contact_read").count() == 1


def test_those_above_see_numbers_and_what_is_late_and_nothing_of_what_was_sent(cast: Cast) -> None:
    matter = send_matter(cast, place="Đầu thôn Đông").matter
    tung = client_of(cast.accounts["tung"])
    Matter.objects.filter(pk=matter.pk).update(answer_due=clock.now() - timedelta(days=3))
    for name in ("loads", "late_below"):
        page = _page(tung, name)
        assert {"loads": "C 1 0 1", "late_below": "Ban C"}[name] in _text(page)
        for word in (TEXT[:20], "Đầu thôn Đông", str(matter.uid), *CONTACT_WORDS):
            assert word not in page.content.decode()
    assert tung.get(reverse("feedback:matter", args=[matter.uid])).status_code == 404
    below = reverse("feedback:loads")
    assert tung.get(below, {"don-vi": str(cast.province["Trung ương"].uid)}).status_code == 404
    assert tung.get(below, {"don-vi": "x"}).status_code == 404
    assert (
        client_of(cast.accounts["ha"]).get(below, {"don-vi": str(cast.province["P"].uid)}).status_code == 200
    )


def test_the_median_is_counted_below_by_whole_days(cast: Cast) -> None:
    now = clock.now()
    for days in (2, 4, 9):
        matter = send_matter(cast).matter
        Matter.objects.filter(pk=matter.pk).update(
            state="answered", sent_at=now - timedelta(days=days), answered_at=now
        )
    rows = _text(_page(client_of(cast.accounts["tung"]), "loads"))
    assert re.search(r"C 0 0 0 3 4", rows)


def test_a_rule_is_tried_added_and_ended_by_pages(cast: Cast) -> None:
    send_matter(cast)
    duc = client_of(cast.accounts["duc"])
    category = Matter.objects.get().category_id
    words = {
        "category": str(category),
        "system": "front",
        "level": "province",
        "since": f"{clock.today():%d/%m/%Y}",
    }
    tried = duc.post(reverse("feedback:new_rule"), {**words, "try": "1"})
    said = _text(tried)
    assert "quy tắc này khớp 1 phản ánh của 30 ngày qua" in said
    assert "1 phản ánh đi Ban P thay vì Ban C" in said
    assert RoutingRule.objects.count() == 0
    assert duc.post(reverse("feedback:new_rule"), {**words, "area": "Không đâu"}).status_code == 422
    assert duc.post(reverse("feedback:new_rule"), {**words, "area": "C", "body": "Ban P"}).status_code == 302
    assert duc.post(reverse("feedback:new_rule"), words).status_code == 302
    page = _text(_page(duc, "rules"))
    assert "cấp, thoát nước + C" in page
    until = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    _page(duc, "end_rule", 1)
    assert duc.post(reverse("feedback:end_rule", args=[1]), {"until": until}).status_code == 302
    assert RoutingRule.objects.get(number=1).valid_to == clock.today() + timedelta(days=1)
    assert client_of(cast.accounts["tung"]).get(reverse("feedback:rules")).status_code == 403


def test_the_statements_of_the_inbox_do_not_grow_with_its_rows(cast: Cast, lan: StrictClient) -> None:
    send_matter(cast)
    _page(lan, "matters")
    with CaptureQueriesContext(
        connection,
    ) as few:
        _page(lan, "matters")
    for _ in range(5):
        send_matter(cast)
    with CaptureQueriesContext(connection) as many:
        _page(lan, "matters")
    assert len(many) == len(few)
