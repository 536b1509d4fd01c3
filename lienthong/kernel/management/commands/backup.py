"""Backups at the command line: make one, check it, list them, remove old ones; and write the keys, which none of them holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel import backup
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISUSED, Bars
from lienthong.kernel.command import Command as Base


class Command(Base):
    """Make a backup of database and files, check it, list and remove backups, write the keys for the safe."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        make = verbs.add_parser("make", help="Make a backup in a new folder that is named by the instant.")
        make.add_argument("--to", type=Path, required=True, metavar="DIR")
        make.add_argument("--without-files", action="store_true", help="leave the bytes of files out")
        check = verbs.add_parser("check", help="Read a backup whole; exit 1 and name what is amiss.")
        check.add_argument("folder", type=Path, metavar="DIR")
        listed = verbs.add_parser("list", help="List the backups in a folder, the newest first.")
        listed.add_argument("--in", dest="place", type=Path, required=True, metavar="DIR")
        prune = verbs.add_parser("prune", help="Remove all but the newest backups of a folder.")
        prune.add_argument("--in", dest="place", type=Path, required=True, metavar="DIR")
        prune.add_argument("--keep", type=int, required=True, metavar="N", help="so many")
        prune.add_argument("--yes", action="store_true", help="remove them; else they are only named")
        keys = verbs.add_parser(
            "keys", help="Write the keys, which no backup holds, into a file for the safe."
        )
        keys.add_argument("--to", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        do = {
            "make": self._make,
            "check": self._check,
            "list": self._list,
            "prune": self._prune,
            "keys": self._keys,
        }[options["verb"]]
        try:
            do(options)
        except backup.CannotBackUp as fault:
            raise CommandError(str(fault), returncode=MISUSED if fault.misused else AMISS) from fault

    def _make(self, options: dict[str, Any]) -> None:
        with Bars() as bars:
            made = backup.make_backup(
                actor=OPERATOR, to=options["to"], with_files=not options["without_files"], tell=bars.tell
            )
        row = (made.folder, made.rows, made.files, made.copied, made.linked, len(made.missing))
        self.print_rows(["backup", "rows", "files", "copied", "linked", "missing"], [row], options["format"])
        if made.missing:
            raise CommandError(
                f"The backup stands, but the store lacks {len(made.missing)} files: run 'lienthong files check'.",
                returncode=AMISS,
            )

    def _check(self, options: dict[str, Any]) -> None:
        with Bars() as bars:
            faults = list(backup.faults_of(options["folder"], bars.tell))
        self.print_rows(["harm", "file"], faults, options["format"])
        if faults:
            raise CommandError(f"{len(faults)} faults in the backup.", returncode=AMISS)

    def _list(self, options: dict[str, Any]) -> None:
        rows = [
            (one.folder.name, "unreadable", *([None] * 5))
            if (said := one.manifest) is None
            else (
                one.folder.name,
                said.version,
                said.store,
                sum(said.rows.values()),
                said.files,
                said.with_files,
                len(said.missing),
            )
            for one in backup.backups_in(options["place"])
        ]
        columns = ["backup", "version", "store", "rows", "files", "with files", "missing"]
        self.print_rows(columns, rows, options["format"])

    def _prune(self, options: dict[str, Any]) -> None:
        found = backup.backups_past(options["place"], options["keep"])
        self.print_rows(["backup"], [(one.folder.name,) for one in found], options["format"])
        if not options["yes"]:
            if found:
                raise CommandError(
                    f"{len(found)} backups would go. Add --yes to remove them.", returncode=MISUSED
                )
            return
        backup.remove_remains(options["place"])
        for one in found:
            backup.remove_backup(one)

    def _keys(self, options: dict[str, Any]) -> None:
        names = backup.write_keys(options["to"])
        self.print_rows(["key"], [(name,) for name in names], options["format"])
        self.stderr.write(
            f"{options['to']} holds the keys of this installation. Put it into a safe, apart from every backup, and delete "
            "it here: without LIENTHONG_AUDIT_KEY a restored audit can never be verified."
        )
