"""Audit entries are found by a constraint that begins with their stream: one index less to write."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel.migrating import drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0013_backup"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                drop_index("kernel_auditentry_stream_id_327e835e", "kernel_auditentry", "stream_id"),
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
