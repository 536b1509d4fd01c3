"""The sample of every kind on pages and at the JSON door: entered, read, summed, joined."""

from __future__ import annotations

import pytest

from lienthong.kernel.actor import OPERATOR
from lienthong.reports import queries, services
from lienthong.reports.models import Return
from lienthong.reports.queries import Stage
from tests.cast import WEEK, Cast
from tests.client import StrictClient, client_of
from tests.every_kind import TYPED, with_every_kind

from .test_rollups import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(cast: Cast) -> Cast:
    """Return the cast at work with the sample of every kind."""
    return with_every_kind(cast)


def page(cast: Cast, name: str, body: str, period: str = WEEK) -> str:
    """Return the address of a page of a body's week or month."""
    return f"/bao-cao/mau/{period}/{cast.province[body].uid}/{name}/"


def signed_in(cast: Cast, who: str) -> StrictClient:
    """Return the browser of one of the cast."""
    return client_of(cast.accounts[who])


def test_the_village_form_shows_every_kind_and_says_what_was_put_aside(every: Cast) -> None:
    nga = signed_in(every, "nga")
    blank = nga.get(page(every, "nhap", "v1")).content.decode()
    assert 'name="members__women"' in blank
    assert 'name="members"' not in blank
    assert '<option value="no">Không</option>' in blank
    answer = nga.post(page(every, "nhap", "v1"), {**TYPED, "has_hall": "no", "seen": "0", "action": "submit"})
    assert answer["Location"] == page(every, "phieu", "v1") + "?aside=hall_state&aside=hall_since"
    said = nga.get(answer["Location"]).content.decode()
    assert "Tình trạng nhà văn hóa, Đưa vào sử dụng." in said
    entry = Return.objects.get(series=every.series)
    assert entry.values["hall_state"] == entry.values["hall_since"] == {"s": "not_applicable"}
    assert entry.values["members"] == "32"
    again = nga.get(page(every, "nhap", "v1")).content.decode()
    assert "Tình trạng nhà văn hóa: không áp dụng theo các câu trả lời khác." in again


def test_a_field_applies_again_when_the_answer_changes(every: Cast) -> None:
    report(every, "v1", has_hall="no")
    entry = report(every, "v1", has_hall="yes", hall_state="fair")
    assert entry.values["hall_state"] == "fair"


def test_figures_of_a_week_in_words(every: Cast) -> None:
    report(every, "v1")
    report(every, "v2", hall_state="poor", area="0,5", price="100")
    text = signed_in(every, "tung").get(page(every, "so-lieu", "P")).content.decode()
    for words in ("Tốt 1 · Xuống cấp 1", "Có 2", "175 (trọng số 2)", "Tháng 11/2026"):
        assert words in text
    rows = signed_in(every, "lan").get(page(every, "so-lieu", "C")).content.decode()
    assert "Xuống cấp" in rows


def test_the_figures_of_a_month_lead_down_to_the_weeks_of_a_village(every: Cast) -> None:
    report(every, "v1", "2026-W46", members__women="30", members__men="40")
    report(every, "v1", members__women="31", members__men="41")
    lan = signed_in(every, "lan")
    province = signed_in(every, "tung").get(page(every, "so-lieu", "P", "2026-11")).content.decode()
    assert f'href="{page(every, "so-lieu", "C", "2026-11")}"' in province
    assert "Cả tháng đã gửi 2/16 báo cáo tuần, đã duyệt 0." in province
    commune = lan.get(page(every, "so-lieu", "C", "2026-11") + "?stage=approved").content.decode()
    assert f'href="{page(every, "so-lieu", "C", "2026-W46")}"' in commune
    below = lan.get(f"/api/v1/series/mau/2026-11/units/{every.province['C'].uid}/totals/below").json()
    assert {one["name"]: one["figures"]["members"]["total"] for one in below} == {
        "v1": "72",
        "v2": None,
        "v3": None,
    }
    assert below[0]["period"] == "2026-11"


@pytest.mark.parametrize(("who", "status"), [("minh", 404), ("hoa", 404), ("tung", 200)])
def test_who_may_read_the_month_of_a_commune(every: Cast, who: str, status: int) -> None:
    assert signed_in(every, who).get(page(every, "so-lieu", "C", "2026-11")).status_code == status


def test_a_month_before_the_series_or_ahead_of_today_is_refused_in_words(every: Cast) -> None:
    lan = signed_in(every, "lan")
    for month in ("2020-01", "2027-05"):
        answer = lan.get(page(every, "so-lieu", "C", month))
        assert answer.status_code == 409
        assert f"chưa có tuần nào trong tháng {month}" in answer.content.decode()


# ── narratives ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_narratives_are_joined_without_blanks_and_duplicates_with_their_origins(every: Cast) -> None:
    report(every, "v1", topic="Nước sạch")
    report(every, "v2", topic="NUOC  SẠCH")
    report(every, "v3", topic="")
    report(every, "v4", topic="Đường làng")
    asked = every.asked()
    field = asked.form.fields["topic"]
    found = queries.narratives_for(
        every.actor("ha"), [asked], every.unit("Trung ương"), field, Stage.RECEIVED
    )
    assert [(told.text, [one.unit.short_name for one in told.origins]) for told in found.texts] == [
        ("Nước sạch", ["v1", "v2"]),
        ("Đường làng", ["v4"]),
    ]
    assert (found.count, found.page, found.pages) == (2, 1, 1)
    none = queries.narratives_for(every.actor("lan"), [asked], every.unit("C"), field, Stage.APPROVED)
    assert none.texts == []


def test_narratives_follow_approval_and_withdrawal(every: Cast) -> None:
    entry = report(every, "v1", topic="Nước sạch")
    services.approve_returns(actor=OPERATOR, asked=every.asked(), uids=[entry.uid])
    where = f"/api/v1/series/mau/{WEEK}/units/{every.province['P'].uid}/narratives/topic?stage=approved"
    tung = signed_in(every, "tung")
    assert [told["text"] for told in tung.get(where).json()["texts"]] == ["Nước sạch"]
    services.return_returns(actor=OPERATOR, asked=every.asked(), uids=[entry.uid], reason="Sai.")
    assert tung.get(where).json() == {"field": "topic", "count": 0, "page": 1, "pages": 1, "texts": []}
    assert tung.get(where.replace("topic", "visits")).status_code == 404
    assert signed_in(every, "minh").get(where).status_code == 404


def test_the_page_of_a_unit_shows_what_was_written_and_leads_to_who_wrote_it(every: Cast) -> None:
    report(every, "v1", story="Sửa giếng <b>làng</b>.")
    text = signed_in(every, "tung").get(page(every, "so-lieu", "P")).content.decode()
    assert "Nội dung: Chuyện đáng kể" in text
    assert "Sửa giếng &lt;b&gt;làng&lt;/b&gt;." in text
    assert f'<a href="{page(every, "phieu", "v1")}">v1 (W47)</a>' in text


def test_narratives_come_in_pages(every: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.reports.queries.narratives.TEXTS_A_PAGE", 1)
    report(every, "v1", topic="Một")
    report(every, "v2", topic="Hai")
    asked = every.asked()
    field = asked.form.fields["topic"]

    def texts(number: int) -> tuple[list[str], int]:
        found = queries.narratives_for(
            every.actor("lan"), [asked], every.unit("C"), field, Stage.RECEIVED, number
        )
        return [told.text for told in found.texts], found.page

    assert (texts(1), texts(2), texts(3)) == ((["Một"], 1), (["Hai"], 2), (["Một"], 1))
    shown = signed_in(every, "lan").get(page(every, "so-lieu", "C") + "?trang-topic=2").content.decode()
    assert "Hai" in shown
    assert 'href="?trang-topic=1#n-topic"' in shown
