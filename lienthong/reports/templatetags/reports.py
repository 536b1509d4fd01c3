"""The cell of the commune's sheet. A template of its own for each of 2,700 cells took half a second; see decision 0028."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..forms import CellView

register = template.Library()


@register.simple_tag
def grid_cell(cell: CellView, number: int, *, closed: bool) -> SafeString:
    """Return one cell of the grid: an input, or an output where nothing can be typed. ``number``: of its row.

    It is named by its row and its column; what is wrong with it is said beside it, for who does not see its mark.
    """
    labels = f"n-{number} c-{cell.field.code}"
    if closed or cell.calculated or cell.withheld:
        shown = escape(cell.shown if cell.withheld else cell.text)
        return _safe(f'<td><output class="num" aria-labelledby="{labels}">{shown}</output></td>')
    mode = ' inputmode="numeric"' if cell.numeric else ""
    plain = (
        f'<input class="num" name="{cell.name}"{mode} value="{escape(cell.text)}" aria-labelledby="{labels}"'
    )
    if not cell.faults:
        return _safe(f"<td>{plain}></td>")
    faults = escape(" ".join(cell.faults))
    return _safe(
        f'<td data-state="err">{plain} id="i-{cell.name}" aria-invalid="true" aria-describedby="f-{cell.name}">'
        f'<span class="vh" id="f-{cell.name}">{faults}</span></td>'
    )


def _safe(markup: str) -> SafeString:
    """Mark what is made of codes, public ids and escaped texts only."""
    return mark_safe(markup)  # noqa: S308
