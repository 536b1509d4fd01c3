"""Words of the search are counted by kind. The index is emptied: ``lienthong setup`` makes it anew."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import lienthong.kernel.search.store


def empty(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with lienthong.kernel.search.store.rewriting():
        pass


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_helping")]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("searchword", "word", models.CharField(max_length=40)),
        migrations.AddField("searchword", "kind", models.CharField(max_length=20, default=""), preserve_default=False),
        migrations.AddField("searchword", "named", models.PositiveIntegerField(default=0)),
        migrations.AddConstraint(
            "searchword", models.UniqueConstraint(fields=["word", "kind"], name="kernel_search_word_once")
        ),
        lienthong.kernel.search.store.RenewSearch(),
    ]
