"""Old addresses through every door: query, page, file, job, API, command. All say the same, and none keeps an address."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils.translation import override

from lienthong.identity.queries import actor_for
from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING, MISUSED
from lienthong.kernel.filled import read_sheet
from lienthong.kernel.filled.template import write_findings
from lienthong.kernel.models import AuditEntry, Job
from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER
from lienthong.registry import queries, views
from lienthong.registry.models import Area, AreaEdge, AreaSuccession, AreaVersion, Tree
from tests.cast import Cast
from tests.client import client_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

CHANGE, NEXT = date(2025, 7, 1), date(2026, 5, 1)
OLD = "Xã Yang Tao, Huyện Lắk, Đắk Lắk"
COLUMNS = ["old_codes", "new_codes", "best", "certain", "why"]


@pytest.fixture
def units(cast: Cast) -> Cast:
    """Return the cast, with a district of two communes that went into one and was split, and a namesake of a later day."""
    tree = Tree.objects.get_or_create(code="admin", defaults={"name": {"vi": "Hành chính"}})[0]
    made: dict[str, Area] = {}

    def area(name: str, level: str, kind: str, code: str, full: str, since: date, until: date) -> None:
        made[name] = Area.objects.create(level=level)
        _version(made[name], code, full.partition(" ")[2], full, kind, since, until)

    area("DL", "province", "tinh", "66", "Tỉnh Đắk Lắk", date(2025, 1, 1), FOREVER)
    area("L", "district", "huyen", "655", "Huyện Lắk", date(2025, 1, 1), CHANGE)
    area("YT", "commune", "xa", "24583", "Xã Yang Tao", date(2025, 1, 1), CHANGE)
    area("BT", "commune", "xa", "24586", "Xã Bông Krang", date(2025, 1, 1), CHANGE)
    area("LS", "commune", "xa", "24580", "Xã Liên Sơn Lắk", CHANGE, FOREVER)
    area("DK", "commune", "xa", "24586", "Xã Đắk Phơi", CHANGE, NEXT)
    area("DP", "commune", "phuong", "24589", "Phường Đắk Phơi", NEXT, FOREVER)
    for child, parent, since, until in (
        ("L", "DL", date(2025, 1, 1), CHANGE),
        ("YT", "L", date(2025, 1, 1), CHANGE),
        ("BT", "L", date(2025, 1, 1), CHANGE),
        ("LS", "DL", CHANGE, FOREVER),
        ("DK", "DL", CHANGE, NEXT),
        ("DP", "DL", NEXT, FOREVER),
    ):
        AreaEdge.objects.create(
            tree=tree, child=made[child], parent=made[parent], valid_from=since, valid_to=until
        )
    for before, after, on, whole, default in (
        ("YT", "LS", CHANGE, True, True),
        ("BT", "LS", CHANGE, False, False),
        ("BT", "DK", CHANGE, False, True),
        ("DK", "DP", NEXT, True, True),
    ):
        AreaSuccession.objects.create(
            predecessor=made[before],
            successor=made[after],
            on=on,
            kind="merged",
            whole=whole,
            default=default,
        )
    return cast


def _version(area: Area, code: str, name: str, full: str, kind: str, since: date, until: date) -> None:
    AreaVersion.objects.create(
        area=area,
        code=code,
        name=name.removeprefix("trấn ").removeprefix("phố "),
        full_name=full,
        kind=kind,
        search_key=search_key(full),
        sort_key=sort_key(name),
        valid_from=since,
        valid_to=until,
    )


def told(text: str, on: date = CHANGE) -> tuple[str, str, str, bool]:
    one = queries.resolve(OPERATOR, text, on)
    return one.old_codes, one.new_codes, one.best_code, one.certain


# ── the query ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_is_followed_through_several_changes(units: Cast) -> None:
    assert told(OLD) == ("24583", "24580", "24580", True)
    split = "xa bong krang, h. lak"
    assert told(split) == ("24586", "24586+24580", "24586", False)
    assert told(split, NEXT) == ("24586", "24589+24580", "24589", False)
    assert told("Xã Đắk Phơi, Đắk Lắk", NEXT) == ("24586", "24589", "24589", True)


def test_why_is_said_in_whole_sentences(units: Cast) -> None:
    assert queries.resolve(OPERATOR, OLD, CHANGE).why == (
        "Xã Yang Tao, Huyện Lắk, Tỉnh Đắk Lắk đã vào trọn trong Xã Liên Sơn Lắk, Tỉnh Đắk Lắk từ ngày 01/07/2025."
    )
    assert queries.resolve(OPERATOR, "24586", CHANGE).why == (
        "Mã này là mã của Xã Đắk Phơi, Tỉnh Đắk Lắk, đang có vào ngày 01/07/2025, "
        "và của Xã Bông Krang, Huyện Lắk, Tỉnh Đắk Lắk vào thời gian khác. Chưa rõ là đơn vị nào."
    )
    assert queries.resolve(OPERATOR, "Xã Bông Krang, Huyện Lắk", NEXT).why == (
        "Xã Bông Krang, Huyện Lắk, Tỉnh Đắk Lắk đã chia về 2 đơn vị từ ngày 01/05/2026; "
        "nếu phải chọn một thì là Phường Đắk Phơi, Tỉnh Đắk Lắk."
    )
    assert (
        queries.resolve(OPERATOR, "Bikini", CHANGE).why
        == "Không có đơn vị nào trong danh bạ khớp với chữ này."
    )


def test_what_changes_in_the_registry_is_known_at_once(units: Cast) -> None:
    assert told("Xã Yang Tao Mới, Đắk Lắk")[3] is False
    area = Area.objects.get(versions__code="24580")
    AreaVersion.objects.filter(area=area).update(valid_to=NEXT)
    _version(area, "24580", "Yang Tao Mới", "Xã Yang Tao Mới", "xa", NEXT, FOREVER)
    assert told("Xã Yang Tao Mới, Đắk Lắk") == ("24580", "24580", "24580", True)


def test_many_are_resolved_in_their_order_with_as_many_statements_as_one(
    units: Cast, django_assert_num_queries: Any
) -> None:
    told(OLD)
    with django_assert_num_queries(5):
        found = list(queries.resolve_many(OPERATOR, [OLD, "?", OLD] * 50, CHANGE))
    assert [one.new_codes for one in found] == ["24580", "", "24580"] * 50


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_is_certain_and_what_is_not(units: Cast) -> None:
    client = client_of(units.accounts["hoa"])
    address = reverse("registry:resolve")
    sure = client.get(address, {"text": OLD, "on": "01/07/2025"}).content.decode()
    assert (">Chắc chắn<" in sure, "Xã Liên Sơn Lắk, Tỉnh Đắk Lắk" in sure) == (True, True)
    unsure = client.get(address, {"text": "24586", "on": "01/07/2025"}).content.decode()
    assert (">Chưa chắc chắn<" in unsure, unsure.count("<tr>")) == (True, 3)
    assert "Không khớp đơn vị nào" in client.get(address, {"text": "Bikini"}).content.decode()
    wrong = client.get(address, {"text": OLD, "on": "31/02/2025"}).content.decode()
    assert ('class="fault"' in wrong, "Chắc chắn<" in wrong) == (True, False)


def sent(cast: Cast, data: bytes, name: str = "đc.csv", **words: str) -> Any:
    given = {"file": SimpleUploadedFile(name, data), "on": "01/07/2025", "form": "csv", **words}
    return client_of(cast.accounts["lan"]).post(reverse("registry:resolve_list"), given)


def test_a_file_comes_back_with_its_columns_and_ours(units: Cast) -> None:
    answer = sent(units, f"STT;Địa chỉ\n007;{OLD}\n8;\n".encode())
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["STT", "Địa chỉ", "Mã đơn vị được nói đến"]
    assert rows[1][:6] == ["007", OLD, "24583", "24580", "24580", "có"]
    assert rows[2][2:7] == ["", "", "", "không", "Ô này trống."]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, "Yang Tao" in str(vars(entry))) == ("table.exported", False)


def test_a_workbook_comes_back_as_a_workbook(units: Cast) -> None:
    book = write_findings(["Ghi chú", "Nơi ở"], [["a", OLD], ["b", "4"]])
    answer = sent(units, book, "dc.xlsx", form="xlsx", column="b")
    sheet = read_sheet("r.xlsx", answer.content)
    cells = [[cell.text for cell in row.cells.values()] for row in sheet.rows]
    assert ["a", OLD, "24583", "24580", "24580", "có"] in [row[:6] for row in cells]


@pytest.mark.parametrize(
    ("data", "column", "sentence"),
    [
        ("a;b\n1;2\n", "", "Chưa rõ cột nào chứa địa chỉ. Các cột trong tệp: a; b."),
        ("a;b\n1;2\n", "Địa chỉ", "Chưa rõ cột nào chứa địa chỉ."),
        ("a\n", "", "Tệp không có dòng nào dưới dòng tên cột."),
        ("\xff", "", "không lưu theo mã UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_way_out(
    units: Cast, data: str, column: str, sentence: str
) -> None:
    answer = sent(units, data.encode("latin-1" if data == "\xff" else "utf-8"), column=column)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Job.objects.count() == 0


def test_a_long_file_becomes_a_job_and_goes_with_it(
    units: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(views, "_AT_ONCE", 1)
    data = f"text\n{OLD}\nBikini\n".encode()
    answer = sent(units, data)
    job = Job.objects.get()
    assert answer.url == reverse("jobs:job", args=[job.uid])
    assert sent(units, data).url == answer.url
    assert ("Yang" in str(vars(job)), job.label) == (False, "Tra cứu 2 địa chỉ cũ")
    done = jobs.run_next(lambda _job: actor_for(units.accounts["lan"]))
    assert done is not None
    rows = list(csv.reader(StringIO(jobs.path_of(done).read_text("utf-8-sig")), delimiter=";"))
    assert [row[1:5] for row in rows[1:]] == [["24583", "24580", "24580", "có"], ["", "", "", "không"]]
    Job.objects.update(keep_until=1)
    assert (jobs.sweep(), list((tmp_path / "jobs").iterdir())) == (1, [])


# ── the API ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_api_says_the_same(units: Cast) -> None:
    client = client_of(units.accounts["hoa"])
    one = client.get("/api/v1/resolve", {"text": OLD, "on": "2025-07-01"}).json()
    assert (one["certain"], one["best"]["code"], [unit["code"] for unit in one["meant"]]) == (
        True,
        "24580",
        ["24583"],
    )
    assert one["candidates"][0]["unit"]["within"] == ["Huyện Lắk", "Tỉnh Đắk Lắk"]
    many = client.post(
        "/api/v1/resolve", {"texts": [OLD, "Bikini"], "on": "2025-07-01"}, content_type="application/json"
    )
    assert [found["certain"] for found in many.json()] == [True, False]
    too_many = client.post("/api/v1/resolve", {"texts": [""] * 1_001}, content_type="application/json")
    assert too_many.status_code == 422
    assert client_of(None).get("/api/v1/resolve", {"text": OLD}).status_code == 401


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def ran(*words: str) -> str:
    out = StringIO()
    call_command("resolve", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def failed(*words: str) -> int:
    with pytest.raises(CommandError) as caught:
        ran(*words)
    return caught.value.returncode


def test_the_command_prints_the_file_with_five_more_columns(
    units: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = f'id,text,note\r\n01,"{OLD}",x\r\n02,24586\r\n\r\n03,,y\r\n'.encode("utf-8-sig")
    path = tmp_path / "dc.csv"
    path.write_bytes(data)
    asked = ("--column", "text", "--on", "2025-07-01", "--format", "csv")
    printed = ran(str(path), *asked)
    rows = list(csv.reader(StringIO(printed)))
    assert rows[0] == ["id", "text", "note", *COLUMNS]
    assert [row[:7] for row in rows[1:]] == [
        ["01", OLD, "x", "24583", "24580", "24580", "yes"],
        ["02", "24586", "", "24586", "24586+24580", "24586", "no"],
        ["03", "", "y", "", "", "", "no"],
    ]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(data)))
    assert ran("-", *asked) == printed
    with override("en"):
        assert json.loads(ran(str(path), "--on", "2025-07-01", "--format", "json"))[0]["certain"] == "yes"


def test_the_command_reads_workbooks(units: Cast, tmp_path: Path) -> None:
    path = tmp_path / "dc.xlsx"
    path.write_bytes(write_findings(["text"], [[OLD]]))
    [row] = json.loads(ran(str(path), "--on", "2025-07-01", "--format", "json"))
    assert (row["text"], row["best"]) == (OLD, "24580")


def test_the_command_says_what_is_missing(units: Cast, tmp_path: Path) -> None:
    path = tmp_path / "dc.csv"
    path.write_text("a\n1\n")
    assert (failed(str(path)), failed(str(tmp_path / "none.csv"))) == (MISUSED, MISSING)
    path.write_bytes(b"text\n\xff\n")
    assert failed(str(path)) == AMISS
    path.write_text("")
    assert failed(str(path)) == AMISS


def test_without_units_the_command_says_how_to_load_them(db: None, tmp_path: Path) -> None:
    path = tmp_path / "dc.csv"
    path.write_text("text\n4\n")
    assert failed(str(path)) == MISSING
