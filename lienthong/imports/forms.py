"""The shape of what is said beside a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.registry.queries import trees_to_list
from lienthong.reports.queries import current_week, series_for

from .models import ImportKind


class ChoiceForm(forms.Form):
    """What has to be known of a kind before its columns are: the tree of organisations, the week of returns."""

    def __init__(self, *args: Any, kind: ImportKind, actor: Actor, **words: Any) -> None:
        super().__init__(*args, **words)
        if kind == ImportKind.ORGANISATIONS:
            trees = [(tree.code, label_of(tree.name)) for tree in trees_to_list(actor)]
            self.fields["tree"] = _choice(_("Cây tổ chức"), trees)
        if kind == ImportKind.RETURNS:
            series = [(one.code, label_of(one.name)) for one in series_for(actor)]
            self.fields["series"] = _choice(_("Loại báo cáo"), series)
            self.fields["period"] = forms.CharField(
                label=_("Kỳ"), initial=str(current_week()), max_length=10, help_text=_("Viết như 2026-W47.")
            )

    @property
    def said(self) -> dict[str, str]:
        """What was said, in the words that are kept with the file."""
        return {
            name: str(value) if value is not True else "1"
            for name, value in self.cleaned_data.items()
            if name != "file" and value not in ("", None, False)
        }


class UploadForm(ChoiceForm):
    """A file, and what it is."""

    file = forms.FileField(
        label=_("Tệp"),
        max_length=160,
        help_text=_("Excel (.xlsx) hoặc CSV UTF-8, không quá 10 MB và 20.000 dòng."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv", "class": "input"}),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp trống. Hãy chọn tệp khác.")},
    )

    def __init__(self, *args: object, kind: ImportKind, actor: Actor, **words: object) -> None:
        super().__init__(*args, kind=kind, actor=actor, **words)
        if kind == ImportKind.RETURNS:
            self.fields["submit"] = forms.BooleanField(
                label=_("Gửi luôn các báo cáo này"),
                required=False,
                help_text=_("Không chọn: chỉ lưu thành bản nháp."),
            )
        self.order_fields(["tree", "series", "period", "submit", "file"])


class OptionsForm(forms.Form):
    """How a file is to be read, where it can be read in more than one way."""

    legacy = forms.BooleanField(label=_("Chuyển chữ phông cũ (TCVN3, VNI) sang Unicode"), required=False)
    comma = forms.ChoiceField(
        label=_("Dấu phẩy trong số như 1,234 nghĩa là"),
        required=False,
        choices=[
            ("", _("Chưa chọn: dòng đó là sai")),
            ("group", _("Dấu phân nhóm nghìn: 1.234")),
            ("decimal", _("Dấu thập phân: 1 phẩy 234")),
        ],
    )

    @property
    def said(self) -> dict[str, str]:
        """What was said, in the words that are kept with the file."""
        return {"legacy": "1" if self.cleaned_data["legacy"] else "", "comma": self.cleaned_data["comma"]}


def _choice(label: Any, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)
