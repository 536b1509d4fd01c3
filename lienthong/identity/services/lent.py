"""The rows of lent grants, ended with what they were lent for or from. Called inside of a service's transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet


def end_lent_rows(lent: QuerySet[Any], day: date) -> None:
    """Let lent grants end by a day: those that have not begun by then never were."""
    lent.filter(valid_from__gte=day).delete()
    lent.filter(valid_to__gt=day).update(valid_to=day)
