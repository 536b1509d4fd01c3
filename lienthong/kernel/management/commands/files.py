"""The file store at the command line: check it, look again through what waits, delete what was kept long enough."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS
from lienthong.kernel.command import Command as Base
from lienthong.kernel.files import inspection, queries, services


class Command(Base):
    """Check the file store, rescan what waits, delete what was kept as long as its class asks."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        check = verbs.add_parser(
            "check", help="Compare every row with its bytes; exit 1 and name each fault."
        )
        check.add_argument("--quick", action="store_true", help="only whether they are there")
        check.add_argument("--remove-orphans", action="store_true", help="remove bytes that no row names")
        verbs.add_parser("rescan", help="Look again through what waits for the scanner.")
        expire = verbs.add_parser("expire", help="List what was kept as long as its class asks.")
        expire.add_argument("--confirm", action="store_true", help="delete it, with tombstones")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["verb"] == "check":
            self._check(options)
        elif options["verb"] == "rescan":
            became = services.rescan_waiting(actor=OPERATOR)
            self.print_rows(["became", "files"], sorted(became.items()), options["format"])
        else:
            self._expire(options)

    def _check(self, options: dict[str, Any]) -> None:
        found = inspection.faults_in_store(read=not options["quick"])
        shown = self.progress("files", found, inspection.count_contents())
        faults = [fault for fault in shown if fault is not None]
        if options["remove_orphans"]:
            orphans = [fault for fault in faults if fault.harm == inspection.ORPHAN]
            faults = [
                fault for fault in faults if fault not in orphans or not services.drop_unused(fault.sha256)
            ]
        self.print_rows(["harm", "sha256"], [(one.harm, one.sha256) for one in faults], options["format"])
        if faults:
            raise CommandError(f"{len(faults)} faults in the file store.", returncode=AMISS)

    def _expire(self, options: dict[str, Any]) -> None:
        found = list(queries.expired_files())
        rows = [(one.uid, one.kind, one.retention, one.added_at) for one in found]
        self.print_rows(["file", "kind", "class", "added"], rows, options["format"])
        if options["confirm"]:
            gone = services.expire_files(actor=OPERATOR)
            self.stderr.write(f"{gone} files deleted.")
