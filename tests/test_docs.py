"""The documents keep up with the code."""

from __future__ import annotations

import re
import subprocess
import sys
from enum import Enum
from pathlib import Path

import pytest
from django.apps import apps

from lienthong.desk.models import DeliveryState, WorkState
from lienthong.forms.models import VersionState
from lienthong.forms.rules import State as CellState
from lienthong.identity.models import Reach
from lienthong.imports.models import ImportKind, ImportState
from lienthong.kernel.filled import Outcome
from lienthong.kernel.models import (
    CalendarKind,
    ContentState,
    FileType,
    JobState,
    LimitUnit,
    PauseReason,
)
from lienthong.registry.models import AreaKind, Level, SuccessionKind
from lienthong.reports.models import ReturnState
from lienthong.reports.queries import Stage
from lienthong.reports.rules.turns import Turn

HOUSE = Path(__file__).resolve().parent.parent
DECISIONS = HOUSE / "docs" / "decisions"
GLOSSARY = (HOUSE / "docs" / "glossary.md").read_text(encoding="utf-8")
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))


def _run(tool: str, *words: str) -> tuple[int, str]:
    command = [sys.executable, f"tools/{tool}", *words]
    ran = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


# ── the glossary ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _models() -> set[str]:
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith("lienthong.")}


def test_the_glossary_holds_every_model_and_no_other() -> None:
    tables = GLOSSARY.split("## States")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)) == _models()


@pytest.mark.parametrize(
    "kind",
    [
        *(
            ImportKind,
            ImportState,
            ReturnState,
            VersionState,
            Level,
            AreaKind,
            SuccessionKind,
            Reach,
            JobState,
        ),
        *(DeliveryState, WorkState),
        *(CalendarKind, LimitUnit, PauseReason),
        *(ContentState, FileType),
    ],
    ids=lambda kind: kind.__name__,
)
def test_the_glossary_holds_every_choice_with_its_word(
    kind: type[
        ImportKind
        | ImportState
        | DeliveryState
        | ReturnState
        | VersionState
        | Level
        | AreaKind
        | SuccessionKind
        | Reach
        | JobState
        | CalendarKind
        | LimitUnit
        | PauseReason
        | ContentState
        | FileType
        | WorkState
    ],
) -> None:
    missing = [
        (one.value, str(one.label))
        for one in kind
        if not re.search(
            rf"^\| `{kind.__name__}` `{one.value}` \| {re.escape(str(one.label))}[ ,]", GLOSSARY, re.MULTILINE
        )
    ]
    assert missing == []


@pytest.mark.parametrize("kind", [Outcome, Turn, Stage], ids=lambda kind: kind.__name__)
def test_the_glossary_holds_every_name_that_screens_put_into_words(kind: type[Enum]) -> None:
    assert [one.value for one in kind if f"| `{kind.__name__}` `{one.value}` |" not in GLOSSARY] == []


def test_the_glossary_holds_every_state_that_a_cell_is_stored_in() -> None:
    stored = [state.code for state in CellState if state is not CellState.ERROR]
    assert [code for code in stored if f"| cell: `{code}` |" not in GLOSSARY] == []


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_decisions_are_numbered_without_gaps() -> None:
    assert RECORDS
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_index_lists_every_decision_once_in_order() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", index) == [path.name for path in RECORDS]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name[:4])
def test_a_decision_says_when_what_what_not_and_at_what_price(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(
        rf"# {path.name[:4]} · \S.*\n\n\d{{4}}-\d{{2}}-\d{{2}} · (accepted|replaced by \d{{4}})\n", text
    )
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Why", "Decision", "Rejected", "Consequences"]


# ── what is made from the code, and links ────────────────────────────────────────────────────────────────────────────


def test_the_reference_says_what_the_code_says() -> None:
    assert _run("reference.py", "--check") == (0, "")


def test_every_link_leads_somewhere_and_every_command_exists() -> None:
    code, said = _run("check_docs.py")
    assert (code, re.sub(r"\d+", "N", said)) == (0, "N documents, no fault\n")
