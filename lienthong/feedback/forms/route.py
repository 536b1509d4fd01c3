"""The shape of what officers type while a matter is handled, and of rules. No rules here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import PauseReason
from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import DayField, offer
from lienthong.kernel.languages import label_of
from lienthong.registry.queries import Unit

from .. import queries
from ..models import Matter, MatterClass, ReceivingLevel, ReceivingSystem, RoutingRule
from ..rules.guidance import guidances_on
from ..services import RuleFacts

LAST = 9_999
_LONG = 1_000
_LONGER = 4_000


def _text(
    label: Any, help_text: Any = "", longest: int = _LONG, rows: int = 4, **words: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "input"})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget, **words)


class ReasonForm(forms.Form):
    """A reason that another body or the sender reads."""

    reason = _text(_("Lý do"), _("Cơ quan kia và nhật ký giữ lý do này; đừng ghi tên người gửi."))


class ClassifyForm(forms.Form):
    """What a matter is."""

    category = forms.ChoiceField(label=_("Lĩnh vực"))
    matter_class = forms.TypedChoiceField(
        label=_("Loại"),
        choices=MatterClass.choices,
        coerce=MatterClass,
        help_text=_("Đổi loại thì hạn, quyền xem và việc công bố đổi theo ngay."),
    )
    complicated = forms.BooleanField(label=_("Việc phức tạp"), required=False)

    def __init__(self, data: Any = None, *, matter: Matter) -> None:
        super().__init__(
            data,
            initial={
                "category": matter.category.code,
                "matter_class": matter.matter_class,
                "complicated": matter.complex,
            },
        )
        offer(
            self,
            "category",
            [(row.code, row.label) for row in queries.categories_on(clock.today())],
        )


class _BodyForm(forms.Form):
    """Something that goes to a body, chosen from a few that were found."""

    body = forms.ChoiceField(label=_("Cơ quan"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, found: list[Unit], **words: Any) -> None:
        super().__init__(data, **words)
        offer(self, "body", [(str(unit.uid), unit.name) for unit in found])
        self._keys = {str(unit.uid): unit.id for unit in found}

    @property
    def target(self) -> int:
        """The key of the body that was chosen."""
        return self._keys[self.cleaned_data["body"]]


class PassOnForm(_BodyForm):
    """Where a matter goes, and why."""

    reason = _text(_("Lý do"), _("Nơi nhận đọc lý do này để nhận hoặc trả lại."))


class ShareForm(_BodyForm):
    """What another body is asked, and until when."""

    question = _text(_("Câu hỏi"), _("Nơi được hỏi thấy nội dung phản ánh, không thấy người gửi."), _LONGER)
    due = DayField(label=_("Trả lời trước hết ngày"))

    def __init__(self, data: Any = None, *, found: list[Unit]) -> None:
        super().__init__(data, found=found, initial={"due": clock.today() + timedelta(days=3)})


class ConsentForm(PassOnForm):
    """Where a matter is taken for its sender."""

    why = forms.ChoiceField(label=_("Vì sao cơ quan khác có thẩm quyền"))
    consents = forms.BooleanField(
        label=_("Người gửi đã đồng ý cho chuyển"),
        required=False,
        help_text=_("Đã hỏi người gửi, hoặc người gửi đã ghi trong phản ánh."),
    )
    field_order = ("why", "body", "reason", "consents")

    def __init__(self, data: Any = None, *, found: list[Unit]) -> None:
        super().__init__(data, found=found)
        offer(self, "why", _guidances())


class AnswerShareForm(forms.Form):
    """What the body that leads is answered."""

    answer = _text(_("Trả lời"), _("Cơ quan chủ trì đưa ý này vào câu trả lời chung."), _LONGER, 8)


class AskForm(forms.Form):
    """What the sender is asked."""

    reason = _text(_("Câu hỏi cho người gửi"), _("Viết ngắn, dễ hiểu; người gửi đọc nguyên văn."))


class HoldForm(forms.Form):
    """Why the time of the answer stands."""

    reason = forms.ChoiceField(label=_("Lý do tạm dừng"))
    words = _text(_("Viết cho người gửi"), _("Vì sao tạm dừng, khi nào chạy tiếp."))

    def __init__(self, data: Any = None, *, reasons: list[PauseReason]) -> None:
        super().__init__(data)
        offer(self, "reason", [(reason.value, reason.label) for reason in reasons])


class GuideForm(forms.Form):
    """Where the sender is shown."""

    reason = forms.ChoiceField(label=_("Vì sao cơ quan khác có thẩm quyền"), widget=forms.RadioSelect)
    words = _text(
        _("Ghi thêm cho việc này"),
        _("Người gửi nhận lời hướng dẫn có sẵn của lý do bạn chọn, rồi đến đoạn này."),
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "reason", _guidances())


def _guidances() -> list[tuple[str, str]]:
    known = guidances_on(clock.today()).values()
    return [(one.code, label_of(one.name)) for one in known]


class RuleForm(forms.Form):
    """A rule: conditions, then who receives."""

    number = forms.IntegerField(
        label=_("Số của quy tắc"),
        required=False,
        min_value=1,
        max_value=LAST,
        help_text=_("Quy tắc số nhỏ xét trước. Để trống thì lấy số tiếp theo."),
    )
    category = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    matter_class = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *MatterClass.choices]
    )
    area = forms.CharField(
        label=_("Địa bàn"),
        required=False,
        max_length=160,
        help_text=_("Mã hoặc tên đầy đủ của tỉnh, xã; tính cả mọi nơi bên trong."),
    )
    asked = forms.ChoiceField(
        label=_("Người gửi chọn cấp"), required=False, choices=[("", _("Mọi cấp")), *ReceivingLevel.choices]
    )
    system = forms.ChoiceField(label=_("Hệ thống nhận"), choices=ReceivingSystem.choices)
    level = forms.ChoiceField(label=_("Cấp nhận"), choices=ReceivingLevel.choices)
    body = forms.CharField(
        label=_("Hoặc một cơ quan cụ thể"),
        required=False,
        max_length=200,
        help_text=_("Tên đầy đủ của cơ quan; khi ghi thì hệ thống và cấp ở trên không dùng."),
    )
    since = DayField(label=_("Áp dụng từ ngày"))
    citation = forms.CharField(label=_("Văn bản quy định"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, initial={"since": clock.today(), "system": "front", "level": "commune"})
        self.actor = actor
        known = queries.categories_on(clock.today())
        offer(self, "category", [("", _("Mọi lĩnh vực")), *((str(row.pk), row.label) for row in known)])

    def clean_area(self) -> int | None:
        """Return the area that was named."""
        return self._named("area", queries.get_area_named)

    def clean_body(self) -> int | None:
        """Return the body that was named."""
        return self._named("body", queries.get_body_named)

    def _named(self, name: str, get: Callable[[Actor, str], int]) -> int | None:
        text = self.cleaned_data[name]
        try:
            return get(self.actor, text) if text else None
        except WrongData as refusal:
            raise forms.ValidationError(str(refusal.sentence)) from refusal

    @property
    def facts(self) -> RuleFacts:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        return RuleFacts(**{**said, "category": int(said["category"]) if said["category"] else None})

    @property
    def row(self) -> RoutingRule:
        """The rule as it would be, written nowhere; after all others where its number is not said."""
        return RoutingRule(**self.facts.as_row, number=self.facts.number or LAST)


class EndForm(forms.Form):
    """From when a rule holds no longer."""

    until = DayField(label=_("Hết áp dụng từ ngày"))
