"""Texts typed with the fonts of before Unicode: recognised, turned where certain, flagged on a return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lienthong.forms.rules import Severity, read_form, validate
from lienthong.forms.rules.old_text import OldText, find_old_text

CASES = json.loads(Path(__file__).with_name("old_text.json").read_text("utf-8"))
FORM = {
    "code": "f",
    "language": 1,
    "sections": [
        {
            "code": "s",
            "label": {"vi": "S"},
            "fields": [{"code": "work", "type": "narrative", "label": {"vi": "Việc"}, "rollup": "count"}],
        }
    ],
    "rules": [],
}


@pytest.mark.parametrize(("text", "encoding", "turned"), CASES)
def test_every_shared_text_is_recognised_so(text: str, encoding: str | None, turned: str | None) -> None:
    assert find_old_text(text) == (OldText(encoding, turned) if encoding else None)


def test_a_return_in_an_old_encoding_is_flagged_and_may_stand() -> None:
    form = read_form(FORM)
    found = validate(form, {"work": "Hoïp daân baøn vieäc laøm ñöôøng."})
    assert [(one.fields, one.code, one.severity) for one in found] == [
        (("work",), "old_encoding", Severity.WARNING)
    ]
    assert validate(form, {"work": "Họp dân bàn việc làm đường."}) == []
