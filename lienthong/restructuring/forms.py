"""The shape of what is typed into the pages of restructurings; what is valid is said by the services."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import MOST_BYTES
from lienthong.kernel.forms import DayField, offer

from . import queries
from .models import LockedReturns, Plan
from .queries import Key, Step, StepKind
from .rules.levels import level_of_code
from .rules.shares import read_share
from .services import PlanFacts

_LONGEST_NUMBER: Final = 10
_LONG: Final = forms.Textarea(attrs={"rows": "3"})


class PlanForm(forms.Form):
    """What a plan says of itself, and whose act it is."""

    title = forms.CharField(
        label=_("Tên phương án"),
        max_length=200,
        help_text=_("Ngắn gọn, ví dụ: Sắp xếp đơn vị hành chính cấp xã tỉnh Bình Nguyên."),
    )
    act_number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    act_date = DayField(label=_("Ngày ban hành"), required=False)
    act_body = forms.CharField(label=_("Cơ quan ban hành"), max_length=160)
    effective_on = DayField(label=_("Ngày có hiệu lực"))
    source = forms.CharField(
        label=_("Nguồn"),
        required=False,
        max_length=500,
        widget=_LONG,
        help_text=_("Văn bản đọc ở đâu; điều gì chưa kiểm chứng được."),
    )
    body = forms.ChoiceField(
        label=_("Đơn vị lập phương án"),
        help_text=_("Phương án chỉ thay đổi được các đơn vị từ đây trở xuống."),
    )
    systems = forms.MultipleChoiceField(
        label=_("Hệ thống có tổ chức thay đổi theo"), required=False, widget=forms.CheckboxSelectMultiple
    )
    with_areas = forms.BooleanField(
        label=_("Địa bàn cũng thay đổi"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn nếu địa bàn đã thay đổi trước và phương án này chỉ thay đổi tổ chức."),
    )
    allows_crossing = forms.BooleanField(
        label=_("Cho phép chuyển sang tỉnh khác"),
        required=False,
        help_text=_("Chỉ chọn khi chính văn bản quy định như vậy."),
    )
    locked_returns = forms.ChoiceField(
        label=_("Báo cáo đã khóa cho những ngày sau khi có hiệu lực"),
        choices=LockedReturns.choices,
        initial=LockedReturns.REFUSE,
    )

    def __init__(self, *args: Any, actor: Actor, plan: Plan | None = None, **words: Any) -> None:
        if plan is not None:
            words["initial"] = {name: getattr(plan, name) for name in _FACTS}
        super().__init__(*args, **words)
        offer(self, "systems", queries.systems_to_choose())
        if plan is not None:
            del self.fields["body"]
        else:
            offer(self, "body", [(one.uid, one.name) for one in queries.bodies_to_plan_for(actor)])

    @property
    def facts(self) -> PlanFacts:
        """What was said, as the services take it."""
        said = {name: self.cleaned_data[name] for name in _FACTS}
        return PlanFacts(**{**said, "systems": tuple(said["systems"])})


_FACTS: Final = (
    *("title", "act_number", "act_date", "act_body", "effective_on", "source"),
    *("systems", "with_areas", "allows_crossing", "locked_returns"),
)


# ── one step ─────────────────────────────────────────────────────────────────────────────────────────────────────────

# What each kind of step needs to be told; an asterisk: it may be left open.
ASKED: Final[dict[StepKind, tuple[str, ...]]] = {
    StepKind.CREATE: ("new_code", "name", "unit_kind", "parent_code"),
    StepKind.MERGE: ("old_code", "new_code"),
    StepKind.SPLIT: ("old_code", "new_code", "share*", "share_key*", "default*"),
    StepKind.RENAME: ("old_code", "name"),
    StepKind.RETYPE: ("old_code", "unit_kind", "name*"),
    StepKind.RECODE: ("old_code", "new_code"),
    StepKind.TRANSFER: ("old_code*", "old_uid*", "parent_code"),
    StepKind.ABOLISH: ("old_code", "new_code*"),
}


def _code(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": "12"}),
    )


class StepForm(forms.Form):
    """One step of a kind: only what that kind needs. The level follows from the length of a code."""

    old_code = _code(
        _("Mã cũ"), _("Mã vào ngày trước khi có hiệu lực: 2 chữ số cấp tỉnh, 3 cấp huyện, 5 cấp xã.")
    )
    old_uid = forms.UUIDField(
        label=_("Mã định danh thôn, tổ dân phố"),
        help_text=_("Chỉ khi chuyển thôn, tổ dân phố, vì thôn không có mã hành chính."),
    )
    new_code = _code(_("Mã mới"), _("Mã từ ngày có hiệu lực."))
    name = forms.CharField(
        label=_("Tên mới"), max_length=120, help_text=_("Không kèm chữ chỉ loại, ví dụ: Ba Đình.")
    )
    unit_kind = forms.ChoiceField(label=_("Loại đơn vị"))
    parent_code = _code(_("Mã đơn vị cấp trên"), _("Mã từ ngày có hiệu lực. Cấp tỉnh thì ghi 0."))
    share = forms.CharField(
        label=_("Tỷ lệ"),
        max_length=20,
        help_text=_("Ví dụ 0,25 hoặc 25%. Bỏ trống nếu không nguồn nào nói rõ."),
    )
    share_key = forms.CharField(label=_("Căn cứ tỷ lệ"), max_length=40, help_text=_("Ví dụ: dân số."))
    default = forms.BooleanField(
        label=_("Là đơn vị kế thừa mặc định"),
        help_text=_("Nơi nhận cán bộ, quyền và việc của đơn vị bị chia. Đúng một phần là mặc định."),
    )

    def __init__(self, *args: Any, kind: StepKind, **words: Any) -> None:
        super().__init__(*args, **words)
        self.kind = kind
        asked = {name.rstrip("*"): not name.endswith("*") for name in ASKED[kind]}
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
            else:
                self.fields[name].required = asked[name]
        if "unit_kind" in self.fields:
            offer(self, "unit_kind", [("", "—"), *queries.UNIT_KINDS.items()])

    def clean(self) -> dict[str, Any]:
        """See that codes tell their levels, and that a share is one."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("old_code", "new_code"):
            code = said.get(name)
            if code and not level_of_code(code):
                self.add_error(name, gettext("Mã phải có 2, 3 hoặc 5 chữ số."))
        if said.get("share") and read_share(said["share"]) is None:
            self.add_error("share", gettext("Hãy viết tỷ lệ như 0,25 hoặc 25%."))
        if self.kind is StepKind.TRANSFER and bool(said.get("old_code")) == bool(said.get("old_uid")):
            self.add_error("old_code", gettext("Hãy điền mã cũ, hoặc mã định danh của thôn: một trong hai."))
        return said

    @property
    def step(self) -> Step:
        """What was said, as a step that has no place among the others yet."""
        said = self.cleaned_data
        old, new = said.get("old_code") or "", said.get("new_code") or ""
        level = level_of_code(old or new) if old or new else "village"
        new_level = level_of_code(new) if new else ""
        parent = said.get("parent_code") or ""
        return Step(
            position=0,
            kind=self.kind,
            level=level,
            old_code=old,
            old_uid=said.get("old_uid"),
            new_level=new_level if new_level != level else "",
            new_code=new,
            name=said.get("name") or "",
            unit_kind=said.get("unit_kind") or "",
            parent=_parent(parent) if parent else None,
            whole=self.kind is not StepKind.SPLIT,
            share=read_share(said.get("share") or ""),
            share_key=said.get("share_key") or "",
            default=bool(said.get("default")),
        )


def _parent(code: str) -> Key:
    """Return the unit around another by its code; the country has none and is written as 0."""
    return Key("centre", "") if code.strip("0") == "" else Key(level_of_code(code), code)


# ── a table of steps ─────────────────────────────────────────────────────────────────────────────────────────────────


class TableForm(forms.Form):
    """A file with the steps of a plan."""

    file = forms.FileField(
        label=_("Tệp"),
        max_length=160,
        help_text=_("Excel (.xlsx) hoặc CSV UTF-8, không quá 10 MB và 20.000 dòng."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "class": "input"}),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp trống. Hãy chọn tệp khác.")},
    )


class ConfirmForm(forms.Form):
    """A table that was read and shown: sent along with the page, so that nothing of it is kept until it counts."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    table = forms.CharField(widget=forms.HiddenInput)

    def clean_table(self) -> bytes:
        """Return the table as it was read."""
        return unpacked(self.cleaned_data["table"])


def packed(table: bytes) -> str:
    """Return a table as a field of a form carries it."""
    return base64.b64encode(zlib.compress(table, 9)).decode("ascii")


def unpacked(text: str) -> bytes:
    """Return a table that a field of a form carried, no more of it than a file may hold."""
    try:
        opener = zlib.decompressobj()
        table = opener.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    except (binascii.Error, zlib.error) as fault:
        raise forms.ValidationError(gettext("Bảng gửi lên không đọc được. Hãy tải tệp lên lại.")) from fault
    if not opener.eof:
        raise forms.ValidationError(gettext("Bảng gửi lên không đọc được. Hãy tải tệp lên lại."))
    return table


# ── what is done with a plan ─────────────────────────────────────────────────────────────────────────────────────────


def seen_in(said: Mapping[str, Any]) -> int:
    """Return which version of a plan somebody saw when they pressed a button; 0, which none has, where it was not said."""
    text = str(said.get("seen", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0


class ReopenForm(forms.Form):
    """Why a plan is opened again."""

    reason = forms.CharField(
        label=_("Lý do mở lại"),
        max_length=1000,
        widget=_LONG,
        error_messages={"required": _("Hãy ghi lý do mở lại.")},
    )


class CompareForm(forms.Form):
    """With which other plan a plan is compared."""

    voi = forms.ChoiceField(label=_("So sánh với"))

    def __init__(self, *args: Any, actor: Actor, plan: Plan, **words: Any) -> None:
        super().__init__(*args, **words)
        others = queries.plans_for(actor).exclude(pk=plan.pk)[:200]
        offer(self, "voi", [("", "—"), *((one.uid, f"{one.title} ({one.act_number})") for one in others)])


def case_words(said: Mapping[str, Any]) -> dict[UUID, tuple[str, str]]:
    """Return what was chosen for each case that stood on a page: a unit in a word, and a title."""
    found = {}
    for name, value in said.items():
        kind, _colon, subject = name.partition(":")
        if kind == "noi" and (uid := _uid(subject)) is not None:
            found[uid] = (str(value), str(said.get(f"chuc:{subject}", "")).strip())
    return found


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
