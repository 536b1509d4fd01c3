"""docs/how-to/add-a-report-form.md is run as it stands there."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lienthong.forms.rules import FieldType, Rollup
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.reports import queries
from lienthong.reports.models import Deadline, Series
from tests.cast import WEEK, Cast

from .test_rollups import report

pytestmark = pytest.mark.django_db

HOUSE = Path(__file__).resolve().parents[3]
TEXT = (HOUSE / "docs" / "how-to" / "add-a-report-form.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^ *lienthong (.+)$", TEXT, re.MULTILINE)


def run(words: str) -> str:
    """Run a command of the operators' program and return what it printed."""
    out = StringIO()
    call_command(*shlex.split(words), stdout=out)
    return out.getvalue()


def test_the_steps_lead_from_a_file_to_figures(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOUSE)
    preparing, reading = STEPS[:-2], STEPS[-2:]
    assert [words.split()[:2] for words in preparing] == [
        ["forms", "check"],
        ["forms", "publish"],
        ["series", "begin"],
        ["series", "deadline"],
        ["series", "deadline"],
    ]
    for words in preparing:
        run(words)
    made = replace(cast, series=queries.get_series(OPERATOR, "mau"))
    report(made, "v1")
    report(made, "v4", water="41", has_hall="no")
    nation = str(cast.province["Trung ương"].uid)
    totals, check = (run(words.replace("UNIT", nation)) for words in reading)
    rows = {line.split()[0]: line.split()[1:3] for line in totals.splitlines()}
    assert rows["members"] == ["last", "64"]
    assert rows["water"] == ["minimum", "41"]
    assert "yes=1 no=1" in totals
    assert check.split()[-2:] == [WEEK, "0"]


@pytest.mark.parametrize("kind", [*FieldType, *Rollup])
def test_every_type_and_every_roll_up_is_explained(kind: FieldType | Rollup) -> None:
    assert f"`{kind}`" in TEXT


BEGIN = "series begin mau --form {} --tree {} --first 2026-W40 --name-vi Mẫu"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (BEGIN.format("nothing", "front"), MISSING),
        (BEGIN.format("front-weekly", "nothing"), AMISS),
        (BEGIN.format("front-weekly", "front").replace("mau", "tuan"), AMISS),
        ("series deadline nothing village --days 6 --at 12:00 --from 2026-01-05 --source x", AMISS),
    ],
)
def test_what_cannot_be_begun_changes_nothing(cast: Cast, words: str, code: int) -> None:
    before = (Series.objects.count(), Deadline.objects.count())
    with pytest.raises(CommandError) as caught:
        run(words)
    assert caught.value.returncode == code
    assert (Series.objects.count(), Deadline.objects.count()) == before


def test_series_are_listed(cast: Cast) -> None:
    assert run("series list").splitlines()[1].split()[:3] == ["tuan", "village", "2025-W20"]
