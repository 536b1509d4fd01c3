"""Plans, their steps and what the check finds, as documents that can be taken away; steps can be read in again."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.templatetags.written import day
from lienthong.registry.queries import origin_of

from . import queries
from .messages import SEVERITIES, groups_of, sentence_of
from .models import Plan


def steps_document(actor: Actor, plan: Plan) -> Document:
    """Return the steps of a plan under the headings by which they are read in."""
    eve = queries.eve_for(plan).by_key
    rows = queries.rows_of(queries.steps_of(plan), eve)
    columns = [Column(str(column.label)) for column in queries.COLUMNS]
    cells = [[row[column.code] for column in queries.COLUMNS] for row in rows]
    return _document(actor, plan, [Table(_("Các bước"), columns, cells)], "cac-buoc")


def problems_document(actor: Actor, plan: Plan) -> Document:
    """Return everything that the check finds about a plan, first what has to be put right."""
    columns = [
        Column(_("Mức độ")),
        Column(_("Nhóm")),
        Column(_("Bước"), Kind.NUMBER),
        Column(_("Nhận xét")),
    ]
    cells: list[list[Cell]] = [
        [str(SEVERITIES[group.severity]), group.title, problem.step or None, sentence_of(problem)]
        for group in groups_of(queries.problems_for(actor, plan))
        for problem in group.problems
    ]
    return _document(actor, plan, [Table(_("Kết quả kiểm tra"), columns, cells)], "kiem-tra")


def plans_document(actor: Actor, plans: Iterable[Plan], *filters: str) -> Document:
    """Return plans as a list."""
    title = _("Phương án sắp xếp đơn vị")
    columns = [
        Column(_("Phương án")),
        Column(_("Số văn bản")),
        Column(_("Cơ quan ban hành")),
        Column(_("Ngày có hiệu lực"), Kind.DATE),
        Column(_("Trạng thái")),
    ]
    cells: list[list[Cell]] = [
        [plan.title, plan.act_number, plan.act_body, plan.effective_on, plan.get_state_display()]
        for plan in plans
    ]
    facts = [*filter(None, filters), origin_of(actor)]
    return Document(title, facts, [Table(title, columns, cells)], ("phuong-an",))


def _document(actor: Actor, plan: Plan, tables: list[Table], name: str) -> Document:
    facts = [
        f"{plan.act_number} · {plan.act_body}",
        _("Có hiệu lực từ %(day)s") % {"day": day(plan.effective_on)},
        origin_of(actor),
    ]
    return Document(
        plan.title, [fact for fact in facts if fact], tables, ("phuong-an", plan.act_number, name)
    )
