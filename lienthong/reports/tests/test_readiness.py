"""A web process lays trees out before anybody asks: what it then reads for figures, and when it lays out anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.actor import OPERATOR
from lienthong.reports import queries
from lienthong.reports.queries import readiness
from lienthong.reports.rules.structures import AS_WAS, Structure
from tests.cast import WEEK, Cast

from .changing import change

pytestmark = pytest.mark.django_db

# What is read to lay a tree out, and never for the numbers themselves.
LAYING_OUT = ("registry_closure own", "SELECT DISTINCT valid_from", "registry_organisationedge held\nJOIN")


@pytest.fixture(autouse=True)
def new_process() -> Iterator[None]:
    """Let nothing be known of the trees of other tests."""
    readiness._seen.clear()
    readiness._ready.clear()
    yield
    readiness._seen.clear()
    readiness._ready.clear()


def reads_of(cast: Cast, structure: Structure) -> list[str]:
    """Return the statements that lay a tree out while the nation and what is directly below it are read."""
    asked = queries.asked_in(cast.series, queries.week_of(cast.series, WEEK), structure)
    with CaptureQueriesContext(connection) as caught:
        queries.unit_and_children_for(OPERATOR, asked, cast.unit("Trung ương"))
    return [one["sql"] for one in caught if any(words in one["sql"] for words in LAYING_OUT)]


@pytest.mark.parametrize("structure", [AS_WAS, Structure(date(2026, 11, 22))])
def test_once_ready_no_figure_lays_a_tree_out(cast: Cast, structure: Structure) -> None:
    change(cast, date(2026, 11, 18), moved={"v2": "D"})
    assert reads_of(cast, structure)
    change(cast, date(2026, 11, 19), moved={"v1": "D"})
    assert queries.get_ready() == 1
    assert reads_of(cast, structure) == []


def test_a_tree_that_changes_is_laid_out_anew_when_it_stands_still(cast: Cast) -> None:
    assert queries.get_ready() == 1
    assert queries.get_ready() == 0
    change(cast, date(2026, 11, 2), moved={"v1": "D"})
    assert queries.get_ready() == 0
    change(cast, date(2026, 11, 3), moved={"v2": "D"})
    assert queries.get_ready() == 0
    assert queries.get_ready() == 1
    assert queries.get_ready() == 0
    assert reads_of(cast, AS_WAS) == []
