"""How what stands in a form is shown: labels in the reader's language, cells as they are written."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.languages import label_of

from ..rules import (
    NO,
    YES,
    CellValue,
    Field,
    Rollup,
    State,
    is_withheld,
    show_cell,
    state_of,
)

register = template.Library()


register.simple_tag(label_of)


@register.simple_tag
def cell_text(field: Field, value: CellValue) -> str:
    """Show a cell in words: answers by their labels, blank, not applicable and withheld told apart."""
    if is_withheld(value):
        return _("không hiện")
    state = state_of(value)
    if state is State.NOT_APPLICABLE:
        return _("không áp dụng")
    if state is not None:
        return _("để trống")
    if isinstance(value, bool):
        return answer_label(field, YES if value else NO)
    return answer_label(field, str(value)) if field.choices else show_cell(field, value)


def answer_label(field: Field, answer: str) -> str:
    """Return the label of an answer: a choice by its code, or yes and no."""
    labels = {choice.code: choice.label for choice in field.choices}
    if answer in labels:
        return label_of(labels[answer])
    return {YES: _("Có"), NO: _("Không")}.get(answer, answer)


_ROLLUPS = {
    Rollup.SUM: gettext_lazy("Cộng dồn"),
    Rollup.COUNT: gettext_lazy("Đếm trạng thái"),
    Rollup.CHOICES: gettext_lazy("Đếm theo câu trả lời"),
    Rollup.MINIMUM: gettext_lazy("Mức thấp nhất"),
    Rollup.MAXIMUM: gettext_lazy("Mức cao nhất"),
    Rollup.WEIGHTED: gettext_lazy("Bình quân có trọng số"),
    Rollup.LAST: gettext_lazy("Số cuối kỳ, cộng các đơn vị"),
    Rollup.AVERAGE: gettext_lazy("Bình quân trong kỳ, cộng các đơn vị"),
    Rollup.JOIN: gettext_lazy("Ghép nội dung"),
}


@register.simple_tag
def rollup_name(rollup: Rollup) -> str:
    """Show how a field goes upward."""
    return str(_ROLLUPS[rollup])
