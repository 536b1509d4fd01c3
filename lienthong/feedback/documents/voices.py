"""Tables of what many say that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.sheets import Cell, Column, Document, Kind, Table
from lienthong.kernel.templatetags.written import day
from lienthong.registry.queries import origin_of

from ..models import Consolidation, Topic, TopicItem
from ..queries import TopicPart, TopicRow, Trends


def _number(number: int | None) -> Cell:
    return _("không hiện") if number is None else number


def trends_document(actor: Actor, trends: Trends, rows: Sequence[TopicRow]) -> Document:
    """Return what people write about: categories by period, and units below. Counts only."""
    periods = trends.asked.periods
    columns = [Column(_("Lĩnh vực")), *(Column(one.name, Kind.NUMBER) for one in periods)]
    cells = [[row.label, *(_number(one.number) for one in row.numbers)] for row in rows]
    units = [[row.unit.name, _number(row.before), _number(row.last)] for row in trends.units]
    heads = [Column(one.name, Kind.NUMBER) for one in periods[-3:-1]]
    tables = [
        Table(_("Theo lĩnh vực"), columns, cells),
        Table(_("Theo đơn vị"), [Column(_("Đơn vị")), *heads], units),
    ]
    facts = [
        _("Gửi từ %(since)s đến %(until)s")
        % {"since": day(periods[0].first), "until": day(periods[-1].last)},
        _("Số dưới 5 của đơn vị khác, và số có thể suy ra nó, không hiện."),
        origin_of(actor),
    ]
    return Document(_("Người dân phản ánh về việc gì"), facts, tables, ("xu-huong",))


def chapter_document(actor: Actor, row: Consolidation, parts: Sequence[TopicPart]) -> Document:
    """Return a consolidation as tables: its topics with their numbers, and its sentences."""
    topics = [
        [
            part.topic.position,
            part.topic.title,
            part.topic.opinions,
            part.topic.communes,
            part.reply.authority if part.reply else "",
            part.reply.day if part.reply else None,
        ]
        for part in parts
    ]
    columns = [
        Column(_("Số"), Kind.NUMBER),
        Column(_("Chủ đề")),
        Column(_("Ý kiến"), Kind.NUMBER),
        Column(_("Xã"), Kind.NUMBER),
        Column(_("Cơ quan trả lời")),
        Column(_("Ngày trả lời"), Kind.DATE),
    ]
    said: list[list[Cell]] = [
        [part.topic.title, one.text, one.link_count]  # type: ignore[attr-defined] # annotated
        for part in parts
        for one in part.sentences
    ]
    sentences = [Column(_("Chủ đề")), Column(_("Câu")), Column(_("Số nguồn"), Kind.NUMBER)]
    facts = [
        _("Ý kiến gửi từ %(since)s đến %(until)s") % {"since": day(row.since), "until": day(row.until)},
        _("Gửi đến: %(addressee)s") % {"addressee": row.addressee},
        str(row.get_state_display()),
        origin_of(actor),
    ]
    tables = [Table(_("Các chủ đề"), columns, topics), Table(_("Các câu"), sentences, said)]
    return Document(row.title, facts, tables, ("tong-hop", row.title))


def items_document(actor: Actor, topic: Topic, items: Sequence[TopicItem]) -> Document:
    """Return what a topic stands on: what each is about, and when. What people wrote stays in the product."""
    cells: list[list[Cell]] = []
    for item in items:
        if item.matter is not None:
            cells.append([_("Phản ánh"), item.matter.category.label, item.matter.sent_at, 1])
        elif item.source is not None:
            cells.append([_("Chủ đề của cấp dưới"), item.source.title, None, item.source.opinions])
    columns = [
        Column(_("Nguồn")),
        Column(_("Về việc")),
        Column(_("Gửi lúc"), Kind.MOMENT),
        Column(_("Ý kiến"), Kind.NUMBER),
    ]
    table = Table(topic.title, columns, cells)
    return Document(
        topic.title, [topic.consolidation.title, origin_of(actor)], [table], ("chu-de", topic.title)
    )
