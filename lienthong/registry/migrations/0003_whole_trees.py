"""A whole tree is compared with itself on another day from indexes alone, and the estates of closed bodies have their own."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel.migrating import drop_index

_EDGE = "registry_organisationedge"


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_successions")]

    operations = [
        # The beginning of an index that stays, or of no use beside it: three less to write.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                drop_index("registry_organisationedge_tree_id_064448af", _EDGE, "tree_id"),
                drop_index("registry_organisationedge_child_id_090e66c1", _EDGE, "child_id"),
                drop_index("registry_organisationedge_parent_id_e6722aff", _EDGE, "parent_id"),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="organisationedge",
                    name="tree",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.tree",
                    ),
                ),
                migrations.AlterField(
                    model_name="organisationedge",
                    name="child",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parents",
                        to="registry.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="organisationedge",
                    name="parent",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="registry.organisation",
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex("organisationedge", "registry_org_edge_child"),
        migrations.RemoveIndex("organisationedge", "registry_org_edge_parent"),
        migrations.AddIndex(
            "organisationedge",
            models.Index(
                fields=["child", "tree", "valid_from", "valid_to", "parent"], name="registry_org_edge_child"
            ),
        ),
        migrations.AddIndex(
            "organisationedge",
            models.Index(
                fields=["parent", "tree", "valid_from", "valid_to", "child"], name="registry_org_edge_parent"
            ),
        ),
        migrations.AddIndex(
            "closure",
            models.Index(
                fields=["tree", "descendant", "depth"],
                condition=models.Q(depth__gte=100),
                name="registry_closure_estate",
            ),
        ),
        # What was counted of an index goes with it.
        migrations.RunSQL("ANALYZE registry_organisationedge", migrations.RunSQL.noop),
    ]
