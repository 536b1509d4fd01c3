"""Where an expression is worked out: DuckDB in this process, or Spark, when the setting names one. The numbers are the same.

DuckDB is given the SQL that Ibis makes of an expression, and hands over Python's own numbers; that way neither pandas, nor
PyArrow, nor Polars is loaded into a web process. Spark goes through Ibis' own backend, in a process that the setting is made for.
Nothing of either is imported before somebody opens an analysis.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from .suite import Question

# Which files each table of an expression is made of.
Files = Mapping[str, Sequence[Path]]
Row = dict[str, Any]


class Engine(Protocol):
    """Answers questions."""

    def rows(self, question: Question, files: Files) -> list[Row]:
        """Return the rows of what is asked: integers, days, None."""


def engine() -> Engine:
    """Return the engine that the setting names."""
    address: str = settings.ANALYSIS_ENGINE
    return duck() if address in {"", "duckdb"} else spark(address)


def tables_in(expression: Any) -> list[str]:
    """Return the names of the tables that an expression reads."""
    import ibis.expr.operations as ops  # heavy: see above

    return sorted({table.name for table in expression.op().find(ops.UnboundTable)})


class Packing(NamedTuple):
    """How rows are packed into Parquet: so many in a row group, by a compression of Parquet."""

    rows: int
    by: str = "zstd"


class Duck:
    """DuckDB in this process. Every thread has a cursor of its own; memory and threads are limited by settings."""

    def __init__(self, megabytes: int, threads: int) -> None:
        import duckdb  # heavy: see above

        self._base = duckdb.connect(config={"threads": threads, "memory_limit": f"{megabytes}MB"})
        # A file never changes under its name: what was read of its head holds.
        self._base.execute("SET GLOBAL parquet_metadata_cache = true")
        self._base.execute("SET GLOBAL validate_external_file_cache = 'NO_VALIDATION'")
        self._base.execute("SET GLOBAL preserve_insertion_order = false")
        self._held = threading.local()

    @property
    def connection(self) -> Any:
        """The cursor of this thread."""
        if not hasattr(self._held, "cursor"):
            self._held.cursor = self._base.cursor()
        return self._held.cursor

    def rows(self, question: Question, files: Files) -> list[Row]:
        """Return the rows of what is asked."""
        made = _made(question.of_any_unit)
        self._show(made.tables, files)
        # Not sql(), which binds a statement once to describe it and once more to run it.
        found = self.connection.execute(made.of(question))
        names = [column[0] for column in found.description]
        return _wide(made.wide, (dict(zip(names, row, strict=True)) for row in found.fetchall()))

    def statement(self, expression: Any, files: Files) -> str:
        """Return an expression as SQL over files, which are shown to this thread from now on."""
        made = _compiled(expression)
        self._show(made.tables, files)
        return made.statement

    def _show(self, tables: Sequence[str], files: Files) -> None:
        """Let tables be made of files, where they are not yet: to look into every file again would cost more than to read it."""
        shown: dict[str, Sequence[Path]] = self._held.__dict__.setdefault("shown", {})
        for name in tables:
            if shown.get(name) != files[name]:
                listed = ", ".join(_quoted(path) for path in files[name])
                self.connection.execute(
                    f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])'
                )
                shown[name] = files[name]

    def write(self, statement: str, path: Path, packing: Packing) -> None:
        """Write the rows of a statement as Parquet."""
        form = f"FORMAT parquet, COMPRESSION {packing.by}, ROW_GROUP_SIZE {packing.rows}"
        self.connection.execute(f"COPY ({statement}) TO {_quoted(path)} ({form})")


class Spark:
    """Spark, through Ibis' backend: ``spark://host:port``, ``local[2]``, ``local-cluster[2,1,1024]``."""

    def __init__(self, address: str) -> None:
        import ibis  # heavy: see above
        from pyspark.sql import SparkSession  # only where an installation names a cluster

        builder = SparkSession.builder.master(address).appName("lienthong")
        here = _HERE if address.startswith("local") else {}
        for name, value in {**_SPARK, **here}.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self._ibis = ibis.pyspark.connect(self.session)

    def rows(self, question: Question, files: Files) -> list[Row]:
        """Return the rows of what is asked, fetched as Arrow."""
        import polars  # heavy: see above

        expression = question.expression
        for name in tables_in(expression):
            held = self.session.read.parquet(*(str(path) for path in files[name]))
            held.createOrReplaceTempView(name)
        # Not to_pyarrow(): on its way through pandas a whole number beside nothing would become a float.
        found = polars.DataFrame(self.session.sql(self._ibis.compile(expression)).toArrow())
        kinds = expression.schema().items()
        narrow = [name for name, kind in kinds if kind.is_integer() or kind.is_boolean()]
        return _wide(
            _wide_names(expression), found.with_columns(polars.col(narrow).cast(polars.Int64)).to_dicts()
        )

    def stop(self) -> None:
        """Let go of the cluster."""
        self.session.stop()


_SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",  # a number too big is a fault, never another number
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",  # begin when all workers are there
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


# A cluster of this machine alone listens to nobody else.
_HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class _Made(NamedTuple):
    """A question as DuckDB is asked: its tables, the statement, and the columns that are numbers of more than 64 bits."""

    tables: Sequence[str]
    statement: str
    wide: Sequence[str]

    def of(self, question: Question) -> str:
        """Return the statement for the unit of a question."""
        from .suite import ANY_UNIT  # heavy: see above

        return self.statement.replace(str(ANY_UNIT), str(int(question.scope.unit)))


@lru_cache(maxsize=128)
def _made(question: Question) -> _Made:
    """Make a statement once for every unit: to make it takes longer than to answer it."""
    return _compiled(question.expression)


def _compiled(expression: Any) -> _Made:
    import ibis  # heavy: see above

    statement = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
    return _Made(tables_in(expression), statement, _wide_names(expression))


def _wide_names(expression: Any) -> list[str]:
    """Return the columns of whole numbers that do not fit 64 bits."""
    return [name for name, kind in expression.schema().items() if kind.is_decimal()]


def _wide(names: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """Return rows in which also the numbers of these columns are whole ones."""
    return [row | {name: None if row[name] is None else int(row[name]) for name in names} for row in rows]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@cache
def duck() -> Duck:
    """Return the DuckDB of this process."""
    return Duck(settings.ANALYSIS_MEMORY_MB, threads=settings.ANALYSIS_THREADS)


@cache
def spark(address: str) -> Spark:
    """Return the Spark of this process."""
    return Spark(address)
