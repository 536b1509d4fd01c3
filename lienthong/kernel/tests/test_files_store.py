"""Where bytes lie: the same promises from a folder and from S3 storage; and what a full disk does."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.files.store import DiskStore, Store, store

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

DATA = "Biên bản".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["disk", "s3"])
def place(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Store:
    """Return an empty store of each kind."""
    settings.HOME = tmp_path
    if request.param == "s3":
        settings.FILES_S3_URL = request.getfixturevalue("bucket")
    return store()


def test_what_was_put_comes_back_and_goes_away(place: Store) -> None:
    assert (place.has(DIGEST), list(place.names())) == (False, [])
    place.put(DIGEST, DATA)
    place.put(DIGEST, DATA)
    assert (place.has(DIGEST), list(place.names())) == (True, [DIGEST])
    with place.open(DIGEST) as stream:
        assert stream.read() == DATA
    place.remove(DIGEST)
    place.remove(DIGEST)
    assert (place.has(DIGEST), list(place.names())) == (False, [])
    with pytest.raises(FileNotFoundError):
        place.open(DIGEST)


def test_bytes_lie_under_their_digest_and_nothing_else_is_left(tmp_path: Path) -> None:
    DiskStore(tmp_path).put(DIGEST, DATA)
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_nothing_half_written_and_tells_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    with pytest.raises(WrongMoment) as refused:
        DiskStore(tmp_path).put(DIGEST, DATA)
    assert "hết chỗ" in str(refused.value.sentence)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert [(one.levelno, one.getMessage()) for one in caplog.records] == [
        (logging.CRITICAL, "no room left on the disk for a file")
    ]


def test_storage_that_does_not_answer_is_told_to_both(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FILES_S3_URL = "http://a:b@127.0.0.1:9/bucket"
    with pytest.raises(WrongMoment):
        store().put(DIGEST, DATA)
    assert "the file storage gives no answer: EndpointConnectionError" in caplog.messages
