"""The shape of what officers type into answers, templates and reviews; what is valid is said by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.forms import DayField, offer

from ..models import Answer, Fate, MatterClass, Part, Raised, Template
from ..queries import Preview
from ..rules.answering import PARTS, PUBLIC, REQUIRED, Held
from ..services import TemplateFacts, Words

_LONG: Final = {"rows": "5"}
_SHORT: Final = {"rows": "2"}
_HELP: Final = {
    Part.CONCLUSION: _("Đúng, sai hay chưa rõ; trả lời thẳng vào điều được hỏi."),
    Part.DONE: _("Ai làm gì, ngày nào, kết quả. Ghi “đã chuyển” không phải là trả lời."),
    Part.EVIDENCE: _("Biên bản, số liệu, ảnh. Ảnh đính kèm ở “Tệp đính kèm” thì người gửi xem được."),
    Part.LEGAL_BASIS: _("Văn bản, điều khoản nếu có."),
    Part.NEXT_STEPS: _("Còn việc gì, bao giờ xong; người hỏi làm gì được nếu chưa đồng ý."),
}


class _Wanted(forms.CharField):
    """Text without which nothing is submitted, though a draft may still lack it: what is missing is said by the services."""

    def validate(self, value: Any) -> None:
        """Let a draft be saved as far as it has come."""


class AnswerForm(forms.Form):
    """The parts of an answer, what it does with each question, and what the public is to read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    template = forms.ChoiceField(label=_("Mẫu trả lời"), required=False)
    added = forms.CharField(
        label=_("Câu hỏi còn thiếu"),
        required=False,
        widget=forms.Textarea(attrs=_SHORT),
        help_text=_("Mỗi dòng một câu, nếu máy chưa thấy."),
    )
    public_title = forms.CharField(label=_("Tiêu đề công bố"), required=False)
    public_question = forms.CharField(
        label=_("Câu hỏi công bố"),
        required=False,
        widget=forms.Textarea(attrs=_SHORT),
        help_text=_("Viết lại bằng lời của bạn; không chép thư, không tên, không số, không địa chỉ nhà."),
    )
    public_answer = forms.CharField(
        label=_("Trả lời công bố"),
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("Ai cũng đọc được. Không chào tên người gửi."),
    )
    private_reason = forms.CharField(
        label=_("Nếu không công bố, vì sao"), required=False, help_text=_("Bỏ trống khi có phần công bố.")
    )

    def __init__(self, data: Any = None, *, page: Preview) -> None:
        super().__init__(data, initial=_initial(page.answer, page.raised))
        self._raised = list(page.raised)
        for part in Part:
            kind = _Wanted if part in REQUIRED else forms.CharField
            self.fields[part.value] = kind(
                label=part.label,
                required=part in REQUIRED,
                help_text=_HELP[part],
                widget=forms.Textarea(attrs=_LONG),
            )
        for place, _row in enumerate(self._raised):
            self.fields[f"fate_{place}"] = forms.ChoiceField(label=_("Việc này"), choices=Fate.choices)
            self.fields[f"part_{place}"] = forms.ChoiceField(
                label=_("Phần"), choices=[("", "–"), *Part.choices], required=False
            )
            self.fields[f"reason_{place}"] = forms.CharField(label=_("Lý do"), required=False)
        offer(self, "template", [("", "–"), *((one.uid, one.title) for one in page.templates)])
        if not page.matter.consents:
            del self.fields["public_question"]
        if not page.publishable:
            for name in (*PUBLIC, "private_reason"):
                self.fields.pop(name, None)

    @property
    def parts(self) -> list[Any]:
        """The fields of the parts, in their order."""
        return [self[part] for part in PARTS]

    @property
    def questions(self) -> list[tuple[Raised, Any, Any, Any]]:
        """Each question with its fields."""
        return [
            (row, self[f"fate_{place}"], self[f"part_{place}"], self[f"reason_{place}"])
            for place, row in enumerate(self._raised)
        ]

    @property
    def public(self) -> list[Any]:
        """The fields for the public, as far as there are any."""
        return [self[name] for name in (*PUBLIC, "private_reason") if name in self.fields]

    @property
    def seen_version(self) -> int:
        """The version that stood on the screen."""
        return self.cleaned_data.get("seen") or 0

    @property
    def words(self) -> Words:
        """What was typed, as the services take it."""
        said = self.cleaned_data
        raised = [
            Held(row.text, said[f"fate_{n}"] or Fate.OPEN, said[f"part_{n}"], said[f"reason_{n}"])
            for n, row in enumerate(self._raised)
        ]
        return Words(
            parts={part: said[part] for part in PARTS},
            public={name: said.get(name, "") for name in PUBLIC},
            private_reason=said.get("private_reason", ""),
            raised=raised,
            added=said["added"].splitlines(),
        )

    def typed(self, **changed: str) -> dict[str, Any]:
        """Return what was typed, to be shown again, with some of it changed."""
        return {**{name: self.data.get(name, "") for name in self.fields}, **changed}

    def below(self, part: str, text: str) -> dict[str, Any]:
        """Return what was typed, with a text put below that of a part."""
        before = str(self.data.get(part, "")).strip()
        return self.typed(**{part: "\n\n".join(filter(None, [before, text])), "template": ""})


def _initial(answer: Answer | None, raised: Sequence[Raised]) -> dict[str, Any]:
    said: dict[str, Any] = {"seen": answer.version if answer else 0}
    if answer is not None:
        said |= {name: getattr(answer, name) for name in (*PARTS, *PUBLIC, "private_reason")}
    for place, row in enumerate(raised):
        said |= {f"fate_{place}": row.fate, f"part_{place}": row.part, f"reason_{place}": row.reason}
    return said


class _Seen(forms.Form):
    """The version that stood on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen_version(self) -> int:
        """That version; 0 where there was none."""
        self.full_clean()
        return self.cleaned_data.get("seen") or 0


class ReleaseForm(_Seen):
    """What a second person says at release."""

    confirms_names = forms.BooleanField(
        label=_("Tôi đã đọc từng chỗ được đánh dấu; để nguyên được, và tôi chịu trách nhiệm"), required=False
    )
    photos = forms.MultipleChoiceField(
        label=_("Ảnh công chúng được xem"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, photos: Sequence[tuple[Any, str]] = (), **words: Any) -> None:
        super().__init__(data, **words)
        offer(self, "photos", [(str(uid), name) for uid, name in photos])

    @property
    def chosen(self) -> list[UUID]:
        """The photos that were chosen."""
        return [UUID(uid) for uid in self.cleaned_data["photos"]]


class ReasonForm(_Seen):
    """Why something is sent back or retracted."""

    reason = _Wanted(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": "3"}), required=True)

    @property
    def said(self) -> str:
        """What was typed."""
        self.full_clean()
        return str(self.cleaned_data.get("reason", ""))


class PublicTextForm(_Seen):
    """The public text of a retracted answer."""

    public_title = forms.CharField(label=_("Tiêu đề công bố"), required=False)
    public_question = forms.CharField(
        label=_("Câu hỏi công bố"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    public_answer = forms.CharField(
        label=_("Trả lời công bố"), required=False, widget=forms.Textarea(attrs=_LONG)
    )

    def __init__(self, data: Any = None, *, answer: Answer) -> None:
        said = {name: getattr(answer, name) for name in PUBLIC}
        super().__init__(data, initial={**said, "seen": answer.version})

    @property
    def words(self) -> Words:
        """What was typed, as the services take it."""
        return Words(public={name: self.cleaned_data[name] for name in PUBLIC})


class ReviewForm(forms.Form):
    """What comes of a badly rated answer."""

    outcome = forms.ChoiceField(
        label=_("Kết quả xem lại"),
        choices=[("reopen", _("Mở lại, phải trả lời lần nữa")), ("confirm", _("Giữ nguyên câu trả lời"))],
        widget=forms.RadioSelect,
    )
    reason = _Wanted(
        label=_("Lý do"),
        required=True,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("Người gửi đọc được lý do này."),
    )


class TemplateForm(forms.Form):
    """A template from a day on."""

    code = forms.SlugField(label=_("Mã"), max_length=40, help_text=_("Chữ không dấu, ví dụ da-khac-phuc."))
    title = forms.CharField(label=_("Tên mẫu"), max_length=120)
    part = forms.ChoiceField(label=_("Chèn vào phần"), choices=Part.choices)
    text = forms.CharField(
        label=_("Nội dung"),
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_(
            "Chỗ để trống: {don_vi}, {ngay}, {linh_vuc}. Không có chỗ cho tên hay nội dung của người gửi."
        ),
    )
    category = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    matter_class = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *MatterClass.choices]
    )
    since = DayField(label=_("Áp dụng từ ngày"))

    def __init__(
        self,
        data: Any = None,
        *,
        categories: Sequence[tuple[str, str]],
        template: Template | None = None,
        **words: Any,
    ) -> None:
        if template is not None:
            names = ("code", "title", "part", "text", "category", "matter_class")
            words["initial"] = {**words.get("initial", {}), **{n: getattr(template, n) for n in names}}
        super().__init__(data, **words)
        offer(self, "category", [("", _("Mọi lĩnh vực")), *categories])
        if template is not None:
            self.fields["code"].disabled = True

    @property
    def facts(self) -> TemplateFacts:
        """What was typed, as the services take it."""
        names = ("code", "title", "part", "text", "category", "matter_class")
        return TemplateFacts(**{name: self.cleaned_data[name] for name in names})
