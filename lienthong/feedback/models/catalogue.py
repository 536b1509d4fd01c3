"""What matters are about: a dated catalogue, loaded from data."""

from __future__ import annotations

from django.db import models

from lienthong.kernel.languages import label_of
from lienthong.kernel.validity import Dated


class Category(Dated):
    """Something that a matter may be about, from a day to a day. ``icon``: of the kit, for the page of sending.

    ``guarded``: what is sent under it often names people; it is never published.
    """

    code = models.SlugField(max_length=40)
    name = models.JSONField(help_text="words by language")
    icon = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    guarded = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="feedback_category_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """What it is called in the language that is active."""
        return label_of(self.name)
