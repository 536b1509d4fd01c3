"""Filters of the lists of notices and messages, and the form of one's choice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import notices as kinds
from lienthong.kernel.forms import DayField, offer

from ..models import DeliveryState
from ..queries.sending import CHANNEL_LABELS
from ..rules.sending import Choice, Rhythm

_RHYTHMS = {
    Rhythm.HOURLY: _("Ngay khi có, gộp lại để nhiều nhất mỗi giờ một thư"),
    Rhythm.DAILY: _("Mỗi ngày một thư, lúc 7 giờ sáng"),
}


class NoticeFilterForm(forms.Form):
    """Words, whether read, which group, which days."""

    words = forms.CharField(label=_("Tìm"), required=False, max_length=100)
    unread = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), ("1", _("Chưa đọc"))]
    )
    group = forms.ChoiceField(label=_("Nhóm"), required=False)
    since = DayField(label=_("Từ ngày"), required=False, help_text="")
    until = DayField(label=_("Đến hết ngày"), required=False, help_text="")

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        groups = [(group.code, group.label) for group in kinds.groups().values()]
        offer(self, "group", [("", _("Mọi nhóm")), *groups])

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as find_notices takes it; a field that cannot be read asks for nothing."""
        self.is_valid()
        said = self.cleaned_data
        return {**said, "unread": said.get("unread") == "1"}


class DeliveryFilterForm(forms.Form):
    """Words, which state, which channel; what could not be delivered comes first."""

    words = forms.CharField(label=_("Tìm người nhận"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *DeliveryState.choices]
    )
    channel = forms.ChoiceField(
        label=_("Kênh"), required=False, choices=[("", _("Mọi kênh")), *CHANNEL_LABELS.items()]
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as find_deliveries takes it."""
        self.is_valid()
        return self.cleaned_data


class _HourField(forms.TimeField):
    def __init__(self, label: Any) -> None:
        attrs = {"autocomplete": "off", "maxlength": "5", "size": "5", "inputmode": "numeric", "class": "day"}
        super().__init__(
            label=label,
            help_text=_("Giờ:phút, ví dụ 21:00."),
            input_formats=["%H:%M", "%H.%M", "%H"],
            widget=forms.TimeInput(attrs=attrs, format="%H:%M"),
            error_messages={"invalid": _("Hãy ghi giờ theo mẫu giờ:phút, ví dụ 21:00.")},
        )


class ChoiceForm(forms.Form):
    """How I want my notices: a row of channels for each group, how often, and when not."""

    rhythm = forms.ChoiceField(
        label=_("Gửi lúc nào"), choices=list(_RHYTHMS.items()), widget=forms.RadioSelect
    )
    quiet_from = _HourField(_("Không gửi từ"))
    quiet_until = _HourField(_("Đến"))
    language = forms.ChoiceField(label=_("Ngôn ngữ của tin"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, choice: Choice, channels: Sequence[str]) -> None:
        self._choice, self._channels = choice, channels
        initial: dict[str, Any] = {
            "rhythm": str(choice.rhythm),
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
            "language": choice.language,
        }
        self.offered = [group for group in kinds.groups().values() if group.offered] if channels else []
        for group in self.offered:
            initial[_name(group.code)] = [
                channel for channel in channels if choice.wants(group.code, channel, group.channels)
            ]
        super().__init__(data, initial=initial)
        for group in self.offered:
            self.fields[_name(group.code)] = forms.MultipleChoiceField(
                label=group.label,
                required=False,
                choices=[(channel, CHANNEL_LABELS[channel]) for channel in channels],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def groups(self) -> list[forms.BoundField]:
        """The fields of the groups, in their order."""
        return [self[_name(group.code)] for group in self.offered]

    @property
    def said(self) -> Choice:
        """What was chosen; channels that this installation does not offer now keep what was chosen for them before."""
        said = self.cleaned_data
        ways = dict(self._choice.ways)
        for group in self.offered:
            before = self._choice.ways.get(group.code, group.channels)
            kept = [channel for channel in before if channel not in self._channels]
            ways[group.code] = [*said[_name(group.code)], *kept]
        start, end = said["quiet_from"], said["quiet_until"]
        return Choice(said["language"], Rhythm(said["rhythm"]), _whole(start), _whole(end), ways)


def _name(group: str) -> str:
    return f"group_{group}"


def _whole(value: time) -> time:
    return value.replace(second=0, microsecond=0)
