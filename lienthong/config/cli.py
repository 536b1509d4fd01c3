"""The operators' program: ``lienthong COMMAND``. Each room's commands are its doors."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

USAGE = """Liên Thông – the operators' program

  lienthong COMMAND --help    explains a command
  lienthong COMMAND --format table|json|csv    prints rows for people, programs or spreadsheets

Exit codes: 0 done · 1 done, and something is amiss · 2 misused · 3 something needed is missing

Commands
"""

COMMANDS = {
    "demo": "build the demonstration if needed, and serve it",
    "serve": "serve an installation (gunicorn), with a worker beside it",
    "worker": "do long work that was asked for in pages or is due by a schedule",
    "jobs": "list, show, watch, stop and retry long work; see schedules",
    "setup": "migrate the database, gather static files, load the roles, the working calendar and the limits",
    "registry": "load the country; look up units by name, or by code and date",
    "resolve": "resolve old addresses and codes of a file to the units in force on a day",
    "account": "create, list and disable accounts",
    "grant": "give, end and list grants",
    "token": "list and revoke keys for the API",
    "audit": "verify the audit chain; export its heads",
    "search": "make the index of the search anew; compare it with what the rooms hold",
    "forms": "list, check and publish form versions",
    "series": "begin a series of reports with a form; lay down its deadlines",
    "reports": "totals, what is owed, and the check of kept totals",
    "doctor": "say what is amiss with this installation, and what to do about it",
    "sweep": "remove what nobody needs any more, as a worker does every night",
    "notices": "send notices that are due; count messages by state",
    "files": "check the file store; rescan what waits; delete what was kept long enough",
    "import": "import officials, villages, organisations or returns from a file; undo an import",
    "migrate": "bring the database to this version (Django's own)",
    "check": "check the settings (Django's own)",
}


def main() -> NoReturn:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        width = max(map(len, COMMANDS))
        sys.stdout.write(
            USAGE + "".join(f"  {name.ljust(width)}  {text}\n" for name, text in COMMANDS.items())
        )
        sys.exit(0)
    if arguments[0] not in COMMANDS:
        sys.stderr.write(f"lienthong: there is no command {arguments[0]!r}; 'lienthong help' lists them\n")
        sys.exit(2)
    if arguments[0] == "demo":
        # The demonstration's settings have to stand before any setting is read.
        os.environ["LIENTHONG_DEMO"] = "1"
    from django.core.management import execute_from_command_line  # settings are read on import

    execute_from_command_line(["lienthong", *arguments])
    sys.exit(0)


if __name__ == "__main__":
    main()
