"""Files in pieces: a line may be cut at any byte, a piece may come twice, the disk may fill; the file comes out whole or not."""

from __future__ import annotations

import base64
import errno
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.http import UnreadablePostError
from django.urls import reverse

from lienthong.kernel import files
from lienthong.kernel.errors import NotAllowed, NotFound, TooMany, WrongData, WrongMoment
from lienthong.kernel.files import uploads
from lienthong.kernel.models import Attachment, Upload
from lienthong.reports.models import Return
from tests.cast import Cast
from tests.client import client_of

from . import made_files as made

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

TEXT = "Biên bản họp thôn ngày 22".encode()
DIGEST = hashlib.sha256(TEXT).hexdigest()
TUS = {"tus-resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    """Give each test a store of its own, and no scanner."""
    settings.HOME, settings.CLAMD, settings.FILES_S3_URL = tmp_path, "", ""


@pytest.fixture
def entry(cast: Cast) -> Return:
    """Return the return of village v1."""
    return cast.save("nga", "v1")


def start(cast: Cast, entry: Return, who: str = "nga", **words: Any) -> Upload:
    """Begin to send the text."""
    said: dict[str, Any] = {"name": "a.txt", "size": len(TEXT), "sha256": DIGEST, **words}
    return uploads.start_upload(actor=cast.actor(who), kind="return", subject=entry.uid, **said)


def send(cast: Cast, upload: Upload, offset: int, *blocks: bytes, who: str = "nga") -> int:
    """Send a piece."""
    return uploads.receive(actor=cast.actor(who), uid=upload.uid, offset=offset, blocks=blocks)


def cut_after(data: bytes, block: int = 7) -> Iterator[bytes]:
    """Yield bytes as a line brings them that then breaks."""
    for at in range(0, len(data), block):
        yield data[at : at + block]
    raise UnreadablePostError("the line was cut")


def whole(cast: Cast) -> bytes:
    """Return the one file that has come of it."""
    with files.content_of(cast.actor("nga"), Attachment.objects.get().uid)[1] as stream:
        return stream.read()


# ── the service ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_upload_goes_on_after_a_cut_at_any_byte(cast: Cast, entry: Return) -> None:
    nga = cast.actor("nga")
    for cut in range(len(TEXT) + 1):
        Attachment.objects.filter(sent_sha256=DIGEST).update(sent_sha256=f"{cut:064}")
        upload = start(cast, entry)
        with pytest.raises(UnreadablePostError):
            uploads.receive(actor=nga, uid=upload.uid, offset=0, blocks=cut_after(TEXT[:cut]))
        assert start(cast, entry) == upload
        assert uploads.offset_of(upload) == cut
        assert send(cast, upload, cut, TEXT[cut:]) == len(TEXT)
        made_file = Upload.objects.get(uid=upload.uid).attachment
        assert made_file is not None
        with files.content_of(nga, made_file.uid)[1] as stream:
            assert stream.read() == TEXT
    assert Attachment.objects.count() == len(TEXT) + 1


def test_a_piece_that_comes_twice_changes_nothing(cast: Cast, entry: Return) -> None:
    upload = start(cast, entry)
    assert send(cast, upload, 0, TEXT[:10]) == 10
    for wrong in (0, 9, 11, 500):
        with pytest.raises(WrongMoment, match="10 byte"):
            send(cast, upload, wrong, TEXT[:10])
    assert uploads.offset_of(upload) == 10
    assert send(cast, upload, 10, TEXT[10:]) == len(TEXT)
    assert send(cast, upload, 10, TEXT[10:]) == len(TEXT)
    assert (Attachment.objects.count(), whole(cast)) == (1, TEXT)


def test_the_last_answer_may_be_lost(cast: Cast, entry: Return, tmp_path: Path) -> None:
    upload = start(cast, entry)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / str(upload.uid)).write_bytes(TEXT)  # all had arrived when the process was killed
    assert send(cast, upload, len(TEXT)) == len(TEXT)
    assert send(cast, upload, len(TEXT)) == len(TEXT)
    assert (Attachment.objects.count(), list((tmp_path / "uploads").iterdir())) == (1, [])


def test_more_than_was_announced_is_refused_and_what_was_there_stays(cast: Cast, entry: Return) -> None:
    upload = start(cast, entry)
    send(cast, upload, 0, TEXT[:10])
    with pytest.raises(WrongData, match="dài hơn"):
        send(cast, upload, 10, TEXT[10:], b"!")
    assert (uploads.offset_of(upload), Attachment.objects.count()) == (10, 0)


def test_bytes_that_changed_on_the_way_are_noticed(cast: Cast, entry: Return, tmp_path: Path) -> None:
    upload = start(cast, entry)
    with pytest.raises(WrongData, match="đường truyền"):
        send(cast, upload, 0, TEXT[::-1])
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_what_may_not_be_kept_is_forgotten(cast: Cast, entry: Return) -> None:
    data = b"<html>" + bytes(4)
    upload = start(cast, entry, size=len(data), sha256="")
    with pytest.raises(WrongData):
        send(cast, upload, 0, data)
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_full_disk_keeps_what_was_there_before(
    cast: Cast, entry: Return, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    upload = start(cast, entry)
    send(cast, upload, 0, TEXT[:10])

    def filling() -> Iterator[bytes]:
        yield TEXT[10:15]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(WrongMoment, match="hết chỗ"):
        uploads.receive(actor=cast.actor("nga"), uid=upload.uid, offset=10, blocks=filling())
    assert caplog.messages == ["no room left on the disk for a piece of an upload"]
    assert uploads.offset_of(upload) == 10
    with monkeypatch.context() as later:
        later.setattr(os, "fsync", full)
        with pytest.raises(WrongMoment, match="hết chỗ"):
            send(cast, upload, 10, TEXT[10:])
    assert (uploads.offset_of(upload), Attachment.objects.count()) == (len(TEXT), 0)
    assert send(cast, upload, len(TEXT)) == len(TEXT)
    assert whole(cast) == TEXT


def full(_handle: int) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_two_lines_do_not_write_the_same_file_at_once(cast: Cast, entry: Return) -> None:
    upload = start(cast, entry)

    def meanwhile() -> Iterator[bytes]:
        yield TEXT[:5]
        with pytest.raises(WrongMoment, match="đường khác"):
            send(cast, upload, 5, TEXT[5:])
        yield TEXT[5:]

    uploads.receive(actor=cast.actor("nga"), uid=upload.uid, offset=0, blocks=meanwhile())
    assert whole(cast) == TEXT


def test_an_upload_is_its_senders_alone(cast: Cast, entry: Return) -> None:
    upload = start(cast, entry)
    for who in ("lan", "minh", "duc"):
        with pytest.raises(NotFound):
            send(cast, upload, 0, TEXT, who=who)
        with pytest.raises(NotFound):
            uploads.cancel_upload(actor=cast.actor(who), uid=upload.uid)
    assert start(cast, entry, "lan") != upload
    for who, refusal in (("minh", NotFound), ("quan", NotAllowed)):
        with pytest.raises(refusal):
            start(cast, entry, who)


@pytest.mark.parametrize("words", [{"size": 0}, {"size": 21 * 1024 * 1024}, {"sha256": "xyz"}])
def test_an_upload_that_cannot_end_well_is_not_begun(
    cast: Cast, entry: Return, words: dict[str, Any]
) -> None:
    with pytest.raises(WrongData):
        start(cast, entry, **words)
    assert Upload.objects.count() == 0


def test_nobody_begins_more_than_so_many(cast: Cast, entry: Return) -> None:
    for number in range(20):
        start(cast, entry, sha256=f"{number:064}")
    with pytest.raises(TooMany):
        start(cast, entry)
    assert start(cast, entry, sha256=f"{7:064}").sha256 == f"{7:064}"


def test_what_nobody_goes_on_with_is_swept(cast: Cast, entry: Return, tmp_path: Path) -> None:
    old, young = start(cast, entry), start(cast, entry, "lan")
    send(cast, old, 0, TEXT[:5])
    send(cast, young, 0, TEXT[:5], who="lan")
    Upload.objects.filter(pk=old.pk).update(touched=old.touched - uploads.KEEP_SECONDS - 5)
    out = io.StringIO()
    call_command("sweep", "--format", "csv", stdout=out)
    assert "broken-off uploads,1" in out.getvalue().splitlines()
    assert [one.name for one in (tmp_path / "uploads").iterdir()] == [str(young.uid)]


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def metadata(**words: str) -> str:
    """Return words as the protocol writes them."""
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in words.items())


def patch(client: Any, url: str, offset: int, data: bytes) -> Any:
    """Send a piece as the script does."""
    kind = "application/offset+octet-stream"
    return client.patch(url, data, content_type=kind, headers={**TUS, "upload-offset": str(offset)})


def begin(client: Any, entry: Return, **headers: str) -> Any:
    """Begin to send as the script does."""
    said = {
        "upload-length": str(len(TEXT)),
        "upload-metadata": metadata(filename="Biên bản.txt", sha256=DIGEST),
    }
    return client.post(reverse("files:begin", args=["return", entry.uid]), headers={**TUS, **said, **headers})


def test_the_protocol_is_spoken_from_beginning_to_end(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    answer = begin(client, entry)
    url = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (201, "0", "1.0.0")
    for cut in range(len(TEXT)):
        far = client.head(url, headers=TUS)
        assert (far["Upload-Offset"], far["Upload-Length"]) == (str(cut), str(len(TEXT)))
        assert "no-store" in far["Cache-Control"]
        sent = patch(client, url, cut, TEXT[cut : cut + 1])
        assert (sent.status_code, sent["Upload-Offset"]) == (204, str(cut + 1))
    assert (whole(cast), Attachment.objects.get().name) == (TEXT, "Biên bản.txt")
    assert client.head(url, headers=TUS)["Upload-Offset"] == str(len(TEXT))


def test_the_protocol_says_what_it_can_and_refuses_what_it_cannot(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    where = reverse("files:begin", args=["return", entry.uid])
    can = client.options(where)
    assert (can.status_code, can["Tus-Version"], can["Tus-Extension"]) == (
        204,
        "1.0.0",
        "creation,termination",
    )
    assert client.post(where, headers={"tus-resumable": "0.2.2"}).status_code == 412
    url = begin(client, entry)["Location"]
    assert client.patch(url, TEXT, content_type="text/plain", headers=TUS).status_code == 415
    wrong = patch(client, url, 3, TEXT)
    assert (wrong.status_code, "0 byte" in wrong.json()["title"]) == (409, True)
    assert begin(client, entry, **{"upload-length": "-5"}).status_code == 422
    assert begin(client, entry, **{"upload-metadata": "filename ***"}).status_code == 422
    assert client.delete(url, headers=TUS).status_code == 204
    assert client.head(url, headers=TUS).status_code == 404
    assert client_of(cast.accounts["minh"]).post(where, headers=TUS).status_code == 422
    assert begin(client_of(cast.accounts["minh"]), entry).status_code == 404


def test_a_refusal_reaches_the_script_as_its_sentence(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    data = made.zipped({"a": "b"})
    said = {"upload-length": str(len(data)), "upload-metadata": metadata(filename="a.zip")}
    url = begin(client, entry, **said)["Location"]
    answer = patch(client, url, 0, data)
    assert (answer.status_code, "Tệp nén" in answer.json()["title"]) == (422, True)


def test_without_its_token_nothing_is_begun(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    client.handler.enforce_csrf_checks = True
    assert begin(client, entry).status_code == 403
    assert Upload.objects.count() == 0


class CutLine(io.BytesIO):
    """A body whose line breaks after what it has brought."""

    def read(self, size: int | None = -1) -> bytes:
        taken = super().read(size)
        if not taken:
            raise OSError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        return taken


def test_a_line_that_is_cut_leaves_what_it_brought(cast: Cast, entry: Return) -> None:
    client = client_of(cast.accounts["nga"])
    url = begin(client, entry)["Location"]
    line: dict[str, Any] = {"wsgi.input": CutLine(TEXT[:11])}
    kind = "application/offset+octet-stream"
    cut = client.generic("PATCH", url, TEXT, kind, headers={**TUS, "upload-offset": "0"}, **line)
    assert cut.status_code == 400
    assert client.head(url, headers=TUS)["Upload-Offset"] == "11"
    assert patch(client, url, 11, TEXT[11:])["Upload-Offset"] == str(len(TEXT))
    assert whole(cast) == TEXT
