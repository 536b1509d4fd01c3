"""Texts typed with the fonts of before Unicode are flagged on a return."""

from __future__ import annotations

from lienthong.forms.rules import Severity, read_form, validate

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


def test_a_return_in_an_old_encoding_is_flagged_and_may_stand() -> None:
    form = read_form(FORM)
    found = validate(form, {"work": "Hoïp daân baøn vieäc laøm ñöôøng."})
    assert [(one.fields, one.code, one.severity) for one in found] == [
        (("work",), "old_encoding", Severity.WARNING)
    ]
    assert validate(form, {"work": "Họp dân bàn việc làm đường."}) == []
