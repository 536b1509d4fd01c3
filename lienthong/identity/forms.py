"""The shape of what is typed into the pages of identity; what is valid is said by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField

_NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class SignInForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChangePasswordForm(forms.Form):
    """The present password and a new one."""

    current = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 12 ký tự. Một câu dễ nhớ là tốt nhất."),
        max_length=1000,
        strip=False,
        widget=_NEW,
    )


class SetPasswordForm(forms.Form):
    """A new password for somebody else's account."""

    password = forms.CharField(
        label=_("Mật khẩu mới"), help_text=_("Ít nhất 12 ký tự."), max_length=1000, strip=False, widget=_NEW
    )


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        help_text=_("Chữ không dấu, chữ số, dấu chấm, gạch nối, gạch dưới. Có thể dùng số điện thoại."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"),
        help_text=_("Ít nhất 12 ký tự."),
        max_length=1000,
        strip=False,
        widget=_NEW,
    )


class GrantForm(forms.Form):
    """A role for an account at a place that the page names."""

    role = forms.ChoiceField(label=_("Vai trò"))
    tree = forms.ChoiceField(label=_("Cây tổ chức"))
    reach = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=[("here", _("Chỉ đơn vị này")), ("below", _("Đơn vị này và cấp dưới"))],
        widget=forms.RadioSelect,
    )
    since = DayField(label=_("Từ ngày"))
    until = DayField(
        label=_("Đến trước ngày"),
        help_text=_("Để trống nếu chưa định ngày kết thúc."),
        required=False,
    )
    post = forms.ChoiceField(
        label=_("Chỉ khi giữ vị trí"),
        help_text=_("Quyền chỉ có hiệu lực khi chủ tài khoản làm việc ở vị trí này."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        roles: Sequence[tuple[str, str]],
        trees: Sequence[tuple[str, str]],
        posts: Sequence[tuple[str, str]],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        for name, choices in {"role": roles, "tree": trees, "post": [("", _("Mọi lúc")), *posts]}.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class PlaceForm(forms.Form):
    """Words of a unit's name."""

    q = forms.CharField(label=_("Tên đơn vị"), max_length=120, required=False)


class TokenForm(forms.Form):
    """A key for a program. ``uid``: the same form sent twice makes one key."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Tên khóa"),
        help_text=_("Chương trình nào dùng khóa này, ví dụ: Kho dữ liệu của tỉnh."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Khóa được dùng những quyền nào của tôi"),
        help_text=_("Chỉ chọn quyền thật cần. Ghi báo cáo qua API cần cả quyền xem báo cáo."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một quyền, trong những quyền mà bạn đang có.")},
    )
    until = DayField(
        label=_("Dùng được đến trước ngày"),
        help_text=_("Ngày/tháng/năm, nhiều nhất một năm kể từ hôm nay."),
    )

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        field = self.fields["scopes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(scopes)


class TokenFilterForm(forms.Form):
    """Which keys of the accounts one looks after to list."""

    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[("", _("Đang dùng được")), ("all", _("Tất cả"))],
        required=False,
    )
