"""Work that waits: for whoever holds a permission at a body, or for one person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7


class WorkState(models.TextChoices):
    """Where a piece of work stands."""

    OPEN = "open", _("Đang chờ")
    DONE = "done", _("Đã xong")
    DROPPED = "dropped", _("Không còn cần")


class WorkItem(models.Model):
    """A piece of work. It belongs to a body and a permission there, so it stays when a person goes.

    ``permission``: the code of who sees it and does it; "" where it is ``assigned_to``'s own. ``words``: what the
    kind's title names, without personal data.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(
        max_length=160, help_text="by which its room finds it again; once while it is open"
    )
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    words = models.JSONField(default=dict)
    search_key = models.CharField(max_length=200, help_text="the title in Vietnamese, folded")
    url = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        "registry.Organisation", models.CASCADE, related_name="+", db_index=False
    )
    permission = models.CharField(max_length=60, blank=True)
    assigned_to = models.ForeignKey("identity.Account", models.SET_NULL, null=True, related_name="+")
    due = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=WorkState, default=WorkState.OPEN)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True, help_text="public id of the account; none for the operator")
    done_post = models.ForeignKey("registry.Post", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="open"), name="desk_workitem_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "permission", "due"],
                condition=models.Q(state="open"),
                name="desk_workitem_at",
            ),
            models.Index(
                fields=["permission", "due", "organisation"],
                condition=models.Q(state="open"),
                name="desk_workitem_by_due",
            ),
            models.Index(fields=["subject", "state"], name="desk_workitem_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
