"""Takes the country through 1 July 2025: builds it as it stood on the eve, carries the real plan out, and serves it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser
from tqdm import tqdm

from lienthong.analysis.services import refresh_copy
from lienthong.demo import services
from lienthong.demo.services import Wish
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.bulk import roomy, settle
from lienthong.kernel.command import AMISS, Bars
from lienthong.kernel.command import Command as Base
from lienthong.kernel.errors import Refusal
from lienthong.kernel.following import Tell

_LABELS = {
    "returns": "Returns, by week and province",
    "accounts": "Accounts",
    "chairs": "Chairs of the Front",
}


class Command(Base):
    """Build the country as of 30 June 2025, carry out the plan of 1 July 2025, and serve it. It is no official service."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add how much of it to build, and how far to go."""
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1 (8000).")
        parser.add_argument("--build-only", action="store_true", help="Build, but do not serve.")
        parser.add_argument(
            "--province", action="append", help="Only this province, by its code since 1 July 2025."
        )
        parser.add_argument(
            "--weeks", type=int, default=9, help="Weeks of returns before and after the change (9)."
        )
        parser.add_argument(
            "--approved-only", action="store_true", help="Leave the carrying out to be done in the browser."
        )
        parser.add_argument(
            "--through",
            type=date.fromisoformat,
            default=date(2025, 7, 1),
            help="Carry out the acts up to this day, such as 2026-11-22 (2025-07-01); later ones are checked.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build what is not there yet, tell where to look, serve."""
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
        started = time.monotonic()
        wish = Wish(
            provinces=tuple(options["province"]) if options["province"] else None,
            weeks=options["weeks"],
            carried_out=not options["approved_only"],
            through=options["through"],
        )
        try:
            with roomy():
                address = services.build_2025(actor=OPERATOR, wish=wish, progress=self._show, bar=self._bar)
        except Refusal as refusal:
            faults = getattr(refusal, "faults", {}).get("", [])
            raise CommandError(
                "\n".join([str(refusal), *map(str, faults[1:])]), returncode=AMISS
            ) from refusal
        settle()
        with Bars() as bars:
            refresh_copy(actor=OPERATOR, tell=partial(bars.tell, "Analysis, weeks"))
        self.stderr.write(f"Built in {time.monotonic() - started:.0f} s.")
        self._tell(options["port"], address)
        if not options["build_only"]:
            sys.stdout.flush()
            call_command("serve", port=options["port"])

    def _show(self, label: str, rows: Iterable[Any], total: int) -> Iterable[Any]:
        shown: Iterable[Any] = self.progress(_LABELS.get(label, label), rows, total)
        return shown

    def _bar(self, label: str) -> Tell:
        bar = tqdm(desc=f"{label:<28}", total=100, unit="", mininterval=0.3)

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)
            if done == total:
                bar.close()

        return tell

    def _tell(self, port: int, address: str) -> None:
        site = f"http://127.0.0.1:{port}"
        self.stdout.write(
            "\nLiên Thông – sắp xếp đơn vị ngày 01/07/2025; thôn, người và số liệu đều là hư cấu.\n"
            "Real units and links; villages, people and figures are invented.\n\n"
            f"  {site}/dung-thu/          đăng nhập / sign in: duc lập phương án, ha phê duyệt\n"
            f"  {site}{address}   phương án năm 2025 / the plan\n"
            f"  {site}/don-vi/            đơn vị theo ngày / units by day\n"
            f"  {site}/                   báo cáo và việc của tôi / reports and my work\n"
        )
