"""The pages of the registry: what they show, what they refuse, and that what was typed stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.identity import services as identity
from lienthong.identity.rules import Ticket
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.text import sort_key
from lienthong.registry import queries, services
from lienthong.registry.models import Area, AreaVersion, Post
from tests.cast import Cast
from tests.small_province import CHANGE

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """Return what signs one of the cast in."""

    def signed_in(name: str) -> Client:
        account = cast.accounts[name]
        client = Client()
        session = client.session
        Ticket(account.pk, account.epoch, None).keep(session)
        session.save()
        return client

    return signed_in


def words_of(answer: Any, status: int = 200) -> str:
    """Return the words of a page without its tags, each gap one space."""
    assert answer.status_code == status, answer.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def area_of(cast: Cast, name: str) -> Area:
    area: Area = cast.province[name].versions.get().area
    return area


# ── look-up ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_units_are_looked_up_on_a_day(sign_in: SignIn) -> None:
    client = sign_in("hoa")
    today = words_of(client.get("/don-vi/", {"q": "a1"}))
    assert "Không tìm thấy đơn vị nào" in today
    before = words_of(client.get("/don-vi/", {"q": "a1", "on": "2025-06-30"}))
    assert "A1 – 01/01/2020 30/06/2025" in before
    always = words_of(client.get("/don-vi/", {"q": "v1", "on": ""}))
    assert "v1 – 01/01/2020 nay" in always


def test_the_look_up_says_what_to_do_when_nothing_was_asked_or_typed_wrong(sign_in: SignIn) -> None:
    client = sign_in("hoa")
    assert "Tìm đơn vị nào?" in words_of(client.get("/don-vi/"))
    wrong = client.get("/don-vi/", {"q": "a1", "on": "31/02/2025", "level": "galaxy"})
    assert wrong.content.decode().count('class="fault"') == 2
    assert 'value="31/02/2025"' in wrong.content.decode()


def test_results_come_page_by_page(sign_in: SignIn) -> None:
    for number in range(51):
        area = Area.objects.create(level="commune")
        AreaVersion.objects.create(
            area=area,
            name=f"Mới {number}",
            full_name=f"Xã Mới {number}",
            kind="xa",
            search_key=f"xa moi {number}",
            sort_key=sort_key(f"Mới {number}"),
            valid_from=CHANGE,
        )
    client = sign_in("hoa")
    first = client.get("/don-vi/", {"q": "moi"}).content.decode()
    assert (first.count("Xã Mới"), 'href="?q=moi&amp;trang=2" rel="next"' in first) == (50, True)
    second = client.get("/don-vi/", {"q": "moi", "trang": "2"}).content.decode()
    assert (second.count("Xã Mới"), 'rel="next"' in second) == (1, False)
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert client.get("/don-vi/", {"q": "moi", "trang": odd}).status_code == 200


# ── an area ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_area_is_told_through_time(dak_lak: dict[str, int], client: Client) -> None:
    account = identity.create_account(
        actor=OPERATOR, username="hoa", name="Hoa", organisation=None, password="hoa long password"
    )
    session = client.session
    Ticket(account.pk, account.epoch, None).keep(session)
    session.save()
    [ea_tul] = queries.areas_by_code(NOBODY, "24277", CHANGE)
    page = client.get(f"/don-vi/{ea_tul.uid}/")
    words = words_of(page)
    for told in (
        "Xã · mã 24277 từ 01/07/2025 đến nay",
        "Được lập từ",
        "Xã Cư Dliê M’nông Sáp nhập, toàn bộ · 01/07/2025",
        "18 đơn vị vào ngày 22/11/2026",
        "Buôn Knia 1",
        "Ban Thường trực Ủy ban MTTQ Việt Nam xã Ea Tul Mặt trận Tổ quốc Việt Nam",
        "Ủy ban nhân dân xã Ea Tul Chính quyền",
    ):
        assert told in words
    assert "Thêm cán bộ" not in words
    [gone] = queries.areas_by_code(NOBODY, "24277", date(2025, 6, 30))
    assert f"/don-vi/{gone.uid}/" in page.content.decode()
    words = words_of(client.get(f"/don-vi/{gone.uid}/"))
    assert "Đơn vị này không còn. Ngày cuối cùng là 30/06/2025." in words
    assert "Nay thuộc về" in words
    assert "Vào ngày này không có đơn vị." in words_of(
        client.get(f"/don-vi/{gone.uid}/", {"on": "2026-01-01"})
    )
    [province] = queries.areas_by_code(NOBODY, "66", CHANGE)
    page = client.get(f"/don-vi/{province.uid}/", {"trang": "3"})
    assert "101–102 trong 102 dòng" in words_of(page)
    village = queries.find_areas(NOBODY, "Buôn Knia 1", CHANGE)[0]
    assert "thôn này không có thật" in words_of(client.get(f"/don-vi/{village.uid}/"))


def test_an_area_that_is_not_there(sign_in: SignIn) -> None:
    words_of(sign_in("hoa").get("/don-vi/0197c348-8800-7d40-86e1-000000000000/"), 404)


def test_the_count_of_queries_of_a_page_stays_level(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("lan")
    address = f"/don-vi/{area_of(cast, 'C').uid}/"

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            words_of(client.get(address))
        return len(captured)

    _appointed(cast)
    few = counted()
    for _ in range(20):
        _appointed(cast)
    assert counted() == few


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _appointed(cast: Cast) -> Post:
    return services.appoint_official(
        actor=OPERATOR,
        organisation=cast.province["C"],
        name="Nguyễn Thị Lan",
        title="Cán bộ Mặt trận",
        since=CHANGE,
        work_phone="0262 3851 234",
    )


TYPED = {
    "name": "H’Bia Êban",
    "title": "Phó Trưởng ban",
    "since": "2026-11-01",
    "work_phone": "",
    "work_email": "",
}


@pytest.mark.parametrize(
    ("name", "sees", "manages"),
    [
        ("lan", True, True),
        ("tung", True, True),
        ("minh", False, False),
        ("nga", False, False),
        ("hoa", False, False),
    ],
)
def test_who_sees_and_names_the_officials_of_a_commune(
    sign_in: SignIn, cast: Cast, name: str, sees: bool, manages: bool
) -> None:
    post = _appointed(cast)
    client = sign_in(name)
    words = words_of(client.get(f"/don-vi/{area_of(cast, 'C').uid}/"))
    assert "Ban C" in words
    assert ("Cán bộ Mặt trận · từ 01/07/2025 0262 3851 234" in words) is sees
    assert ("Thêm cán bộ" in words) is manages
    appoint, end = f"/to-chuc/{cast.province['C'].uid}/can-bo/", f"/chuc-vu/{post.uid}/ket-thuc/"
    for method in (client.get, client.post):
        assert method(appoint).status_code == ((200 if method == client.get else 422) if manages else 403)
        assert method(end).status_code == ((200 if method == client.get else 422) if manages else 404)
    assert Post.objects.count() == 1


def test_an_official_is_entered_and_shown(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("lan")
    answer = client.post(f"/to-chuc/{cast.province['v1'].uid}/can-bo/", TYPED)
    assert (answer.status_code, answer["Location"]) == (302, f"/don-vi/{area_of(cast, 'v1').uid}/")
    assert "H’Bia Êban Phó Trưởng ban · từ 01/11/2026" in words_of(client.get(answer["Location"]))


def test_a_wrong_entry_stays_as_it_was_typed(sign_in: SignIn, cast: Cast) -> None:
    client = sign_in("lan")
    address = f"/to-chuc/{cast.province['v1'].uid}/can-bo/"
    answer = client.post(address, TYPED | {"work_phone": "gọi Bia", "work_email": "bia@"})
    words = words_of(answer, 422)
    assert "Có 2 chỗ cần sửa" in words
    assert "Số điện thoại chỉ gồm chữ số" in words
    for typed in ("H’Bia Êban", "gọi Bia", "bia@"):
        assert f'value="{typed}"' in answer.content.decode()
    early = client.post(address, TYPED | {"since": "2001-01-01"})
    assert "Đơn vị không tồn tại suốt thời gian kể từ ngày 01/01/2001" in words_of(early, 422)
    assert Post.objects.count() == 0


def test_a_post_is_ended(sign_in: SignIn, cast: Cast) -> None:
    post = _appointed(cast)
    client = sign_in("lan")
    address = f"/chuc-vu/{post.uid}/ket-thuc/"
    assert "chưa bắt đầu trước ngày" in words_of(client.post(address, {"on": "2025-07-01"}), 422)
    assert client.post(address, {"on": "2026-11-22"}).status_code == 302
    assert Post.objects.get().valid_to == date(2026, 11, 22)
    words = words_of(client.get(f"/don-vi/{area_of(cast, 'C').uid}/"))
    assert "Chưa ghi cán bộ nào vào ngày này." in words
