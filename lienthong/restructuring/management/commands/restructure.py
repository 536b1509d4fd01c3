"""A restructuring at the command line of the machine itself: rehearse a plan, carry it out, take it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound, Refusal
from lienthong.kernel.following import Tell
from lienthong.restructuring import queries, services

_EFFECT = ["room", "kind", "lines", "things", "to_decide"]
_DONE = ["plan", "title", "effective_on", "state"]

Rows = tuple[list[str], Iterable[list[Any]]]


class Command(Base):
    """Rehearse a plan, carry it out on its day or afterwards, or take it back."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        for name, words in (
            ("rehearse", "Count everything that a plan would change, and keep it for its pages."),
            ("carry-out", "Carry an approved plan out: one transaction. Done already it does nothing."),
            ("undo", "Make every row again what it was, unless something new stands on it."),
        ):
            verbs.add_parser(name, help=words).add_argument("plan", type=UUID, help="public id of the plan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and print what came of it."""
        verb = str(options["verb"]).replace("-", "_")
        try:
            columns, rows = getattr(self, f"_{verb}")(options["plan"])
        except NotFound as refusal:
            raise CommandError(str(refusal), returncode=MISSING) from refusal
        except Refusal as refusal:
            faults = getattr(refusal, "faults", {}).get("", [])
            raise CommandError(
                "\n".join([str(refusal), *map(str, faults[1:])]), returncode=AMISS
            ) from refusal
        self.print_rows(columns, rows, options["format"])

    def _rehearse(self, uid: UUID) -> Rows:
        plan = queries.get_plan(OPERATOR, uid)
        with self._bar("rehearsing") as bar:
            found = queries.rehearsal_for(OPERATOR, plan, _telling(bar))
        kept = services.keep_rehearsal(actor=OPERATOR, plan=plan, found=found)
        for sentence in kept.hindrances:
            self.stderr.write(f"! {sentence}")
        kinds = queries.effect_kinds(OPERATOR, plan)
        rows = [[one.room, one.kind, one.lines, one.things, one.decide] for one in kinds]
        return _EFFECT, rows

    def _carry_out(self, uid: UUID) -> Rows:
        plan = queries.get_plan(OPERATOR, uid)
        with self._bar("carrying out") as bar:
            plan = services.carry_out(actor=OPERATOR, plan=plan, progress=_telling(bar))
        services.follow_up(actor=OPERATOR, plan=plan, progress=self.progress)
        return _DONE, [[plan.uid, plan.title, plan.effective_on, plan.state]]

    def _undo(self, uid: UUID) -> Rows:
        plan = queries.get_plan(OPERATOR, uid)
        with self._bar("taking back") as bar:
            plan = services.undo_plan(actor=OPERATOR, plan=plan, progress=_telling(bar))
        services.follow_up(actor=OPERATOR, plan=plan, progress=self.progress)
        return _DONE, [[plan.uid, plan.title, plan.effective_on, plan.state]]

    def _bar(self, label: str) -> Any:
        return tqdm(desc=f"{label:<28}", total=100, unit="", mininterval=0.3)


def _telling(bar: Any) -> Tell:
    def tell(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return tell
