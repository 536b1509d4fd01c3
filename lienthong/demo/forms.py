"""A form with a field of each kind, for the style page. Nothing that is typed into it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField


class SampleForm(forms.Form):
    """Text, long text, a day, a list, choices, and a box to tick."""

    name = forms.CharField(
        label=_("Họ và tên"), error_messages={"required": _("Hãy ghi họ và tên.")}, max_length=120
    )
    phone = forms.RegexField(
        r"0\d{9}",
        label=_("Điện thoại"),
        help_text=_("Mười chữ số, ví dụ 0912345678."),
        error_messages={"invalid": _("Số điện thoại phải có mười chữ số.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    since = DayField(label=_("Từ ngày"))
    level = forms.ChoiceField(
        label=_("Cấp"),
        choices=[("", _("Mọi cấp")), ("province", _("Tỉnh")), ("commune", _("Xã"))],
        required=False,
    )
    reach = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=[("here", _("Chỉ đơn vị này")), ("below", _("Đơn vị này và cấp dưới"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn phạm vi.")},
    )
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": "3"}), required=False)
    agreed = forms.BooleanField(
        label=_("Tôi đã đối chiếu với sổ của thôn"),
        error_messages={"required": _("Hãy đối chiếu rồi đánh dấu.")},
    )
