"""Who is away and who stands in, and who holds a chair for a time."""

from __future__ import annotations

from django.db import models

from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated


class Absence(Dated):
    """A person is away on the days [valid_from, valid_to), and another stands in with the rights lent for them.

    ``post``: the one they are away from; none: all that they hold without a post. Its uid names what was lent.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    post = models.ForeignKey("registry.Post", models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    stand_in = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.account_id} -> {self.stand_in_id} {self.valid_from}"


class Acting(Dated):
    """An official holds a chair for a time, on the days [valid_from, valid_to), with a role given for as long."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    post = models.ForeignKey("registry.Post", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    grant = models.ForeignKey("identity.Grant", models.SET_NULL, null=True, related_name="+")

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.account_id} {self.post_id} {self.valid_from}"
