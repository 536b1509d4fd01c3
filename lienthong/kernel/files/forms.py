"""The shape of what is said of files: which to add, why one is deleted, which to list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import ContentState, FileType
from .queries import DELETED
from .services import MOST_REASON


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class AddForm(forms.Form):
    """One or more files, as they are shown. What was sent is looked at by the service, one by one."""

    file = forms.FileField(
        label=_("Chọn tệp"),
        widget=_Files(attrs={"multiple": True}),
    )


class DeleteForm(forms.Form):
    """Why a file goes."""

    reason = forms.CharField(
        label=_("Lý do xóa"),
        max_length=MOST_REASON,
        help_text=_("Lý do được giữ lại cùng thời điểm và đơn vị xóa. Đừng ghi thông tin cá nhân."),
        error_messages={"required": _("Hãy ghi lý do xóa.")},
    )


class _Search(forms.Form):
    tim = forms.CharField(required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    loai = forms.ChoiceField(
        label=_("Loại tệp"), required=False, choices=[("", _("Mọi loại")), *FileType.choices]
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def said(self, name: str) -> str:
        """Return a word of the search, "" where it is no good."""
        self.full_clean()
        return str(self.cleaned_data.get(name, ""))


class FilesSearch(_Search):
    """Which files of a row."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["tim"].label = _("Tìm theo tên tệp")


class StoreSearch(_Search):
    """Which files of the store."""

    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Mọi tình trạng")), *ContentState.choices, (DELETED, _("Đã xóa"))],
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["tim"].label = _("Tìm theo mã hoặc mã độc")
        self.order_fields(["tim", "tinh_trang", "loai"])
