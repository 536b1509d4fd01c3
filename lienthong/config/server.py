"""What gunicorn needs of us: its lines go through the one formatter, and each web process has a seat to measure in.

gunicorn reads this file as its configuration: it calls the functions by their names.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from gunicorn.glogging import Logger as Base


class Logger(Base):  # type: ignore[misc]
    """Hands gunicorn's lines on to the root logger; accesses are told by the middleware."""

    def setup(self, cfg: Any) -> None:
        """Leave out gunicorn's own handlers."""
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel.lower()])
        self.error_log.handlers, self.error_log.propagate = [], True
        self.access_log.handlers, self.access_log.propagate = [], False

    def warning(self, msg: str, *args: Any, **words: Any) -> None:
        """Name the place that warned, and not this one."""
        super().warning(msg, *args, stacklevel=3, **words)

    def reopen_files(self) -> None:
        """Do nothing: there are no files."""


def pre_fork(server: Any, worker: Any) -> None:
    """Give a web process the first free seat: that of one which has ended, or a further one."""
    taken = {other.seat for other in server.WORKERS.values()}
    port = server.cfg.address[0][1]
    worker.seat = next(seat for number in count() if (seat := f"{seats(port)}{number}") not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """Let the process measure there, look whether maintenance is announced, and be ready to tell figures."""
    from lienthong.kernel import keeping, maintenance  # Django has been set up by now
    from lienthong.kernel.watching import metrics
    from lienthong.reports import queries as reports

    metrics.take_seat(worker.seat)
    keeping.keep_looking(maintenance.look, reports.lay_out_trees)


def seats(port: int) -> str:
    """Return how the seats of a server's processes begin: several servers may share one home."""
    return f"web{port}-"
