"""A web process lays trees out before anybody asks: what it then reads for figures, and when it lays out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.actor import OPERATOR
from lienthong.reports import queries
from lienthong.reports.queries import kept, moving, readiness
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
    yield
    readiness._seen.clear()


def laid_out_by(read: Callable[[], object]) -> bool:
    """Say whether something lays a tree out."""
    with CaptureQueriesContext(connection) as caught:
        read()
    return any(words in one["sql"] for one in caught for words in LAYING_OUT)


def figures(cast: Cast, structure: Structure) -> Callable[[], object]:
    """Return how the nation and what is directly below it are read."""
    asked = queries.asked_in(cast.series, queries.week_of(cast.series, WEEK), structure)
    return lambda: queries.unit_and_children_for(OPERATOR, asked, cast.unit("Trung ương"))


@pytest.mark.parametrize("structure", [AS_WAS, Structure(date(2026, 11, 22))])
def test_once_laid_out_no_figure_lays_a_tree_out(cast: Cast, structure: Structure) -> None:
    change(cast, date(2026, 11, 18), moved={"v2": "D"})
    assert laid_out_by(figures(cast, structure))
    change(cast, date(2026, 11, 19), moved={"v1": "D"})
    assert laid_out_by(queries.lay_out_trees)
    assert not laid_out_by(figures(cast, structure))


def test_a_tree_that_changes_is_laid_out_anew_when_it_stands_still(cast: Cast) -> None:
    assert laid_out_by(queries.lay_out_trees)
    assert not laid_out_by(queries.lay_out_trees)
    stamp = readiness._seen.copy()
    change(cast, date(2026, 11, 2), moved={"v1": "D"})
    queries.lay_out_trees()
    change(cast, date(2026, 11, 3), moved={"v2": "D"})
    queries.lay_out_trees()
    assert laid_out_by(figures(cast, AS_WAS))  # nothing was laid out while it changed
    assert readiness._seen != stamp
    assert laid_out_by(queries.lay_out_trees)
    assert not laid_out_by(queries.lay_out_trees)


def test_what_was_forgotten_is_laid_out_again(cast: Cast) -> None:
    queries.lay_out_trees()
    kept._shape.cache_clear()
    moving.sorting_of.cache_clear()
    assert laid_out_by(queries.lay_out_trees)
    assert not laid_out_by(figures(cast, AS_WAS))
