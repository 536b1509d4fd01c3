"""Builds the demonstration if needed, says who can sign in, and serves it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandParser

from lienthong.analysis.services import refresh_copy
from lienthong.demo import queries, services
from lienthong.kernel import search
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.bulk import roomy, settle
from lienthong.kernel.command import Bars
from lienthong.kernel.command import Command as Base

_LABELS = {
    "returns": "Weeks of returns",
    "accounts": "Accounts",
    "matters": "Matters of people",
    "past matters": "Matters of months that are over",
}


def _is_older_than_its_sources(manifest: Path) -> bool:
    """Say whether static files have to be gathered: never yet, or not since one of them changed."""
    if not manifest.exists():
        return True
    sources = (
        Path(str(folder)) / name
        for finder in get_finders()
        for name, storage in finder.list([])
        for folder in [storage.location]
    )
    return any(source.stat().st_mtime > manifest.stat().st_mtime for source in sources)


class Command(Base):
    """Build the demonstration if needed, and serve it at a loopback address. It is no official service."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the port, and the choice only to build."""
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1 (8000).")
        parser.add_argument("--build-only", action="store_true", help="Build, but do not serve.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, tell, serve."""
        call_command("migrate", verbosity=0, skip_checks=True)
        if _is_older_than_its_sources(Path(settings.STATIC_ROOT) / "staticfiles.json"):
            call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
        if not queries.is_built():
            self._build()
        elif not search.is_built():
            # Built by an earlier version, which had no index.
            search.rebuild(self._show)
        # Nobody who has just built it waits for the schedule to see an analysis; quick where nothing has changed.
        with Bars() as bars:
            refresh_copy(actor=OPERATOR, tell=partial(bars.tell, "Analysis, weeks"))
        self._tell(options["port"])
        if not options["build_only"]:
            sys.stdout.flush()
            call_command("serve", port=options["port"])

    def _build(self) -> None:
        started = time.monotonic()
        self.stderr.write("Building the demonstration (once): invented people and figures on real units.")
        with roomy():
            services.build_demo(actor=OPERATOR, progress=self._show)
        settle()
        self.stderr.write(f"Built in {time.monotonic() - started:.0f} s.")

    def _show(self, label: str, rows: Iterable[Any], total: int) -> Iterable[Any]:
        shown: Iterable[Any] = self.progress(_LABELS.get(label, label), rows, total)
        return shown

    def _tell(self, port: int) -> None:
        width = max(len(person["name"]) for person in queries.cast())
        people = "\n".join(
            f"  {person['username']:<6} {person['name']:<{width}}  {person['title'] or 'công dân, không có quyền'}"
            for person in queries.cast()
        )
        self.stdout.write(
            "\nLiên Thông – bản trình diễn, không phải dịch vụ chính thức; người và số liệu đều là hư cấu.\n"
            "A demonstration, not an official service: people and figures are invented.\n\n"
            f"Ai có thể đăng nhập (không cần mật khẩu, tại trang dùng thử) / who can sign in:\n{people}\n\n"
            f"  http://127.0.0.1:{port}/dung-thu/      Ctrl-C: dừng / stop\n"
        )
