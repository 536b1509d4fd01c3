"""What the pages of reports give away as files: the same rows, filter and order, to whoever may see the page."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from lienthong.identity import queries as identity
from lienthong.identity.models import Grant
from lienthong.kernel import jobs
from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.models import AuditEntry, Job
from lienthong.reports import services
from tests.cast import WEEK, Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

PAGES = [
    ("tung", "overview", "P"),
    ("lan", "overview", "C"),
    ("tung", "figures", "P"),
    ("lan", "figures", "C"),
    ("tung", "owed", "P"),
    ("lan", "sheet", "C"),
    ("lan", "review", "C"),
    ("nga", "return", "v1"),
]


def get(cast: Cast, who: str, page: str, body: str, **query: str) -> Any:
    """Return the answer to one of the cast."""
    code = ["households"] if page == "cells" else []
    where = reverse(f"reports:{page}", args=["tuan", WEEK, cast.province[body].uid, *code])
    return client_of(cast.accounts[who]).get(where, query)


def table(answer: Any, sheet: int = 0) -> list[list[Any]]:
    """Return head and rows of an Excel file, without title and facts."""
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[sheet].values]
    begin = next(number for number, row in enumerate(rows) if not any(row)) + 1
    return rows[begin:]


@pytest.mark.parametrize(("who", "page", "body"), [*PAGES, ("lan", "cells", "C")])
@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf"])
def test_every_table_can_be_taken_away(cast: Cast, who: str, page: str, body: str, form: str) -> None:
    cast.save("nga", "v1")
    answer = get(cast, who, page, body, **{"as": form})
    assert answer.status_code == 200
    assert f'.{form}"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    shown = get(cast, who, page, body).content.decode()
    assert f"as={form}" in shown


@pytest.mark.parametrize(("who", "page", "body"), PAGES)
def test_nobody_gets_a_file_of_what_they_may_not_see(cast: Cast, who: str, page: str, body: str) -> None:
    for stranger in ("minh", "hoa"):
        assert get(cast, stranger, page, body, **{"as": "xlsx"}).status_code == 404


def test_an_unknown_form_shows_the_page(cast: Cast) -> None:
    assert get(cast, "lan", "figures", "C", **{"as": "docx"})["Content-Type"].startswith("text/html")


def test_figures_follow_the_filter_and_the_stage_and_end_with_the_sum(cast: Cast) -> None:
    cast.save("nga", "v1", households="1234")
    cast.save("lan", "v2", households="200")
    received = table(get(cast, "lan", "figures", "C", **{"as": "xlsx"}))
    assert received[0][:3] == ["Đơn vị", "Trạng thái", "Số hộ (hộ)"]
    assert [row[:3] for row in received[1:]] == [
        ["v1", "Đã gửi", 1234],
        ["v2", "Đã gửi", 200],
        ["v3", "Chưa gửi", None],
        ["Tổng C", None, 1434],
    ]
    one = table(get(cast, "lan", "figures", "C", **{"as": "xlsx", "q": "V2"}))
    assert [row[0] for row in one[1:]] == ["v2", "Tổng C"]
    approved = table(get(cast, "lan", "figures", "C", **{"as": "xlsx", "stage": "approved"}))
    assert [row[2] for row in approved[1:]] == [None, None, None, None]


def test_all_communes_are_one_table_below_the_province_they_belong_to(cast: Cast) -> None:
    cast.save("nga", "v1", households="1234")
    query = {"as": "xlsx", "below": "commune"}
    rows = table(get(cast, "ha", "figures", "Trung ương", **query))
    assert [row[:5] for row in rows[1:]] == [
        ["P", "C", 3, 1, 0.333],
        ["P", "D", 1, 0, 0],
        ["P", "E", 0, 0, None],
        [None, "Tổng", 4, 1, 0.25],
    ]
    assert rows[1][rows[0].index("Số hộ (hộ)")] == 1234
    assert get(cast, "tung", "figures", "Trung ương", **query).status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_rows(cast: Cast) -> None:
    counts = []
    for village in ("v1", "v2", "v3"):
        cast.save("lan", village)
        with CaptureQueriesContext(connection) as ran:
            get(cast, "lan", "sheet", "C", **{"as": "xlsx"})
        counts.append(len(ran))
    assert len(set(counts)) == 1


def test_a_return_is_taken_away_with_its_sections_its_state_and_its_history(cast: Cast) -> None:
    cast.save("nga", "v1", households="1234")
    answer = get(cast, "nga", "return", "v1", **{"as": "xlsx"})
    values, history = table(answer), table(answer, 1)
    assert values[0] == ["Mục", "Chỉ tiêu", "Giá trị", "Đơn vị tính"]
    assert 1234 in [row[2] for row in values]
    assert history[0] == ["Lúc", "Việc", "Ai", "Số ô thay đổi", "Lý do"]
    assert [row[1:3] for row in history[1:]] == [["Đã gửi", "Nga"]]
    paper = PdfReader(io.BytesIO(get(cast, "nga", "return", "v1", **{"as": "pdf"}).content))
    text = "\n".join(page.extract_text() for page in paper.pages)
    assert "Trạng thái: Đã gửi · bản 1" in text
    assert "Lập lúc 09:40 22/11/2026, Ban v1" in text
    assert "1.234" in text


def test_what_somebody_typed_never_runs(cast: Cast) -> None:
    cast.save("nga", "v1", work_done="=cmd|' /C calc'!A0")
    sheet = get(cast, "lan", "sheet", "C", **{"as": "csv"}).content.decode("utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in sheet
    book = openpyxl.load_workbook(io.BytesIO(get(cast, "lan", "sheet", "C", **{"as": "xlsx"}).content))
    assert {cell.data_type for row in book.worksheets[0].rows for cell in row} <= {"s", "n", "inlineStr"}


def test_a_file_in_english_is_english(cast: Cast) -> None:
    client = client_of(cast.accounts["lan"])
    client.cookies["lt_language"] = "en"
    where = reverse("reports:figures", args=["tuan", WEEK, cast.province["C"].uid])
    head = client.get(where, {"as": "csv"}).content.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("Units,Status,")


# ── every village, as a job ──────────────────────────────────────────────────────────────────────────────────────────


def run() -> Job:
    """Do what waits, as the worker does."""
    job = jobs.run_next(lambda job: identity.find_actor(job.asked_by, job.post_id))
    assert job is not None
    return job


def test_every_village_of_a_province_is_written_by_a_job(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    cast.save("nga", "v1", households="1234")
    cast.save("minh", "v4", submit=False)
    where = reverse("reports:villages", args=["tuan", WEEK, cast.province["P"].uid])
    tung = client_of(cast.accounts["tung"])
    page = tung.post(where, {"form": "xlsx"})["Location"]
    assert tung.post(where, {"form": "xlsx"})["Location"] == page
    assert "Toàn bộ thôn, tổ dân phố – P, Tuần 47 (16/11–22/11) (Excel)" in tung.get(page).content.decode()
    job = run()
    assert (job.state, job.file_name, job.done) == ("done", "toan-bo-thon-p-2026-w47.xlsx", 3)
    rows = [list(row) for row in openpyxl.load_workbook(jobs.path_of(job)).worksheets[0].values]
    assert [row[:5] for row in rows[6:]] == [
        ["P", "C", "v1", "Đã gửi", 1234],
        ["P", "C", "v2", "Chưa gửi", None],
        ["P", "C", "v3", "Chưa gửi", None],
        ["P", "D", "v4", "Chưa gửi", None],
    ]
    told = AuditEntry.objects.filter(kind="job", stream__uid=cast.province["P"].uid)
    assert list(told.order_by("number").values_list("verb", flat=True)) == ["job.asked", "job.done"]


def test_rights_are_asked_when_the_job_is_asked_for_and_again_when_it_runs(cast: Cast) -> None:
    asked, place = cast.asked(), cast.unit("P")
    with pytest.raises(NotAllowed):
        services.ask_for_villages(actor=cast.actor("minh"), asked=asked, unit=place, form="xlsx")
    for form, unit in (("pdf", place), ("xlsx", cast.unit("C")), ("", place)):
        with pytest.raises(WrongData):
            services.ask_for_villages(actor=cast.actor("ha"), asked=asked, unit=unit, form=form)
    assert Job.objects.count() == 0
    services.ask_for_villages(actor=cast.actor("tung"), asked=asked, unit=place, form="csv")
    Grant.objects.filter(account=cast.accounts["tung"]).delete()
    job = run()
    assert (job.state, job.file_name) == ("failed", "")
    assert job.fault == "Không có loại báo cáo này, hoặc bạn không được xem."
