"""What the pages of forms show, as documents that can be taken away. Forms hold no figures, so nothing is secret."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.kernel.sheets import Cell, Column, Document, Table
from lienthong.registry.queries import origin_of

from . import queries
from .models import FormVersion
from .rules import Check, Field, Rollup, Severity


def version_document(actor: Actor, version: FormVersion) -> Document:
    """Return what a version asks for, and the rules that it checks."""
    form, title = queries.form_of(version), label_of(version.form.name)
    fields = [
        Column(_("Mục")),
        Column(_("Trường")),
        Column(_("Mã")),
        Column(_("Kiểu")),
        Column(_("Bắt buộc")),
        Column(_("Cách cộng")),
    ]
    rules = [Column(_("Điều kiện")), Column(_("Mức")), Column(_("Thông báo khi sai"))]
    tables = [
        Table(
            _("Các trường"),
            fields,
            [
                _field_row(label_of(section.label), field)
                for section in form.sections
                for field in section.fields
            ],
        ),
        Table(_("Quy tắc kiểm tra"), rules, [_rule_row(rule) for rule in form.rules]),
    ]
    said = _("Phiên bản %(number)d · %(state)s") % {
        "number": version.number,
        "state": version.get_state_display(),
    }
    return Document(
        title, [said, origin_of(actor)], tables, ("bieu-mau", version.form.code, str(version.number))
    )


def _field_row(section: str, field: Field) -> list[Cell]:
    adding = _("Cộng dồn") if field.rollup is Rollup.SUM else _("Đếm trạng thái")
    needed = _("có") if field.required else _("không")
    return [section, label_of(field.label), field.code, str(field.type), needed, adding]


def _rule_row(rule: Check) -> list[Cell]:
    grade = _("Lỗi") if rule.severity is Severity.ERROR else _("Cảnh báo")
    return [rule.expression.text, grade, label_of(rule.message)]
