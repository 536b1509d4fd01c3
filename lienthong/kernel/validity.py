"""Facts that hold from a date to a date: half-open [from, to), with the moment when each became known."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from . import clock

FOREVER = date(9999, 12, 31)


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that can be asked for as they were on a day."""

    def on(self, day: date) -> Self:
        """Return the rows that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Dated(models.Model):
    """A fact that holds on the days from ``valid_from`` up to, but not on, ``valid_to``."""

    valid_from = models.DateField()
    valid_to = models.DateField(default=FOREVER)
    known_at = models.DateTimeField(default=clock.now)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lt=models.F("valid_to")),
                name="%(app_label)s_%(class)s_lasting",
            )
        ]


_REFUSE_OVERLAP = """
CREATE TRIGGER {table}_no_overlap_{event} BEFORE {event} ON {table}
WHEN EXISTS (
    SELECT 1 FROM {table} other
    WHERE {same} AND other.id IS NOT NEW.id
    AND other.valid_from < NEW.valid_to AND NEW.valid_from < other.valid_to
)
BEGIN SELECT RAISE(ABORT, '{table}_no_overlap'); END
"""


class NoOverlap(Operation):
    """Two rows of a table that are the same in ``columns`` never hold on the same day.

    An exclusion constraint on PostgreSQL, a pair of triggers on SQLite; both raise IntegrityError.
    """

    reversible = True

    def __init__(self, table: str, columns: list[str]) -> None:
        self.table, self.columns = table, columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.columns], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self._statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_no_overlap", params=None
            )
            return
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_overlap_{event}", params=None)

    def _statements(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            same = ", ".join(f"{column} WITH =" for column in self.columns)
            return [
                "CREATE EXTENSION IF NOT EXISTS btree_gist",
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.table}_no_overlap "
                f"EXCLUDE USING gist ({same}, daterange(valid_from, valid_to) WITH &&)",
            ]
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in self.columns)
        return [
            _REFUSE_OVERLAP.format(table=self.table, event=event, same=same) for event in ("INSERT", "UPDATE")
        ]

    def describe(self) -> str:
        return f"Refuse overlapping validity in {self.table}"


class Frozen(Operation):
    """Rows of a table for which ``condition`` (SQL on OLD) holds are never changed nor removed."""

    reversible = True

    def __init__(self, table: str, condition: str = "") -> None:
        self.table, self.condition = table, condition

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.condition], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        when = f"WHEN ({self.condition})" if self.condition else ""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {self.table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.table}_frozen' USING ERRCODE = 'restrict_violation'; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_frozen BEFORE UPDATE OR DELETE ON {self.table} "
                f"FOR EACH ROW {when} EXECUTE FUNCTION {self.table}_frozen()",
                params=None,
            )
            return
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {self.table}_frozen_{event} BEFORE {event} ON {self.table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{self.table}_frozen'); END",
                params=None,
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.table}_frozen ON {self.table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {self.table}_frozen()", params=None)
            return
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_frozen_{event}", params=None)

    def describe(self) -> str:
        return f"Refuse changes of kept rows in {self.table}"
