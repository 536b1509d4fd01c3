"""The pages of linking, trends and consolidation, walked as officers walk them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from lienthong.feedback import queries
from lienthong.feedback.models import Consolidation, Matter, Passage, Reply, Topic
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from tests.cast import Cast
from tests.client import client_of

from .. import services
from .gathered import COPY, OTHERS, add_leader, send_many

pytestmark = pytest.mark.django_db


def page_of(cast: Cast, who: str, name: str, *words: Any, query: str = "") -> Any:
    """Return an address as somebody opens it."""
    return client_of(cast.accounts[who]).get(f"{reverse(f'feedback:{name}', args=words)}{query}")


def sent_to(cast: Cast, who: str, name: str, *words: Any, **form: Any) -> Any:
    """Return what comes of a form that somebody sends."""
    return client_of(cast.accounts[who]).post(reverse(f"feedback:{name}", args=words), form)


def text_of(response: Any) -> str:
    """Return a page as text."""
    text: str = response.content.decode()
    return text


def test_copies_are_seen_linked_and_taken_off_again_in_pages(cast: Cast) -> None:
    lead, *copies = send_many(cast, [f"{COPY} Lần {number}." for number in range(7)])
    listed = text_of(page_of(cast, "lan", "campaigns"))
    assert "Cấp, thoát nước" in listed
    assert reverse("feedback:alike", args=[lead.uid]) in listed
    shown = text_of(page_of(cast, "lan", "alike", lead.uid))
    assert "cùng xã, cùng ngày, 100 % chữ giống" in shown
    assert "Gộp cả 6 bản cùng nội dung" in shown
    assert reverse("feedback:alike", args=[lead.uid]) in text_of(page_of(cast, "lan", "matter", lead.uid))
    answer = sent_to(cast, "lan", "alike", lead.uid, uid=[str(copies[0].uid)])
    assert answer.status_code == 302
    assert sent_to(cast, "lan", "alike", lead.uid, uid=["none"]).status_code == 422
    assert sent_to(cast, "lan", "link_all", lead.uid).status_code == 302
    assert Matter.objects.filter(lead=lead).count() == 6
    assert "Đã gộp 6 phản ánh" in text_of(page_of(cast, "lan", "alike", lead.uid))
    assert sent_to(cast, "lan", "unlink", copies[0].uid).status_code == 422
    assert sent_to(cast, "lan", "unlink", copies[0].uid, reason="Trạm khác").status_code == 302
    assert Matter.objects.filter(lead=lead).count() == 5
    assert "Trạm khác" in text_of(page_of(cast, "lan", "alike", copies[0].uid))
    assert page_of(cast, "minh", "alike", lead.uid).status_code == 404


def test_a_cause_is_chosen_on_a_page_and_counted_on_another(cast: Cast) -> None:
    services.load_causes(actor=OPERATOR)
    add_leader(cast, "van", "C")
    (matter,) = send_many(cast, [OTHERS[0]])
    assert sent_to(cast, "lan", "cause", matter.uid, cause="budget").status_code == 422
    Matter.objects.update(state="accepted")
    assert sent_to(cast, "lan", "cause", matter.uid, cause="budget").status_code == 302
    assert "Chưa bố trí kinh phí" in text_of(page_of(cast, "van", "causes"))
    above = page_of(cast, "tung", "causes", query="?as=csv").content.decode("utf-8-sig")
    assert "không hiện" in above
    table = page_of(cast, "van", "causes", query="?as=csv").content.decode("utf-8-sig")
    assert "Chưa bố trí kinh phí" in table


def test_trends_show_counts_and_what_rose_and_no_small_number_of_others(cast: Cast) -> None:
    add_leader(cast, "van", "C")
    now = clock.now()
    for weeks, count in ((5, 1), (4, 1), (3, 1), (2, 1), (1, 8)):
        with clock.held_at(now - timedelta(weeks=weeks)):
            send_many(cast, [COPY] * count)
    with clock.held_at(now - timedelta(weeks=1)):
        send_many(cast, [OTHERS[0]] * 2, "D", category=queries.get_category("roads", clock.today()))
    own = text_of(page_of(cast, "van", "trends"))
    assert "Cấp, thoát nước: 8, bốn kỳ trước trung bình 1,0" in own
    assert "Đường sá" not in own
    above = page_of(cast, "tung", "trends")
    trends = above.context["trends"]
    numbers = {row.category.code: [one.number for one in row.numbers] for row in trends.rows}
    # Two of roads are too few; the eight of water would tell them beside the numbers of units.
    assert numbers["water"][-6:] == [None, None, None, None, None, 0]
    assert numbers["roads"][-2:] == [None, 0]
    # Of the two communes the one has too few; the other would follow from the sum.
    assert {row.unit.short_name: (row.before, row.last) for row in trends.units} == {
        "C": (None, None),
        "D": (0, None),
    }
    assert COPY[:30] not in text_of(above)
    table = page_of(cast, "tung", "trends", query="?as=csv&ky=thang").content.decode("utf-8-sig")
    assert "Cấp, thoát nước" in table
    assert page_of(cast, "tung", "trends", query="?q=duong").context["rows"][0].category.code == "roads"
    assert page_of(cast, "lan", "trends").status_code == 403


def test_a_consolidation_is_walked_from_its_draft_to_the_reply(cast: Cast) -> None:
    for name in ("an", "van"):
        add_leader(cast, name, "C")
    sent = send_many(cast, [COPY] * 6 + list(OTHERS))
    facts = {"matter_class": "feedback", "since": "01/01/2026", "until": "31/12/2026"}
    said = {"title": "Ý kiến gửi kỳ họp", "addressee": "HĐND xã"}
    assert sent_to(cast, "an", "new_consolidation", **facts).status_code == 422
    answer = sent_to(cast, "an", "new_consolidation", **facts, **said)
    row = Consolidation.objects.get()
    assert answer.url == reverse("feedback:consolidation", args=[row.uid])

    def step(who: str, name: str, **words: str) -> int:
        status: int = sent_to(cast, who, "step_consolidation", row.uid, step=name, **words).status_code
        return status

    assert "Báo cáo chưa có chủ đề nào" in text_of(page_of(cast, "an", "consolidation", row.uid))
    assert [step("an", name) for name in ("ask", "gather", "propose", "ask", "nothing")] == [
        422,
        302,
        302,
        302,
        422,
    ]
    page = text_of(page_of(cast, "an", "consolidation", row.uid))
    assert "Có 4 ý kiến về: Cấp, thoát nước." in page
    many, rest = queries.topics_of(row)
    _edit(cast, row.uid, many, rest)
    assert step("an", "propose") == 302
    assert step("an", "approve") == 403
    assert step("van", "approve") == 302
    assert step("van", "reopen") == 422
    chapter = text_of(page_of(cast, "tung", "chapter", row.uid))
    assert "Bà con mong sửa sớm." in chapter
    assert COPY not in chapter
    assert page_of(cast, "tung", "topic", row.uid, many.uid).status_code == 404
    assert step("an", "send") == 302
    letter = {"authority": "UBND xã", "day": "20/11/2026", "text": "Đã sửa xong trạm bơm."}
    assert sent_to(cast, "an", "reply", row.uid, many.uid).status_code == 422
    assert sent_to(cast, "an", "reply", row.uid, many.uid, **letter).status_code == 302
    assert Reply.objects.get().relayed_at is not None
    assert Passage.objects.filter(step="heard").count() == 6
    assert {one.pk for one in sent[:6]} == set(
        Passage.objects.filter(step="heard").values_list("matter", flat=True)
    )
    assert "Đã sửa xong trạm bơm." in text_of(page_of(cast, "an", "topic", row.uid, many.uid))
    for name, words in (("consolidation", [row.uid]), ("topic", [row.uid, many.uid]), ("consolidations", [])):
        for form in ("xlsx", "csv", "pdf"):
            assert page_of(cast, "an", name, *words, query=f"?as={form}").status_code == 200


def _edit(cast: Cast, uid: UUID, many: Topic, rest: Topic) -> None:
    """Write, move, rename and join in the page of a topic, and come back to the two topics that there were."""
    written = {"text": "Bà con mong sửa sớm."}
    assert sent_to(cast, "an", "write_sentence", uid, many.uid, **written).status_code == 302
    sentence = many.sentences.get(text=written["text"])
    page = page_of(cast, "an", "topic", uid, many.uid, query=f"?cau={sentence.uid}")
    assert len(page.context["page"]) == 6
    assert "Chỉ hiện nguồn của câu" in text_of(page)
    item = rest.items.first()
    assert item is not None
    moved = {"item": [str(item.pk)], "to": "", "title": "Chiếu sáng"}
    assert sent_to(cast, "an", "move_items", uid, rest.uid).status_code == 422
    assert sent_to(cast, "an", "move_items", uid, rest.uid, **moved).status_code == 302
    new = Topic.objects.get(title="Chiếu sáng")
    words = {"title": "Đèn đường", "position": "1"}
    assert sent_to(cast, "an", "change_topic", uid, new.uid, **words).status_code == 302
    joined = {"do": "join", "into": str(rest.uid)}
    assert sent_to(cast, "an", "change_topic", uid, new.uid, **joined).status_code == 302
    assert [(one.pk, one.opinions) for one in Topic.objects.order_by("pk")] == [(many.pk, 6), (rest.pk, 4)]


def test_a_province_takes_in_topics_on_a_page(cast: Cast) -> None:
    for name in ("an", "van"):
        add_leader(cast, name, "C")
    send_many(cast, list(OTHERS))
    facts = {"matter_class": "feedback", "since": "01/01/2026", "until": "31/12/2026", "addressee": "HĐND"}
    sent_to(cast, "an", "new_consolidation", **facts, title="Của xã")
    row = Consolidation.objects.get()
    for who, name in (("an", "gather"), ("an", "propose"), ("van", "approve")):
        assert sent_to(cast, who, "step_consolidation", row.uid, step=name).status_code == 302
    sent_to(cast, "tung", "new_consolidation", **facts, title="Của tỉnh")
    above = Consolidation.objects.get(title="Của tỉnh")
    page = page_of(cast, "tung", "take_in", above.uid)
    (topic,) = page.context["topics"]
    for text in OTHERS:
        assert text not in text_of(page)
    assert sent_to(cast, "tung", "take_in", above.uid, uid=["x"]).status_code == 422
    assert sent_to(cast, "tung", "take_in", above.uid, uid=[str(topic.uid)]).status_code == 302
    assert [(one.title, one.opinions) for one in queries.topics_of(above)] == [("Cấp, thoát nước", 4)]
    assert page_of(cast, "an", "take_in", above.uid).status_code == 404
