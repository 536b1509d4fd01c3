"""Long work: asked for in a page or by a schedule, done by a worker process, with progress that can be watched and stopped.

How a room does long work:

1. A function in its ``tasks.py``, with nothing but plain JSON values as words::

       @task(tries=5, key="export:{unit}")           # only where the usual terms do not fit
       def export_villages(*, actor: Actor, work: Work, series: str, period: str, unit: str) -> None:
           for number, row in enumerate(rows):
               work.tell(number, total, _("Đang ghi các thôn"))
           path = work.file("toan-bo-thon.xlsx")     # what is written there can be downloaded
           work.leads_to(reverse(...))               # or: where it goes on

2. A service or view asks for it, and sends whoever asked to the page of the job::

       job = jobs.ask_for(actor=actor, kind="reports.export_villages", label=_("Toàn bộ thôn của …"), words={...})
       return redirect("jobs:job", job.uid)

   A file that the function needs is laid beside the job with ``jobs.bring(job, data)``, in the transaction that asks
   for it, read with ``work.brought()``, and kept no longer than the job.

   What is to be done again and again is said as a ``kernel.schedule.Schedule`` in the room's ``schedules.py``.

What is promised: the function runs as the actor who asked, in their language, with the rights that they have when it
runs; work of the system runs as the operator. A refusal is shown to them as it is and ends the job. A fault of ours is
tried again, with growing waits, as often as the terms of the kind say; then it is told as a general sentence, and IT staff
see what broke. Asking again for the same while it waits or runs gives the same job. Of one ``key`` only one runs. A worker
that is told to stop puts its job back into the queue, and a job that was silent for SILENCE seconds is taken up again: so
a function must be safe to run again from its start, and has to call ``work.tell`` at least once a minute, outside of its
own transactions. What may not happen twice goes through ``work.once("step", do)``, which also keeps a run that was
taken for dead, and wakes up, from writing anything. Files are kept for KEEP_DAYS. The end of each job is put into the outbox
as "job.ended".
"""

from ..models import Job
from .kinds import task
from .queries import (
    OPEN,
    AtWork,
    Queue,
    find_any_job,
    find_jobs,
    find_managed_jobs,
    get_any_job,
    get_job,
    get_managed_job,
    has_open_jobs,
    jobs_named,
    may_manage_jobs,
    path_of,
    queue_now,
    workers,
)
from .queue import KEEP_DAYS, ask_for, bring, cancel_job, retry_job
from .runner import run_next
from .scheduling import Planned, planned, start_due
from .sweeping import LOST_AT_MOST, SILENCE, sweep
from .tending import Tending, worker_name
from .work import Stopped, Superseded, Work

__all__ = [
    "KEEP_DAYS",
    "LOST_AT_MOST",
    "OPEN",
    "SILENCE",
    "AtWork",
    "Job",
    "Planned",
    "Queue",
    "Stopped",
    "Superseded",
    "Tending",
    "Work",
    "ask_for",
    "bring",
    "cancel_job",
    "find_any_job",
    "find_jobs",
    "find_managed_jobs",
    "get_any_job",
    "get_job",
    "get_managed_job",
    "has_open_jobs",
    "jobs_named",
    "may_manage_jobs",
    "path_of",
    "planned",
    "queue_now",
    "retry_job",
    "run_next",
    "start_due",
    "sweep",
    "task",
    "worker_name",
    "workers",
]
