"""Where bytes lie, each once under its SHA-256: in a folder, or in S3-compatible storage. Knows nothing of rows."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol, cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from ..errors import WrongMoment
from ..folders import shared

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Store(Protocol):
    """Keeps bytes under their SHA-256. Every one of these may be repeated without harm."""

    def put(self, sha256: str, data: bytes) -> None:
        """Keep bytes; they are safely written when this returns. WrongMoment where there is no room for them."""

    def has(self, sha256: str) -> bool:
        """Say whether bytes are there."""

    def open(self, sha256: str) -> IO[bytes]:
        """Return a stream of bytes; FileNotFoundError where they are not there."""

    def remove(self, sha256: str) -> None:
        """Remove bytes."""

    def names(self) -> Iterator[str]:
        """Yield the SHA-256 of everything that is there."""


def store() -> Store:
    """Return the store of this installation."""
    return _s3(settings.FILES_S3_URL) if settings.FILES_S3_URL else DiskStore(shared("files"))


@contextmanager
def told_when_full(what: str) -> Iterator[None]:
    """Turn a full disk into a sentence for the person and a line for IT."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        logger.critical("no room left on the disk for %s", what)
        raise WrongMoment(
            _(
                "Kho tệp đã hết chỗ nên chưa lưu được gì. Bộ phận kỹ thuật đã được báo; "
                "hãy giữ tệp trên máy và thử lại sau."
            )
        ) from None


class DiskStore:
    """A folder: ab/cd/abcd…, each written beside its place, brought to the disk, and moved there in one step."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: str, data: bytes) -> None:
        place = self._place(sha256)
        if place.exists():
            return
        with told_when_full("a file"):
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".new-", dir=place.parent)
            try:
                with os.fdopen(handle, "wb") as target:
                    target.write(data)
                    target.flush()
                    os.fsync(target.fileno())
                os.replace(temporary, place)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise
            _sync_folder(place.parent)

    def has(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def open(self, sha256: str) -> IO[bytes]:
        return self._place(sha256).open("rb")

    def remove(self, sha256: str) -> None:
        self._place(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        for place in sorted(self._folder.glob("??/??/*")):
            if not place.name.startswith("."):
                yield place.name

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk too: a row that was committed must not point at a name that a power cut took."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class S3Store:
    """A bucket of S3-compatible storage, below a prefix."""

    def __init__(self, client: S3Client, bucket: str, prefix: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix

    def put(self, sha256: str, data: bytes) -> None:
        if self.has(sha256):
            return
        with _storage_answers():
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + sha256, Body=data)

    def has(self, sha256: str) -> bool:
        from botocore.exceptions import ClientError

        with _storage_answers():
            try:
                self._client.head_object(Bucket=self._bucket, Key=self._prefix + sha256)
            except ClientError as error:
                if _is_missing(error):
                    return False
                raise
        return True

    def open(self, sha256: str) -> IO[bytes]:
        from botocore.exceptions import ClientError

        with _storage_answers():
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=self._prefix + sha256)
            except ClientError as error:
                if _is_missing(error):
                    raise FileNotFoundError(sha256) from None
                raise
        return cast("IO[bytes]", found["Body"])

    def remove(self, sha256: str) -> None:
        with _storage_answers():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + sha256)

    def names(self) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        for page in pages:
            yield from (one["Key"].removeprefix(self._prefix) for one in page.get("Contents", []))


def _is_missing(error: Exception) -> bool:
    answer = getattr(error, "response", {})
    return str(answer.get("Error", {}).get("Code")) in {"404", "NoSuchKey", "NotFound"}


@contextmanager
def _storage_answers() -> Iterator[None]:
    """Turn storage that gives no answer into a sentence for the person and a line for IT."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        logger.critical("the file storage gives no answer: %s", type(error).__name__)
        raise WrongMoment(
            _(
                "Kho tệp tạm thời không trả lời nên chưa làm được gì. Bộ phận kỹ thuật đã được báo; hãy thử lại sau."
            )
        ) from None


@lru_cache(maxsize=4)
def _s3(url: str) -> S3Store:
    """Open the storage that a setting names: https://KEY:SECRET@host/bucket/prefix?region=…"""
    import boto3  # takes a third of a second to load, and most installations never need it
    from botocore.config import Config

    parts = urlsplit(url)
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    client = boto3.client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        aws_access_key_id=unquote(parts.username or ""),
        aws_secret_access_key=unquote(parts.password or ""),
        region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 3},
            s3={"addressing_style": "path"},
            # Sent plainly signed: not every storage knows the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    return S3Store(client, bucket, f"{prefix}/" if prefix else "")
