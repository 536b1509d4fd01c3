"""A plan as a table: written, read again, and made of bare links between codes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import WrongData
from lienthong.kernel.sheets import Form, write
from lienthong.restructuring import queries, services
from lienthong.restructuring.documents import plans_document, problems_document, steps_document
from lienthong.restructuring.rules.links import LinkRow, steps_from
from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.shares import read_share, written_share
from lienthong.restructuring.rules.steps import Key, Step, StepKind
from tests.cast import Cast

from .lands import (
    LAND,
    abolish,
    blocking,
    create,
    key,
    merge,
    numbered,
    recode,
    rename,
    retype,
    split,
    transfer,
)
from .plans import drafted

ALL = numbered(
    create("00001", "Bến Cầu", "01"),
    create("00021", "Tả Ngạn", "01"),
    create("00090", "Hạ Lưu", "01"),
    merge("00001", "00001"),
    split("00002", "00001", "0.25", default=True, share_key="dân số"),
    split("00002", "00021", "0.75", share_key="dân số"),
    merge("001", "00090"),
    rename("00003", "Đồng Gần"),
    retype("00011", "phuong", "Khe Ngọc"),
    recode("00012", "00019"),
    transfer("00003", "01"),
    abolish("02"),
    abolish("00011", "00019"),
    create("03", "Núi Mới"),
    Step(0, StepKind.TRANSFER, "village", old_uid=UUID(int=7), parent=key("00001")),
    replace(create("04", "Biển"), parent=Key("centre", "")),
)


def csv_of(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def read(*rows: str, kept: list[Step] | None = None) -> queries.StepsRead:
    return queries.read_steps("bảng.csv", csv_of(*rows), LAND, kept or [])


def links(*rows: str) -> list[Step]:
    found = read("Mã cũ;Mã mới;Phạm vi;Tỷ lệ", *rows)
    assert found.faults == []
    return list(found.steps)


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.django_db
def test_what_was_written_is_read_again(land: Cast, tmp_path: Path, form: Form, language: str) -> None:
    plan = drafted(land, ALL)
    path = tmp_path / f"a.{form}"
    with translation.override(language):
        write(steps_document(OPERATOR, plan), form, path)
    found = queries.read_steps(path.name, path.read_bytes(), LAND)
    assert (found.faults, list(found.steps)) == ([], ALL)
    assert list(found.steps) == queries.steps_of(plan)
    again = services.import_steps(
        actor=OPERATOR, plan=plan, name=path.name, data=path.read_bytes(), seen=plan.version
    )
    assert again.version == plan.version


def test_bare_links_become_steps() -> None:
    assert links("00001;00001;toàn bộ;", "00002;00001;Một phần;0,25", "00002;00021;một phần;75%") == numbered(
        replace(create("00001", "", "001"), unit_kind=""),
        replace(create("00021", "", "001"), unit_kind=""),
        merge("00001", "00001"),
        split("00002", "00001", "0.25"),
        split("00002", "00021", "0.75", default=True),
    )


def test_names_and_places_in_further_columns_make_a_whole_plan() -> None:
    found = read(
        "Mã cũ;Mã mới;Phạm vi;Tên mới;Loại đơn vị;Mã đơn vị trên",
        "00001;00001;;Bến Cầu;Xã;01",
        "00002;00001;;;;",
        "00003;00003;;Đồng Gần;Phường;01",
        "001;;;;;",
    )
    assert list(found.steps) == numbered(
        create("00001", "Bến Cầu", "01"),
        merge("00001", "00001"),
        merge("00002", "00001"),
        rename("00003", "Đồng Gần"),
        retype("00003", "phuong"),
        transfer("00003", "01"),
        abolish("001"),
    )
    assert blocking(outcome_of(LAND, found.steps)) == []


def test_what_stays_the_same_needs_no_step() -> None:
    assert links("00001;00001;;") == []
    assert links("00001;00029;;") == numbered(recode("00001", "00029"))


def test_a_new_unit_lies_in_what_followed_the_province_of_its_predecessors() -> None:
    steps = links("01;03;;", "02;03;;", "001;;;", "00001;00021;;", "00011;00021;;")
    places = {step.new_code: step.parent for step in steps if step.kind is StepKind.CREATE}
    assert places == {"03": Key("centre", ""), "00021": key("03")}


def test_a_table_of_bare_codes_leans_on_what_the_plan_begins_already() -> None:
    kept = [create("00021", "Bến Mới", "01")]
    found = read("Mã cũ;Mã mới", "00001;00021", "00002;00021", kept=kept)
    assert list(found.steps) == numbered(*kept, merge("00001", "00021"), merge("00002", "00021"))


def test_zeros_that_a_spreadsheet_took_away_come_back_where_the_level_is_known() -> None:
    found = read("Cấp;Mã cũ;Mã mới", "Cấp xã;1;29")
    assert list(found.steps) == numbered(recode("00001", "00029"))


@pytest.mark.parametrize(
    ("heading", "row", "words"),
    [
        ("Mã cũ;Mã mới", "1;00021", "không cho biết cấp"),
        ("Mã cũ;Tỷ lệ", "00001;nhiều", "không phải là tỷ lệ"),
        ("Mã cũ;Tỷ lệ", "00001;1,5", "không phải là tỷ lệ"),
        ("Mã cũ;Phạm vi", "00001;một nửa", "không có trong danh sách"),
        ("Bước;Mã cũ;Mã mới;Phạm vi", "Nhập toàn bộ;00001;00021;Một phần", "không khớp với bước"),
        ("Bước;Mã định danh thôn", "Chuyển đơn vị cấp trên;thôn Nhất", "không phải là mã định danh"),
        ("Tên mới;Mã mới", "Bến;", "không có mã cũ"),
    ],
)
def test_a_row_that_cannot_be_read_is_told(heading: str, row: str, words: str) -> None:
    found = read(heading, row)
    assert [number for number, _sentence in found.faults] == [2]
    assert words in found.faults[0][1]
    assert found.steps == []


@pytest.mark.django_db
def test_a_file_with_a_wrong_row_writes_nothing(land: Cast) -> None:
    plan = drafted(land)
    before = queries.steps_of(plan)
    data = csv_of("Mã cũ;Mã mới", "24279;24279", "1;2")
    with pytest.raises(WrongData) as refusal:
        services.import_steps(actor=OPERATOR, plan=plan, name="a.csv", data=data, seen=plan.version)
    assert [str(told)[:7] for told in refusal.value.faults[""]][1:] == ["Dòng 3:", "Dòng 3:"]
    assert queries.steps_of(plan) == before


@pytest.mark.django_db
def test_findings_and_plans_can_be_taken_away(land: Cast) -> None:
    plan = drafted(land)
    table = problems_document(OPERATOR, plan).tables[0]
    assert [list(row)[:3] for row in table.rows] == [["Cần biết", "Mã được dùng lại", 1]]
    (row,) = plans_document(OPERATOR, queries.plans_for(OPERATOR)).tables[0].rows
    assert list(row)[:2] == [plan.title, plan.act_number]


@given(st.fractions(0, 1))
def test_a_share_is_written_exactly_to_ten_decimals(share: Fraction) -> None:
    assert read_share(written_share(share)) == round(share, 10)


@pytest.mark.parametrize("text", ["", "x", "1/0", "-1", "0,1,2", "1e3"])
def test_what_is_no_share(text: str) -> None:
    assert read_share(text) is None


CODES = ["00001", "00002", "00003", "00011", "00012", "00021", "00022", "00023"]


@given(
    st.lists(
        st.tuples(st.sampled_from(CODES[:5]), st.sampled_from(CODES), st.booleans()), max_size=8, unique=True
    )
)
def test_every_link_of_a_table_comes_back_as_a_link_or_as_something_that_goes_on(rows: Any) -> None:
    told = {(old, new) for old, new, _whole in rows}
    steps = steps_from([LinkRow(key(old), key(new)) for old, new in sorted(told)], LAND)
    found = outcome_of(LAND, steps)
    went = {(link.old.code, link.new.code) for link in found.links}
    stayed = {(old.code, new.code) for old, new in found.goes_on.items()}
    assert went | stayed >= {pair for pair in told if pair[0] != pair[1]}
    assert went | stayed <= told | {(code, code) for code in CODES}
