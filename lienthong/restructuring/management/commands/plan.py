"""Plans of restructurings at the command line of the machine itself: the same queries and services as the pages, as the operator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound, Refusal, WrongData
from lienthong.registry.queries import find_organisation
from lienthong.restructuring import queries, services
from lienthong.restructuring.messages import groups_of, sentence_of

_PLAN = ["uid", "title", "act", "effective_on", "state", "version", "with_areas", "systems"]
_PROBLEM = ["severity", "code", "step", "sentence"]
_GROUP = ["severity", "code", "title", "count"]
_DIFFERENCE = ["what", "about", "first", "second"]


class Command(Base):
    """List, show, import, export, check, approve and compare plans of restructurings."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add a verb for each thing that can be done."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        verbs.add_parser("list", help="List all plans, those that take effect last first.")
        for name, text in (
            ("show", "Show the units that a plan leaves, begins and changes, counted."),
            ("export", "Print the steps of a plan as a table that can be imported again."),
            ("check", "Print what the check finds; 1 where something has to be put right."),
            ("approve", "Count a sound plan as checked, and approve it."),
        ):
            verb = verbs.add_parser(name, help=text)
            verb.add_argument("uid", type=UUID)
            if name == "check":
                verb.add_argument("--counts", action="store_true", help="how many of each kind, not each one")
        comparing = verbs.add_parser(
            "compare", help="Print where two plans, or a plan and the registry, differ."
        )
        comparing.add_argument("uid", type=UUID)
        comparing.add_argument(
            "other", type=UUID, nargs="?", help="without it: the registry on the plan's day"
        )
        self._add_import(
            verbs.add_parser("import", help="Draft a plan from an xlsx or CSV file of its steps.")
        )

    def _add_import(self, verb: CommandParser) -> None:
        verb.add_argument("file", type=Path)
        verb.add_argument(
            "--plan", type=UUID, help="the draft whose steps the file replaces; else a new one:"
        )
        verb.add_argument("--title")
        verb.add_argument("--act", help="number of the act")
        verb.add_argument("--body", help="who passed the act")
        verb.add_argument("--act-date", type=date.fromisoformat)
        verb.add_argument("--on", type=date.fromisoformat, help="the day on which it takes effect")
        verb.add_argument("--source", default="", help="where the act was read, and what is unverified")
        verb.add_argument("--systems", default="front", help="codes with commas of those whose bodies follow")
        verb.add_argument(
            "--unit", type=UUID, help="the body whose act it is (the centre of the first system)"
        )
        verb.add_argument("--bodies-only", action="store_true", help="the areas have changed before")
        verb.add_argument("--allow-crossing", action="store_true", help="the act leads across provinces")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except NotFound as refusal:
            raise CommandError(str(refusal.sentence), returncode=MISSING) from refusal
        except Refusal as refusal:
            told = refusal.faults.values() if isinstance(refusal, WrongData) else [[refusal.sentence]]
            raise CommandError(
                "\n".join(str(one) for each in told for one in each), returncode=AMISS
            ) from refusal

    def _list(self, options: dict[str, Any]) -> None:
        self._print(queries.plans_for(OPERATOR), options)

    def _show(self, options: dict[str, Any]) -> None:
        plan = queries.get_plan(OPERATOR, options["uid"])
        found = queries.look_at(plan)
        told: list[tuple[str, object]] = [
            (name, getattr(plan, name)) for name in ("title", "act_number", "state")
        ]
        told += [("effective_on", plan.effective_on), ("steps", len(found.steps))]
        outcome = found.outcome
        told += [("begin", len(outcome.founded)), ("end", len(outcome.ended)), ("links", len(outcome.links))]
        told += [("parts", sum(not link.whole for link in outcome.links))]
        told += [("parts_of_known_share", sum(link.share is not None for link in outcome.links))]
        told += [("go_on_changed", len(outcome.goes_on)), ("villages_moved", len(outcome.moved))]
        told += [
            ("to_put_right", len(found.blocking)),
            ("to_know", len(found.problems) - len(found.blocking)),
        ]
        self.print_rows(["what", "value"], told, options["format"])

    def _export(self, options: dict[str, Any]) -> None:
        plan = queries.get_plan(OPERATOR, options["uid"])
        rows = queries.rows_of(queries.steps_of(plan), queries.eve_for(plan).by_key)
        self.print_rows(
            [str(column.label) for column in queries.COLUMNS],
            [[row[column.code] for column in queries.COLUMNS] for row in rows],
            options["format"],
        )

    def _check(self, options: dict[str, Any]) -> None:
        groups = groups_of(queries.problems_for(OPERATOR, queries.get_plan(OPERATOR, options["uid"])))
        if options["counts"]:
            counted = [(group.severity, group.code, group.title, group.count) for group in groups]
            self.print_rows(_GROUP, counted, options["format"])
        else:
            told = [
                (one.severity, one.code, one.step or None, sentence_of(one))
                for group in groups
                for one in group.problems
            ]
            self.print_rows(_PROBLEM, told, options["format"])
        blocking = sum(group.count for group in groups if group.severity == "blocks")
        if blocking:
            raise CommandError(f"{blocking} findings have to be put right", returncode=AMISS)

    def _approve(self, options: dict[str, Any]) -> None:
        plan = queries.get_plan(OPERATOR, options["uid"])
        if plan.state == "draft":
            plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
        self._print([services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)], options)

    def _compare(self, options: dict[str, Any]) -> None:
        plan = queries.get_plan(OPERATOR, options["uid"])
        rows: list[tuple[object, ...]] = []
        if options["other"] is None:
            differences = queries.compare_with_registry(OPERATOR, plan)
        else:
            found = queries.compare_plans(OPERATOR, plan, queries.get_plan(OPERATOR, options["other"]))
            rows += [("step", one.old_code or one.new_code, one.kind, None) for one in found.steps.only_first]
            rows += [
                ("step", one.old_code or one.new_code, None, one.kind) for one in found.steps.only_second
            ]
            rows += [
                ("step", one.old_code or one.new_code, _words(one), _words(other))
                for one, other in found.steps.differing
            ]
            rows += [
                ("successors", fate.old.code, _codes(fate.first), _codes(fate.second)) for fate in found.fates
            ]
            differences = list(found.units)
        rows += [
            ("unit", one.key.code, one.first and _unit(one.first), one.second and _unit(one.second))
            for one in differences
        ]
        self.print_rows(_DIFFERENCE, rows, options["format"])

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}", returncode=MISSING)
        plan = queries.get_plan(OPERATOR, options["plan"]) if options["plan"] else self._drafted(options)
        try:
            plan = services.import_steps(
                actor=OPERATOR, plan=plan, name=path.name, data=path.read_bytes(), seen=plan.version
            )
        except Refusal:
            if options["plan"] is None:
                services.discard_plan(actor=OPERATOR, plan=plan, seen=plan.version)
            raise
        self._print([plan], options)

    def _drafted(self, options: dict[str, Any]) -> Any:
        missing = [name for name in ("title", "act", "body", "on") if not options[name]]
        if missing:
            raise CommandError(f"a new plan needs {', '.join(f'--{name}' for name in missing)}", returncode=2)
        systems = tuple(filter(None, options["systems"].split(",")))
        unit = find_organisation(options["unit"]) if options["unit"] else queries.central_body(systems[0])
        if unit is None:
            raise CommandError(f"there is no body {options['unit']}", returncode=MISSING)
        facts = services.PlanFacts(
            title=options["title"],
            act_number=options["act"],
            act_body=options["body"],
            effective_on=options["on"],
            act_date=options["act_date"],
            source=options["source"],
            systems=systems,
            with_areas=not options["bodies_only"],
            allows_crossing=options["allow_crossing"],
        )
        return services.draft_plan(actor=OPERATOR, organisation=unit, facts=facts)

    def _print(self, plans: Iterable[Any], options: dict[str, Any]) -> None:
        cells = [
            (
                *(plan.uid, plan.title, plan.act_number, plan.effective_on, plan.state, plan.version),
                *(plan.with_areas, ",".join(plan.systems)),
            )
            for plan in plans
        ]
        self.print_rows(_PLAN, cells, options["format"])


def _codes(keys: Iterable[Any]) -> str:
    return "+".join(key.code for key in keys)


def _unit(unit: Any) -> str:
    return " ".join(filter(None, (unit.kind, unit.name, unit.parent.code if unit.parent else "")))


def _words(step: Any) -> str:
    """Return what a step says beside the units that it is about."""
    said = (step.name, step.unit_kind, step.parent.code if step.parent else "", step.new_code)
    share = "" if step.share is None else f"{float(step.share):g}"
    return " ".join(filter(None, (str(step.kind), *said, share, "default" if step.default else "")))
