"""What the registry and the forms show, as files."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from lienthong.forms.models import FormVersion
from lienthong.registry.models import Area
from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db


def get(cast: Cast, page: str, *args: Any, **query: str) -> Any:
    """Return an answer to a citizen: what an area is called is no secret."""
    return client_of(cast.accounts["hoa"]).get(reverse(page, args=args), query)


def test_a_search_leaves_as_it_was_made(cast: Cast) -> None:
    answer = get(cast, "registry:search", **{"as": "csv", "q": "A", "on": "2021-01-01"})
    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0] == ["Tên", "Loại", "Thuộc", "Mã", "Từ ngày", "Đến hết ngày"]
    assert [(row[0], row[4], row[5]) for row in lines[1:]] == [
        ("A", "2020-01-01", "2025-06-30"),
        ("A1", "2020-01-01", "2025-06-30"),
        ("A2", "2020-01-01", "2025-06-30"),
    ]


def test_an_area_leaves_with_its_names_and_what_became_of_it(cast: Cast) -> None:
    area = Area.objects.get(versions__name="A1")
    book = openpyxl.load_workbook(io.BytesIO(get(cast, "registry:area", area.uid, **{"as": "xlsx"}).content))
    assert book.sheetnames == [
        "Các đơn vị trực thuộc",
        "Tên, mã và loại qua thời gian",
        "Thuộc đơn vị nào qua thời gian",
        "Lập từ đâu, nay thuộc về đâu",
    ]
    assert "A1" in [row[0].value for row in book.worksheets[1].rows]


def test_forms_leave_with_their_fields_and_rules(cast: Cast) -> None:
    listed = get(cast, "forms:forms", **{"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert listed[1:] == ["Phiếu tuần;1;Đã ban hành;2020-01-01"]
    version = FormVersion.objects.get()
    book = openpyxl.load_workbook(
        io.BytesIO(get(cast, "forms:version", version.uid, **{"as": "xlsx"}).content)
    )
    assert book.sheetnames == ["Các trường", "Quy tắc kiểm tra"]
    assert "households" in [row[2].value for row in book.worksheets[0].iter_rows(min_row=6)]
