"""Steps of migrations that Django's own would take at too high a price, or knows nothing of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def drop_index(name: str, table: str, column: str) -> migrations.RunSQL:
    """Drop an index by its name: altering the field would make SQLite write the whole table anew, without its triggers."""
    return migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} ({column})")


class PerStore(Operation):
    """Statements of each store's own, there and back; no model changes. ``told``: what it does, as the migration says it."""

    told: ClassVar[str]
    sqlite: ClassVar[Sequence[str]] = ()
    sqlite_back: ClassVar[Sequence[str]] = ()
    postgresql: ClassVar[Sequence[str]] = ()
    postgresql_back: ClassVar[Sequence[str]] = ()
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _run(schema_editor, self.postgresql, self.sqlite)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _run(schema_editor, self.postgresql_back, self.sqlite_back)

    def describe(self) -> str:
        return self.told


def _run(editor: BaseDatabaseSchemaEditor, postgresql: Sequence[str], sqlite: Sequence[str]) -> None:
    for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement, params=None)
