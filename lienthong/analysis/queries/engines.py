"""Where an expression is worked out: DuckDB in this process, or Spark, when the setting names one. The numbers are the same.

DuckDB is given the SQL that Ibis makes of an expression, and hands its columns over as Arrow; that way neither pandas nor
PyArrow is loaded into a web process. Spark goes through Ibis' own backend, in a process that the setting is made for.
Nothing of either is imported before somebody opens an analysis.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

# Which files each table of an expression is made of.
Files = Mapping[str, Sequence[Path]]
Row = dict[str, Any]


class Engine(Protocol):
    """Works out expressions."""

    def rows(self, expression: Any, files: Files) -> list[Row]:
        """Return the rows of an expression: integers, texts, days, None."""


def engine() -> Engine:
    """Return the engine that the setting names."""
    address: str = settings.ANALYSIS_ENGINE
    return duck() if address in {"", "duckdb"} else spark(address)


def tables_in(expression: Any) -> list[str]:
    """Return the names of the tables that an expression reads."""
    import ibis.expr.operations as ops  # heavy: see above

    return sorted({table.name for table in expression.op().find(ops.UnboundTable)})


class Duck:
    """DuckDB in this process. Every thread has a cursor of its own; memory and threads are limited by settings."""

    def __init__(self, megabytes: int, threads: int) -> None:
        import duckdb  # heavy: see above

        self._base = duckdb.connect(config={"threads": threads, "memory_limit": f"{megabytes}MB"})
        # A file never changes under its name: what was read of its head holds.
        self._base.execute("SET parquet_metadata_cache = true")
        self._base.execute("SET validate_external_file_cache = 'NO_VALIDATION'")
        self._base.execute("SET preserve_insertion_order = false")
        self._held = threading.local()

    @property
    def connection(self) -> Any:
        """The cursor of this thread."""
        if not hasattr(self._held, "cursor"):
            self._held.cursor = self._base.cursor()
        return self._held.cursor

    def rows(self, expression: Any, files: Files) -> list[Row]:
        """Return the rows of an expression, fetched as Arrow."""
        import polars  # heavy: see above

        statement = self.statement(expression, files)
        frame = polars.DataFrame(self.connection.sql(statement))
        return _whole(frame, expression)

    def statement(self, expression: Any, files: Files) -> str:
        """Return an expression as SQL over files."""
        import ibis  # heavy: see above

        for name in tables_in(expression):
            listed = ", ".join(_quoted(path) for path in files[name])
            self.connection.execute(
                f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])'
            )
        return str(ibis.to_sql(expression, dialect="duckdb"))

    def write(self, statement: str, path: Path, group: int) -> None:
        """Write the rows of a statement as Parquet."""
        form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}"
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

    def rows(self, expression: Any, files: Files) -> list[Row]:
        """Return the rows of an expression, fetched as Arrow."""
        import polars  # heavy: see above

        for name in tables_in(expression):
            held = self.session.read.parquet(*(str(path) for path in files[name]))
            held.createOrReplaceTempView(name)
        # Not to_pyarrow(): on its way through pandas a whole number beside nothing would become a float.
        found = self.session.sql(self._ibis.compile(expression)).toArrow()
        return _whole(polars.DataFrame(found), expression)

    def stop(self) -> None:
        """Let go of the cluster."""
        self.session.stop()


_SPARK = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",  # a number too big is a fault, never another number
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


# A cluster of this machine alone listens to nobody else.
_HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def _whole(frame: Any, expression: Any) -> list[Row]:
    """Return rows in which whole numbers are such: a sum comes as a wide number from one engine, not from the other."""
    rows: list[Row] = frame.to_dicts()
    wide = [
        name
        for name, kind in expression.schema().items()
        if kind.is_integer() or kind.is_decimal() or kind.is_boolean()
    ]
    for row in rows:
        for name in wide:
            value = row[name]
            row[name] = None if value is None else int(value)
    return rows


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
