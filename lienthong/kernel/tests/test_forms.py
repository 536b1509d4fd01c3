"""Days are read as they are written in Vietnam, whatever the language of the screen."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from lienthong.kernel.forms import DayField


class Day(forms.Form):
    """One day."""

    on = DayField(label="Từ ngày")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "typed", ["02/11/2026", "2/11/2026", " 02/11/2026 ", "02-11-2026", "02.11.2026", "2026-11-02"]
)
def test_a_day_is_read_day_first(language: str, typed: str) -> None:
    with translation.override(language):
        assert DayField().clean(typed) == date(2026, 11, 2)


@pytest.mark.parametrize("typed", ["11/22/2026", "30/02/2026", "22/11/26", "22/11", "hôm nay", "22/11/0026"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with translation.override("vi"), pytest.raises(forms.ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == ["Hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_shown_day_first_in_a_field_of_text(language: str) -> None:
    with translation.override(language):
        drawn = Template("{% field form.on %}").render(
            Context({"form": Day(initial={"on": date(2026, 11, 2)})})
        )
    assert 'type="text"' in drawn
    assert 'value="02/11/2026"' in drawn
    assert 'class="input day"' in drawn


def test_what_was_typed_wrongly_is_shown_again() -> None:
    drawn = Template("{% field form.on %}").render(Context({"form": Day({"on": "31/11/2026"})}))
    assert 'value="31/11/2026"' in drawn
