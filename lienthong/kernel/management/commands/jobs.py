"""Long work at the command line: list it, watch it, stop it, have it tried again; see schedules."""

from __future__ import annotations

import time
from typing import Any, Final
from uuid import UUID

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import NotFound, Refusal

_LOOK_EVERY: Final = 0.5
_LINE: Final = ["uid", "kind", "label", "state", "made_at", "ended_at", "tries", "trace"]
_ALL: Final = [
    *("uid", "kind", "label", "state", "done", "total", "step", "made_at", "started_at", "ended_at", "tries"),
    *("lost", "worker", "key", "schedule", "fault", "trace", "file_name", "link"),
]
_STATES: Final = ("queued", "running", "done", "failed", "cancelled", "again")


class Command(Base):
    """List long work, watch it, stop it, have it tried again; see when schedules are due."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verbs."""
        super().add_arguments(parser)
        verbs = self.add_verbs(parser)
        listed = verbs.add_parser("list", help="List jobs, the newest first.")
        listed.add_argument(
            "--state", choices=_STATES, default="", help="only these; again: wait for a next try"
        )
        listed.add_argument("--kind", default="", help="only this kind, such as reports.export_villages")
        listed.add_argument("--find", dest="q", default="", help="only what is called so")
        listed.add_argument("--most", type=int, default=50, help="so many (50)")
        for verb, text in (
            ("show", "Show one job with all that is known of it."),
            ("watch", "Show how far a job is until it ends; exit 1 where it failed or was stopped."),
            ("cancel", "Stop a job."),
            ("retry", "Have a job tried again that failed or was stopped, or at once where it waits."),
        ):
            verbs.add_parser(verb, help=text).add_argument("uid", type=UUID, help="public id of the job")
        verbs.add_parser("schedules", help="List schedules with their last runs and next ones.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except NotFound as refusal:
            raise CommandError(str(refusal), returncode=MISSING) from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=AMISS) from refusal

    def _list(self, options: dict[str, Any]) -> None:
        found = jobs.find_managed_jobs(OPERATOR, **{name: options[name] for name in ("q", "state", "kind")})
        self._print(_LINE, found[: options["most"]], options)

    def _show(self, options: dict[str, Any]) -> None:
        self._print(_ALL, [jobs.get_managed_job(OPERATOR, options["uid"])], options)

    def _watch(self, options: dict[str, Any]) -> None:
        job = jobs.get_managed_job(OPERATOR, options["uid"])
        with tqdm(total=job.total or None, desc=job.label[:40], unit="") as bar:
            while job.state in jobs.OPEN:
                bar.total, bar.n = job.total or None, job.done
                bar.set_postfix_str(job.step or job.get_state_display())
                time.sleep(_LOOK_EVERY)
                job = jobs.get_managed_job(OPERATOR, options["uid"])
            bar.total, bar.n = job.total or None, job.done
            bar.set_postfix_str(job.get_state_display())
        self._print(_ALL, [job], options)
        if job.state != "done":
            raise CommandError(f"The job ended as {job.state}.", returncode=AMISS)

    def _cancel(self, options: dict[str, Any]) -> None:
        job = jobs.cancel_job(actor=OPERATOR, job=jobs.get_managed_job(OPERATOR, options["uid"]))
        self._print(_LINE, [job], options)

    def _retry(self, options: dict[str, Any]) -> None:
        job = jobs.retry_job(actor=OPERATOR, job=jobs.get_managed_job(OPERATOR, options["uid"]))
        self._print(_LINE, [job], options)

    def _schedules(self, options: dict[str, Any]) -> None:
        rows = [
            [
                *(one.schedule.name, one.schedule.kind, one.schedule.at or str(one.schedule.every)),
                *(one.ran, one.job.state if one.job else "", one.due),
            ]
            for one in jobs.planned()
        ]
        columns = ["name", "kind", "at_or_every", "last_run", "last_state", "next_run"]
        self.print_rows(columns, rows, options["format"])

    def _print(self, columns: list[str], found: Any, options: dict[str, Any]) -> None:
        rows = [[getattr(job, name) for name in columns] for job in found]
        self.print_rows(columns, rows, options["format"])
