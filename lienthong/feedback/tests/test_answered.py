"""What was answered in public: found by words and filters, one page each, gone at once when it is withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from lienthong.feedback import queries, services
from lienthong.feedback.models import Publication, Standing
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.client import client_of
from tests.matters import send_matter

from .published import answer_matter, publish_matter

pytestmark = pytest.mark.django_db
LIST = "/phan-anh/da-tra-loi/"


def found(**words: object) -> list[str]:
    """Return the titles of what a search finds."""
    wanted = queries.Wanted(**words)  # type: ignore[arg-type]
    return [row.title for row in queries.publications_for(NOBODY, wanted)]


def test_words_are_found_with_and_without_marks_in_any_order_and_the_last_by_its_beginning(
    cast: Cast,
) -> None:
    publish_matter(cast, title="Đèn đường thôn Đông đã sáng", question="", answer="Đã thay bóng.")
    publish_matter(cast, title="Nước máy đã trong")
    for text in ("đèn đường", "DEN DUONG", "dong den", "bón", "thay bong", "đèn-đường"):
        assert found(text=text) == ["Đèn đường thôn Đông đã sáng"], text
    assert found(text="đen đuong nuoc") == []
    assert found(text="' OR 1 | \" & :* ) NEAR") == []
    assert len(found(text="")) == 2


def test_filters_narrow_by_place_category_class_time_and_promise(cast: Cast) -> None:
    here = publish_matter(cast)
    there = publish_matter(cast, "D", title="Ở D")
    there.on_time = False
    there.save()
    assert found(areas=[here.area_id]) == [here.title]
    assert found(on_time=False) == ["Ở D"]
    assert found(category="water") == ["Ở D", here.title]
    assert found(category="roads") == []
    assert found(matter_class="proposal") == []
    assert found(since=here.day_answered, until=here.day_answered) == ["Ở D", here.title]
    assert found(since=here.day_answered + timedelta(days=1)) == []


def test_the_page_offers_communes_once_a_province_is_chosen_and_ignores_what_is_not_valid(
    cast: Cast,
) -> None:
    row = publish_matter(cast)
    client = client_of(None)
    places = queries.places_on(row.day_answered)
    province, commune = places.provinces[0], places.by_id[row.area_id]
    page = client.get(LIST, {"tinh": str(province.uid), "xa": str(commune.uid)}).content.decode()
    assert f'<option value="{commune.uid}" selected>C</option>' in page
    assert row.title in page
    assert (
        row.title
        not in client.get(
            LIST, {"tinh": str(province.uid), "xa": str(places.communes[province.id][1].uid)}
        ).content.decode()
    )
    assert row.title in client.get(LIST, {"tinh": "x", "thoi-gian": "9", "trang": "0"}).content.decode()


def test_a_page_has_twenty_and_the_files_have_what_is_seen(cast: Cast) -> None:
    row = publish_matter(cast)
    Publication.objects.bulk_create(
        Publication(
            **{
                field.attname: getattr(row, field.attname)
                for field in Publication._meta.concrete_fields
                if field.attname not in {"id", "uid", "matter_id", "title"}
            },
            title=f"Bản {number}",
        )
        for number in range(25)
    )
    client = client_of(None)
    first = client.get(LIST).content.decode()
    assert first.count('class="card"><div') == 20
    assert client.get(LIST, {"trang": 2}).content.decode().count('class="card"><div') == 6
    file = client.get(LIST, {"as": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 27
    assert not AuditEntry.objects.filter(verb="table.exported").exists()


def test_one_answer_shows_a_commune_and_days_and_nothing_nearer(cast: Cast) -> None:
    row = publish_matter(cast, place="Số 5 ngõ 3, thôn Đông", senders=13)
    page = client_of(None).get(reverse("feedback:published", args=[row.uid])).content.decode()
    for words in (row.title, row.question, row.answer, "C, P", "Ban C", "2 ngày – đúng hạn", "khoảng 10"):
        assert words in page
    assert "ngõ 3" not in page


def test_the_question_is_left_out_where_its_sender_did_not_consent(cast: Cast) -> None:
    row = publish_matter(cast, consents=False, question="Không được hiện ra")
    assert row.question == ""
    assert "khong duoc hien ra" not in row.search_key
    page = client_of(None).get(reverse("feedback:published", args=[row.uid])).content.decode()
    assert "Không được hiện ra" not in page


def test_what_is_withdrawn_is_gone_at_once_and_leaves_a_sentence(cast: Cast) -> None:
    row, client = publish_matter(cast), client_of(None)
    where = reverse("feedback:published", args=[row.uid])
    before = client.get(where)
    services.withdraw(actor=cast.actor("tung"), publication=row, reason="Có tên người trong bài")
    after = client.get(where, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 410
    assert "đã được rút khỏi công bố" in after.content.decode()
    assert row.title not in after.content.decode()
    assert "noindex" in after["X-Robots-Tag"]
    assert found(text="nuoc may") == []
    assert row.title not in client.get(LIST).content.decode()
    assert row.title not in client.get(LIST, {"as": "csv"}).content.decode("utf-8-sig")
    kept = Publication.objects.get()
    assert (kept.title, kept.question, kept.answer, kept.search_key) == ("", "", "", "")
    again = services.withdraw(actor=cast.actor("tung"), publication=row, reason="")
    assert again.withdrawn_at == kept.withdrawn_at
    assert AuditEntry.objects.filter(verb="publication.withdrawn").count() == 1


def test_publishing_again_changes_words_and_not_the_address_and_the_same_changes_nothing(
    cast: Cast,
) -> None:
    row = publish_matter(cast)
    assert row.matter is not None
    words: dict[str, Any] = {"question": row.question, "answer": row.answer, "senders": 1}
    same = services.publish(actor=cast.actor("tung"), matter=row.matter, title=row.title, **words)
    assert same.released_at == row.released_at
    other = services.publish(actor=cast.actor("tung"), matter=row.matter, title="Khác", **words)
    assert (other.uid, other.title) == (row.uid, "Khác")
    assert AuditEntry.objects.filter(verb="publication.released").count() == 2
    assert found(text="khac") == ["Khác"]


def test_who_may_not_release_changes_nothing(cast: Cast) -> None:
    matter = answer_matter(send_matter(cast).matter)
    for who in ("lan", "minh", "hoa"):
        with pytest.raises(NotAllowed):
            services.publish(
                actor=cast.actor(who), matter=matter, title="a", question="", answer="b", senders=1
            )
    assert not Publication.objects.exists()
    row = publish_matter(cast)
    with pytest.raises(NotAllowed):
        services.withdraw(actor=cast.actor("lan"), publication=row, reason="x")
    assert Publication.objects.get().standing == Standing.PUBLIC


def test_what_is_never_published_is_refused(cast: Cast) -> None:
    complaint = send_matter(cast, matter_class="complaint").matter
    guarded = send_matter(cast, category=queries.get_category("order", complaint.sent_at.date())).matter
    plain = send_matter(cast).matter
    for matter, title, answer in (
        (complaint, "a", "b"),
        (guarded, "a", "b"),
        (plain, " ", "b"),
        (plain, "a", ""),
    ):
        with pytest.raises(WrongData):
            services.publish(
                actor=cast.actor("tung"), matter=matter, title=title, question="", answer=answer, senders=1
            )
    assert not Publication.objects.exists()


def test_answers_are_kept_for_half_a_minute_and_asked_for_again(cast: Cast) -> None:
    publish_matter(cast)
    client = client_of(None)
    first = client.get(LIST)
    assert "max-age=30" in first["Cache-Control"]
    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish_matter(cast, title="Mới")
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_search_engines_come_to_what_has_settled_and_to_no_narrowed_list(cast: Cast) -> None:
    row, client = publish_matter(cast), client_of(None)
    where = reverse("feedback:published", args=[row.uid])
    assert client.get(where)["X-Robots-Tag"] == "noindex, noarchive"
    row.released_at -= timedelta(days=8)
    row.save()
    assert client.get(where)["X-Robots-Tag"] == "noarchive"
    assert client.get(LIST)["X-Robots-Tag"] == "noarchive"
    assert client.get(LIST, {"q": "nuoc"})["X-Robots-Tag"] == "noindex, noarchive"


def test_an_unknown_address_and_a_matter_that_is_not_published_say_the_same(cast: Cast) -> None:
    matter = answer_matter(send_matter(cast).matter)
    client = client_of(None)
    pages = [
        client.get(reverse("feedback:published", args=[uid]))
        for uid in (matter.uid, "00000000-0000-4000-8000-000000000000")
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert "Không có câu trả lời công bố nào" in pages[0].content.decode()
    assert len(pages[0].content) == pytest.approx(len(pages[1].content), abs=20)
