"""The one tag that shows a list; known in every template."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from ..listing import Seen
from ..listing.rules import ORDER

register = template.Library()


@register.inclusion_tag("listing/listing.html", takes_context=True)
def listing(context: Context, seen: Seen) -> dict[str, Any]:
    """Show a list with its saved views, filters, columns, rows and pages."""
    shown = {column.code for column in seen.columns}
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "list": seen,
        "views": [(view, seen.is_open(view)) for view in seen.views],
        "choices": [(column, column.code in shown) for column in seen.listing.columns],
        "first": seen.address() if seen.goes_on else "",
        "next": seen.next_address,
        "order": seen.asked.get(ORDER, ""),
    }
