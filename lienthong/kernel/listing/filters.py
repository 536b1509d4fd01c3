"""What a list can be narrowed by: one of a few values, a text, a day, or a thing that a link brings along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..forms import DayField
from ..templatetags.written import day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
Rows: TypeAlias = QuerySet[Any]

_LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """A filter by one of a few values. ``narrow``: the rows of a value."""

    code: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    narrow: Callable[[Rows, str], Rows]

    def field(self) -> forms.Field:
        """Return the field in which it is chosen."""
        return forms.ChoiceField(
            label=self.label,
            required=False,
            choices=[("", _("Tất cả")), *self.choices],
            widget=forms.Select(attrs={"class": "input"}),
        )

    def said(self, value: str) -> str:
        """Say a value in the words of a person."""
        return str(dict(self.choices)[value])


@dataclass(frozen=True)
class Text:
    """A filter by a text of its own, beside the search. ``hint``: an example."""

    code: str
    label: Words
    narrow: Callable[[Rows, str], Rows]
    hint: Words = ""

    def field(self) -> forms.Field:
        """Return the field in which it is typed."""
        return text_field(self.label, self.hint)

    def said(self, value: str) -> str:
        """Say a value in the words of a person."""
        return value


@dataclass(frozen=True)
class Day:
    """A filter by a day: since it, or until it."""

    code: str
    label: Words
    narrow: Callable[[Rows, date], Rows]

    def field(self) -> forms.Field:
        """Return the field in which it is typed."""
        field = DayField(label=self.label, required=False, help_text="")
        field.widget.attrs |= {"class": "input day", "placeholder": _("ngày/tháng/năm")}
        return field

    def said(self, value: date) -> str:
        """Say a value in the words of a person."""
        return day(value)


@dataclass(frozen=True)
class Key:
    """A filter that no field offers: a link of the list brings a public id. ``named``: what it is called."""

    code: str
    label: Words
    narrow: Callable[[Rows, UUID], Rows]
    named: Callable[[UUID], str]

    def field(self) -> forms.Field:
        """Return the field that keeps it while others change."""
        return forms.UUIDField(label=self.label, required=False, widget=forms.HiddenInput)

    def said(self, value: UUID) -> str:
        """Say a value in the words of a person."""
        return self.named(value)


def text_field(label: Words, hint: Words = "") -> forms.Field:
    """Return a field of a list's form in which a text is typed."""
    attrs = {"class": "input", "autocomplete": "off", **({"placeholder": hint} if hint else {})}
    return forms.CharField(
        label=label, required=False, max_length=_LONGEST, widget=forms.TextInput(attrs=attrs)
    )


Filter: TypeAlias = Choice | Text | Day | Key
