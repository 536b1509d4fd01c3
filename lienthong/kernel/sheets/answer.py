"""Answering a request with a table as a file, and writing one from a job."""

from __future__ import annotations

import io
from collections.abc import Sized
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from .. import audit
from ..errors import WrongData
from ..languages import language_here
from ..replica import on_primary
from ..request import Request
from ..text import search_key
from .csv_file import write_csv
from .pdf import write_pdf
from .table import Document, Form
from .xlsx import write_xlsx

# So many rows that leave at once are told to the audit.
BULK = 1_000
TOO_LONG_FOR_PAPER = 5_000

_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.PDF: "application/pdf",
}


def wanted(request: HttpRequest) -> Form | None:
    """Return the kind of file that a request asks for (``?as=``), None where it wants the page."""
    asked = request.GET.get("as", "")
    return Form(asked) if asked in set(Form) else None


def answer(
    request: Request, document: Document, form: Form, *, stream: UUID = audit.SYSTEM, personal: bool = False
) -> HttpResponse:
    """Return a document as a file. Many rows, and personal ones however few, leave an entry in the audit.

    WrongData where a document is too long for paper.
    """
    rows = sum(len(table.rows) for table in document.tables if isinstance(table.rows, Sized))
    if form is Form.PDF and rows > TOO_LONG_FOR_PAPER:
        raise WrongData(
            _("Bảng có %(rows)d dòng, quá dài để in. Hãy tải Excel hoặc CSV, hoặc lọc bớt rồi tải lại.")
            % {"rows": rows}
        )
    response = HttpResponse(_bytes(document, form), content_type=_TYPES[form])
    name = name_of(document, form)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    if personal or rows >= BULK:
        with on_primary(), transaction.atomic():
            facts = {"file": name, "rows": rows}
            audit.record(request.actor, "table.exported", "table", None, stream=stream, facts=facts)
    return response


def name_of(document: Document, form: Form) -> str:
    """Return the name of a document's file."""
    return document.file_name(form, [search_key(word) for word in document.name])


def write(document: Document, form: Form, path: Path) -> None:
    """Write a document into a file, in the language that is active."""
    with path.open("wb") as target:
        _write(document, form, target)


def _bytes(document: Document, form: Form) -> bytes:
    target = io.BytesIO()
    _write(document, form, target)
    return target.getvalue()


def _write(document: Document, form: Form, target: IO[bytes]) -> None:
    language = language_here()
    if form is Form.XLSX:
        write_xlsx(document, target)
    elif form is Form.PDF:
        write_pdf(document, target, language)
    else:
        # With the mark in front, since Excel takes any other file for one of the country's old code pages.
        text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        write_csv(document, text, language)
        text.detach()
