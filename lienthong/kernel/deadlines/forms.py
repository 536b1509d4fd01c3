"""The shape of what is typed into the pages of the calendar and the limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import DayField, offer
from ..models import CalendarKind

_VERIFIED = [("", _("Tất cả")), ("yes", _("Đã đọc nguồn dẫn")), ("no", _("Chưa kiểm chứng"))]


class CalendarFilterForm(forms.Form):
    """Which days to list."""

    q = forms.CharField(label=_("Tìm"), max_length=120, required=False)
    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("Loại ngày"), required=False, choices=[("", _("Tất cả")), *CalendarKind.choices]
    )
    verified = forms.ChoiceField(label=_("Kiểm chứng"), required=False, choices=_VERIFIED)

    def __init__(self, *args: Any, years: Iterable[int], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "year", [("", _("Mọi năm")), *((year, str(year)) for year in years)])


class LimitFilterForm(forms.Form):
    """Which limits to list."""

    q = forms.CharField(label=_("Tìm"), max_length=120, required=False)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    verified = forms.ChoiceField(label=_("Kiểm chứng"), required=False, choices=_VERIFIED)
    past = forms.BooleanField(label=_("Cả thời hạn đã hết hiệu lực"), required=False)

    def __init__(self, *args: Any, fields: Iterable[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "field", [("", _("Tất cả")), *fields])


class DayForm(forms.Form):
    """A day of the calendar, as a document announces it."""

    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại ngày"), choices=CalendarKind.choices)
    name = forms.CharField(
        label=_("Tên ngày"), help_text=_("Ví dụ: Làm bù cho thứ Sáu 02/01/2026."), max_length=120
    )
    citation = forms.CharField(
        label=_("Văn bản quy định"), help_text=_("Số, ngày và cơ quan ban hành."), max_length=500
    )
    verified = forms.BooleanField(label=_("Tôi đã đọc văn bản gốc"), required=False)
