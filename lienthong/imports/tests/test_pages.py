"""The pages of imports, and the command: what is shown before and after, and what is refused."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from lienthong.identity.queries import actor_for
from lienthong.imports.models import Import, ImportState
from lienthong.kernel import jobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import read_sheet
from lienthong.kernel.models import Job
from lienthong.registry.models import Official, Post
from tests.cast import VALID, WEEK, Cast
from tests.client import client_of

from .files import OFFICIALS, VILLAGES, file_of

pytestmark = pytest.mark.django_db

DAY = "01/07/2025"
GOOD = ["Nguyễn Thị Lan", "Cán bộ", "24277", None, DAY, None]
BAD = ["Minh", "=1+1", "24278", None, DAY, None]


def send(cast: Cast, who: str, kind: str, data: bytes, name: str = "tệp.xlsx", **words: str) -> Any:
    client = client_of(cast.accounts[who])
    return client.post(
        reverse("imports:new", args=[kind]), {"file": SimpleUploadedFile(name, data), **words}, follow=True
    )


def post(cast: Cast, who: str, verb: str, **words: str) -> Any:
    where = reverse(f"imports:{verb}", args=[Import.objects.get().uid])
    return client_of(cast.accounts[who]).post(where, words, follow=True)


def test_a_file_is_previewed_confirmed_and_undone(coded: Cast) -> None:
    shown = send(coded, "lan", "officials", file_of(OFFICIALS, GOOD, BAD)).content.decode()
    assert "Đây là xem trước: chưa có gì được ghi." in shown
    assert "Ô này là công thức nên không đọc" in shown
    refused = post(coded, "lan", "confirm", rows="all")
    assert refused.status_code == 422
    assert "Có 1 dòng sai nên chưa ghi dòng nào" in refused.content.decode()
    assert Official.objects.count() == 0
    assert "Đã ghi 1 dòng." in post(coded, "lan", "confirm", rows="good").content.decode()
    assert Official.objects.get().name == "Nguyễn Thị Lan"
    assert "Lần nhập này đã được hoàn tác." in post(coded, "lan", "undo").content.decode()
    assert Official.objects.count() == 0


def test_the_rows_that_are_wrong_can_be_taken_along(coded: Cast) -> None:
    send(coded, "lan", "officials", file_of(OFFICIALS, GOOD, BAD))
    client = client_of(coded.accounts["lan"])
    where = reverse("imports:import", args=[Import.objects.get().uid])
    only_wrong = client.get(where, {"loc": "sai"}).content.decode()
    assert ("Minh" in only_wrong, "Nguyễn Thị Lan" in only_wrong) == (True, False)
    sheet = read_sheet("dong-sai.xlsx", client.get(f"{where}dong-sai/").content)
    cells = [[cell.text for cell in row.cells.values()] for row in sheet.rows]
    assert cells[0][:3] == ["Dòng", "Cần sửa", "Họ và tên"]
    assert (cells[1][0], cells[1][2]) == ("3", "Minh")
    assert "Ô này là công thức" in cells[1][1]


def test_a_file_that_cannot_be_read_is_refused_on_the_same_page(coded: Cast) -> None:
    answer = send(coded, "lan", "officials", b"no workbook at all")
    assert answer.status_code == 422
    assert "không phải tệp Excel" in answer.content.decode()
    assert Import.objects.count() == 0
    empty = client_of(coded.accounts["lan"]).post(reverse("imports:new", args=["officials"]))
    assert "Hãy chọn một tệp." in empty.content.decode()


def test_returns_are_sent_for_a_week_and_the_template_knows_the_villages(coded: Cast) -> None:
    client = client_of(coded.accounts["lan"])
    said = {"series": "tuan", "period": WEEK}
    template = client.get(reverse("imports:template", args=["returns"]), said).content
    names = [row.cells[2].text for row in read_sheet("mau.xlsx", template).rows]
    assert names == ["Tên thôn, tổ dân phố", "Như trong danh sách của xã.", "v1", "v2", "v3"]
    form = coded.asked().form
    headings = ["Tên thôn, tổ dân phố", *(form.fields[code].label["vi"] for code in VALID)]
    send(coded, "lan", "returns", file_of(headings, ["v1", *VALID.values()]), submit="on", **said)
    post(coded, "lan", "confirm")
    assert coded.entry("v1").state == "submitted"


def test_an_unknown_week_or_kind_is_refused(coded: Cast) -> None:
    answer = send(coded, "lan", "returns", file_of(["x"], ["y"]), series="tuan", period="2026-W99")
    assert answer.status_code == 422
    assert "không phải là một tuần" in answer.content.decode()
    assert client_of(coded.accounts["lan"]).get("/nhap-tu-tep/moi/cats/").status_code == 404


def test_another_way_of_reading_is_chosen_on_the_preview(coded: Cast) -> None:
    send(coded, "duc", "villages", file_of(VILLAGES, ["Th«n §«ng", "24277", DAY, None, None]))
    assert Import.objects.get().wrong == 1
    post(coded, "duc", "again", legacy="on")
    assert (Import.objects.get().wrong, Import.objects.get().new) == (0, 1)
    post(coded, "duc", "discard")
    assert Import.objects.count() == 0


def test_a_big_file_is_written_in_the_queue_once(coded: Cast) -> None:
    rows = [[f"Người {number}", "Cán bộ", "24277", None, DAY, None] for number in range(1_001)]
    send(coded, "lan", "officials", file_of(OFFICIALS, *rows))
    post(coded, "lan", "confirm")
    assert (Post.objects.count(), Job.objects.get().state) == (0, "queued")

    def whoever_asked(job: Job) -> Actor | None:
        return actor_for(coded.accounts["lan"])

    done = jobs.run_next(whoever_asked)
    assert done is not None
    assert (done.state, done.fault, done.link) == (
        "done",
        "",
        reverse("imports:import", args=[Import.objects.get().uid]),
    )
    assert (Post.objects.count(), Import.objects.get().state) == (1_001, ImportState.DONE)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def run(*words: str) -> Any:
    out = StringIO()
    call_command("import", "--format", "json", *words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_says_what_is_wrong_writes_nothing_and_fails(coded: Cast, tmp_path: Path) -> None:
    path = tmp_path / "cán bộ.xlsx"
    path.write_bytes(file_of(OFFICIALS, GOOD, BAD))
    for words in (["--dry-run"], []):
        out = StringIO()
        with pytest.raises(CommandError, match="1 rows are wrong") as failed:
            call_command("import", "officials", str(path), *words, "--format", "json", stdout=out)
        (told,) = json.loads(out.getvalue())
        assert (failed.value.returncode, told["row"], told["outcome"]) == (1, 3, "wrong")
    assert (Official.objects.count(), Import.objects.count()) == (0, 0)
    with pytest.raises(CommandError) as failed:
        call_command("import", "officials", str(path), "--good-rows-only", stdout=StringIO())
    assert (failed.value.returncode, Official.objects.count()) == (1, 1)


def test_the_command_imports_lists_and_undoes(coded: Cast, tmp_path: Path) -> None:
    path = tmp_path / "thôn.xlsx"
    path.write_bytes(file_of(OFFICIALS, GOOD))
    assert run("officials", str(path), "--dry-run") == []
    (done,) = run("officials", str(path))
    assert (done["state"], done["new"], Official.objects.count()) == ("done", 1, 1)
    assert [one["uid"] for one in run("list")] == [done["uid"]]
    (undone,) = run("undo", done["uid"])
    assert (undone["state"], Official.objects.count()) == ("undone", 0)
    with pytest.raises(CommandError) as failed:
        run("officials", str(tmp_path / "none.xlsx"))
    assert failed.value.returncode == 3
