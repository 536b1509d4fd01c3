"""Pages of files: the list of a row, the plain form, the download, the deletion; and the store for IT staff."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.kernel import files, jobs
from lienthong.kernel.models import Attachment, ContentState, Job, StoredContent
from lienthong.reports.models import Return
from tests.cast import WEEK, Cast
from tests.client import client_of

from . import made_files as made
from .fake_clamd import listening

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

TEXT = "Biên bản họp".encode()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    """Give each test a store of its own, and no scanner."""
    settings.HOME, settings.CLAMD, settings.FILES_S3_URL = tmp_path, "", ""


@pytest.fixture
def entry(cast: Cast) -> Return:
    """Return the return of village v1."""
    return cast.save("nga", "v1")


def page_of(entry: Return) -> str:
    """Return the address of the files of a return."""
    return reverse("files:files", args=["return", entry.uid])


def post(client: Any, entry: Return, *sent: tuple[str, bytes]) -> Any:
    """Send files by the plain form."""
    return client.post(page_of(entry), {"file": [SimpleUploadedFile(name, data) for name, data in sent]})


def add(cast: Cast, entry: Return, data: bytes = TEXT, name: str = "bien-ban.txt") -> Attachment:
    """Let Nga hang a file on a return."""
    return files.add_file(actor=cast.actor("nga"), kind="return", subject=entry.uid, name=name, data=data)


def test_the_page_of_a_return_leads_to_its_files(cast: Cast, entry: Return) -> None:
    where = reverse("reports:return", args=["tuan", WEEK, cast.province["v1"].uid])
    assert page_of(entry) in client_of(cast.accounts["lan"]).get(where).content.decode()


def test_a_plain_form_takes_files_and_says_of_each_that_it_does_not(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    assert post(client, entry, ("Biên bản.txt", TEXT), ("anh.jpg", made.photo())).status_code == 302
    page = client.get(page_of(entry)).content.decode()
    assert "Biên bản.txt" in page
    assert "bí mật nhà nước" in page
    assert (">v1<" in page, "Nga<" in page.partition("<main")[2]) == (True, False)
    answer = post(client, entry, ("tot.txt", b"tot"), ("xau.svg", b"<svg/>"))
    assert answer.status_code == 422
    assert "xau.svg: Trang web, tệp SVG" in answer.content.decode()
    assert Attachment.objects.count() == 3


def test_a_name_of_tags_is_shown_as_text(cast: Cast, entry: Return) -> None:
    add(cast, entry, name="<b>&'x.txt")
    page = client_of(cast.accounts["nga"]).get(page_of(entry)).content.decode()
    assert ("-b-&amp;’x.txt" in page, "<b>&" in page) == (True, False)


@pytest.mark.parametrize(
    ("size", "word"), [(0, "Hãy chọn một tệp"), (1, "trống"), (1_100_000, "1 MB"), (2_200_000, "1 MB")]
)
def test_no_file_an_empty_one_and_one_too_big_are_told_apart(
    cast: Cast, entry: Return, settings: Settings, size: int, word: str
) -> None:
    settings.FILES_MOST_MB = 1
    client = client_of(cast.accounts["nga"])
    sent = [("a.txt", b"a" * size if size > 1 else b"")] if size else []
    answer = post(client, entry, *sent)
    assert (answer.status_code, word in answer.content.decode()) == (422, True)
    assert Attachment.objects.count() == 0


def test_a_file_is_handed_out_as_a_download_and_nothing_else(cast: Cast, entry: Return) -> None:
    made_file = add(cast, entry, made.paper(), "Biên bản “số 1”.pdf")
    answer = client_of(cast.accounts["lan"]).get(
        reverse("files:file", args=[made_file.uid]), headers={"accept-encoding": "gzip"}
    )
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    told = {
        name: answer[name]
        for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Content-Length")
    }
    assert told == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Length": str(made_file.size),
    }
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%C3%AAn%20b%E1%BA%A3n")
    assert {"no-store", "private"} <= {word.strip() for word in answer["Cache-Control"].split(",")}


def test_a_file_goes_with_a_reason_and_leaves_its_tombstone(cast: Cast, entry: Return) -> None:
    client, made_file = client_of(cast.accounts["lan"]), add(cast, entry)
    where = reverse("files:delete", args=[made_file.uid])
    assert "bien-ban.txt" in client.get(where).content.decode()
    assert client.post(where, {"reason": " "}).status_code == 422
    assert client.post(where, {"reason": "Gửi nhầm"}).status_code == 302
    page = client.get(page_of(entry)).content.decode()
    assert ("bien-ban.txt" in page, "Gửi nhầm" in page, "Đã xóa" in page) == (False, True, True)
    assert client.get(reverse("files:file", args=[made_file.uid])).status_code == 404


def test_the_person_is_told_of_malware_and_of_a_file_that_waits(
    cast: Cast, entry: Return, settings: Settings
) -> None:
    client = client_of(cast.accounts["nga"])
    post(client, entry, ("cai-dat.txt", made.eicar()))
    settings.CLAMD = "127.0.0.1:9"
    post(client, entry, ("cho.txt", b"cho"))
    page = client.get(page_of(entry)).content.decode()
    assert ("Tệp có mã độc, đã bị cách ly:" in page, "Test.EICAR" in page, "Chờ quét mã độc" in page) == (
        True,
        True,
        True,
    )
    for one in Attachment.objects.all():
        assert reverse("files:file", args=[one.uid]) + '"' not in page
        assert client.get(reverse("files:file", args=[one.uid])).status_code == 409


def test_the_list_is_searched_filtered_and_taken_away(cast: Cast, entry: Return) -> None:
    add(cast, entry)
    add(cast, entry, made.paper(), "ke hoach.pdf")
    client = client_of(cast.accounts["lan"])
    for query, found in (
        ("?tim=ke", {"ke hoach.pdf"}),
        ("?loai=txt", {"bien-ban.txt"}),
        ("?tim=%25", set()),
        ("?loai=x", {"ke hoach.pdf", "bien-ban.txt"}),
    ):
        page = client.get(page_of(entry) + query).content.decode()
        assert {name for name in ("ke hoach.pdf", "bien-ban.txt") if name in page} == found
    answer = client.get(page_of(entry) + "?as=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = {str(cell) for row in sheet.values for cell in row}
    assert {"ke hoach.pdf", "bien-ban.txt", "v1"} <= cells


def test_the_list_costs_as_many_statements_with_ten_files_as_with_one(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["lan"])
    counts = []
    for number in range(10):
        add(cast, entry, f"Tệp {number}".encode())
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(entry))
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_it_staff_see_states_and_findings_but_no_names(cast: Cast, entry: Return) -> None:
    add(cast, entry, name="Nguyen Van Bia.txt")
    add(cast, entry, made.eicar(), "Tran Thi Dat.txt")
    client = client_of(cast.accounts["duc"])
    page = client.get(reverse("files:store")).content.decode()
    assert ("Test.EICAR" in page, "Nguyen Van Bia" in page, "Tran Thi Dat" in page) == (True, False, False)
    assert "Chưa nối với chương trình quét mã độc" in page
    kept = client.get(reverse("files:store") + "?tinh_trang=quarantined&as=csv").content.decode("utf-8-sig")
    assert ("Test.EICAR" in kept, "Đã kiểm tra" in kept, "Tran Thi Dat" in kept) == (True, False, False)


def test_it_staff_rescan_what_waits_as_a_job(cast: Cast, entry: Return, settings: Settings) -> None:
    settings.CLAMD = "127.0.0.1:9"
    add(cast, entry)
    client = client_of(cast.accounts["duc"])
    assert "Chương trình quét mã độc không trả lời" in client.get(reverse("files:store")).content.decode()
    assert client_of(cast.accounts["lan"]).post(reverse("files:rescan")).status_code == 403
    assert Job.objects.count() == 0
    assert client.post(reverse("files:rescan")).status_code == 302
    with listening() as where:
        settings.CLAMD = where
        ended = jobs.run_next(lambda _job: cast.actor("duc"))
    assert ended is not None
    assert (ended.state, ended.link) == ("done", reverse("files:store"))
    assert StoredContent.objects.get().state == ContentState.CLEAN
