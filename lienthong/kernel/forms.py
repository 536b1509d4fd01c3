"""What forms of every room share."""

from __future__ import annotations

from django import forms

from .errors import Refusal, WrongData


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show what a service refused beside the fields that it names, and what it says of none at the top."""
    faults = refusal.faults if isinstance(refusal, WrongData) else {"": [refusal.sentence]}
    for name, sentences in faults.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, str(sentence))
