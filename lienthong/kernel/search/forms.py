"""The shape of what is typed into the page of the search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .said import kinds
from .words import LONGEST


class FindForm(forms.Form):
    """What is looked for, and in which kind."""

    q = forms.CharField(
        label=_("Tìm gì"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    loai = forms.ChoiceField(label=_("Loại"), required=False)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        choices = [("", _("Mọi loại")), *((kind, one.label) for kind, one in kinds().items())]
        self.fields["loai"] = forms.ChoiceField(label=_("Loại"), required=False, choices=choices)
