"""Forms at the command line: list, check, draft and publish."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from lienthong.forms import queries, services
from lienthong.forms.messages import sentence_for_definition
from lienthong.forms.rules import DefinitionError, read_form
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base


class Command(Base):
    """List forms, check a definition, draft and publish a version."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verbs.add_parser("list", help="Forms and their versions.")
        check = verbs.add_parser("check", help="Check a definition (JSON); exit 1 names its first fault.")
        check.add_argument("file", type=Path)
        publish = verbs.add_parser(
            "publish", help="Draft a definition as the next version of a form, and publish it."
        )
        publish.add_argument("code")
        publish.add_argument("file", type=Path)
        publish.add_argument(
            "--from", dest="since", type=date.fromisoformat, required=True, help="in force from (YYYY-MM-DD)"
        )
        publish.add_argument("--name-vi", help="the form's name, needed for its first version")
        publish.add_argument("--name-en", help="the form's name in English")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["verb"] == "list":
            rows = [
                (form.code, version.number, version.state, version.in_force_from, version.uid)
                for form in queries.forms()
                for version in form.versions.all()
            ]
            self.print_rows(["form", "version", "state", "in_force_from", "uid"], rows, options["format"])
        elif options["verb"] == "check":
            self._check(options["file"])
        else:
            self._publish(options)

    def _check(self, file: Path) -> None:
        try:
            form = read_form(_read(file))
        except DefinitionError as error:
            raise CommandError(sentence_for_definition(error, "vi"), returncode=AMISS) from error
        self.print_rows(
            ["form", "fields", "rules"], [(form.code, len(form.fields), len(form.rules))], "table"
        )

    def _publish(self, options: dict[str, Any]) -> None:
        form = queries.find_form(options["code"])
        if form is None:
            if not options["name_vi"]:
                raise CommandError("A new form needs --name-vi.", returncode=MISSING)
            names = {"vi": options["name_vi"], "en": options["name_en"] or options["name_vi"]}
            form = services.create_form(actor=OPERATOR, code=options["code"], name=names)
        version = services.draft_version(
            actor=OPERATOR, form=form, definition=_read(options["file"]), in_force_from=options["since"]
        )
        services.publish_version(actor=OPERATOR, version=version)
        self.print_rows(
            ["form", "version", "uid"], [(form.code, version.number, version.uid)], options["format"]
        )


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"Cannot read {file}.", returncode=MISSING) from error
    except ValueError as error:
        raise CommandError(f"{file} is not JSON: {error}.", returncode=AMISS) from error
