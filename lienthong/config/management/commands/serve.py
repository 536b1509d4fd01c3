"""Serves an installation with gunicorn, and long work with one worker beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.core.management.base import CommandParser

from lienthong.kernel.command import Command as Base
from lienthong.kernel.watching import metrics

from ...server import seats


class Command(Base):
    """Serve the installation on loopback; a proxy in front of it speaks TLS to the world.

    Where systemd hands over a socket, that is served: several such servers may share one, and be restarted one after
    another while requests wait in it. The port then only tells their measurements apart.
    """

    help = (__doc__ or "").partition("\n")[0]

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where, and with how many processes."""
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000, help="Port (8000).")
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
        parser.add_argument("--workers", type=int, default=2, help="Processes (2).")
        parser.add_argument("--threads", type=int, default=2, help="Threads in each process (2).")
        parser.add_argument(
            "--graceful",
            type=int,
            default=30,
            help="Seconds that requests may still take when it is stopped (30).",
        )
        parser.add_argument(
            "--no-worker", action="store_true", help="Start no worker: lienthong worker runs by itself."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Start a worker that ends when the web server does, and become the web server."""
        metrics.prepare(seats(options["port"]))
        if not options["no_worker"]:
            program = [sys.executable, "-m", "lienthong.config.cli", "worker", "--with-parent"]
            subprocess.Popen(program)  # noqa: S603 - our own program
        # Somebody waits for every page: better a clear refusal than threads that all stand and wait.
        os.environ.setdefault("LIENTHONG_STORE_PATIENCE", "5")
        words = [
            *("gunicorn", "lienthong.config.wsgi:application"),
            *("--bind", f"{options['host']}:{options['port']}"),
            *("--workers", str(options["workers"]), "--threads", str(options["threads"])),
            # Where gunicorn's own beat file lies: not on a disk that may be slow.
            *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"),  # noqa: S108
            *("--max-requests", "20000", "--max-requests-jitter", "2000"),
            *("--graceful-timeout", str(options["graceful"])),
            *("--log-level", "warning", "--logger-class", "lienthong.config.server.Logger"),
            # Every server of a user would listen on the same one, and nobody speaks to it.
            "--no-control-socket",
            *("--preload", "--config", "python:lienthong.config.server"),
        ]
        os.execv(sys.executable, [sys.executable, "-m", *words])  # noqa: S606 - the server takes this process over
