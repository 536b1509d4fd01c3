"""What is found in a real province: units by every way of writing them, officials only by whoever may see them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from lienthong.kernel import clock, search
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.models import SearchRow, SearchWord
from lienthong.registry import services
from lienthong.registry.models import Area, Organisation, OrganisationVersion, Post
from tests.cast import Cast
from tests.small_province import CHANGE

READER = Actor(name="reader", places=NOBODY.places, uid=Area().uid)


@pytest.fixture
def found(dak_lak: dict[str, int]) -> dict[str, int]:
    """Return how many rows of each kind can be found in Đắk Lắk."""
    return search.rebuild(lambda label, rows, total: rows)


def titles(text: str, most: int = 3) -> list[str]:
    """Return what comes first of a text, with where it is, and a cross where it is no more."""
    return [
        f"{hit.title}, {hit.detail}".removesuffix(", ") + " †" * hit.ended
        for hit in search.find(READER, text, ["unit"])[:most]
    ]


EA_TUL = "Xã Ea Tul, Tỉnh Đắk Lắk"


@pytest.mark.django_db
def test_a_unit_is_found_by_every_way_of_writing_it(found: dict[str, int]) -> None:
    ways = (
        "Xã Ea Tul",
        "ea tul",
        "EA TUL",
        "tul ea",
        "x. ea tul",
        "24277",
        "xã ea tull",
        "ubnd xã ea tul",
        "ea tul đắk lắk",
    )
    assert {way: titles(way, 1) for way in ways} == {way: [EA_TUL] for way in ways}
    assert titles("ea tul ninh thuan") == titles("ae tul") == []


@pytest.mark.django_db
def test_marks_and_the_letter_d_are_all_one(found: dict[str, int]) -> None:
    assert titles("đắk lắk", 1) == titles("dak lak", 1) == titles("Ðak LAK", 1) == ["Tỉnh Đắk Lắk"]
    assert titles("Đắc Lắc", 1) == titles("daklak", 1) == ["Tỉnh Đắk Lắk"]


@pytest.mark.django_db
def test_what_is_written_short_is_understood(found: dict[str, int]) -> None:
    assert titles("p. tan loi", 1) == ["Phường Tân Lợi, Thành phố Buôn Ma Thuột, Tỉnh Đắk Lắk †"]
    assert titles("tp bmt", 1) == ["Thành phố Buôn Ma Thuột, Tỉnh Đắk Lắk †"]
    assert titles("tx buon ho", 1) == ["Thị xã Buôn Hồ, Tỉnh Đắk Lắk †"]
    assert titles("tdp 3 tan lap", 1) == ["Tổ dân phố 3, Phường Tân Lập, Tỉnh Đắk Lắk"]
    assert titles("tdp3 tan lap", 1) == titles("tdp 3 tan lap", 1)


@pytest.mark.django_db
def test_one_slip_in_a_long_word_is_forgiven_where_nothing_else_is_found(found: dict[str, int]) -> None:
    for slip in ("krnog buk", "korong buk", "krng buk", "kring buk"):
        assert "Krông Búk" in titles(slip, 1)[0]
    assert titles("krongg ana", 1) == titles("krong ana", 1)
    # Two slips in a word, a slip in a short word, and a slip in a code are not forgiven.
    assert titles("kronng buokk xyzt", 1) == []
    assert titles("ea tlu", 1) == []
    assert titles("42277", 1) == []


@pytest.mark.django_db
def test_a_word_is_found_while_it_is_typed(found: dict[str, int]) -> None:
    assert titles("ea kiế", 1) == titles("ea kiet", 1) == ["Xã Ea Kiết, Tỉnh Đắk Lắk"]
    assert EA_TUL in titles("2427", 50)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "_",
        "%_\"'*",
        "* OR *",
        '"',
        "'; DROP TABLE",
        "😀",
        "\0",
        "ea\0tul",
        "()&|!:*",
        "NEAR(",
        "-",
        "中文",
        "²",
    ],
)
def test_whatever_is_typed_the_answer_is_plain(found: dict[str, int], text: str) -> None:
    assert isinstance(search.find(READER, text), list)
    assert titles(text) == (titles("ea tul") if "tul" in text else titles(text))


@pytest.mark.django_db
def test_ten_thousand_letters_are_read_as_far_as_anybody_reads(found: dict[str, int]) -> None:
    assert titles("ea tul " * 1_500, 1) in ([EA_TUL], [])
    assert titles("x" * 10_000) == []


@pytest.mark.django_db
def test_old_names_are_found_and_lead_to_their_last_day(found: dict[str, int]) -> None:
    old = [hit for hit in search.find(READER, "huyen cu m gar", ["unit"]) if hit.ended]
    assert old[0].title == "Huyện Cư M’gar"
    assert old[0].link.endswith("?on=2025-06-30")


@pytest.mark.django_db
def test_a_passer_by_finds_nothing(found: dict[str, int]) -> None:
    assert search.find(NOBODY, "ea tul") == []


@pytest.mark.django_db
def test_the_index_holds_every_area_and_can_be_checked(
    found: dict[str, int], dak_lak: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert {kind: found[kind] for kind in ("unit", "person")} == {
        "unit": dak_lak["area_versions"],
        "person": 0,
    }
    call_command("search", "check", "--format", "json")
    whole = {gap["kind"]: gap for gap in json.loads(capsys.readouterr().out)}
    assert all((gap["missing"], gap["wrong"], gap["surplus"]) == (0, 0, 0) for gap in whole.values())
    assert {"unit", "person"} <= whole.keys()
    SearchRow.objects.filter(title="Xã Ea Tul", valid_to__year=9999).update(title="Xã Khác")
    SearchRow.objects.filter(title="Xã Ea Bung", valid_to__year=9999).delete()
    with pytest.raises(CommandError):
        call_command("search", "check", "--format", "json")
    gaps = {gap["kind"]: gap for gap in json.loads(capsys.readouterr().out)}
    assert gaps["unit"] == {"kind": "unit", "missing": 1, "wrong": 1, "surplus": 0}
    call_command("search", "rebuild", "--format", "json")
    call_command("search", "check", "--format", "json")
    assert titles("ea bung", 1) == ["Xã Ea Bung, Tỉnh Đắk Lắk"]


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def people(cast: Cast, who: str, text: str) -> list[str]:
    """Return the officials that one of the cast finds."""
    return [hit.title for hit in search.find(cast.actor(who), text, ["person"])]


@pytest.fixture
def posts(cast: Cast) -> dict[str, Post]:
    """Let somebody hold a post in Lan's commune, in a village of hers, and in Minh's."""
    return {
        name: services.appoint_official(
            actor=OPERATOR,
            organisation=cast.province[place],
            name=name,
            title="Phó Chủ tịch",
            since=CHANGE,
            work_phone="0262 3851 234",
            work_email="rieng@example.vn",
        )
        for name, place in (("Đặng Thị Mười", "C"), ("Y Đăng Mười", "v1"), ("Lê Mười", "D"))
    }


def test_officials_are_found_by_whoever_may_see_them_and_by_nobody_else(
    cast: Cast, posts: dict[str, Post]
) -> None:
    own, next_door = ["Y Đăng Mười", "Đặng Thị Mười"], ["Lê Mười"]
    assert sorted(people(cast, "lan", "muoi")) == own
    assert people(cast, "minh", "muoi") == next_door
    assert sorted(people(cast, "tung", "muoi")) == sorted([*own, *next_door])
    assert people(cast, "quan", "muoi") == people(cast, "nga", "muoi") == people(cast, "hoa", "muoi") == []
    assert people(cast, "minh", "dang thi muoi") == people(cast, "minh", "dang thi muio") == []


def test_an_official_is_found_by_name_post_and_unit_and_never_by_a_number(
    cast: Cast, posts: dict[str, Post]
) -> None:
    assert people(cast, "lan", "pho chu tich muoi v1") == ["Y Đăng Mười"]
    for secret in ("0262", "3851", "0262 3851 234", "rieng", "rieng@example.vn", posts["Lê Mười"].uid.hex):
        assert people(cast, "tung", secret) == []
    kept = " ".join(SearchRow.objects.filter(kind="person").values_list("terms", flat=True))
    assert "rieng" not in kept
    assert "3851" not in kept


def test_a_post_is_found_while_it_lasts(cast: Cast, posts: dict[str, Post]) -> None:
    services.end_post(actor=OPERATOR, post=posts["Lê Mười"], on=date(2026, 12, 1))
    assert people(cast, "minh", "le muoi") == ["Lê Mười"]
    with clock.held_at(clock.now().replace(month=12)):
        assert people(cast, "minh", "le muoi") == []
    services.end_post(actor=OPERATOR, post=posts["Đặng Thị Mười"], on=date(2026, 11, 1))
    assert people(cast, "lan", "dang thi muoi") == []


def test_who_moves_away_is_found_from_above_the_new_place_only(cast: Cast, posts: dict[str, Post]) -> None:
    services.place_organisation(
        actor=OPERATOR,
        tree=cast.province.tree,
        child=cast.province["v1"],
        parent=cast.province["D"],
        since=clock.today(),
    )
    assert people(cast, "lan", "y dang muoi") == []
    assert people(cast, "minh", "y dang muoi") == ["Y Đăng Mười"]


def test_a_move_that_comes_later_counts_from_its_day(cast: Cast, posts: dict[str, Post]) -> None:
    services.place_organisation(
        actor=OPERATOR,
        tree=cast.province.tree,
        child=cast.province["v1"],
        parent=cast.province["D"],
        since=date(2026, 12, 1),
    )
    assert people(cast, "minh", "y dang muoi") == []
    with clock.held_at(clock.now().replace(month=12)):
        assert people(cast, "lan", "y dang muoi") == []
        assert people(cast, "minh", "y dang muoi") == ["Y Đăng Mười"]


def test_a_body_that_is_renamed_or_closed_is_told_at_once(cast: Cast, posts: dict[str, Post]) -> None:
    body = cast.province["v1"]
    services.rename_organisation(
        actor=OPERATOR,
        organisation=body,
        name="Ban Mặt trận Ngọc Lâm",
        short_name="Ngọc Lâm",
        since=date(2026, 11, 1),
    )
    assert people(cast, "lan", "muoi ngoc lam") == ["Y Đăng Mười"]
    assert [hit.title for hit in search.find(cast.actor("lan"), "ngoc lam", ["unit"])] == ["v1"]
    services.close_organisation(actor=OPERATOR, organisation=body, on=date(2026, 11, 22))
    assert people(cast, "lan", "y dang muoi") == []


def _index() -> list[tuple[object, ...]]:
    return [*SearchRow.objects.order_by("pk").values_list(), *SearchWord.objects.order_by("pk").values_list()]


def test_a_write_that_fails_leaves_the_index_alone(cast: Cast, posts: dict[str, Post]) -> None:
    before = _index()
    with pytest.raises(WrongMoment):
        services.end_post(actor=OPERATOR, post=posts["Lê Mười"], on=CHANGE)
    with transaction.atomic():
        services.end_post(actor=OPERATOR, post=posts["Lê Mười"], on=date(2026, 11, 1))
        transaction.set_rollback(True)
    assert _index() == before
    assert people(cast, "minh", "le muoi") == ["Lê Mười"]


def test_what_services_tell_is_what_a_rebuild_would_find(cast: Cast, posts: dict[str, Post]) -> None:
    area = OrganisationVersion.objects.get(organisation=cast.province["C"]).area
    services.create_organisation(
        actor=OPERATOR,
        system=cast.province.front,
        level="commune",
        area=area,
        name="Chi hội Bưởi",
        short_name="Bưởi",
        tree=cast.province.tree,
        parent=cast.province["P"],
        since=clock.today(),
    )
    told = {row.key: row.terms for row in SearchRow.objects.all()}
    assert len(told) == len(posts) + 1
    search.rebuild(lambda label, rows, total: rows)
    made = {row.key: row.terms for row in SearchRow.objects.all()}
    assert {key: made[key] for key in told} == told
    assert Organisation.objects.count() > 0
