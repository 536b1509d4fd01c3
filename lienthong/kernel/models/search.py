"""What can be found: a copy of a line of each row, and the words of all of them. Both can be made anew at any time."""

from __future__ import annotations

from django.db import models

from ..validity import FOREVER


class SearchRow(models.Model):
    """A row of some room as a search shows it. ``key``: what the room calls it, once in its kind.

    ``terms``: what it is found by (search/words.py), separated by spaces. When more match than are read, the older ids win,
    so a rebuild writes what matters more first.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    detail = models.CharField(max_length=400, blank=True)
    link = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField(default=0, help_text="what matters more has the smaller one")
    organisation_id = models.BigIntegerField(
        null=True, help_text="the body whose rights decide; null: open to all"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(default=FOREVER)
    terms = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="kernel_search_row_once")]
        indexes = [models.Index(fields=["kind", "id"], name="kernel_search_row_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word by which rows of a kind can be found, without marks, and how many hold it; counted at each rebuild.

    ``named``: how many hold it in their name; zero is certain, another number may be out of date.
    """

    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=1)
    named = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "kind"], name="kernel_search_word_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.word}"
