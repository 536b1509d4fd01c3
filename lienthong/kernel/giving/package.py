"""A unit's data as a Frictionless Data Package in a ZIP: ``datapackage.json``, CSV files, and the files that it names.

See docs/reference/unit-export.md. Tables are written row by row: an export of a whole province needs no more memory than one
of a commune.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from .. import clock
from ..actor import Actor
from .said import Extent, Given, Value, folders, tables

# Says how many rows and files are written, and of what.
Tell = Callable[[int, str], None]
_BLOCK: Final = 1024 * 1024
_FORMAT: Final = "lienthong-unit/1"


class _Counted(io.RawIOBase):
    """Passes bytes on, and counts them and their digest."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.size, self.digest = 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._target.write(data)
        self.size += len(data)
        self.digest.update(data)
        return len(data)

    def told(self) -> dict[str, Any]:
        """Return how many bytes went through, and their digest, as a resource says them."""
        return {"bytes": self.size, "hash": f"sha256:{self.digest.hexdigest()}"}


def write_package(target: Path, actor: Actor, extent: Extent, tell: Tell) -> int:
    """Write all that rooms give of a unit, as an actor may see it; return how many rows. Half a file is never left."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as package:
            writer = _Writer(package, tell)
            for table in tables():
                writer.table(table, table.rows(actor, extent))
            for folder in folders():
                for file in folder.files(actor, extent):
                    with file.open() as stream:
                        writer.file(f"{folder.folder}/{file.path}", file.media_type, stream)
            writer.close(extent)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return writer.rows


class _Writer:
    """What was written so far, and how it is described."""

    def __init__(self, package: zipfile.ZipFile, tell: Tell) -> None:
        self._package, self._tell = package, tell
        self._resources: list[dict[str, Any]] = []
        self.rows = 0

    def table(self, table: Given, rows: Iterable[Sequence[Value]]) -> None:
        """Write one table."""
        path = f"data/{table.name}.csv"
        with self._part(path) as counted:
            text = io.TextIOWrapper(io.BufferedWriter(counted), "utf-8", newline="")
            writer = csv.writer(text)
            writer.writerow([column.name for column in table.columns])
            for row in rows:
                writer.writerow([_as_text(value) for value in row])
                self.rows += 1
                self._tell(self.rows, str(table.title))
            text.flush()
            text.detach().detach()  # neither is to close what the package writes on into
        self._resources.append(
            {
                "name": table.name,
                "path": path,
                "title": str(table.title),
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **counted.told(),
                "schema": _schema(table),
            }
        )

    def file(self, path: str, media_type: str, stream: IO[bytes]) -> None:
        """Write one file as it is."""
        with self._part(path) as counted:
            while block := stream.read(_BLOCK):
                counted.write(block)
        name = path.lower().replace("/", "-")
        self._resources.append({"name": name, "path": path, "mediatype": media_type, **counted.told()})
        self._tell(self.rows, path.partition("/")[0])

    def close(self, extent: Extent) -> None:
        """Write what describes all of it."""
        described = {
            "profile": "data-package",
            "name": f"lienthong-{extent.uid}",
            "title": extent.title,
            "created": clock.now().isoformat(),
            "lienthong": {"format": _FORMAT, "unit": str(extent.uid)},
            "resources": self._resources,
        }
        self._package.writestr("datapackage.json", json.dumps(described, ensure_ascii=False, indent=1))

    @contextmanager
    def _part(self, path: str) -> Iterator[_Counted]:
        with self._package.open(path, "w", force_zip64=True) as target:
            yield _Counted(target)


def _schema(table: Given) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": column.name, "type": column.type} for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.points_to:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": key}}
            for column, (other, key) in table.points_to.items()
        ]
    return schema


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
