"""Lists: search, filters, order, columns, pages, saved views and files, all of the same rows."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lienthong.identity.models import Account
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData
from lienthong.kernel.listing import (
    delete_view,
    listings,
    rename_view,
    save_view,
    set_default_view,
    views_for,
)
from lienthong.kernel.listing.rules import LONGEST, chosen_columns, kept_query, order_of
from lienthong.kernel.models import SavedView
from tests.cast import Cast
from tests.client import client_of

CODE = "identity.accounts"


def page(cast: Cast, who: str = "duc", **query: Any) -> str:
    """Return the page of accounts."""
    answer = client_of(cast.accounts[who]).get(reverse("identity:accounts"), query, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def file(cast: Cast, **query: Any) -> list[list[str]]:
    """Return the same as a file."""
    answer = client_of(cast.accounts["duc"]).get(reverse("identity:accounts"), {**query, "as": "csv"})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def names(cast: Cast, **query: Any) -> list[str]:
    """Return who stands in the file, in its order."""
    return [row[0] for row in file(cast, **query)[1:] if row]


# ── the words of an address ──────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=2000), st.lists(st.sampled_from(["state", "kind"])))
def test_what_is_kept_of_a_query_is_known_short_and_stays_itself(query: str, filters: list[str]) -> None:
    kept = kept_query(query, filters)
    assert len(kept) <= LONGEST
    assert set(QueryDict(kept)) <= {"q", "xep", "cot", *filters}
    assert kept_query(kept, filters) == kept


def test_words_are_kept_in_one_order_and_whole() -> None:
    assert kept_query("cot=a&state=x&q=b&cot=c", ["state"]) == "q=b&state=x&cot=a&cot=c"
    many = "&".join(f"cot={number:09d}" for number in range(300))
    assert kept_query(many, []) == many[: 71 * len("cot=000000000&") - 1]


def test_an_order_that_nobody_knows_is_that_of_the_list() -> None:
    orders = {"ten": ["name"], "ngay": ["day", "hour"]}
    assert order_of("-ngay", "ten", orders) == ["-day", "-hour", "-pk"]
    assert order_of("-so", "", {"so": ["code", "-number"]}) == ["-code", "number", "-pk"]
    assert order_of("name; DROP TABLE", "ten", orders) == ["name", "pk"]
    assert order_of("", "", orders) == ["pk"]


def test_columns_stand_in_the_order_of_the_list_and_there_is_always_one() -> None:
    known = [("a", True), ("b", False), ("c", True)]
    assert chosen_columns(["c", "b"], known) == ["b", "c"]
    assert chosen_columns([], known) == chosen_columns(["gone"], known) == ["a", "c"]


# ── a page and its file ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_order_search_and_filter_are_the_same_on_the_page_and_in_the_file(cast: Cast) -> None:
    assert names(cast) == ["duc", "ha", "lan", "minh", "nga", "quan", "tung"]
    assert names(cast, xep="-ten-dang-nhap")[0] == "tung"
    assert names(cast, q="la") == ["lan"]
    Account.objects.filter(username="lan").update(is_active=False)
    assert names(cast, state="disabled") == ["lan"]
    assert names(cast, state="nonsense") == names(cast)
    text = page(cast, xep="-ten-dang-nhap")
    assert text.index(">tung</a>") < text.index(">duc</a>")
    assert 'aria-sort="descending"' in text


@pytest.mark.django_db
def test_chosen_columns_are_those_of_the_page_and_of_the_file(cast: Cast) -> None:
    assert file(cast, cot=["ten", "gone"])[0] == ["Họ và tên"]
    text = page(cast, cot=["ten"])
    assert '<th scope="col" aria-sort' not in text
    assert ">lan</a>" not in text


@pytest.mark.django_db
def test_pages_ask_no_more_as_rows_grow(cast: Cast) -> None:
    client = client_of(cast.accounts["duc"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("identity:accounts"))
    Account.objects.bulk_create(
        Account(username=f"many-{number}", name="N", organisation=cast.province["C"]) for number in range(120)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("identity:accounts"))
    assert len(many) == len(few)


@pytest.mark.django_db
def test_a_list_that_is_narrowed_to_nothing_says_how_to_see_all(cast: Cast) -> None:
    assert "Không có dòng nào phù hợp" in page(cast, q="nobody-of-that-name")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["&".join(["a=1"] * 300), "q=%00", f"q={'x' * 5000}", "trang=-1&xep=--&cot="]
)
def test_an_address_that_nobody_means_shows_the_list(cast: Cast, query: str) -> None:
    answer = client_of(cast.accounts["duc"]).get(f"{reverse('identity:accounts')}?{query}")
    assert answer.status_code == 200
    assert ">lan</a>" in answer.content.decode()


@pytest.mark.django_db
def test_a_file_that_is_cut_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.kernel.listing.seen.MOST", 2)
    answer = client_of(cast.accounts["duc"]).get(reverse("identity:accounts"), {"as": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    told = [str(row[0].value) for row in book.worksheets[0].iter_rows()]
    assert "Chỉ ghi 2 dòng đầu. Hãy lọc hẹp hơn để có các dòng khác." in told
    assert ("ha" in told, "lan" in told) == (True, False)


# ── lists of millions ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_list_by_marks_goes_on_and_narrows_to_what_is_pressed(cast: Cast) -> None:
    client = client_of(cast.accounts["quan"])
    cast.save("nga", "v1")
    first = client.get(reverse("identity:audit"), {"unit": "C", "cot": ["viec", "chuoi"], "before": "x"})
    text = first.content.decode()
    stream = cast.province["C"].uid
    assert f"unit=C&amp;cot=viec&amp;cot=chuoi&amp;stream={stream}" in text
    assert "Về trang đầu danh sách" in text
    assert ">Niêm</th>" not in text
    pressed = client.get(reverse("identity:audit"), {"unit": "C", "stream": str(stream)}).content.decode()
    assert "Chỉ xem chuỗi: Ban C" in pressed
    assert f"{reverse('identity:audit')}?unit=C&amp;stream=" in pressed


@pytest.mark.django_db
def test_what_is_not_valid_narrows_nothing_and_is_said(cast: Cast) -> None:
    client = client_of(cast.accounts["quan"])
    text = client.get(reverse("identity:audit"), {"stream": "x", "since": "32/13/2026"}).content.decode()
    assert "Hãy ghi ngày theo mẫu" in text
    assert "<code>account.created</code>" in text


# ── saved views ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_view_is_saved_shown_taken_first_and_deleted(cast: Cast) -> None:
    client = client_of(cast.accounts["duc"])
    sent = {"listing": CODE, "name": "  Đã   khóa ", "query": "state=disabled&trang=2&evil=1"}
    answer = client.post(reverse("listing:save"), sent)
    assert answer.headers["Location"] == f"{reverse('identity:accounts')}?state=disabled"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared_with) == ("Đã khóa", "state=disabled", None)
    assert ">Đã khóa</a>" in page(cast)
    assert ">lan</a>" in page(cast)
    client.post(reverse("listing:default", args=[view.uid]))
    assert client.get(reverse("identity:accounts")).headers["Location"].endswith("?state=disabled")
    opened = page(cast)
    assert ">lan</a>" not in opened
    assert ">lan</a>" in page(cast, q="")
    client.post(reverse("listing:delete", args=[view.uid]))
    assert SavedView.objects.count() == 0
    assert ">lan</a>" in page(cast)


@pytest.mark.django_db
def test_files_and_orders_of_a_list_that_opens_with_a_view_hold_the_rows_of_that_view(cast: Cast) -> None:
    view = save_view(actor=cast.actor("duc"), listing=CODE, name="L", query="state=disabled")
    Account.objects.filter(username="lan").update(is_active=False)
    set_default_view(actor=cast.actor("duc"), uid=view.uid)
    opened = page(cast)
    assert (">lan</a>" in opened, ">minh</a>" in opened) == (True, False)
    assert "?state=disabled&amp;as=csv" in opened
    assert "?state=disabled&amp;xep=ten" in opened


@pytest.mark.django_db
def test_a_view_without_words_opens_the_list_as_it_is(cast: Cast) -> None:
    view = save_view(actor=cast.actor("duc"), listing=CODE, name="Như thường", query="")
    set_default_view(actor=cast.actor("duc"), uid=view.uid)
    assert ">lan</a>" in page(cast)


@pytest.mark.django_db
def test_a_view_is_renamed_by_its_owner_to_a_name_that_is_free(cast: Cast) -> None:
    duc = cast.actor("duc")
    one = save_view(actor=duc, listing=CODE, name="Một", query="state=active")
    save_view(actor=duc, listing=CODE, name="Hai", query="q=b")
    for name in ("Hai", "", "x" * 61):
        with pytest.raises(WrongData):
            rename_view(actor=duc, uid=one.uid, name=name)
    with pytest.raises(NotFound):
        rename_view(actor=cast.actor("lan"), uid=one.uid, name="Ba")
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Hai", "Một"]
    answer = client_of(cast.accounts["duc"]).post(reverse("listing:rename", args=[one.uid]), {"name": "Ba"})
    assert answer.headers["Location"] == f"{reverse('identity:accounts')}?state=active"
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Ba", "Hai"]


@pytest.mark.django_db
def test_the_same_name_changes_the_view_and_saving_twice_makes_one(cast: Cast) -> None:
    duc = cast.actor("duc")
    for query in ("xep=ten", "xep=ten", "xep=-ten"):
        save_view(actor=duc, listing=CODE, name="Của tôi", query=query)
    assert list(SavedView.objects.values_list("query", flat=True)) == ["xep=-ten"]


@pytest.mark.django_db
def test_a_shared_view_is_seen_at_ones_own_body_only_and_changed_by_its_owner_only(cast: Cast) -> None:
    shared = save_view(actor=cast.actor("lan"), listing=CODE, name="Chung", query="q=x", shared=True)
    Account.objects.filter(username="tung").update(organisation=cast.province["C"])
    cast.accounts["tung"].refresh_from_db()
    assert [view.name for view in views_for(cast.actor("tung"), CODE)] == ["Chung"]
    assert views_for(cast.actor("minh"), CODE) == []
    with pytest.raises(NotFound):
        delete_view(actor=cast.actor("tung"), uid=shared.uid)
    with pytest.raises(NotFound):
        set_default_view(actor=cast.actor("tung"), uid=shared.uid)
    assert SavedView.objects.get().is_default is False


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nga", "quan", "hoa"])
def test_whoever_may_not_share_shares_nothing_and_is_not_asked(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        save_view(actor=cast.actor(who), listing=CODE, name="Chung", query="q=x", shared=True)
    assert SavedView.objects.count() == 0
    text = client_of(cast.accounts[who]).get(reverse("forms:forms")).content.decode()
    assert ("Tên cách xem" in text, "Cho cả đơn vị tôi dùng" in text) == (True, False)
    assert "Cho cả đơn vị tôi dùng" in page(cast)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_without_a_good_name_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(WrongData):
        save_view(actor=cast.actor("duc"), listing=CODE, name=name, query="")
    assert SavedView.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_list_and_a_thirty_first_view_are_refused(cast: Cast) -> None:
    duc = cast.actor("duc")
    with pytest.raises(NotFound):
        save_view(actor=duc, listing="nothing.such", name="x", query="")
    for number in range(30):
        save_view(actor=duc, listing=CODE, name=f"{number}", query="")
    with pytest.raises(WrongData):
        save_view(actor=duc, listing=CODE, name="one more", query="")
    with pytest.raises(NotFound):
        delete_view(actor=duc, uid=uuid4())
    assert SavedView.objects.count() == 30


@pytest.mark.django_db
def test_every_list_leads_to_its_page_and_orders_by_what_it_has(cast: Cast) -> None:
    assert CODE in listings()
    for listing in listings().values():
        assert listing.beneath or reverse(listing.page)
        # A list by marks has the order of its rows and no other.
        assert (listing.column(listing.first.removeprefix("-")) is None) == (listing.marks is not None)
        assert not (listing.marks and any(column.order for column in listing.columns))
        assert len({column.code for column in listing.columns}) == len(listing.columns)


@pytest.mark.django_db
def test_a_view_of_people_keeps_no_search_for_one_of_them(cast: Cast) -> None:
    view = save_view(actor=cast.actor("duc"), listing=CODE, name="Lan", query="q=lan&state=active")
    assert view.query == "state=active"
