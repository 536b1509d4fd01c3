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
    """Serve the installation on loopback; a proxy in front of it speaks TLS to the world."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where, and with how many processes."""
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000, help="Port (8000).")
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (127.0.0.1).")
        parser.add_argument("--workers", type=int, default=2, help="Processes (2).")
        parser.add_argument("--threads", type=int, default=2, help="Threads in each process (2).")
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
            *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"),  # noqa: S108 - gunicorn's own beat file
            *(
                "--max-requests",
                "20000",
                "--max-requests-jitter",
                "2000",
                "--log-level",
                "warning",
                "--preload",
                "--logger-class",
                "lienthong.config.server.Logger",
                "--config",
                "python:lienthong.config.server",
            ),
        ]
        os.execv(sys.executable, [sys.executable, "-m", *words])  # noqa: S606 - the server takes this process over
