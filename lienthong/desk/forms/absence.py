"""Who is away, who stands in or holds a chair, and from when until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField, offer


class AwayFilterForm(forms.Form):
    """Which absences are shown."""

    q = forms.CharField(label=_("Tìm người, đơn vị"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("Thời gian"),
        required=False,
        choices=[("", _("Mọi lúc")), ("now", _("Đang")), ("coming", _("Sắp tới")), ("ended", _("Đã xong"))],
    )


class _Days(forms.Form):
    """From a first day to a last one."""

    since = DayField(label=_("Từ ngày"))
    last = DayField(label=_("Đến hết ngày"))

    @property
    def until(self) -> date:
        """The first day after the last one."""
        last: date = self.cleaned_data["last"]
        return last + timedelta(days=1)


class AbsenceForm(_Days):
    """I am away, and somebody of my unit stands in."""

    stand_in = forms.ChoiceField(label=_("Người làm thay"))
    post = forms.ChoiceField(label=_("Vị trí vắng mặt"), required=False)
    field_order = ["stand_in", "post", "since", "last"]

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        posts: Sequence[tuple[str, str]],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        offer(self, "stand_in", [("", _("Chọn người cùng đơn vị")), *people])
        if posts:
            offer(self, "post", posts)
        else:
            del self.fields["post"]


class AbsenceOfAnotherForm(_Days):
    """Somebody is away, and whoever gives grants there names the stand-in, from any unit."""

    account = forms.CharField(
        label=_("Người vắng mặt"), max_length=60, help_text=_("Tên đăng nhập, ghi đầy đủ.")
    )
    stand_in = forms.CharField(
        label=_("Người làm thay"), max_length=60, help_text=_("Tên đăng nhập, ghi đầy đủ.")
    )
    field_order = ["account", "stand_in", "since", "last"]


class ActingForm(_Days):
    """Somebody holds a chair of their unit for a time."""

    account = forms.CharField(
        label=_("Người giữ quyền"), max_length=60, help_text=_("Tên đăng nhập, ghi đầy đủ.")
    )
    title = forms.CharField(
        label=_("Chức vụ"), max_length=100, help_text=_("Ví dụ: Chủ tịch. Hệ thống ghi thêm chữ “Quyền”.")
    )
    role = forms.ChoiceField(label=_("Vai trò"))
    below = forms.BooleanField(label=_("Cả các đơn vị cấp dưới"), required=False)
    field_order = ["account", "title", "role", "below", "since", "last"]

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "role", roles)


class HandOverForm(forms.Form):
    """Who takes over."""

    taker = forms.ChoiceField(label=_("Người nhận"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        choices = [("", _("Không riêng ai: mọi người có quyền đều thấy")), *people]
        offer(self, "taker", choices)


class GiverForm(forms.Form):
    """Whose work is handed over."""

    giver = forms.ChoiceField(label=_("Người bàn giao"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "giver", [("", _("Tôi")), *people])
