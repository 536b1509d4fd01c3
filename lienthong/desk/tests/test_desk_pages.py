"""The pages of work, absence, hand-over and comments, as people use them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.desk import services
from lienthong.desk.models import Absence, Acting, Comment, Mention, WorkItem
from lienthong.identity.models import Account
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.registry.models import Official
from tests.cast import WEEK, Cast
from tests.client import client_of

from .people import asks, colleague, piece

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 40, tzinfo=clock.LOCAL)


def page(account: Account, address: str, **query: Any) -> str:
    response = client_of(account).get(address, query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_page_lists_work_and_the_menu_counts_it(cast: Cast) -> None:
    cast.save("nga", "v1")
    text = page(cast.accounts["lan"], "/viec-cua-toi/")
    assert "Duyệt báo cáo tuần 47/2026" in text
    assert "Nhắc 2 đơn vị chưa gửi báo cáo tuần 47/2026" in text
    assert "Tất cả (2)" in text
    assert '<span class="count">2<span' in text
    assert '<span class="count">2<span' in page(cast.accounts["lan"], "/viec-cua-toi/", q="thôn x")
    text = page(cast.accounts["minh"], "/viec-cua-toi/")
    assert "Duyệt báo cáo" not in text.replace("Duyệt báo cáo</option>", "").replace(
        "Duyệt báo cáo tổng hợp</option>", ""
    )
    assert "Không có việc nào đang chờ bạn" in page(cast.accounts["hoa"], "/viec-cua-toi/")


def test_a_village_head_is_told_until_the_return_is_sent(cast: Cast) -> None:
    nga = cast.accounts["nga"]
    assert "Nhập báo cáo tuần 47/2026" in page(nga, "/viec-cua-toi/")
    cast.save("nga", "v1", submit=False)
    assert "Nhập báo cáo tuần 47/2026" in page(nga, "/viec-cua-toi/")
    cast.save("nga", "v1")
    assert "Nhập báo cáo tuần 47/2026" not in page(nga, "/viec-cua-toi/")


def test_overdue_work_is_urgent_in_the_menu_of_every_page(cast: Cast) -> None:
    services.open_work(actor=OPERATOR, piece=piece(cast, due=NOW - timedelta(hours=1)))
    for address in ("/viec-cua-toi/", "/tai-khoan/"):
        assert '<span class="count urgent">2<span' in page(cast.accounts["lan"], address)


def test_a_group_a_search_and_an_order_are_kept_in_the_file(cast: Cast) -> None:
    services.open_work(actor=OPERATOR, piece=piece(cast, due=NOW - timedelta(hours=1)))
    services.open_work(actor=OPERATOR, piece=piece(cast, due=NOW + timedelta(days=30), week="50/2026"))
    lan = client_of(cast.accounts["lan"])
    response = lan.get("/viec-cua-toi/", {"group": "overdue", "q": "duyệt", "as": "csv"})
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert [line.split(";")[:4] for line in lines if "47/2026" in line or "50/2026" in line] == [
        ["Quá hạn", "Duyệt báo cáo tuần 47/2026", "Duyệt báo cáo", "C"]
    ]
    assert (
        lan.get("/viec-cua-toi/", {"group": "x", "xep": "y", "unit": "z", "trang": "99"}).status_code == 200
    )


def test_what_is_ticked_is_approved_together(cast: Cast) -> None:
    cast.save("nga", "v1")
    cast.save("minh", "v4")
    tung = client_of(cast.accounts["tung"])
    assert 'type="checkbox" name="uid"' in tung.get("/viec-cua-toi/").content.decode()
    uids = [str(uid) for uid in WorkItem.objects.values_list("uid", flat=True)]
    response = tung.post(reverse("desk:do_work"), {"uid": uids})
    assert (response.status_code, response["Location"]) == (302, "/viec-cua-toi/?done=2")
    assert "Đã làm xong 2 mục." in page(cast.accounts["tung"], "/viec-cua-toi/", done="2")
    response = tung.post(reverse("desk:do_work"), {"uid": uids})
    assert response.status_code == 409
    assert "Chưa làm gì cả" in response.content.decode()
    assert tung.post(reverse("desk:do_work"), {"uid": ["x"]}).status_code == 422


def test_work_is_given_on_its_page(cast: Cast) -> None:
    an = colleague(cast, "an", "commune_officer")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    item, lan = WorkItem.objects.get(), client_of(cast.accounts["lan"])
    where = reverse("desk:assign_work", args=[item.uid])
    assert "An – Cán bộ cấp xã · C" in lan.get(where).content.decode()
    assert lan.post(where, {"account": str(cast.accounts["minh"].uid)}).status_code == 422
    assert lan.post(where, {"account": str(an.uid)}).status_code == 302
    assert WorkItem.objects.get().assigned_to == an


def test_somebody_away_names_a_stand_in_and_comes_back(cast: Cast) -> None:
    an, lan = colleague(cast, "an"), client_of(cast.accounts["lan"])
    sent = {"stand_in": str(an.uid), "since": "22/11/2026", "last": "25/11/2026"}
    assert lan.post("/vang-mat/", sent | {"last": "21/11/2026"}).status_code == 422
    response = lan.post("/vang-mat/", sent | {"since": "20/11/2026"})
    assert response.status_code == 422
    assert "Ngày đầu đã qua. Hãy chọn từ hôm nay trở đi." in response.content.decode()
    assert Absence.objects.count() == 0
    assert lan.post("/vang-mat/", sent).status_code == 302
    services.open_work(actor=OPERATOR, piece=piece(cast))
    assert "thay C" in page(an, "/viec-cua-toi/")
    assert "Lan" not in page(an, "/viec-cua-toi/").split("<main")[1]
    text = page(cast.accounts["lan"], "/vang-mat/", state="now")
    assert "Đã trở lại" in text
    assert "Đã trở lại" not in page(an, "/vang-mat/")
    file = lan.get("/vang-mat/", {"as": "csv"}).content.decode("utf-8-sig")
    assert "Lan;;C;Vắng mặt;An;2026-11-22;2026-11-25;Đang" in file
    absence = Absence.objects.get()
    assert client_of(an).post(reverse("desk:end_absence", args=[absence.uid])).status_code == 403
    assert lan.post(reverse("desk:end_absence", args=[absence.uid])).status_code == 302
    assert "thay C" not in page(an, "/viec-cua-toi/")


def test_an_administrator_names_stand_ins_and_acting_holders(cast: Cast) -> None:
    duc = client_of(cast.accounts["duc"])
    sent = {"account": "lan", "stand_in": "nobody", "since": "22/11/2026", "last": "25/11/2026"}
    response = duc.post(reverse("desk:absence_of_another"), sent)
    assert response.status_code == 422
    assert "Không có tài khoản đang dùng nào tên “nobody”." in response.content.decode()
    assert duc.post(reverse("desk:absence_of_another"), sent | {"stand_in": "Minh"}).status_code == 302
    assert Absence.objects.get().stand_in == cast.accounts["minh"]
    an = colleague(cast, "an")
    an.official = Official.objects.create(name="An", search_key="an", sort_key=b"")
    an.save()
    chair = {"account": "an", "title": "Chủ tịch", "role": "administrator", "since": "22/11/2026"}
    assert duc.post(reverse("desk:acting"), chair | {"last": "20/11/2026"}).status_code == 422
    assert duc.post(reverse("desk:acting"), chair | {"last": "30/11/2026"}).status_code == 302
    acting = Acting.objects.get()
    assert (acting.post.title, acting.grant.reach if acting.grant else "") == ("Quyền Chủ tịch", "here")
    assert "Quyền Chủ tịch" in page(cast.accounts["duc"], "/vang-mat/")
    with clock.held_at(NOW + timedelta(days=2)):
        assert duc.post(reverse("desk:end_acting", args=[acting.uid])).status_code == 302


def test_what_was_given_is_handed_over(cast: Cast) -> None:
    an = colleague(cast, "an", "commune_officer")
    services.open_work(actor=OPERATOR, piece=piece(cast))
    services.assign_work(actor=asks(an), uid=WorkItem.objects.get().uid, account=an)
    lan = client_of(cast.accounts["lan"])
    assert "Không có gì phải bàn giao" in lan.get("/ban-giao/").content.decode()
    where = f"/ban-giao/?giver={an.uid}"
    assert "Duyệt báo cáo tuần 47/2026" in lan.get(where).content.decode()
    assert lan.get(f"{where}&as=csv").status_code == 200
    assert client_of(cast.accounts["minh"]).get(where).status_code == 404
    response = lan.post(where, {"taker": str(cast.accounts["lan"].uid)})
    assert "Đã chuyển 1 việc cho người nhận" in response.content.decode()
    assert WorkItem.objects.get().assigned_to == cast.accounts["lan"]


def test_people_talk_about_a_return_and_name_one_another(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    where = reverse("desk:comments", args=["return", entry.uid])
    lan, nga = client_of(cast.accounts["lan"]), client_of(cast.accounts["nga"])
    assert where in page(
        cast.accounts["lan"], reverse("reports:return", args=["tuan", WEEK, cast.province["v1"].uid])
    )
    picked = lan.post(where, {"text": "Xem giúp <b>tôi</b>", "action": "pick"}).content.decode()
    assert "Xem giúp &lt;b&gt;tôi&lt;/b&gt;</textarea>" in picked
    assert "Nga – Người báo cáo của thôn, tổ dân phố · v1" in picked
    assert Comment.objects.count() == 0
    sent = {"text": "Xem giúp <b>tôi</b>", "picking": "1", "named": [str(cast.accounts["nga"].uid)]}
    assert lan.post(where, sent | {"named": [str(cast.accounts["minh"].uid)]}).status_code == 422
    assert lan.post(where, sent | {"text": "066099001234"}).status_code == 422
    assert lan.post(where, sent).status_code == 302
    assert "Bạn được nhắc tới: Báo cáo tuần – v1" in page(cast.accounts["nga"], "/viec-cua-toi/")
    text = nga.get(where).content.decode()
    assert "Xem giúp &lt;b&gt;tôi&lt;/b&gt;" in text
    assert Mention.objects.get().read_at is not None
    assert "Bạn được nhắc tới" not in page(cast.accounts["nga"], "/viec-cua-toi/").split("<main")[1]
    assert "Xem giúp" in lan.get(where, {"as": "csv"}).content.decode()
    remove = reverse("desk:remove_comment", args=[Comment.objects.get().uid])
    assert nga.post(remove).status_code == 403
    assert lan.post(remove).status_code == 302
    assert "Người viết đã gỡ trao đổi này." in lan.get(where).content.decode()


def test_the_page_asks_as_often_however_much_waits(cast: Cast) -> None:
    def spent() -> int:
        client = client_of(cast.accounts["tung"])
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/viec-cua-toi/").status_code == 200
        return len(caught)

    services.open_work(actor=OPERATOR, piece=piece(cast))
    spent()
    few = spent()
    services.open_many(
        actor=OPERATOR, pieces=[piece(cast, place, key=f"{place}{n}") for place in "CD" for n in range(80)]
    )
    assert spent() == few
