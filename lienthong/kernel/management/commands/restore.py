"""Puts a backup back, and compares what stands then with what the backup says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import backup
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISUSED, Bars
from lienthong.kernel.command import Command as Base

_NEXT = """Restored. What to do next:
  1. lienthong setup            brings the database to this version, gathers static files
  2. lienthong doctor           says what else is amiss
  3. lienthong search rebuild   only where the backup is of an older version
  4. Start the server and the workers; write down when and why you restored, and begin new files of audit heads."""


class Command(Base):
    """Restore a backup into an empty installation, then check rows, audit and files against it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which backup, and what may be lost for it."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="the backup")
        parser.add_argument("--yes", action="store_true", help="do it without asking")
        parser.add_argument("--replace", action="store_true", help="lose what stands here; needs --yes")
        parser.add_argument("--other-key", action="store_true", help="the audit key of the backup is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, print what came of it; exit 1 where anything differs from the backup."""
        if options["replace"] and not options["yes"]:
            raise CommandError(
                "--replace loses what stands here. Add --yes if that is meant.", returncode=MISUSED
            )
        if not options["yes"] and not self._agreed(options["folder"]):
            raise CommandError("Nothing was changed. Add --yes to restore.", returncode=MISUSED)
        try:
            with Bars() as bars:
                found = backup.restore_backup(
                    actor=OPERATOR,
                    folder=options["folder"],
                    replace=options["replace"],
                    other_key=options["other_key"],
                    tell=bars.tell,
                )
        except backup.CannotBackUp as fault:
            raise CommandError(str(fault), returncode=MISUSED if fault.misused else AMISS) from fault
        row = (found.manifest.made_at, found.rows, found.entries, found.manifest.files, found.orphans)
        columns = ["made at", "rows", "audit entries", "files", "files without a row"]
        self.print_rows(columns, [row], options["format"])
        for sentence in found.faults:
            self.stderr.write(sentence)
        if found.faults:
            raise CommandError(
                f"Restored, but {len(found.faults)} things differ from the backup.", returncode=AMISS
            )
        self.stderr.write(_NEXT)

    def _agreed(self, folder: Path) -> bool:
        if not self.stdout.isatty():
            return False
        return input(f"Restore {folder} into this installation? [yes/no] ") == "yes"
