"""The shape of what is typed into the pages of the registry; what is valid is said by the services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.forms import DayField

from .models import Level


class SearchForm(forms.Form):
    """What is looked for, at which time, at which level."""

    q = forms.CharField(
        label=_("Tên hoặc mã"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    on = DayField(
        label=_("Vào ngày"),
        required=False,
        help_text=_("Ngày/tháng/năm. Để trống: mọi thời điểm."),
    )
    level = forms.ChoiceField(label=_("Cấp"), required=False, choices=[("", _("Mọi cấp")), *Level.choices])


class ResolveForm(forms.Form):
    """An address or a code, the day for which its unit is wanted, and the day of the address where it is known."""

    text = forms.CharField(
        label=_("Địa chỉ hoặc mã cũ"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: P. Trúc Bạch, Q. Ba Đình; hoặc mã 00004."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    on = DayField(label=_("Đơn vị vào ngày"), initial=clock.today)
    written = DayField(
        label=_("Ngày của địa chỉ"),
        required=False,
        help_text=_("Để trống nếu không biết."),
    )


class ResolveListForm(forms.Form):
    """A file of addresses, which of its columns holds them, and how the answer is wanted."""

    file = forms.FileField(
        label=_("Tệp"),
        max_length=160,
        help_text=_("Excel (.xlsx) hoặc CSV UTF-8, không quá 10 MB và 20.000 dòng; dòng đầu là tên cột."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv", "class": "input"}),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp trống. Hãy chọn tệp khác.")},
    )
    column = forms.CharField(
        label=_("Cột chứa địa chỉ"),
        max_length=160,
        required=False,
        help_text=_("Tên cột, hoặc chữ của cột như B. Để trống nếu tệp chỉ có một cột."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = DayField(label=_("Đơn vị vào ngày"), initial=clock.today)
    form = forms.ChoiceField(label=_("Nhận về"), choices=[("xlsx", "Excel"), ("csv", "CSV")], initial="xlsx")


class DayForm(forms.Form):
    """The day of which a page tells."""

    on = DayField(label=_("Xem vào ngày"), required=False)


class AppointForm(forms.Form):
    """A person who takes up a post: name, post, and how to reach them at work."""

    name = forms.CharField(label=_("Họ và tên"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    title = forms.CharField(label=_("Chức vụ"))
    since = DayField(label=_("Từ ngày"), initial=clock.today)
    work_phone = forms.CharField(
        label=_("Điện thoại cơ quan"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    work_email = forms.CharField(
        label=_("Thư điện tử cơ quan"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )


class EndPostForm(forms.Form):
    """The first day on which a post is no longer held."""

    on = DayField(
        label=_("Thôi giữ chức vụ từ ngày"),
        help_text=_("Ngày đầu tiên không còn giữ chức vụ, ví dụ 22/11/2026."),
        initial=clock.today,
    )
