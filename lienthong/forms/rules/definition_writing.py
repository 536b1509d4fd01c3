"""A form definition written as the JSON that ``definition_json`` reads."""

from __future__ import annotations

from typing import Any

from .definition import Check, Choice, Field, Form
from .expressions import Expression, tree_as_json


def form_as_json(form: Form) -> dict[str, Any]:
    """Return a form as the JSON that `read_form` reads, with the trees of its expressions."""
    return {
        "code": form.code,
        "language": form.language,
        "sections": [
            {
                "code": section.code,
                "label": dict(section.label),
                **({"skip": _expression_as_json(section.skip)} if section.skip else {}),
                "fields": [_field_as_json(field) for field in section.fields if not field.part_of],
            }
            for section in form.sections
        ],
        "rules": [_check_as_json(check) for check in form.rules],
    }


def _field_as_json(field: Field) -> dict[str, Any]:
    optional = {
        "short": field.short and dict(field.short),
        "unit": field.unit and dict(field.unit),
        "help": field.help and dict(field.help),
        "required": field.required,
        "decimals": field.decimals,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "choices": [_choice_as_json(choice) for choice in field.choices],
        "formula": field.formula and not field.breakdown and _expression_as_json(field.formula),
        "skip": field.skip and _expression_as_json(field.skip),
        "weight": field.weight,
        "breakdown": [_choice_as_json(part) for part in field.breakdown],
    }
    written = {key: value for key, value in optional.items() if value}
    return {
        "code": field.code,
        "type": str(field.type),
        "label": dict(field.label),
        "rollup": str(field.rollup),
        **written,
    }


def _choice_as_json(choice: Choice) -> dict[str, Any]:
    return {"code": choice.code, "label": dict(choice.label)}


def _check_as_json(check: Check) -> dict[str, Any]:
    return {
        "code": check.code,
        **_expression_as_json(check.expression),
        "severity": str(check.severity),
        "message": dict(check.message),
        "fields": list(check.fields),
    }


def _expression_as_json(expression: Expression) -> dict[str, Any]:
    return {"expression": expression.text, "tree": tree_as_json(expression.tree)}
