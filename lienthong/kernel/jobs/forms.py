"""The shape of what is typed above lists of jobs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import JobState


class JobFilterForm(forms.Form):
    """Which jobs to list."""

    q = forms.CharField(label=_("Tên việc"), max_length=120, required=False)
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[("", _("Tất cả")), *JobState.choices, ("again", _("Chờ thử lại"))],
        required=False,
    )

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was asked for; what is not valid is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ManagedFilterForm(JobFilterForm):
    """Which jobs of others to list. ``schedule``: only those that it started."""

    kind = forms.ChoiceField(label=_("Loại việc"), required=False)
    room = forms.ChoiceField(label=_("Phân hệ"), required=False)
    schedule = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[str], **words: Any) -> None:
        super().__init__(*args, **words)
        kinds = list(kinds)
        rooms = sorted({kind.partition(".")[0] for kind in kinds})
        for name, codes in (("kind", kinds), ("room", rooms)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Tất cả")), *((code, code) for code in codes)]
