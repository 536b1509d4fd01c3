"""Words, order and bounds of the search, on rows of an invented room; the same cases on both stores."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel import search
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.models import SearchRow, SearchWord
from lienthong.kernel.search.words import asked_words, slips_of, terms_of

SINCE = date(2025, 1, 1)
READER = Actor(name="reader", places=OPERATOR.places, uid=uuid7())


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=400))
@settings(deadline=None)
def test_words_hold_letters_and_digits_of_ascii_only(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in search.words_of(text))
    assert len(asked_words(text)) <= 8


def test_words_of_barred_and_doubled_marks() -> None:
    assert search.words_of("Ƀuôn Đê’ H’Mông Krông-Búk N°5") == (
        "buon",
        "de",
        "hmong",
        "krong",
        "buk",
        "n",
        "5",
    )


def test_slips_are_one_letter_more_less_other_or_turned_round() -> None:
    near = slips_of("binh")
    assert {"bin", "binhh", "binx", "bnih", "ibnh"} <= near
    assert "binh" not in near
    assert "bnhi" not in {word for word in near if word == "hnib"}
    assert slips_of("tul") == slips_of("24277") == slips_of("a" * 17) == set()


def test_terms_say_where_a_word_stands() -> None:
    assert terms_of("unit", ["Quận 1", "1"], "q q1", "Quận, TP.HCM", ["h7"]) == [
        *("k_unit", "e_quan_1", "e_1", "n_q", "n_q1", "n_quan", "n_1", "w_q", "w_q1", "w_quan", "w_1"),
        *("w_tp", "w_hcm", "s_h7"),
    ]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────


def plant(*names: str, **words: object) -> None:
    """Let trees of these names be found, among the units, which are open to everybody."""
    with transaction.atomic():
        search.put("unit", [search.Row(name, name, f"/{name}/", SINCE, **words) for name in names])  # type: ignore[arg-type]


def titles(text: str) -> list[str]:
    return [hit.title for hit in search.find(READER, text)]


@pytest.mark.django_db
def test_the_whole_name_comes_first_then_names_then_what_stands_beside() -> None:
    plant("Mai Vàng", "Mai", "Mái Hiên", "Đào Mai")
    plant("Quế", detail="Vườn Mai")
    assert titles("mai") == ["Mai", "Đào Mai", "Mai Vàng", "Mái Hiên", "Quế"]
    assert titles("mái")[:3] == ["Mai", "Mái Hiên", "Đào Mai"]


@pytest.mark.django_db
def test_what_matters_more_and_what_still_is_comes_first() -> None:
    plant("Lim Xanh", rank=2)
    plant("Lim Vàng", rank=1)
    plant("Lim Cũ", until=date(2026, 1, 1))
    hits = search.find(READER, "lim")
    assert [(hit.title, hit.ended) for hit in hits] == [
        ("Lim Vàng", False),
        ("Lim Xanh", False),
        ("Lim Cũ", True),
    ]


@pytest.mark.django_db
def test_a_slip_is_forgiven_only_where_little_is_found() -> None:
    plant("Tràm Bông", "Trám Đen", "Trầm Hương", "Tram Anh")
    plant("Tramm")
    assert titles("tramm") == ["Tramm"]
    assert titles("huong") == titles("huogn") == titles("hương trầm") == ["Trầm Hương"]
    assert titles("bonng tram") == ["Tràm Bông"]


@pytest.mark.django_db
def test_of_more_than_are_read_the_first_are_kept() -> None:
    plant(*(f"Thông {number}" for number in range(1, 6_001)))
    found = search.find(READER, "thong")
    assert len(found) == search.MOST
    assert [hit.title for hit in found[:3]] == ["Thông 1", "Thông 2", "Thông 3"]
    assert titles("thong 5999") == ["Thông 5999"]
    assert titles("thong 59")[0] == "Thông 59"


@pytest.mark.django_db
def test_a_row_that_changes_or_goes_is_found_so_at_once() -> None:
    plant("Sến", "Táu")
    with transaction.atomic():
        search.put("unit", [search.Row("Sến", "Nghiến", "/x/", SINCE)])
        search.drop("unit", ["Táu", "Không có"])
    assert titles("sen") == titles("tau") == []
    assert titles("nghien") == ["Nghiến"]
    assert SearchRow.objects.count() == 1


@pytest.mark.django_db
def test_telling_twice_changes_nothing() -> None:
    plant("Sến")
    before = list(SearchRow.objects.values_list()), list(SearchWord.objects.values_list())
    plant("Sến")
    assert (list(SearchRow.objects.values_list()), list(SearchWord.objects.values_list())) == before


@pytest.mark.django_db
def test_suggestions_are_eight_at_most() -> None:
    plant(*(f"Bạch Đàn {number}" for number in range(20)))
    assert len(search.suggest(READER, "bach dan")) == 8
    assert search.suggest(READER, "?") == []
    assert search.find(NOBODY, "bach dan") == []


@pytest.mark.django_db
@given(text=st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_no_text_is_a_fault(text: str) -> None:
    assert isinstance(search.find(READER, text), list)


@pytest.mark.django_db(transaction=True)
def test_the_index_tells_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        search.put("tree", [])
    with pytest.raises(RuntimeError):
        search.drop("tree", [])


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL keeps no index of its own beside the table"
)
def test_the_index_of_sqlite_follows_its_table() -> None:
    plant("Sến", "Táu")
    search.rebuild(lambda label, rows, total: rows)
    plant("Lát")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_searchindex(kernel_searchindex) VALUES ('integrity-check')")
    assert titles("lat") == ["Lát"]
    assert titles("sen") == []
