"""Reads of what matters may be about."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lienthong.kernel.errors import WrongData

from ..models import Category


def categories_on(day: date) -> list[Category]:
    """Return what matters may be about on a day, in the order of the page."""
    return list(Category.objects.on(day).order_by("position", "pk"))


def get_category(code: str, day: date) -> Category:
    """Return a category that holds on a day; WrongData where there is none."""
    found: Category | None = Category.objects.on(day).filter(code=code).first()
    if found is None:
        sentence = _("Hãy chọn lĩnh vực của việc cần phản ánh.")
        raise WrongData(sentence, {"category": [sentence]})
    return found
