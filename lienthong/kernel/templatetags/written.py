"""How numbers, days and hours are written; known in every template."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .. import clock

register = template.Library()

NOTHING = "–"
WEEKDAYS = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))
_GROUP = 1000  # below it nothing is grouped


@register.filter
def number(value: object, decimals: int | None = None) -> str:
    """Show a number as it is written in Vietnam, in either language: 1.234,5; nothing as a dash.

    ``decimals``: so many, rounded half up; without it, as many as the value has.
    """
    if value is None or value == "":
        return NOTHING
    if type(value) is int and decimals is None and -_GROUP < value < _GROUP:
        return f"−{-value}" if value < 0 else str(value)
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = number_format(format(abs(exact), "f"), use_l10n=True, force_grouping=True)
    return f"−{shown}" if exact < 0 else shown


def _local(value: date) -> date:
    """Return an instant as Vietnam's clocks show it; a day is a day everywhere."""
    return value.astimezone(clock.LOCAL) if isinstance(value, datetime) else value


@register.filter
def day(value: date | None) -> str:
    """22/11/2026"""
    return f"{_local(value):%d/%m/%Y}" if value else NOTHING


@register.filter
def day_month(value: date | None) -> str:
    """22/11"""
    return f"{_local(value):%d/%m}" if value else NOTHING


@register.filter
def hour(value: datetime | None) -> str:
    """17:00"""
    return f"{_local(value):%H:%M}" if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """17:00 22/11/2026"""
    return f"{_local(value):%H:%M %d/%m/%Y}" if value else NOTHING


@register.filter
def second(value: datetime | None) -> str:
    """17:00:05 22/11/2026"""
    return f"{_local(value):%H:%M:%S %d/%m/%Y}" if value else NOTHING


@register.filter
def weekday(value: date | None) -> str:
    """Chủ nhật 22/11/2026"""
    return f"{WEEKDAYS[_local(value).weekday()]} {day(value)}" if value else NOTHING


@register.simple_tag
def present() -> datetime:
    """Return the present instant, as the product's one clock has it."""
    return clock.now()
