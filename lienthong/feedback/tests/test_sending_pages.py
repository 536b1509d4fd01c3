"""The page of sending: one page without script, a place that is chosen and never guessed, bad input refused in words."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lienthong.feedback import queries
from lienthong.feedback.models import Matter, MatterClass, Publication, Sender
from lienthong.feedback.tests.photos import photo_file
from lienthong.kernel import clock
from lienthong.kernel.files import stream_of
from lienthong.kernel.models import Attachment, AuditEntry, RateLimit
from lienthong.registry.models import Area, AreaSuccession, AreaVersion
from lienthong.registry.queries.resolving import _gazetteer
from tests.cast import Cast
from tests.client import StrictClient, client_of
from tests.matters import TEXT, lay_areas, letter_to, typed_for
from tests.small_province import CHANGE
from tests.test_repeats import _everything

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.SHARED = str(tmp_path)
    lay_areas(cast)
    letter_to(cast)
    _gazetteer.cache_clear()


def _send(words: dict[str, Any]) -> Any:
    return StrictClient().post(reverse("feedback:send"), words)


def test_nothing_is_ticked_before_somebody_ticks_it() -> None:
    page = StrictClient().get(reverse("feedback:send")).content.decode()
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert re.findall(r'name="category"[^>]*checked', page) == []


def test_a_matter_is_sent_without_an_account_and_its_receipt_says_code_pin_hash_day_and_reason(
    cast: Cast,
) -> None:
    answer = _send(typed_for(cast, phone="0912 345 678", consents="on"))
    assert answer.status_code == 200
    page = answer.content.decode()
    matter = Matter.objects.get()
    assert (matter.text, matter.channel, matter.consents) == (TEXT, "web", True)
    assert matter.organisation == cast.province["C"]
    assert bytes(matter.content).hex() in page
    assert re.search(r"<dd>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}</dd>", page)
    assert re.search(r"<dd>\d{6}</dd>", page)
    assert "<svg" in page
    assert "Căn cứ:" in page
    assert f"{matter.answer_due:%d/%m/%Y}" in page
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert {entry.actor for entry in AuditEntry.objects.filter(subject=matter.uid)} == {None}


def test_whoever_is_signed_in_and_sends_by_the_public_page_is_not_written_down(cast: Cast) -> None:
    client_of(cast.accounts["lan"]).post(reverse("feedback:send"), typed_for(cast))
    matter = Matter.objects.get()
    assert {entry.actor for entry in AuditEntry.objects.filter(subject=matter.uid)} == {None}


def test_sent_twice_it_is_one_matter_with_the_same_receipt(cast: Cast) -> None:
    words = typed_for(cast)
    pages = [_send(words).content.decode() for _ in range(2)]
    codes = [re.findall(r"<dd>([0-9A-Z-]{6,13})</dd>", page) for page in pages]
    assert codes[0] == codes[1]
    assert len(codes[0]) == 2
    assert Matter.objects.count() == 1
    assert "gửi lại không tính thành hai" in pages[1]


# ── what is typed ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Hãy viết sự việc cần phản ánh."),
        ("   \n\t ", "Hãy viết sự việc cần phản ánh."),
        ("😡😡😡 🤬🤬!!!", "Nội dung chỉ có hình hoặc ký hiệu."),
        ("Nước", "Nội dung quá ngắn."),
        ("Đường hỏng. " * 8_334, "Nội dung dài quá 5000 ký tự nên chưa gửi."),
        ("\x00\x01\x02", "Hãy viết sự việc cần phản ánh."),
    ],
)
def test_a_text_that_says_nothing_or_too_much_is_refused_in_words_and_stays_on_the_page(
    cast: Cast, text: str, sentence: str
) -> None:
    answer = _send(typed_for(cast, text=text))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert text[:200].strip("\x00\x01\x02 \n\t") in page
    assert not Matter.objects.exists()
    assert not Sender.objects.exists()


def test_a_text_of_an_old_font_is_kept_in_unicode_and_its_sender_told(cast: Cast) -> None:
    answer = _send(typed_for(cast, text="Tr­êng häc xuèng cÊp, mong x· söa ch÷a tr­íc mïa m­a"))
    assert Matter.objects.get().text == "Trường học xuống cấp, mong xã sửa chữa trước mùa mưa"
    assert "TCVN3" in answer.content.decode()
    answer = _send(typed_for(cast, text="Ñöôøng laøng hö hoûng naëng, mong xaõ söûa chöõa sôùm"))
    assert Matter.objects.latest("pk").text.startswith("Đường làng hư hỏng nặng")
    assert "VNI" in answer.content.decode()


def test_a_number_of_a_person_is_pointed_at_once_and_never_blocks(cast: Cast) -> None:
    words = typed_for(cast, text=f"{TEXT} Gọi cho ông trưởng thôn số 0912 345 678.")
    answer = _send(words)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<mark>0912 345 678</mark>" in page
    assert "Đây là những gì bạn gửi" in page
    assert not Matter.objects.exists()
    _send({**words, "seen": "1"})
    assert Matter.objects.get().text.endswith("0912 345 678.")


def test_nobody_has_to_say_who_they_are_where_the_class_does_not_ask_it(cast: Cast) -> None:
    _send(typed_for(cast, matter_class="proposal"))
    _send(typed_for(cast, matter_class="opinion"))
    assert sorted(Matter.objects.values_list("matter_class", flat=True)) == ["opinion", "proposal"]


def test_what_the_words_suggest_is_asked_and_never_sent_unseen(cast: Cast) -> None:
    words = typed_for(
        cast, text="Đèn đường trước chợ tắt cả tuần nay, tối om, đề nghị thay bóng đèn chiếu sáng."
    )
    answer = _send({**words, "category": ""})
    assert answer.status_code == 422
    assert "có thể là “Điện, chiếu sáng”" in answer.content.decode()
    assert not Matter.objects.exists()
    assert _send({**words, "category": "power"}).status_code == 200
    assert Matter.objects.get().category.code == "power"


def test_the_level_that_a_sender_chooses_has_the_matter(cast: Cast) -> None:
    _send(typed_for(cast, asked="province"))
    assert Matter.objects.get().organisation == cast.province["P"]


@pytest.mark.parametrize("kind", ["complaint", "denunciation", "x"])
def test_what_has_a_procedure_of_its_own_is_not_taken_here(cast: Cast, kind: str) -> None:
    assert _send(typed_for(cast, matter_class=kind)).status_code == 422
    assert not Matter.objects.exists()
    page = StrictClient().get(reverse("feedback:send")).content.decode()
    assert 'href="/phan-anh/khieu-nai/"' in page
    assert 'href="/phan-anh/to-cao/"' in page


def test_a_matter_about_the_body_itself_goes_to_the_one_above_and_is_not_seen_there(cast: Cast) -> None:
    _send(typed_for(cast, about_here="on"))
    matter = Matter.objects.get()
    assert matter.organisation == cast.province["P"]
    assert matter.about == cast.province["C"]


# ── where ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_place_nothing_is_sent_and_what_was_typed_stays(cast: Cast) -> None:
    answer = _send(typed_for(cast, commune=""))
    assert answer.status_code == 422
    assert "Hãy chọn xã, phường" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_place_is_chosen_from_lists_without_script(cast: Cast) -> None:
    uid = {name: str(Area.objects.get(versions__name=name).uid) for name in ("P", "C", "v1")}
    words = typed_for(cast, commune="", do="province", province=uid["P"])
    page = _send(words).content.decode()
    assert f'<option value="{uid["C"]}">C</option>' in page
    assert TEXT in page
    page = _send({**words, "do": "commune", "commune": uid["C"]}).content.decode()
    assert f'name="commune" value="{uid["C"]}"' in page
    _send({**words, "do": "send", "commune": uid["C"], "village": uid["v1"]})
    assert Matter.objects.filter(village__uid=uid["v1"]).count() == 1


def test_a_name_is_offered_and_never_taken_for_granted(cast: Cast) -> None:
    words = typed_for(cast, commune="", do="find", sought="v1")
    page = _send(words).content.decode()
    village = Area.objects.get(versions__name="v1").uid
    assert f'type="radio" name="picked" value="{village}"> <span>v1, C, P</span>' in page
    assert "checked" not in re.findall(r'name="picked"[^>]*', page)[0]
    page = _send({**words, "do": "pick", "picked": str(village)}).content.decode()
    assert f'<option value="{village}" selected>v1</option>' in page
    page = _send({**words, "sought": "không có nơi nào như thế"}).content.decode()
    assert "Không tìm thấy nơi này" in page


def test_the_name_of_before_the_merger_leads_to_the_commune_of_today(cast: Cast) -> None:
    AreaSuccession.objects.create(
        predecessor=Area.objects.get(versions__name="A1"),
        successor=Area.objects.get(versions__name="C"),
        kind="merged",
        on=CHANGE,
        whole=True,
        default=True,
    )
    old = {"name": "Hòa Thử", "full_name": "Xã Hòa Thử", "search_key": "xa hoa thu"}
    AreaVersion.objects.filter(name="A1").update(**old)
    _gazetteer.cache_clear()
    page = _send(typed_for(cast, commune="", do="find", sought="xã Hòa Thử")).content.decode()
    assert f'value="{Area.objects.get(versions__name="C").uid}"' in page


def test_the_code_of_a_village_opens_the_page_with_its_place(cast: Cast) -> None:
    village = Area.objects.get(versions__name="v1").uid
    page = StrictClient().get(reverse("feedback:send_from", args=[village])).content.decode()
    assert f'<option value="{village}" selected>v1</option>' in page
    assert re.search(r'name="channel" value="qr"', page)
    gone = StrictClient().get(reverse("feedback:send_from", args=[uuid4()]))
    assert gone.status_code == 200


def test_what_was_answered_before_is_shown_and_blocks_nothing(cast: Cast) -> None:
    letter = letter_to(cast)
    told = {
        "matter_class": MatterClass.FEEDBACK,
        "category": letter.category,
        "area_id": letter.area,
        "organisation_id": letter.organisation,
        "question": "q",
        "day_sent": clock.today(),
        "day_answered": clock.today(),
        "on_time": True,
        "released_at": clock.now(),
    }
    Publication.objects.create(
        **told, title="Nước đã trong trở lại", answer="Đã thay van.", search_key="nuoc trong"
    )
    Publication.objects.create(**told, title="Đã rút", answer="", search_key="", standing="withdrawn")
    assert [row.title for row in queries.answered_alike(letter.category, letter.area)] == [
        "Nước đã trong trở lại"
    ]
    page = _send(typed_for(cast, do="commune")).content.decode()
    assert "Nước đã trong trở lại" in page
    assert "Đã rút" not in page


# ── photos ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_photos_are_written_anew_without_a_name_and_without_what_the_camera_wrote(cast: Cast) -> None:
    answer = _send({**typed_for(cast), "photos": [photo_file(), photo_file(41)]})
    assert answer.status_code == 200
    kept = list(Attachment.objects.order_by("pk"))
    assert [one.name for one in kept] == ["anh-1.jpg", "anh-2.jpg"]
    with stream_of(kept[0]) as stream:
        assert b"Canh" not in stream.read()


_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.svg", _DRAWING, "tệp SVG"),
        ("a.jpg", _DRAWING, "tệp SVG"),
        ("a.exe", b"MZ\x90\x00", "không được nhận"),
        ("a.pdf", b"%PDF-1.4\n%%EOF", "Ở đây chỉ nhận"),
        ("a.jpg", b"\xff\xd8\xff\xe0 broken", "bị hỏng"),
    ],
)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_taken(
    cast: Cast, name: str, data: bytes, sentence: str
) -> None:
    answer = _send({**typed_for(cast), "photos": [SimpleUploadedFile(name, data)]})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_photo_of_fifty_megapixels_is_taken_smaller_and_one_that_explodes_is_not(cast: Cast) -> None:
    target = io.BytesIO()
    Image.new("L", (8_660, 5_774), 90).save(target, "JPEG", quality=30)
    big = SimpleUploadedFile("big.jpg", target.getvalue())
    assert _send({**typed_for(cast), "photos": [big]}).status_code == 200
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    answer = _send({**typed_for(cast), "photos": [SimpleUploadedFile("bomb.png", bomb.getvalue())]})
    assert answer.status_code == 422
    assert "quá nhiều điểm ảnh" in answer.content.decode()
    assert Matter.objects.count() == 1


def test_photos_outlast_a_fault_elsewhere_on_the_page_and_a_sixth_is_not_taken(cast: Cast) -> None:
    answer = _send({**typed_for(cast, text=""), "photos": [photo_file(30 + side) for side in range(5)]})
    tickets = re.findall(r'name="ticket" value="([^"]+)"', answer.content.decode())
    assert len(tickets) == 5
    answer = _send({**typed_for(cast), "ticket": tickets, "photos": [photo_file(80)]})
    assert "Chỉ nhận tối đa 5 ảnh" in answer.content.decode()
    assert _send({**typed_for(cast), "ticket": [*tickets[:4], "forged"]}).status_code == 422
    assert _send({**typed_for(cast), "ticket": tickets}).status_code == 200
    assert Attachment.objects.count() == 5


# ── one address, many copies ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_thousand_copies_from_one_address_are_told_to_wait_and_none_is_dropped_in_silence(
    cast: Cast,
) -> None:
    words = typed_for(cast)
    answers = [_send({**words, "key": str(uuid4())}) for _ in range(60)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 40 + [429] * 20
    refused = answers[-1]
    assert "CHƯA được nhận" in refused.content.decode()
    assert "gọi hoặc đến Mặt trận xã" in refused.content.decode()
    assert TEXT in refused.content.decode()
    assert int(refused.headers["Retry-After"]) > 0
    assert Matter.objects.count() == 40


def test_no_address_is_kept_anywhere(cast: Cast) -> None:
    client = StrictClient(REMOTE_ADDR="203.0.113.77")
    client.post(reverse("feedback:send"), typed_for(cast))
    assert RateLimit.objects.count() == 2
    assert "203.0.113.77" not in str(_everything())
