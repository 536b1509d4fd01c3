"""What a browser needs of a form to calculate and check by itself: trees and types, never the text of expressions."""

from __future__ import annotations

from typing import Any

from lienthong.kernel.text import label_in

from .definition import Check, Field, Form
from .expressions import tree_as_json


def browser_form(form: Form, language: str) -> dict[str, Any]:
    """Return what `static/forms/expressions.js` takes as a form, as JSON; messages are in one language.

    ``fields`` gives type and decimals by code; ``steps`` are (code, skips, formula) in the order of working out: the
    trees of which one that is true lets the field not apply, and the tree of its formula or null;
    of a rule, ``fields`` are those that it is shown at and ``reads`` those of the return that it looks at.
    """
    return {
        "fields": {code: _field(field) for code, field in form.fields.items()},
        "steps": [_step(form, code) for code in form.order],
        "rules": [_rule(rule, language) for rule in form.rules],
    }


def _field(field: Field) -> dict[str, Any]:
    return {"type": str(field.expression_type), "decimals": field.decimals}


def _step(form: Form, code: str) -> list[Any]:
    formula = form.formulas.get(code)
    skips = [tree_as_json(skip.tree) for skip in form.skips.get(code, ())]
    return [code, skips, tree_as_json(formula.tree) if formula else None]


def _rule(rule: Check, language: str) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": str(rule.severity),
        "message": label_in(rule.message, language),
        "fields": list(rule.fields),
        "reads": sorted(rule.expression.fields),
        "tree": tree_as_json(rule.expression.tree),
    }
