"""How what stands in a form is shown: labels in the reader's language, cells as they are written."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..rules import CellValue, Field, Labels, State, label_in, show_cell, state_of

register = template.Library()


@register.simple_tag
def label_of(labels: Labels) -> str:
    """Show a label in the language of the page."""
    return label_in(labels, get_language() or "vi")


@register.simple_tag
def cell_text(field: Field, value: CellValue) -> str:
    """Show a cell, blank and not applicable told apart."""
    state = state_of(value)
    if state is State.NOT_APPLICABLE:
        return _("không áp dụng")
    return show_cell(field, value) if state is None else _("để trống")
