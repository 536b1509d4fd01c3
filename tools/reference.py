"""Write the documents that are made from the code, under docs/reference; ``--check`` only says which are out of date.

permissions.md, states.md, deadlines.md, commands.md, settings.md and openapi.json. What is said there stands in the code, or in the
dated data beside it, and nowhere else.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
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
    os.environ["LIENTHONG_ROOMS"] = ""
    sys.path.insert(0, str(HOUSE))
    import django  # the environment has to be set before Django reads its settings

    django.setup()


def _documents() -> Iterator[tuple[str, str]]:
    makers: dict[str, Callable[[], str]] = {
        "permissions.md": permissions,
        "states.md": states,
        "deadlines.md": deadlines,
        "commands.md": commands,
        "settings.md": settings,
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
    """Return the page of every flow: its picture, its states, and who takes which step."""
    from lienthong.kernel.flow import flows  # needs Django set up

    parts = "\n\n".join(_flow(flow) for _kind, flow in sorted(flows().items()))
    return f"""{MADE}
# States

How each kind of row goes from state to state, drawn from the flows that the rooms say (`flows.py`). When a step can be taken
is a rule on the state and the row; who may take it is a permission at the unit that the row belongs to. A clock is a limit of
the catalogue, counted by the working calendar; *climbs* says how many working days after it ran out each next body above is told.

{parts}
"""


def _flow(flow: Any) -> str:
    edges = "\n".join(
        f"    {source or '[*]'} --> {step.to}: {step.name}" for step in flow.steps for source in step.sources
    )
    ends = "".join(f"\n    {state.name} --> [*]" for state in flow.states if state.ends)
    rows = [
        (f"`{state.name}`", str(state.label), _term(state.term), state.note or "") for state in flow.states
    ]
    steps = [
        (
            f"`{source}`" if source else "(new)",
            f"`{step.name}`",
            f"`{step.to}`",
            f"`{step.who.code}`",
            _holders(step.who.code),
            "yes" if step.needs_reason else "",
            _first_line(step.when),
            _term(step.term),
            ", ".join(f"`{tell.notice}` to {tell.to}" for tell in step.tells),
        )
        for step in flow.steps
        for source in step.sources
    ]
    heads = (
        *("from", "step", "to", "permission", "roles that hold it"),
        *("reason", "only when", "clock", "is told"),
    )
    return f"""## `{flow.kind}`

```mermaid
stateDiagram-v2
{edges}{ends}
```

{_table(("state", "on screens", "clock", "means"), rows)}

{flow.note}

{_table(heads, steps)}"""


def _term(term: Any) -> str:
    if term is None:
        return ""
    climbs = f", climbs after {', '.join(str(days) for days in term.climbs)}" if term.climbs else ""
    return f"`{term.limit}`{climbs}"


def _first_line(rule: Any) -> str:
    """Return what a rule says of itself."""
    return (rule.__doc__ or rule.__name__).strip().partition("\n")[0] if rule else ""


# ── deadlines ────────────────────────────────────────────────────────────────────────────────────────────────────────


def deadlines() -> str:
    """Return the page of limits, classes of matters, and reasons for which a clock may stand."""
    from deadline_page import page  # needs Django set up

    return f"{MADE}\n{page(_table)}"


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


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def settings() -> str:
    """Return the page of everything that is read from the environment."""
    from lienthong.config import environment

    parts = [
        f"## {title}\n\n{_table(('name', 'without it', 'meaning'), map(_setting, found))}"
        for title, found in groupby(environment.said(), key=lambda one: one.section)
    ]
    return f"""{MADE}
# Settings

Everything is read from the environment, once, and said where it is read: `lienthong/config/settings.py` and `databases.py`. A flag
is on unless it is empty, `0`, `false`, `no` or `off`. `lienthong doctor` names what begins with `LIENTHONG_` and is not here.

{f"{chr(10)}{chr(10)}".join(parts)}

Laid down in code, since they are the same everywhere: a session lasts 12 hours, a request holds at most 3 MB and 12,000 fields, a
password has at least 12 characters, the time zone is Asia/Ho_Chi_Minh.
"""


def _setting(one: Any) -> tuple[str, str, str]:
    return f"`{one.name}`", one.without, f"{one.meaning}. Secret" if one.secret else one.meaning


# ── the API ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def openapi() -> str:
    """Return the API's own description."""
    from lienthong.config.api import api  # needs Django set up

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
