"""Pages of answers: written, previewed, approved, released, taken back, rated; all without a script."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.urls import reverse
from PIL import Image

from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Answer,
    AnswerState,
    Matter,
    MatterState,
    Publication,
    PublicPhoto,
    Rating,
    Review,
    Template,
)
from lienthong.feedback.services import Receipt, TemplateFacts
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.files import add_file
from tests.cast import Cast
from tests.client import StrictClient, client_of, connection_kept

from .answers import PARTS, PUBLIC, account, approved, released, sent, submitted
from .test_answering import refused

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

TEXT = "Nước máy đục từ thứ Năm, mã thử kqzt. Khi nào có nước sạch?"
TYPED = {**PARTS, **PUBLIC, "seen": "0", "fate_0": "answered", "part_0": "conclusion", "reason_0": ""}


@pytest.fixture
def leader(cast: Cast) -> Actor:
    """Return somebody who approves and releases at commune C."""
    return account(cast, "vinh")


@pytest.fixture
def receipt(cast: Cast) -> Receipt:
    """Return the receipt of a matter that Lan has accepted."""
    return sent(cast, text=TEXT)


def door(name: str, matter: Matter) -> str:
    return reverse(f"feedback:{name}", args=[matter.uid])


def browser(cast: Cast, name: str) -> StrictClient:
    return client_of(cast.accounts[name])


def template(**changed: Any) -> Template:
    facts = {
        "code": "da-sua",
        "title": "Đã khắc phục",
        "text": "{don_vi} đã xử lý việc {linh_vuc} ngày {ngay}.",
    }
    return services.set_template(actor=OPERATOR, facts=TemplateFacts(**{**facts, **changed}))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_public_fields_are_empty_on_the_page_and_the_letter_stands_beside(
    cast: Cast, receipt: Receipt
) -> None:
    page = browser(cast, "lan").get(door("write_answer", receipt.matter)).content.decode()
    areas = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL))
    assert {name: areas[name] for name in ("public_question", "public_answer", *PARTS)} == dict.fromkeys(
        ("public_question", "public_answer", *PARTS), ""
    )
    assert "kqzt" in page
    assert "Khi nào có nước sạch?" in page


def test_a_template_is_put_in_and_nothing_is_saved(cast: Cast, receipt: Receipt) -> None:
    chosen = template(category="water")
    template(code="duong", title="Đường", category="roads")
    said = {**TYPED, "do": "insert", "template": str(chosen.uid), "conclusion": "Đúng như phản ánh."}
    page = browser(cast, "lan").post(door("write_answer", receipt.matter), said)
    text = page.content.decode()
    unit = cast.unit("C").name
    assert f"Đúng như phản ánh.\n\n{unit} đã xử lý việc Cấp, thoát nước ngày 22/11/2026." in text
    assert PARTS["done"] in text
    assert "Đường</option>" not in text
    assert not Answer.objects.exists()


def test_an_answer_is_saved_then_submitted(cast: Cast, receipt: Receipt) -> None:
    lan, where = browser(cast, "lan"), door("write_answer", receipt.matter)
    assert lan.post(where, {**TYPED, "do": "save"}).status_code == 302
    answer = Answer.objects.get()
    assert (answer.state, answer.version) == (AnswerState.DRAFT, 1)
    assert lan.post(where, {**TYPED, "seen": "1", "do": "submit"}).status_code == 302
    answer.refresh_from_db()
    assert answer.state == AnswerState.SUBMITTED
    assert lan.get(where).status_code == 302


def test_what_is_not_complete_is_kept_and_each_lack_is_at_its_place(cast: Cast, receipt: Receipt) -> None:
    lan, where = browser(cast, "lan"), door("write_answer", receipt.matter)
    said = {**TYPED, "done": "Đã xem.", "fate_0": "open", "part_0": "", "do": "submit"}
    page = lan.post(where, said)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Phần “Đã làm gì” quá ngắn." in text
    assert "Câu hỏi 1 chưa xem." in text
    assert '<input type="hidden" name="seen" value="1"' in text
    assert Answer.objects.get().done == "Đã xem."
    again = lan.post(where, {**TYPED, "seen": "1", "do": "submit"})
    assert again.status_code == 302


def test_a_page_that_somebody_overtook_is_refused_with_what_was_typed(cast: Cast, receipt: Receipt) -> None:
    lan, where = browser(cast, "lan"), door("write_answer", receipt.matter)
    lan.post(where, {**TYPED, "do": "save"})
    page = lan.post(where, {**TYPED, "conclusion": "Bản viết trước đó, nay bị vượt.", "do": "save"})
    assert page.status_code == 422
    assert "Người khác vừa sửa câu trả lời này." in page.content.decode()
    assert "Bản viết trước đó, nay bị vượt." in page.content.decode()
    assert Answer.objects.get().conclusion == PARTS["conclusion"]


def test_a_letter_that_names_somebody_in_a_guarded_category_is_to_be_guided(cast: Cast) -> None:
    receipt = sent(cast, text="Ông Nguyễn Văn Tèo đánh bạc ở đầu thôn. Đề nghị xử lý.")
    matter = receipt.matter
    matter.category = queries.get_category("order", matter.sent_at.date())
    matter.save()
    page = browser(cast, "lan").get(door("write_answer", matter)).content.decode()
    assert "hãy hướng dẫn người gửi đến cơ quan có thẩm quyền" in page
    assert "public_answer" not in page


# ── both sides ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_preview_shows_both_sides_and_marks_names_at_their_place(
    cast: Cast, receipt: Receipt, leader: Actor
) -> None:
    public = {**PUBLIC, "public_answer": "Ông Nguyễn Văn Tèo đã thay ống."}
    submitted(cast, receipt.matter, public=public)
    page = browser(cast, "vinh").get(door("answer", receipt.matter)).content.decode()
    assert '<mark>Nguyễn Văn Tèo<span class="vh"> (có thể là tên người)</span></mark> đã thay ống.' in page
    assert page.index("Người gửi sẽ đọc") < page.index("Mọi người sẽ đọc")
    assert PARTS["conclusion"] in page


def test_approve_send_back_release_by_the_right_hands(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    matter = receipt.matter
    answer = submitted(cast, matter)
    lan, vinh = browser(cast, "lan"), browser(cast, "vinh")
    assert lan.post(door("approve_answer", matter), {"seen": answer.version}).status_code == 403
    empty = vinh.post(door("send_back_answer", matter), {"seen": answer.version, "reason": ""})
    assert empty.status_code == 422
    assert "Hãy ghi lý do." in empty.content.decode()
    assert vinh.post(door("approve_answer", matter), {"seen": answer.version}).status_code == 302
    answer.refresh_from_db()
    assert lan.post(door("release_answer", matter), {"seen": answer.version}).status_code == 403
    assert vinh.post(door("release_answer", matter), {"seen": answer.version}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == MatterState.ANSWERED
    assert browser(cast, "minh").get(door("answer", matter)).status_code == 404


def test_names_are_confirmed_on_the_page(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    public = {**PUBLIC, "public_answer": "Ông Nguyễn Văn Tèo đã thay ống."}
    answer = approved(cast, receipt.matter, leader, public=public)
    vinh, where = browser(cast, "vinh"), door("release_answer", receipt.matter)
    page = vinh.post(where, {"seen": answer.version})
    assert page.status_code == 422
    assert "Phần công bố có chỗ có thể là tên người." in page.content.decode()
    assert not Publication.objects.exists()
    assert vinh.post(where, {"seen": answer.version, "confirms_names": "on"}).status_code == 302
    assert Publication.objects.count() == 1


# ── photos ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _photo(colour: str) -> bytes:
    data = BytesIO()
    Image.new("RGB", (8, 8), colour).save(data, "PNG")
    return data.getvalue()


def _fetch(uid: UUID) -> int:
    answer = client_of(None).get(reverse("feedback:public_photo", args=[uid]))
    with connection_kept():
        answer.close()
    return int(answer.status_code)


def test_the_public_sees_only_photos_that_the_releasing_person_marked(
    cast: Cast, receipt: Receipt, leader: Actor, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    answer = approved(cast, receipt.matter, leader)
    shown, kept = (
        add_file(actor=cast.actor("lan"), kind="answer", subject=answer.uid, name=f"{c}.png", data=_photo(c))
        for c in ("red", "blue")
    )
    page = browser(cast, "vinh").get(door("answer", receipt.matter)).content.decode()
    assert "red.png" in page
    refused(
        WrongData,
        lambda: services.release_answer(
            actor=leader, answer=answer, seen=answer.version, photos=[receipt.matter.uid]
        ),
    )
    browser(cast, "vinh").post(
        door("release_answer", receipt.matter), {"seen": answer.version, "photos": [str(shown.uid)]}
    )
    (row,) = PublicPhoto.objects.all()
    assert row.file == shown.uid
    assert [_fetch(row.uid), _fetch(shown.uid), _fetch(kept.uid)] == [200, 404, 404]
    services.retract_publication(actor=leader, publication=Publication.objects.get(), reason="Lộ biển số")
    assert _fetch(row.uid) == 404


def test_whoever_sent_it_sees_the_photos_that_were_released_with_the_answer(
    cast: Cast, receipt: Receipt, leader: Actor, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    answer = approved(cast, receipt.matter, leader)
    words = {"code": receipt.code, "pin": receipt.pin}

    def add(colour: str) -> UUID:
        data = _photo(colour)
        file = add_file(
            actor=cast.actor("lan"), kind="answer", subject=answer.uid, name=f"{colour}.png", data=data
        )
        return file.uid

    def kind_of(uid: UUID, **other: str) -> str:
        page = client_of(None).post(
            reverse("feedback:track"), {**words, "do": "photo", "photo": uid, **other}
        )
        with connection_kept():
            page.close()
        return str(page.headers["Content-Type"])

    photo = add("red")
    assert kind_of(photo) != "image/png"
    services.release_answer(actor=leader, answer=answer, seen=answer.version)
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        late = add("blue")
    assert kind_of(photo) == "image/png"
    assert kind_of(photo, pin="000000") != "image/png"
    assert kind_of(late) != "image/png"
    page = client_of(None).post(reverse("feedback:track"), words).content.decode()
    assert f'value="{photo}"' in page
    assert str(late) not in page
    assert "red.png" not in page


def test_neighbours_add_no_photo(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    answer = submitted(cast, receipt.matter)
    with pytest.raises(Exception, match="Không tìm thấy"):
        add_file(
            actor=cast.actor("minh"), kind="answer", subject=answer.uid, name="a.png", data=_photo("red")
        )


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_publication_is_taken_back_and_published_again_on_pages(
    cast: Cast, receipt: Receipt, leader: Actor
) -> None:
    released(cast, receipt.matter, leader)
    row, vinh, lan = Publication.objects.get(), browser(cast, "vinh"), browser(cast, "lan")
    listed = vinh.get(reverse("feedback:publications")).content.decode()
    assert PUBLIC["public_title"] in listed
    where = reverse("feedback:retract_publication", args=[row.uid])
    assert vinh.post(where, {"reason": ""}).status_code == 422
    assert lan.post(where, {"reason": "Lộ tên"}).status_code == 403
    assert vinh.post(where, {"reason": "Lộ tên"}).status_code == 302
    page = vinh.get(reverse("feedback:publication", args=[row.uid])).content.decode()
    assert "Câu trả lời này đã được rút." in page
    assert PUBLIC["public_answer"] not in page
    answer = Answer.objects.get()
    new = {**PUBLIC, "public_answer": "Ống đã được thay.", "seen": answer.version}
    assert lan.post(door("rewrite_public", receipt.matter), new).status_code == 302
    answer.refresh_from_db()
    assert vinh.post(door("release_answer", receipt.matter), {"seen": answer.version}).status_code == 302
    assert Publication.objects.get().answer == "Ống đã được thay."


# ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_templates_are_dated_and_hold_nothing_of_a_person(cast: Cast, settings: Settings) -> None:
    duc, where = browser(cast, "duc"), reverse("feedback:new_template")
    said = {"code": "moi", "title": "Mẫu", "part": "done", "since": "22/11/2026"}
    page = duc.post(where, {**said, "text": "Kính gửi {ho_ten}"})
    assert page.status_code == 422
    assert "không có {ho_ten}" in page.content.decode()
    assert duc.post(where, {**said, "text": "{don_vi} đã làm."}).status_code == 302
    first = Template.objects.get()
    settings.CLOCK = "2026-12-01T08:00+07:00"
    change = reverse("feedback:template", args=[first.uid])
    assert (
        duc.post(change, {**said, "since": "01/12/2026", "text": "{don_vi} đã làm xong."}).status_code == 302
    )
    rows = list(Template.objects.order_by("valid_from").values_list("text", "valid_from", "valid_to"))
    assert [(text, f"{since}") for text, since, _until in rows] == [
        ("{don_vi} đã làm.", "2026-11-22"),
        ("{don_vi} đã làm xong.", "2026-12-01"),
    ]
    assert f"{rows[0][2]}" == "2026-12-01"
    assert duc.post(change, {**said, "since": "22/11/2026", "text": "x"}).status_code == 422
    settings.CLOCK = "2026-12-05T08:00+07:00"
    last = Template.objects.get(valid_from="2026-12-01")
    assert duc.post(reverse("feedback:end_template", args=[last.uid])).status_code == 302
    last.refresh_from_db()
    assert f"{last.valid_to}" == "2026-12-05"


def test_templates_are_looked_after_by_administrators_alone(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.set_template(actor=cast.actor("lan"), facts=TemplateFacts("a", "A", "x"))
    assert not Template.objects.exists()


# ── what senders do ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_rates_once_on_its_page(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    released(cast, receipt.matter, leader)
    where = reverse("feedback:rate", args=[queries.link_of(receipt.matter, 1)])
    page = client_of(None).get(where)
    text = page.content.decode()
    assert "checked" not in text
    assert "kqzt" not in text
    assert PARTS["conclusion"] not in text
    assert client_of(None).post(where, {}).status_code == 422
    done = client_of(None).post(
        where, {"verdict": "poor", "reasons": ["late"], "words": "Chậm", "may_contact": "on"}
    )
    assert done.status_code == 200
    assert client_of(None).post(where, {"verdict": "satisfied"}).status_code == 422
    row = Rating.objects.get()
    assert (row.verdict, row.reasons, row.words, row.may_contact) == ("poor", ["late"], "Chậm", True)
    assert "đã được đánh giá" in client_of(None).get(where).content.decode()


def test_code_and_pin_rate_too_and_a_pin_is_not_found_by_trying(
    cast: Cast, receipt: Receipt, leader: Actor
) -> None:
    released(cast, receipt.matter, leader)
    where, client = reverse("feedback:rate_by_code"), client_of(None)
    said = {"code": receipt.code, "verdict": "satisfied"}
    wrong = f"{(int(receipt.pin) + 1) % 1_000_000:06d}"
    for _ in range(10):
        page = client.post(where, {**said, "pin": wrong})
        assert page.status_code == 422
    assert "Mã PIN không khớp" in page.content.decode()
    assert client.post(where, {**said, "pin": receipt.pin}).status_code == 429
    assert Rating.objects.get().verdict == ""


def test_code_and_pin_rate(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    released(cast, receipt.matter, leader)
    said = {"code": receipt.code.lower(), "pin": receipt.pin, "verdict": "accepted"}
    assert client_of(None).post(reverse("feedback:rate_by_code"), said).status_code == 200
    assert Rating.objects.get().verdict == "accepted"


def test_a_sender_opens_a_matter_again_on_a_page(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    released(cast, receipt.matter, leader)
    said = {"code": receipt.code, "pin": receipt.pin, "words": "Nước vẫn đục"}
    page = client_of(None).post(reverse("feedback:reopen"), said)
    assert page.status_code == 200
    assert "Hạn trả lời mới:" in page.content.decode()
    assert Matter.objects.get().round == 2


def test_a_review_is_done_on_its_page_by_the_level_above(cast: Cast, receipt: Receipt, leader: Actor) -> None:
    released(cast, receipt.matter, leader)
    link = queries.link_of(receipt.matter, 1)
    services.rate_by_link(actor=OPERATOR, link=link, said=services.Said("poor", ("late",), "Chậm quá"))
    review = Review.objects.get()
    where, tung = reverse("feedback:review", args=[review.uid]), browser(cast, "tung")
    text = tung.get(where).content.decode()
    assert "kqzt" in text
    assert "Chậm quá" in text
    assert browser(cast, "lan").get(where).status_code == 404
    assert tung.post(where, {"outcome": "confirm", "reason": ""}).status_code == 422
    assert tung.post(where, {"outcome": "confirm", "reason": "Đã làm đủ."}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.reason) == ("confirmed", "Đã làm đủ.")
