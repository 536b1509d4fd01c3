"""The copy at the command line, and as work that comes again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lienthong.analysis import queries
from lienthong.analysis.schedules import REFRESH
from lienthong.kernel.jobs.kinds import function_of, terms_of
from tests.cast import WEEK, Cast

from .filling import fill, put_another_in_its_place, report

pytestmark = pytest.mark.django_db


def said(*words: str) -> list[dict[str, Any]]:
    """Return the rows that a command prints."""
    out = io.StringIO()
    call_command("analysis", *words, "--format", "json", stdout=out, stderr=io.StringIO())
    rows: list[dict[str, Any]] = json.loads(out.getvalue())
    return rows


def test_refresh_check_and_show(cast: Cast) -> None:
    fill(cast, "2026-W46", WEEK)
    assert said("refresh") == [{"series": "tuan", "written": 2, "weeks": 2, "files_deleted": 0}]
    assert said("check", "tuan", "--period", WEEK) == [
        {"series": "tuan", "period": WEEK, "numbers": 1220, "stale": False, "different": 0}
    ]
    assert [(row["period"], row["returns"], row["read_at"]) for row in said("show")] == [
        ("2026-W46", 4, "2026-11-22T02:40:00+00:00"),
        (WEEK, 4, "2026-11-22T02:40:00+00:00"),
    ]


def test_a_copy_that_differs_is_amiss(cast: Cast) -> None:
    fill(cast, WEEK)
    said("refresh")
    put_another_in_its_place(cast, WEEK, "v2", households="999")
    with pytest.raises(CommandError, match="differs") as refused:
        said("check")
    assert refused.value.returncode == 1


def test_words_that_mean_nothing_are_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no series") as refused:
        said("refresh", "none")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="Chưa có số liệu"):
        said("check")


def test_the_schedule_has_something_to_do_only_where_anything_changed(cast: Cast) -> None:
    assert REFRESH.needed is queries.is_any_stale
    assert (function_of(REFRESH.kind).__name__, terms_of(REFRESH.kind).key) == ("refresh", "analysis")
    assert not queries.is_any_stale()
    fill(cast, WEEK)
    assert queries.is_any_stale()
    said("refresh")
    assert not queries.is_any_stale()
    report(cast, "v2", WEEK, households="55")
    assert queries.is_any_stale()


def test_a_web_process_loads_nothing_of_it_before_an_analysis_is_opened() -> None:
    program = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup();"
        "import lienthong.config.urls;"
        "print([name for name in ('ibis', 'duckdb', 'pandas', 'pyarrow', 'polars', 'pyspark') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
