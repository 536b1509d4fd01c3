"""The same analyses on DuckDB and on a real Spark cluster of two workers: every number of both is compared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from lienthong.analysis import queries
from lienthong.analysis.queries import engines, figures, suite
from lienthong.analysis.queries.engines import Row, Spark
from lienthong.analysis.queries.suite import Question, Scope
from lienthong.analysis.services import refresh_copy
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.values import Week
from lienthong.reports import services
from lienthong.reports.models import Return
from lienthong.reports.queries import Stage
from lienthong.reports.rules.structures import AS_WAS, Structure
from lienthong.reports.tests import test_rollups
from lienthong.reports.tests.changing import change
from tests.cast import WEEK, Cast
from tests.every_kind import with_every_kind

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

CLUSTER = "local-cluster[2,1,1024]"
WEEKS = ("2026-W44", "2026-W45", "2026-W46", WEEK)
TODAY = Structure(date(2026, 11, 22))


@pytest.fixture
def copied(cast: Cast) -> Cast:
    """Return the cast with weeks of every kind of number and state in the copy, and units that changed meanwhile."""
    every = with_every_kind(cast)
    for place, period in enumerate(WEEKS):
        for number, name in enumerate(("v1", "v2", "v3", "v4")):
            if (place + number) % 5 == 4:
                continue
            test_rollups.report(
                every,
                name,
                period,
                members__women=str(40 + 7 * place + number),
                volunteers=f"{place + number},5",
                visits=str(place * 3 + number),
                price=str(100 * number),
                water="" if number == 2 else f"{70 + place + number},5",
                has_hall="no" if number == 3 else "yes",
                hall_state="" if number == 3 else ("good", "fair", "poor")[(place + number) % 3],
            )
        held = Return.objects.filter(series=every.series, period=period)[:2]
        services.approve_returns(actor=OPERATOR, asked=every.asked(period), uids=[one.uid for one in held])
    change(
        cast,
        date(2026, 11, 4),
        founded={"w1": ("village", "C"), "w2": ("village", "D")},
        closed={"v3": [("w1", None), ("w2", None)]},
        moved={"v2": "D"},
    )
    refresh_copy(actor=OPERATOR)
    _let_the_store_wait()
    return every


def _let_the_store_wait() -> None:
    """Let the test's transaction stay open however long Spark takes to begin; PostgreSQL would end it after a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def analyses(cast: Cast) -> Iterator[tuple[str, Question, Mapping[str, Any]]]:
    """Yield every analysis, of both stages, of units and of single returns, by both structures, with its files."""
    for stage in Stage:
        for structure in (AS_WAS, TODAY):
            for name in ("P", "C", "v1"):
                uid = cast.province[name].uid
                asking = queries.ask_for(OPERATOR, cast.series.code, uid, 2026, stage, structure)
                files = figures.files_of(asking)
                scope = figures.scope_of(asking, bodies=name == "v1")
                for question in _questions(scope, as_was=structure is AS_WAS):
                    yield f"{question.name} {stage} {structure.day} {name}", question, files


def _questions(scope: Scope, *, as_was: bool) -> Iterator[Question]:
    layout = scope.layout
    measures, members = layout.measures, layout.measures_of("members")[0]
    yield Question("year", scope, (measures,))
    yield Question("pivot", scope, (measures,))
    yield Question("movers", scope, (members, 5))
    yield Question("distribution", scope, (members, "commune"))
    yield Question("running", scope, (tuple(one for one in measures if one.column.startswith("v_")),))
    yield Question("answers", scope, (tuple(layout.fields),))
    if as_was:
        yield Question("nation", scope, (measures,))
        yield Question("completeness", scope)


def test_each_named_analysis_is_compared(copied: Cast) -> None:
    said = {name.split(" ")[0] for name, _question, _files in analyses(copied)}
    assert said == set(suite.named())


def test_the_engine_is_that_of_the_setting(settings: Settings) -> None:
    assert queries.engine() is engines.duck()
    settings.ANALYSIS_ENGINE = "duckdb"
    assert queries.engine() is engines.duck()


@pytest.fixture
def cluster() -> Iterator[Spark]:
    """Bring up a master and two workers, each a process of its own, on loopback."""
    if shutil.which("java") is None:
        pytest.fail(
            "Spark needs Java, and there is none on the path: install default-jre-headless (Java 17 or later)."
        )
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    spark = Spark(CLUSTER)
    yield spark
    spark.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_on_two_workers_finds_the_same_numbers_as_duckdb(copied: Cast, cluster: Spark) -> None:
    compared = 0
    for name, question, files in analyses(copied):
        here = engines.duck().rows(question, files)
        there = cluster.rows(question, files)
        assert (name, there) == (name, here)
        compared += numbers_in(here)
    assert executors(cluster) == 2
    assert compared > 10_000
    for period in WEEKS:
        week = Week.parse(period)
        assert queries.check_week(cluster, copied.series, week) == queries.check_week(
            engines.duck(), copied.series, week
        )


def executors(cluster: Spark) -> int:
    """Return how many workers the cluster really has, besides the driver."""
    context: Any = cluster.session.sparkContext
    return int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1


def numbers_in(rows: list[Row]) -> int:
    """Return how many numbers stand in rows."""
    return sum(isinstance(value, int) for row in rows for value in row.values())
