"""The shape of what is typed into the page of a row's history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import DayField, offer


class HistoryFilterForm(forms.Form):
    """Which entries to list."""

    verb = forms.ChoiceField(label=_("Việc"), required=False)
    since = DayField(label=_("Từ ngày"), required=False)
    until = DayField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, verbs: Iterable[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "verb", [("", _("Tất cả")), *verbs])
