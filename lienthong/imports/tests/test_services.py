"""Imports from file to rows and back: judged, written once, all or only the good ones, and taken back exactly."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from lienthong.identity.services import create_account
from lienthong.imports import queries, services
from lienthong.imports.models import Import, ImportKind, ImportState
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.registry.models import (
    Area,
    AreaEdge,
    AreaVersion,
    ChildCount,
    Closure,
    Official,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    Post,
)
from lienthong.registry.services import end_post, rename_organisation
from lienthong.reports.models import Revision, Total
from lienthong.reports.services import approve_returns
from tests.cast import VALID, WEEK, Cast

from .files import BODIES, OFFICIALS, VILLAGES, file_of

pytestmark = pytest.mark.django_db

TREES = (Area, AreaVersion, AreaEdge, Organisation, OrganisationVersion, OrganisationEdge)
DAY = "01/07/2025"


def preview(
    cast: Cast, who: str, kind: ImportKind, data: bytes, *, name: str = "tệp.xlsx", **said: str
) -> Import:
    return services.preview_import(actor=cast.actor(who), kind=kind, name=name, data=data, said=said)


def confirm(cast: Cast, who: str, found: Import, *, good: bool = False) -> Import:
    return services.confirm_import(actor=cast.actor(who), uid=found.uid, good_rows_only=good)


def undo(cast: Cast, who: str, found: Import) -> Import:
    return services.undo_import(actor=cast.actor(who), uid=found.uid)


def counts(found: Import) -> tuple[int, int, int, int]:
    return found.new, found.changed, found.unchanged, found.wrong


def faults_in(found: Import) -> dict[int, str]:
    return {row.number: row.told for row in queries.findings_of(found, only_wrong=True)}


def trees() -> list[Any]:
    """Return all that hangs on bodies, rows and what is derived from them, for comparison."""
    rows: list[Any] = [list(model.objects.order_by("pk").values()) for model in TREES]
    derived: list[Any] = [
        sorted(
            Closure.objects.values_list("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to")
        ),
        sorted(ChildCount.objects.values_list("parent_id", "count", "valid_from", "valid_to")),
    ]
    return rows + derived


def totals() -> list[Any]:
    return [
        (total.unit_id, total.period, bytes(total.received), bytes(total.approved))
        for total in Total.objects.order_by("unit_id", "period")
    ]


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_officials_are_entered_with_their_posts(coded: Cast) -> None:
    data = file_of(
        OFFICIALS,
        ["Nguyễn Thị Lan", "Phó Chủ tịch", "24277", None, date(2025, 7, 1), "0262 3851 234"],
        ["Y Brăm", "Trưởng ban", "24277", "v1", DAY, None],
    )
    found = preview(coded, "lan", ImportKind.OFFICIALS, data)
    assert (counts(found), Post.objects.count()) == ((2, 0, 0, 0), 0)
    confirm(coded, "lan", found)
    posts = Post.objects.order_by("pk").values_list(
        "official__name", "title", "organisation_id", "valid_from"
    )
    assert list(posts) == [
        ("Nguyễn Thị Lan", "Phó Chủ tịch", coded.province["C"].pk, date(2025, 7, 1)),
        ("Y Brăm", "Trưởng ban", coded.province["v1"].pk, date(2025, 7, 1)),
    ]
    assert AuditEntry.objects.filter(verb="post.assigned", stream__uid=coded.province["C"].uid).count() == 2
    assert AuditEntry.objects.filter(verb="import.done", subject=found.uid).count() == 1


def test_a_row_out_of_reach_is_wrong_and_the_others_are_not(coded: Cast) -> None:
    data = file_of(
        OFFICIALS,
        ["Lan", "Cán bộ", "24277", None, DAY, None],
        ["Minh", "Cán bộ", "24278", None, DAY, None],
    )
    found = preview(coded, "lan", ImportKind.OFFICIALS, data)
    assert faults_in(found) == {
        3: "Mã đơn vị: Ngày 01/07/2025 không có đơn vị “24278”, hoặc đơn vị đó ngoài phạm vi của bạn."
    }
    with pytest.raises(WrongData, match="Có 1 dòng sai nên chưa ghi dòng nào"):
        confirm(coded, "lan", found)
    assert Official.objects.count() == 0
    confirm(coded, "lan", found, good=True)
    assert list(Post.objects.values_list("organisation_id", flat=True)) == [coded.province["C"].pk]


def test_the_same_file_confirmed_twice_writes_once(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, "0262 3851 234"])
    found = preview(coded, "lan", ImportKind.OFFICIALS, data)
    confirm(coded, "lan", found)
    confirm(coded, "lan", found)
    again = preview(coded, "lan", ImportKind.OFFICIALS, data)
    assert (Post.objects.count(), counts(again)) == (1, (0, 0, 1, 0))
    with pytest.raises(WrongData, match="Không có dòng nào mới"):
        confirm(coded, "lan", again)


def test_a_known_official_is_brought_up_to_date_and_undo_restores_them(coded: Cast) -> None:
    first = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, "0262 3851 234"])
    confirm(coded, "lan", preview(coded, "lan", ImportKind.OFFICIALS, first))
    later = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, "0262 3999 999"])
    found = preview(coded, "lan", ImportKind.OFFICIALS, later)
    assert counts(found) == (0, 1, 0, 0)
    confirm(coded, "lan", found)
    assert Official.objects.get().work_phone == "0262 3999 999"
    undo(coded, "lan", found)
    assert Official.objects.get().work_phone == "0262 3851 234"


def test_undo_takes_officials_away_and_nothing_else(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, None])
    confirm(coded, "lan", preview(coded, "lan", ImportKind.OFFICIALS, data))
    other = file_of(OFFICIALS, ["Bình", "Cán bộ", "24277", None, DAY, None])
    found = confirm(coded, "lan", preview(coded, "lan", ImportKind.OFFICIALS, other))
    undo(coded, "lan", found)
    undo(coded, "lan", found)
    assert list(Official.objects.values_list("name", flat=True)) == ["Lan"]
    assert AuditEntry.objects.filter(verb="import.undone").count() == 1


@pytest.mark.parametrize("later", ["account", "ended"])
def test_undo_is_refused_where_an_official_was_built_upon(coded: Cast, later: str) -> None:
    data = file_of(OFFICIALS, ["Bình", "Cán bộ", "24277", None, DAY, None])
    found = confirm(coded, "lan", preview(coded, "lan", ImportKind.OFFICIALS, data))
    post = Post.objects.get()
    if later == "account":
        create_account(
            actor=OPERATOR,
            username="binh",
            name="Bình",
            organisation=coded.province["C"],
            password="binh long password",
            official=post.official,
        )
    else:
        end_post(actor=OPERATOR, post=post, on=date(2026, 1, 1))
    with pytest.raises(WrongMoment, match="Bình"):
        undo(coded, "lan", found)
    assert (Post.objects.count(), Official.objects.count()) == (1, 1)
    assert Import.objects.get(uid=found.uid).state == ImportState.DONE


def test_whoever_manages_no_posts_may_not_import_officials(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, None])
    for who in ("nga", "ha", "hoa"):
        with pytest.raises(NotAllowed):
            preview(coded, who, ImportKind.OFFICIALS, data)
    assert (Import.objects.count(), AuditEntry.objects.filter(kind="import").count()) == (0, 0)


# ── villages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_villages_are_founded_with_their_bodies_and_taken_back_exactly(coded: Cast) -> None:
    before = trees()
    data = file_of(
        VILLAGES,
        ["Thôn Đông", "24277", "01/12/2026", None, None],
        ["Buôn Knia 7", "24277", "01/12/2026", "VN-7", None],
        ["Tổ dân phố 5", 24278, date(2026, 12, 1), None, None],
    )
    found = preview(coded, "duc", ImportKind.VILLAGES, data)
    assert (counts(found), trees()) == ((3, 0, 0, 0), before)
    confirm(coded, "duc", found)
    made = OrganisationVersion.objects.filter(valid_from=date(2026, 12, 1)).order_by("pk")
    assert list(made.values_list("name", "short_name", "area__versions__code")) == [
        ("Ban công tác Mặt trận thôn Đông", "Thôn Đông", ""),
        ("Ban công tác Mặt trận buôn Knia 7", "Buôn Knia 7", "VN-7"),
        ("Ban công tác Mặt trận tổ dân phố 5", "Tổ dân phố 5", ""),
    ]
    counted = ChildCount.objects.filter(parent=coded.province["C"], valid_to__year=9999)
    assert [(row.count, row.valid_from) for row in counted] == [(5, date(2026, 12, 1))]
    depths = Closure.objects.filter(descendant__versions__short_name="Thôn Đông").order_by("depth")
    assert list(depths.values_list("depth", flat=True)) == [0, 1, 2, 3]
    undo(coded, "duc", found)
    assert trees() == before


def test_namesakes_are_asked_about(coded: Cast) -> None:
    first = file_of(VILLAGES, ["Thôn Đông", "24277", "01/12/2026", None, None])
    confirm(coded, "duc", preview(coded, "duc", ImportKind.VILLAGES, first))
    rows = [
        ["Thôn Đông", "24277", "01/12/2026", None, None],
        ["Thôn Dong", "24277", "01/12/2026", None, None],
        ["Thôn Dòng", "24277", "01/12/2026", None, "bỏ qua"],
        ["Thôn Đồng", "24277", "01/12/2026", None, "thêm mới"],
        ["Thôn Đông", "24278", "01/12/2026", None, None],
    ]
    found = preview(coded, "duc", ImportKind.VILLAGES, file_of(VILLAGES, *rows))
    assert counts(found) == (2, 0, 2, 1)
    assert list(faults_in(found)) == [3]
    assert "“C” đã có “Thôn Đông”" in faults_in(found)[3]


@pytest.mark.parametrize("later", ["renamed", "return"])
def test_undo_is_refused_where_a_village_was_built_upon(coded: Cast, later: str) -> None:
    data = file_of(VILLAGES, ["Thôn Đông", "24277", DAY, None, None])
    found = confirm(coded, "duc", preview(coded, "duc", ImportKind.VILLAGES, data))
    body = Organisation.objects.get(versions__short_name="Thôn Đông")
    if later == "renamed":
        rename_organisation(
            actor=OPERATOR, organisation=body, name="Thôn Tây", short_name="Thôn Tây", since=date(2026, 1, 1)
        )
    else:
        coded.province.bodies["new"] = body
        coded.save("lan", "new")
    before = trees()
    with pytest.raises(WrongMoment, match="Thôn"):
        undo(coded, "duc", found)
    assert trees() == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Đông", "24277", DAY, None, None], "cả chữ chỉ loại"),
        (["Thôn Đông", "66", DAY, None, None], "không phải của một xã"),
        (["Thôn Đông", "99999", DAY, None, None], "không có đơn vị “99999”"),
        (["Thôn Đông", "24277", "01/07/2019", None, None], "không có đơn vị “24277”"),
        (["Thôn Đông", "24277", 45839, None, None], "có thể là ngày 01/07/2025"),
        (["Thôn Đông", None, DAY, None, None], "Chưa điền “Mã xã, phường”"),
        (["Thôn Đông", "24277", DAY, None, "có"], "không có trong danh sách"),
        (["Th«n §«ng", "24277", DAY, None, None], "phông cũ TCVN3 (ABC), đọc ra là “Thôn Đông”"),
    ],
)
def test_what_is_wrong_about_a_village_is_said(coded: Cast, row: list[Any], sentence: str) -> None:
    found = preview(coded, "duc", ImportKind.VILLAGES, file_of(VILLAGES, row))
    assert counts(found) == (0, 0, 0, 1)
    assert sentence in faults_in(found)[2]


def test_text_of_old_fonts_is_put_right_once_somebody_says_so(coded: Cast) -> None:
    data = file_of(VILLAGES, ["Th«n §«ng", "24277", DAY, None, None])
    found = preview(coded, "duc", ImportKind.VILLAGES, data)
    found = services.judge_again(actor=coded.actor("duc"), uid=found.uid, said={"legacy": "1"})
    confirm(coded, "duc", found)
    assert OrganisationVersion.objects.filter(short_name="Thôn Đông").count() == 1


def test_a_registry_that_changed_since_the_preview_stops_the_import(coded: Cast) -> None:
    data = file_of(VILLAGES, ["Thôn Đông", "24277", DAY, None, None])
    first, second = (preview(coded, "duc", ImportKind.VILLAGES, data, name=name) for name in ("a", "b"))
    confirm(coded, "duc", first)
    with pytest.raises(WrongMoment, match="đã thay đổi từ lúc xem trước"):
        confirm(coded, "duc", second)
    assert OrganisationVersion.objects.filter(short_name="Thôn Đông").count() == 1


# ── organisations ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_organisations_are_founded_in_a_tree_and_taken_back_exactly(coded: Cast) -> None:
    OrganisationVersion.objects.filter(organisation=coded.province["UBND C"]).update(
        area_id=AreaVersion.objects.get(name="C").area_id
    )
    OrganisationVersion.objects.filter(organisation=coded.province["UBND P"]).update(
        area_id=AreaVersion.objects.get(name="P").area_id
    )
    before = trees()
    data = file_of(
        BODIES,
        ["UBND phường D", "D", "Cấp xã", "24278", "66", None, DAY],
        ["UBND xã C", "C", "Cấp xã", "24277", "66", None, DAY],
        ["UBND xã X", "X", "Cấp xã", "11111", "66", None, DAY],
    )
    found = services.preview_import(
        actor=OPERATOR, kind=ImportKind.ORGANISATIONS, name="a.xlsx", data=data, said={"tree": "state"}
    )
    assert counts(found) == (1, 0, 0, 2)
    assert "đã có “Ban UBND C”" in faults_in(found)[3]
    assert "mang mã “11111”" in faults_in(found)[4]
    services.confirm_import(actor=OPERATOR, uid=found.uid, good_rows_only=True)
    assert (
        OrganisationVersion.objects.filter(name="UBND phường D", organisation__system__code="state").count()
        == 1
    )
    services.undo_import(actor=OPERATOR, uid=found.uid)
    assert trees() == before


# ── returns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def returns_file(cast: Cast, *rows: tuple[str, dict[str, Any]]) -> bytes:
    form = cast.asked().form
    codes = list(VALID)
    headings = ["Tên thôn, tổ dân phố", *(form.fields[code].label["vi"] for code in codes)]
    return file_of(
        headings, *([name, *({**VALID, **values}[code] for code in codes)] for name, values in rows)
    )


def preview_returns(cast: Cast, who: str, data: bytes, **said: str) -> Import:
    return preview(cast, who, ImportKind.RETURNS, data, series="tuan", period=WEEK, **said)


def test_returns_are_submitted_and_taken_back_to_the_same_totals(coded: Cast) -> None:
    coded.save("lan", "v1", households="50")
    coded.save("lan", "v2", submit=False, households="60")
    before, held = totals(), copy.deepcopy(coded.entry("v1").values)
    data = returns_file(
        coded, ("v1", {"households": 77}), ("v2", {"households": 78}), ("v3", {"households": "1.234"})
    )
    found = preview_returns(coded, "lan", data, submit="1")
    assert (counts(found), totals()) == ((1, 2, 0, 0), before)
    confirm(coded, "lan", found)
    assert [coded.entry(name).values["households"] for name in ("v1", "v2", "v3")] == ["77", "78", "1234"]
    assert totals() != before
    undo(coded, "lan", found)
    assert totals() == before
    assert coded.entry("v1").values == held
    assert [coded.entry(name).state for name in ("v1", "v2", "v3")] == ["submitted", "draft", "draft"]
    assert set(coded.entry("v3").values.values()) == {None}
    assert coded.entry("v3").submitted_at is None
    assert Revision.objects.filter(entry=coded.entry("v1")).count() == 3


def test_a_return_that_was_approved_since_stands_in_the_way_of_undo(coded: Cast) -> None:
    found = preview_returns(coded, "lan", returns_file(coded, ("v1", {}), ("v2", {})), submit="1")
    confirm(coded, "lan", found)
    approve_returns(actor=coded.actor("lan"), asked=coded.asked(), uids=[coded.entry("v1").uid])
    before = totals()
    with pytest.raises(WrongMoment, match="báo cáo của v1"):
        undo(coded, "lan", found)
    assert (totals(), coded.entry("v2").state) == (before, "submitted")


def test_a_comma_that_can_be_read_two_ways_is_asked_about(coded: Cast) -> None:
    data = returns_file(coded, ("v1", {"people": "1,234"}))
    found = preview_returns(coded, "lan", data)
    assert counts(found) == (0, 0, 0, 1)
    assert "dấu phẩy trong tệp này nghĩa là gì" in faults_in(found)[2]
    found = services.judge_again(actor=coded.actor("lan"), uid=found.uid, said={"comma": "decimal"})
    assert counts(found) == (0, 0, 0, 1)
    found = services.judge_again(actor=coded.actor("lan"), uid=found.uid, said={"comma": "group"})
    confirm(coded, "lan", found)
    assert (coded.entry("v1").values["people"], coded.entry("v1").state) == ("1234", "draft")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"households": 12.5}, "12,5"),
        ({"households": -3}, "-3"),
        ({"households": date(2026, 1, 2)}, "Excel đã đổi ô này thành ngày 02/01/2026"),
        ({"households": "=1+1"}, "công thức"),
        ({"poor": 999}, ""),
    ],
)
def test_what_is_wrong_about_a_cell_is_said(coded: Cast, values: dict[str, Any], sentence: str) -> None:
    found = preview_returns(coded, "lan", returns_file(coded, ("v1", values), ("v2", {})), submit="1")
    assert counts(found) == (1, 0, 0, 1)
    assert sentence in faults_in(found)[2]


def test_returns_of_the_commune_next_door_are_out_of_reach(coded: Cast) -> None:
    found = preview_returns(coded, "minh", returns_file(coded, ("v1", {}), ("v4", {})))
    assert counts(found) == (1, 0, 0, 1)
    assert "ngoài phạm vi" in faults_in(found)[2]


def test_a_template_of_returns_knows_the_villages_and_reads_back(coded: Cast) -> None:
    coded.save("lan", "v1")
    said = {"series": "tuan", "period": WEEK}
    data = queries.template_for(coded.actor("lan"), ImportKind.RETURNS, said)
    found = preview_returns(coded, "lan", data)
    assert [(row.number, row.cells[1].text, row.outcome) for row in queries.findings_of(found)] == [
        (3, "v1", "unchanged"),
        (4, "v2", "new"),
        (5, "v3", "new"),
    ]


# ── whose, and how long ──────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_sees_the_import_of_somebody_else(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, None])
    found = preview(coded, "lan", ImportKind.OFFICIALS, data)
    for actor in (coded.actor("minh"), OPERATOR, NOBODY):
        assert list(queries.find_imports(actor)) == []
        with pytest.raises(NotFound):
            services.confirm_import(actor=actor, uid=found.uid, good_rows_only=False)
        services.discard_import(actor=actor, uid=found.uid)
    assert Import.objects.get().state == ImportState.PREVIEWED


def test_a_confirmed_file_is_not_kept_and_a_forgotten_one_is_thrown_away(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, None])
    forgotten, done = (preview(coded, "lan", ImportKind.OFFICIALS, data, name=name) for name in ("a", "b"))
    confirm(coded, "lan", done)
    held = Import.objects.get(uid=done.uid)
    assert (bytes(held.file), held.findings) == (b"", [])
    with clock.held_at(clock.now() + timedelta(days=services.PREVIEW_DAYS, minutes=1)):
        preview(coded, "lan", ImportKind.OFFICIALS, data)
    with pytest.raises(ObjectDoesNotExist):
        Import.objects.get(uid=forgotten.uid)
    with clock.held_at(clock.now() + timedelta(days=services.UNDO_DAYS, minutes=1)):
        preview(coded, "lan", ImportKind.OFFICIALS, data)
        with pytest.raises(WrongMoment, match="quá 30 ngày"):
            undo(coded, "lan", done)


def test_a_right_that_was_lost_since_the_preview_stops_the_import(coded: Cast) -> None:
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", "24277", None, DAY, None])
    found = preview(coded, "lan", ImportKind.OFFICIALS, data)
    coded.accounts["lan"].grants.update(valid_to=date(2026, 1, 1))
    with pytest.raises(NotAllowed):
        confirm(coded, "lan", found)
    assert Post.objects.count() == 0


def test_the_number_of_queries_stays_level_as_rows_grow(coded: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for size in (2, 60):
        rows = [[f"Người {number}", "Cán bộ", "24277", "v1", DAY, None] for number in range(size)]
        with CaptureQueriesContext(connection) as held:
            preview(coded, "lan", ImportKind.OFFICIALS, file_of(OFFICIALS, *rows))
        asked.append(len(held))
    assert asked[0] == asked[1]
