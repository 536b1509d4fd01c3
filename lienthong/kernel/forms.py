"""What forms of every room share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from .errors import Refusal, WrongData

# As it is written in Vietnam, with any of its three separators; and as computers write it.
_DAYS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_EARLIEST = 1900


class DayField(forms.DateField):
    """A day as dd/mm/yyyy, in every language and every browser: a browser's own picker follows the browser's country."""

    def __init__(self, **words: Any) -> None:
        words.setdefault("help_text", _("Ngày/tháng/năm, ví dụ 22/11/2026."))
        attrs = {"autocomplete": "off", "maxlength": "10", "size": "10", "class": "day"}
        super().__init__(
            widget=forms.DateInput(attrs=attrs, format="%d/%m/%Y"),
            input_formats=_DAYS,
            error_messages={"invalid": _("Hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026.")},
            **words,
        )

    def to_python(self, value: Any) -> date | None:
        """Read a day; a year that nobody means, such as 26 or 206, is a mistake in typing."""
        day: date | None = super().to_python(value)
        if day is not None and day.year < _EARLIEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show what a service refused beside the fields that it names, and what it says of none at the top."""
    faults = refusal.faults if isinstance(refusal, WrongData) else {"": [refusal.sentence]}
    for name, sentences in faults.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, str(sentence))


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a list of a form offer what is known only when it is shown."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)
