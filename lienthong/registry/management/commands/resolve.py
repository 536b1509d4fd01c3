"""Old addresses and codes at the command line: a file of them, resolved to the units in force on a day."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING, MISUSED
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.registry import documents, queries

_MARKS: Final = ",;\t"
_WORKBOOKS: Final = {".xlsx", ".xlsm"}
_LONGEST: Final = 10_000_000  # of one cell

csv.field_size_limit(_LONGEST)

Rows = Sequence[Sequence[str]]


class Command(Base):
    """Resolve the addresses or codes of a file. Printed are its columns, and beside them: old_codes (of the unit meant;
    alternatives between bars), new_codes (of all units in force on the day, joined by +), best, certain (yes or no), why."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, its column and the days."""
        super().add_arguments(parser)
        parser.description = self.__class__.__doc__
        parser.add_argument(
            "file", help="a CSV file (UTF-8) or an .xlsx workbook; - is CSV on standard input"
        )
        parser.add_argument("--column", default="text", help="heading of the column that holds them (text)")
        parser.add_argument("--on", type=date.fromisoformat, help="the units of this day (today)")
        parser.add_argument(
            "--written", type=date.fromisoformat, help="the day of the texts, where it is known"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a row for each row of the file. What is not certain is no fault of the run."""
        headings, rows = self._read(options["file"])
        if options["column"] not in headings:
            raise CommandError(
                f"there is no column {options['column']!r}; the file has {', '.join(headings)}",
                returncode=MISUSED,
            )
        if not queries.may_resolve(OPERATOR):
            raise CommandError("no units are loaded: lienthong registry load", returncode=MISSING)
        place = headings.index(options["column"])
        width = len(headings)
        rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
        texts = [row[place] for row in rows]
        found = queries.resolve_many(OPERATOR, texts, options["on"] or clock.today(), options["written"])
        told = self.progress("addresses", zip(rows, found, strict=True), len(rows))
        self.print_rows(
            [*headings, *documents.RESOLVED],
            (
                [*row, one.old_codes, one.new_codes, one.best_code, "yes" if one.certain else "no", one.why]
                for row, one in told
            ),
            options["format"],
        )

    def _read(self, file: str) -> tuple[list[str], Rows]:
        if file == "-":
            return _read_csv(sys.stdin.buffer.read())
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"there is no file {file}", returncode=MISSING)
        if path.suffix.lower() not in _WORKBOOKS:
            return _read_csv(path.read_bytes())
        try:
            listed = queries.read_address_list(OPERATOR, path.name, path.read_bytes(), 0)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal
        return list(listed.headings), listed.rows


def _read_csv(data: bytes) -> tuple[list[str], Rows]:
    """Read headings and rows, whichever of the usual signs stands between cells; lines without a cell are passed over."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise CommandError("the file is not UTF-8", returncode=AMISS) from None
    first = text.partition("\n")[0]
    rows = [
        row
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=max(_MARKS, key=first.count))
        if row
    ]
    if not rows:
        raise CommandError("the file is empty", returncode=AMISS)
    return rows[0], rows[1:]
