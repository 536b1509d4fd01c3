"""Audit entries are found by a constraint that begins with their stream: one index less to write."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


def _drop_index(name: str, table: str, column: str) -> migrations.RunSQL:
    """Drop an index by its name: altering the field would make SQLite write the whole table anew, without its triggers."""
    return migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} ({column})")


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0011_journal"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                _drop_index("kernel_auditentry_stream_id_327e835e", "kernel_auditentry", "stream_id"),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="auditentry",
                    name="stream",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="kernel.auditstream",
                    ),
                ),
            ],
        ),
    ]
