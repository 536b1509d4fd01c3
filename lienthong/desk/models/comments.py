"""What is said about a row, and who is named in it."""

from __future__ import annotations

from django.db import models

from lienthong.kernel.ids import uuid7


class Comment(models.Model):
    """Something said about a row of any room. Whoever may see the row may read it.

    Taken away again, only that it stood there is kept: the text is gone.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    organisation = models.ForeignKey("registry.Organisation", models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000, blank=True)
    account = models.ForeignKey("identity.Account", models.SET_NULL, null=True, related_name="+")
    post = models.ForeignKey("registry.Post", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "kind", "at"], name="desk_comment_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.at}"


class Mention(models.Model):
    """Somebody is named in a comment, and has or has not read it since."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "account"], name="desk_mention_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} @{self.account_id}"
