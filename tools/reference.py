"""Write the documents that are made from the code, under docs/reference; ``--check`` only says which are out of date.

permissions.md, states.md, commands.md and openapi.json. What is said there stands in the code and nowhere else.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
PRODUCT = HOUSE / "lienthong"
PLACE = HOUSE / "docs" / "reference"

MADE = "<!-- Made by tools/reference.py from the code. Change the code, then run it again. -->"
# What every command takes besides its own words: said once, or Django's own.
SHARED = {
    "format",
    "help",
    "version",
    "verbosity",
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
}


def main() -> int:
    """Write the documents, or compare them."""
    checking = sys.argv[1:] == ["--check"]
    _set_up()
    stale = [name for name, text in _documents() if _differs(PLACE / name, text)]
    if checking:
        for name in stale:
            print(f"docs/reference/{name} is not what the code says. Run tools/reference.py.")
        return 1 if stale else 0
    for name, text in _documents():
        (PLACE / name).write_text(text, encoding="utf-8")
    print(f"written: {', '.join(stale)}" if stale else "nothing has changed")
    return 0


def _set_up() -> None:
    os.environ["LIENTHONG_DEMO"] = "1"  # so that no secret has to be set first
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    sys.path.insert(0, str(HOUSE))
    import django  # the environment has to be set before Django reads its settings

    django.setup()


def _documents() -> Iterator[tuple[str, str]]:
    makers: dict[str, Callable[[], str]] = {
        "permissions.md": permissions,
        "states.md": states,
        "commands.md": commands,
        "openapi.json": openapi,
    }
    for name, make in makers.items():
        yield name, make().rstrip() + "\n"


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# ── permissions ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _roles() -> list[Any]:
    rows: list[Any] = json.loads((PRODUCT / "identity/data/roles.json").read_text(encoding="utf-8"))
    return rows


def _holders(code: str) -> str:
    return ", ".join(f"`{role['code']}`" for role in _roles() if code in role["permissions"])


def _permissions() -> dict[str, tuple[str, Any]]:
    """Return every permission by its code, with the room that says it."""
    from lienthong.kernel.permission import Permission  # needs Django set up

    rooms = [path.parent.name for path in sorted(PRODUCT.glob("*/permissions.py"))]
    places = {room: f"lienthong.{room}.permissions" for room in rooms} | {"kernel": "lienthong.kernel.audit"}
    found = {
        value.code: (room, value)
        for room, place in places.items()
        for value in vars(importlib.import_module(place)).values()
        if isinstance(value, Permission)
    }
    return dict(sorted(found.items()))


def permissions() -> str:
    """Return the page of permissions and roles."""
    rows = [
        (f"`{code}`", str(permission.label), room, _holders(code) or "none: the operator's alone")
        for code, (room, permission) in _permissions().items()
    ]
    roles = [
        (f"`{role['code']}`", role["name"]["vi"], role["name"]["en"], _codes(role["permissions"]))
        for role in _roles()
    ]
    return f"""{MADE}
# Permissions and roles

A permission is held at a place of an organisation tree, "here" or "here and below", from a day to a day: that is a
grant. A role is a named list of permissions, and data. The operator at the machine's command line holds all of them.

## Permissions

{_table(("code", "on screens", "room", "in the roles"), rows)}

## Roles

{_table(("code", "vai trò", "role", "permissions"), roles)}
"""


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def states() -> str:
    """Return the page of a return's states and steps."""
    from lienthong.reports.models import ReturnState  # these three need Django set up
    from lienthong.reports.queries import returns
    from lienthong.reports.rules.states import APPROVED, RECEIVED, STEPS

    who: Mapping[Any, Any] = returns._PERMISSIONS
    edges = "\n".join(f"    {source} --> {target}: {step}" for (source, step), target in STEPS.items())
    steps = [
        (f"`{source}`", f"`{step}`", f"`{target}`", f"`{who[step].code}`", _holders(who[step].code))
        for (source, step), target in STEPS.items()
    ]
    rows = [
        (
            f"`{state.value}`",
            str(state.label),
            "yes" if str(state) in RECEIVED else "no",
            "yes" if str(state) in APPROVED else "no",
        )
        for state in ReturnState
    ]
    return f"""{MADE}
# States of a return

```mermaid
stateDiagram-v2
    [*] --> draft: save
    [*] --> submitted: submit
{edges}
```

## What counts

{_table(("state", "on screens", "counts as received", "counts as approved"), rows)}

A draft is seen only by those who may enter for its unit. A return that is withdrawn or given back leaves both totals in
the same transaction.

## Who may take which step

When a step can be taken is a rule on the state; who may take it is a permission at the unit that reports. Giving back and
unlocking need a reason. To submit what is already submitted means to amend it.

{_table(("from", "step", "to", "permission", "roles that hold it"), steps)}
"""


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def commands() -> str:
    """Return the page of the operators' program."""
    from django.core.management import get_commands, load_command_class  # needs Django set up

    from lienthong.config.cli import COMMANDS

    apps = get_commands()
    parts = []
    for name, text in COMMANDS.items():
        app = str(apps[name])
        if not app.startswith("lienthong."):
            parts.append(f"## lienthong {name}\n\n{_sentence(text)}")
            continue
        parser = load_command_class(app, name).create_parser("lienthong", name)
        parts.append(f"## lienthong {name}\n\n{_sentence(text)}\n\n{_usage(parser)}")
    return f"""{MADE}
# The operators' program

`lienthong COMMAND --help` says the same at the terminal. Exit codes: 0 done · 1 done, and something is amiss · 2 misused ·
3 something needed is missing. Rows are printed as `--format table`, `json` or `csv`: `lienthong audit --format json log`.

{chr(10).join(f"{part}{chr(10)}" for part in parts)}"""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _usage(parser: argparse.ArgumentParser) -> str:
    """Return the words of a command and of its verbs. Its own layout differs between versions of Python."""
    lines = [f"{_table(('word', 'meaning'), rows)}\n" for rows in [list(_words(parser))] if rows]
    for verb, help_text, below in _verbs(parser):
        lines.append(f"**`{verb}`** {help_text}\n")
        rows = list(_words(below))
        if rows:
            lines.append(_table(("word", "meaning"), rows) + "\n")
    return "\n".join(lines).rstrip()


def _verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for shown in action._choices_actions:
                yield shown.dest, shown.help or "", action.choices[shown.dest]


def _words(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    for action in parser._actions:
        if action.dest in SHARED or isinstance(action, argparse._SubParsersAction):
            continue
        needed = "needed" if action.required and action.option_strings else ""
        yield f"`{_shown(action)}`", "; ".join(filter(None, [(action.help or "").rstrip("."), needed]))


def _shown(action: argparse.Action) -> str:
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    value = str(action.metavar or choices or action.dest.upper())
    if action.nargs == "+":
        value = f"{value} …"
    if not action.option_strings:
        return f"[{value}]" if action.nargs == "?" else value
    return action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"


# ── the API ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def openapi() -> str:
    """Return the API's own description."""
    from lienthong.config.api import api  # needs Django set up

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
