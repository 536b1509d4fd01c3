"""Long work: asked for in a page, done by a worker process, with progress that whoever asked can watch and stop.

How a room does long work:

1. A function in its ``tasks.py``, with nothing but plain JSON values as words::

       def export_villages(*, actor: Actor, work: Work, series: str, period: str, unit: str) -> None:
           for number, row in enumerate(rows):
               work.tell(number, total, _("Đang ghi các thôn"))
           path = work.file("toan-bo-thon.xlsx")     # what is written there can be downloaded
           work.leads_to(reverse(...))               # or: where it goes on

2. A service or view asks for it, and sends whoever asked to the page of the job::

       job = jobs.ask_for(actor=actor, kind="reports.export_villages", label=_("Toàn bộ thôn của …"), words={...})
       return redirect("jobs:job", job.uid)

What is promised: the function runs as the actor who asked, in their language, with the rights that they have when it
runs. A refusal is shown to them as it is, a fault of ours as a general sentence (and logged). Asking again for the
same while it waits or runs gives the same job. A worker that is told to stop puts its job back into the queue, and a
job that was silent for SILENCE seconds counts as broken off and fails: so a function must be safe to run again from
its start, and has to call ``work.tell`` at least once a minute, outside of its own transactions. Files are kept
for KEEP_DAYS.
"""

from ..models import Job
from .queries import find_jobs, get_job, has_open_jobs, path_of
from .queue import KEEP_DAYS, ask_for, cancel_job
from .runner import SILENCE, run_next, sweep
from .work import Stopped, Work

__all__ = [
    "KEEP_DAYS",
    "SILENCE",
    "Job",
    "Stopped",
    "Work",
    "ask_for",
    "cancel_job",
    "find_jobs",
    "get_job",
    "has_open_jobs",
    "path_of",
    "run_next",
    "sweep",
]
