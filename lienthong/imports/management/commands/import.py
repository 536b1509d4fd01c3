"""Imports at the command line of the machine itself: the same steps as the pages, as the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.imports import queries, services
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound, Refusal

_FINDING = ["row", "outcome", "faults"]
_IMPORT = ["uid", "kind", "state", "file", "new", "changed", "unchanged", "wrong"]


class Command(Base):
    """Import a file, or only say what would become of it; undo an import."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add a verb for each kind, and those to list and to undo."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        for kind in queries.ImportKind.values:
            verb = verbs.add_parser(kind, help=f"Import {kind} from an xlsx or CSV file.")
            verb.add_argument("file", type=Path)
            verb.add_argument("--dry-run", action="store_true", help="say what is wrong; write nothing")
            verb.add_argument("--good-rows-only", action="store_true", help="write the rows that are right")
            verb.add_argument("--legacy", action="store_true", help="put text of TCVN3 and VNI fonts right")
            if kind == queries.ImportKind.ORGANISATIONS:
                verb.add_argument("--tree", required=True, help="code of the tree they are to stand in")
            if kind == queries.ImportKind.RETURNS:
                verb.add_argument("--series", required=True, help="code of the series")
                verb.add_argument("--period", required=True, help="a week as 2026-W47")
                verb.add_argument(
                    "--submit", action="store_true", help="submit them, instead of keeping drafts"
                )
                verb.add_argument("--comma", choices=["group", "decimal"], help="what 1,234 means")
        undo = verbs.add_parser("undo", help="Take back what an import of the command line made.")
        undo.add_argument("uid", type=UUID)
        verbs.add_parser("list", help="List the imports of the command line, newest first.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked. Rows that are wrong are amiss, also where the others were written."""
        verb = options["verb"]
        try:
            if verb == "undo":
                self._print([services.undo_import(actor=OPERATOR, uid=options["uid"])], options)
            elif verb == "list":
                self._print(queries.find_imports(OPERATOR), options)
            else:
                self._import(queries.ImportKind(verb), options)
        except NotFound as refusal:
            raise CommandError(str(refusal.sentence), returncode=MISSING) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence), returncode=AMISS) from refusal

    def _import(self, kind: queries.ImportKind, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}", returncode=MISSING)
        said = {
            name: "1" if value is True else value
            for name in ("legacy", "tree", "series", "period", "submit", "comma")
            if (value := options.get(name))
        }
        found = services.preview_import(
            actor=OPERATOR, kind=kind, name=path.name, data=path.read_bytes(), said=said
        )
        wrong = queries.findings_of(found, only_wrong=True)
        if options["dry_run"] or (wrong and not options["good_rows_only"]):
            services.discard_import(actor=OPERATOR, uid=found.uid)
            told = [(row.number, row.outcome, row.told) for row in wrong]
            self.print_rows(_FINDING, told, options["format"])
        elif found.written:
            found = services.confirm_import(actor=OPERATOR, uid=found.uid, good_rows_only=True)
            self._print([found], options)
        else:
            services.discard_import(actor=OPERATOR, uid=found.uid)
            self._print([found], options)
        if wrong:
            raise CommandError(f"{len(wrong)} rows are wrong", returncode=AMISS)

    def _print(self, rows: Any, options: dict[str, Any]) -> None:
        cells = [
            (one.uid, one.kind, one.state, one.file_name, one.new, one.changed, one.unchanged, one.wrong)
            for one in rows
        ]
        self.print_rows(_IMPORT, cells, options["format"])
