"""A document's first table as csv, as a spreadsheet in Vietnam opens it with a double click."""

from __future__ import annotations

import csv
from typing import TextIO

from .shown import in_csv, inert
from .table import Document

# Where the comma stands before decimals, it cannot stand between cells.
_BETWEEN = {"vi": (";", ","), "en": (",", ".")}


def write_csv(document: Document, target: TextIO, language: str) -> None:
    """Write heads and rows, nothing above and nothing below: what else there is to say is said by the other files."""
    between, point = _BETWEEN.get(language, _BETWEEN["vi"])
    table = document.tables[0]
    writer = csv.writer(target, delimiter=between, lineterminator="\r\n")
    writer.writerow([inert(column.label) for column in table.columns])
    writer.writerows([in_csv(value, point) for value in row] for row in table.rows)
