"""What every command of the operators' program shares: how results are printed, and what an exit code means.

0 done and nothing amiss · 1 done, and something is amiss (a broken chain, a wrong total) · 2 the command was misused ·
3 something needed is missing.
"""

from __future__ import annotations

import csv
import json
from argparse import SUPPRESS
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Final, Self

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

AMISS: Final = 1
MISUSED: Final = 2
MISSING: Final = 3
FORMATS: Final = ("table", "json", "csv")


class Command(BaseCommand):
    """A door for operators: parses its words, calls queries and services, prints rows."""

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default="table",
            help="How rows are printed (table).",
        )

    def add_verbs(self, parser: CommandParser) -> Any:
        """Let the command take verbs, each of which knows --format too: people say it after the verb as well."""
        verbs: Any = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser

        def add_verb(name: str, **words: Any) -> Any:
            verb = add(name, **words)
            # SUPPRESS leaves alone what was said before the verb.
            verb.add_argument("--format", choices=FORMATS, default=SUPPRESS, help=SUPPRESS)
            return verb

        verbs.add_parser = add_verb
        return verbs

    def print_rows(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
        """Print rows in the chosen form on standard output."""
        if form == "json":
            self.stdout.write(
                json.dumps(
                    [dict(zip(columns, row, strict=True)) for row in rows],
                    default=str,
                    ensure_ascii=False,
                    indent=1,
                )
            )
        elif form == "csv":
            writer = csv.writer(self.stdout)
            writer.writerow(columns)
            writer.writerows(rows)
        else:
            self._print_table(columns, [["" if cell is None else str(cell) for cell in row] for row in rows])

    def _print_table(self, columns: Sequence[str], rows: list[list[str]]) -> None:
        widths = [max(len(cell) for cell in column) for column in zip(columns, *rows, strict=True)]
        for row in [list(columns), *rows]:
            self.stdout.write(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )

    def progress(self, label: str, rows: Iterable[Any], total: int) -> Any:
        """Pass rows on and show on standard error how far they are: count, share and remaining time."""
        return tqdm(
            rows, desc=f"{label:<28}", total=total, unit="", unit_scale=False, mininterval=0.3, smoothing=0.1
        )


class Bars:
    """Shows on standard error how far work of several parts is, one bar after the other."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def tell(self, label: str, done: int, total: int) -> None:
        """Say that so many of so many are done of a part; another label begins another bar."""
        if label != self._label:
            self._close()
            self._label, self._bar = label, tqdm(desc=f"{label:<28}", unit="", mininterval=0.3, smoothing=0.1)
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._label, self._bar = "", None
