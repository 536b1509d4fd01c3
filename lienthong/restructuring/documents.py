"""Plans, their steps and what the check finds, as documents that can be taken away; steps can be read in again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import write_template
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.templatetags.written import day
from lienthong.registry.queries import origin_of

from . import queries
from .models import Plan


def steps_document(actor: Actor, plan: Plan) -> Document:
    """Return the steps of a plan under the headings by which they are read in."""
    eve = queries.eve_for(plan).by_key
    rows = queries.rows_of(queries.steps_of(plan), eve)
    columns = [Column(str(column.label)) for column in queries.COLUMNS]
    cells = [[row[column.code] for column in queries.COLUMNS] for row in rows]
    return _document(actor, plan, [Table(_("Các bước"), columns, cells)], "cac-buoc")


def steps_template(actor: Actor, plan: Plan) -> bytes:
    """Return the workbook in which the steps of a plan are written: those that it has, and how to write others."""
    eve = queries.eve_for(plan).by_key
    return write_template(queries.COLUMNS, plan.title, queries.rows_of(queries.steps_of(plan), eve))


def unit_document(actor: Actor, page: queries.UnitPage) -> Document:
    """Return what a plan changes for one body."""
    columns = [
        Column(_("Tác động")),
        Column(_("Ở đơn vị")),
        Column(_("Số lượng"), Kind.NUMBER),
        Column(_("Ai làm")),
        Column(_("Làm gì")),
        Column(_("Trước ngày"), Kind.DATE),
    ]
    rows = [*page.becomes, *page.to_do, *page.comes, *page.by_itself]
    cells: list[list[Cell]] = [[row.label, row.unit, row.count, row.who, row.what, row.by] for row in rows]
    return _document(actor, page.plan, [Table(page.before or page.now, columns, cells)], "don-vi")


def _document(actor: Actor, plan: Plan, tables: list[Table], name: str) -> Document:
    facts = [
        f"{plan.act_number} · {plan.act_body}",
        _("Có hiệu lực từ %(day)s") % {"day": day(plan.effective_on)},
        origin_of(actor),
    ]
    return Document(
        plan.title, [fact for fact in facts if fact], tables, ("phuong-an", plan.act_number, name)
    )
