"""Returns, revisions and totals are found by constraints that begin with their series: four indexes less to write."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel.migrating import drop_index


class Migration(migrations.Migration):
    dependencies = [
        ("forms", "0001_initial"),
        ("registry", "0002_successions"),
        ("reports", "0004_revision_key"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                drop_index("reports_return_form_version_id_8672ac81", "reports_return", "form_version_id"),
                drop_index("reports_return_series_id_a524c27e", "reports_return", "series_id"),
                drop_index("reports_revision_entry_id_ad7990e5", "reports_revision", "entry_id"),
                drop_index("reports_total_series_id_7a631fc0", "reports_total", "series_id"),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="return",
                    name="form_version",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forms.formversion",
                    ),
                ),
                migrations.AlterField(
                    model_name="return",
                    name="series",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="reports.series",
                    ),
                ),
                migrations.AlterField(
                    model_name="revision",
                    name="entry",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="reports.return",
                    ),
                ),
                migrations.AlterField(
                    model_name="total",
                    name="series",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.series",
                    ),
                ),
            ],
        ),
        # While the index is built PostgreSQL lets nobody write returns: some seconds for five million.
        migrations.RemoveConstraint("return", "reports_return_once"),
        migrations.AddConstraint(
            "return",
            models.UniqueConstraint(fields=["series", "period", "organisation"], name="reports_return_once"),
        ),
    ]
