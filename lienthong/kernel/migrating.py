"""Steps of migrations that Django's own would take at too high a price."""

from __future__ import annotations

from django.db import migrations


def drop_index(name: str, table: str, column: str) -> migrations.RunSQL:
    """Drop an index by its name: altering the field would make SQLite write the whole table anew, without its triggers."""
    return migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} ({column})")
