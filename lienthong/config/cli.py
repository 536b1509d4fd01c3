"""The operators' program: ``lienthong COMMAND``. Each room's commands are its doors."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence
from typing import NoReturn

USAGE = """Liên Thông – the operators' program

  lienthong COMMAND --help    explains a command
  lienthong COMMAND --format table|json|csv    prints rows for people, programs or spreadsheets

Exit codes: 0 done · 1 done, and something is amiss · 2 misused · 3 something needed is missing

Commands
"""

COMMANDS = {
    "demo": "build the demonstration if needed, and serve it",
    "demo2025": "build the country as of 30 June 2025, carry out the plan of 1 July 2025, and serve it",
    "serve": "serve an installation (gunicorn), with a worker beside it",
    "worker": "do long work that was asked for in pages or is due by a schedule",
    "jobs": "list, show, watch, stop and retry long work; see schedules",
    "setup": "migrate the database, gather static files, load the roles, the working calendar and the limits",
    "registry": "load the country; look up units by name, or by code and date",
    "units": "list the units in force on a day, or count them by province and type",
    "resolve": "resolve old addresses and codes of a file to the units in force on a day",
    "account": "create, list and disable accounts",
    "grant": "give, end and list grants",
    "token": "list and revoke keys for the API",
    "audit": "verify the audit chain; export its heads",
    "search": "make the index of the search anew; compare it with what the rooms hold",
    "forms": "list, check and publish form versions",
    "series": "begin a series of reports with a form; lay down its deadlines",
    "reports": "totals, what is owed; adding kept totals up anew",
    "reconcile": "prove that kept totals are what was reported, and put them right",
    "maintenance": "announce maintenance on every page, let nothing be saved meanwhile, end it",
    "analysis": "bring the columnar copy up to date, compare it with the totals, say what it contains",
    "doctor": "say what is amiss with this installation, and what to do about it",
    "sweep": "remove what nobody needs any more, as a worker does every night",
    "notices": "send notices that are due; count messages by state",
    "files": "check the file store; rescan what waits; delete what was kept long enough",
    "backup": "make, check, list and remove backups; write the keys for the safe",
    "restore": "put a backup back, and compare all of it with what the backup says",
    "export": "write all data of a unit and of what stands below it, in open formats",
    "restructure": "rehearse a plan of a restructuring, carry it out, take it back",
    "import": "import officials, villages, organisations or returns from a file; undo an import",
    "plan": "list, show, import, export, check, approve and compare plans of restructurings",
    "migrate": "bring the database to this version, waiting for no lock long (Django's own otherwise)",
    "check": "check the settings (Django's own)",
}

# Answers people, who do not wait for ever. All other commands take the time that they need.
_HURRIED = frozenset({"serve"})
_LIMITS = ("STATEMENT", "LOCK", "IDLE")

# They read public facts, sign nothing and write nothing: beside a demonstration they run without its settings.
_WITHOUT_SECRETS = frozenset({"units", "resolve"})


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
    # The demonstrations' settings have to stand before any setting is read.
    if arguments[0] in _WITHOUT_SECRETS:
        for name in ("LIENTHONG_SECRET_KEY", "LIENTHONG_AUDIT_KEY", "LIENTHONG_BOX_KEY"):
            os.environ.setdefault(name, secrets.token_urlsafe(48))
    if arguments[0] not in _HURRIED:
        os.environ.update({f"LIENTHONG_DATABASE_{limit}_TIMEOUT": "0" for limit in _LIMITS})
    if arguments[0] in {"demo", "demo2025"}:
        os.environ["LIENTHONG_DEMO"] = "1"
    if arguments[0] == "demo2025":
        os.environ.setdefault("LIENTHONG_HOME", "var/restructure-2025")
        os.environ.setdefault("LIENTHONG_CLOCK", f"{_day_of_2025(arguments)}T09:40+07:00")
    from django.core.management import execute_from_command_line  # settings are read on import

    execute_from_command_line(["lienthong", *arguments])
    sys.exit(0)


def _day_of_2025(arguments: Sequence[str]) -> str:
    """Return the day on which the clock stands: after two months of returns, or as late as acts are carried out."""
    given = [*arguments, ""]
    named = (
        given[place + 1] if word == "--through" else word.removeprefix("--through=")
        for place, word in enumerate(arguments)
        if word.startswith("--through")
    )
    return max("2025-08-31", *named, "")


if __name__ == "__main__":
    main()
