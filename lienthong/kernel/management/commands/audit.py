"""The audit chain at the command line: verify it, export its heads, list its entries."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.chain import Head
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Verify the audit chain, export its heads, list its entries."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verify = verbs.add_parser(
            "verify", help="Check every stream; exit 1 and name each fault where one is found."
        )
        verify.add_argument(
            "--heads",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help="heads exported earlier, kept elsewhere",
        )
        export = verbs.add_parser(
            "export-heads", help="Add where each stream stands now to a file, as JSON lines."
        )
        export.add_argument("--to", type=Path, required=True, metavar="FILE")
        export.add_argument("--every", type=int, metavar="SECONDS", help="go on, as often as this")
        log = verbs.add_parser("log", help="List entries, the newest first.")
        log.add_argument("--verb", dest="prefix", default="", help="only what begins so, such as return.")
        log.add_argument("--stream", type=UUID, help="only one stream: the public id of its unit")
        log.add_argument("--most", type=int, default=50, help="so many (50)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["verb"] == "verify":
            self._verify(options)
        elif options["verb"] == "export-heads":
            self._export(options["to"], options["every"])
        else:
            self._log(options)

    def _verify(self, options: dict[str, Any]) -> None:
        exported = [head for file in options["heads"] for head in _read(file)]
        entries, faults = 0, []
        for _stream, length, found in audit.verify(exported):
            entries += length
            faults += found
        if faults:
            rows = [(str(fault.harm), fault.stream, fault.number) for fault in faults]
            self.print_rows(["harm", "stream", "number"], rows, options["format"])
            raise CommandError(f"{len(faults)} faults in the audit chain.", returncode=AMISS)
        self.print_rows(["entries", "faults"], [(entries, 0)], options["format"])

    def _export(self, file: Path, every: int | None) -> None:
        while True:
            at = clock.now().isoformat()
            with file.open("a", encoding="utf-8") as lines:
                for head in audit.heads():
                    line = {
                        "stream": str(head.stream),
                        "number": head.number,
                        "seal": head.seal.hex(),
                        "at": at,
                    }
                    lines.write(json.dumps(line) + "\n")
            if every is None:
                return
            time.sleep(every)

    def _log(self, options: dict[str, Any]) -> None:
        entries = audit.entries_for(OPERATOR).filter(verb__startswith=options["prefix"])
        if options["stream"]:
            entries = entries.filter(stream__uid=options["stream"])
        rows = [
            (one.at, one.actor, one.verb, one.kind, one.subject, one.stream.uid, one.number)
            for one in entries[: options["most"]]
        ]
        self.print_rows(
            ["at", "actor", "verb", "kind", "subject", "stream", "number"], rows, options["format"]
        )


def _read(file: Path) -> Iterator[Head]:
    """Yield the heads of an exported file."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"Cannot read {file}.", returncode=MISSING) from error
    for number, line in enumerate(lines, start=1):
        try:
            kept = json.loads(line)
            yield Head(UUID(kept["stream"]), int(kept["number"]), bytes.fromhex(kept["seal"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file}, line {number}, is no exported head.", returncode=MISSING) from error
