"""What forms give of a unit's data: every published version, whole."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from typing import IO

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.giving import Column, Extent, Given, GivenFile, GivenFiles, Value

from . import queries


def _rows(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    for one in queries.published_versions():
        path = f"forms/{_path(one.form.code, one.number)}"
        yield [one.uid, one.form.code, one.number, one.in_force_from, one.published_at, path]


def _path(code: str, number: int) -> str:
    return f"{code}-v{number}.json"


def _files(actor: Actor, extent: Extent) -> Iterator[GivenFile]:
    for one in queries.published_versions():
        text = json.dumps(one.definition, ensure_ascii=False, indent=1)
        yield GivenFile(_path(one.form.code, one.number), "application/json", partial(_opened, text))


def _opened(text: str) -> IO[bytes]:
    return io.BytesIO(text.encode())


VERSIONS = Given(
    "form_versions",
    _("Phiên bản biểu mẫu"),
    [
        Column("id"),
        Column("form"),
        Column("number", "integer"),
        Column("in_force_from", "date"),
        Column("published_at", "datetime"),
        Column("path"),
    ],
    _rows,
    key=["id"],
)
DEFINITIONS = GivenFiles("forms", _files)
