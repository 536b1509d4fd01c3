"""The lists of this room: plans, and beneath each its steps, findings, effects, cases, and what differs from another."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Day, Kind, Listing, Text, keep
from lienthong.kernel.text import search_key
from lienthong.registry.queries import origin_of

from . import queries
from .messages import DIFFERENCES, SEVERITIES, effect_kinds, effect_title, room_title
from .models import DecisionKind, PlanState
from .queries import STEP_KINDS, STEP_LEVELS, Severity

STATE_TAGS = {
    PlanState.DRAFT: "plain",
    PlanState.CHECKED: "info",
    PlanState.APPROVED: "warn",
    PlanState.CARRIED_OUT: "ok",
    PlanState.UNDONE: "plain",
}
_TAGS = {Severity.BLOCKS: "err", Severity.WARNS: "warn"}


def _step_page(step: Any) -> str:
    return reverse("restructuring:step", args=[step.plan, step.position])


def _unit_page(row: Any) -> str:
    if row.organisation is None:
        return ""
    return queries.address_at(row.rehearsal.plan, row.organisation.uid)


def _has(words: str, text: str) -> bool:
    return search_key(text) in search_key(words)


def _decided(case: queries.Case) -> str:
    if case.decided is None:
        return ""
    to = case.decided.to.name if case.decided.to else gettext("kết thúc")
    return f"{to} · {case.decided.title}" if case.decided.title else to


PLANS = Listing(
    "restructuring.plans",
    _("Phương án sắp xếp đơn vị"),
    page="restructuring:plans",
    columns=(
        Column(
            "ten",
            _("Phương án"),
            lambda plan: plan.title,
            order=("title",),
            link=queries.address_of,
        ),
        Column("so", _("Số văn bản"), lambda plan: plan.act_number, order=("act_number",)),
        Column("co-quan", _("Cơ quan ban hành"), lambda plan: plan.act_body, order=("act_body",)),
        Column(
            "hieu-luc", _("Có hiệu lực"), lambda plan: plan.effective_on, Kind.DATE, order=("effective_on",)
        ),
        Column(
            "trang-thai",
            _("Trạng thái"),
            lambda plan: plan.get_state_display(),
            order=("state",),
            tag=lambda plan: STATE_TAGS[PlanState(plan.state)],
        ),
        Column("lap", _("Lập lúc"), lambda plan: plan.made_at, Kind.MOMENT, order=("made_at",), shown=False),
    ),
    filters=(
        Choice(
            "trang-thai", _("Trạng thái"), PlanState.choices, lambda rows, state: rows.filter(state=state)
        ),
        Day("tu", _("Có hiệu lực từ"), lambda rows, day: rows.filter(effective_on__gte=day)),
        Day("den", _("đến"), lambda rows, day: rows.filter(effective_on__lte=day)),
    ),
    search=queries.find_plans,
    searched=_("Tên, số văn bản"),
    first="-hieu-luc",
    empty=_("Chưa có phương án nào bạn được xem."),
    origin=origin_of,
)

STEPS = Listing(
    "restructuring.steps",
    _("Các bước của phương án"),
    page="restructuring:steps",
    columns=(
        Column(
            "so", _("Bước"), lambda step: step.position, Kind.NUMBER, order=("position",), link=_step_page
        ),
        Column("viec", _("Việc"), lambda step: step.label, order=("kind",)),
        Column("cap", _("Cấp"), lambda step: step.level, order=("level",), shown=False),
        Column("cu", _("Đơn vị cũ"), lambda step: step.old, order=("old_code",)),
        Column("moi", _("Đơn vị mới, tên mới"), lambda step: step.new, order=("new_code",)),
        Column("loai", _("Loại"), lambda step: step.unit_kind, order=("unit_kind",)),
        Column("tren", _("Đơn vị cấp trên"), lambda step: step.parent, order=("parent_code",)),
        Column("ty-le", _("Tỷ lệ"), lambda step: step.share, order=("share",)),
        Column("can-cu", _("Căn cứ tỷ lệ"), lambda step: step.share_key, shown=False),
        Column("mac-dinh", _("Mặc định"), lambda step: gettext("Có") if step.default else ""),
    ),
    filters=(
        Choice("viec", _("Việc"), tuple(STEP_KINDS.items()), lambda rows, kind: rows.filter(kind=kind)),
        Choice("cap", _("Cấp"), tuple(STEP_LEVELS.items()), lambda rows, level: rows.filter(level=level)),
    ),
    search=queries.find_steps,
    searched=_("Mã hoặc tên đơn vị"),
    first="so",
    empty=_("Phương án chưa có bước nào."),
    prepare=queries.shown_steps,
    origin=origin_of,
    beneath=True,
)

FINDINGS = Listing(
    "restructuring.findings",
    _("Kết quả kiểm tra"),
    page="restructuring:findings",
    columns=(
        Column(
            "buoc",
            _("Bước"),
            lambda row: row.position or None,
            Kind.NUMBER,
            order=("position",),
            link=lambda row: _step_page(row) if row.position else "",
        ),
        Column(
            "muc",
            _("Mức độ"),
            lambda row: str(SEVERITIES[row.severity]),
            order=("severity",),
            tag=lambda row: _TAGS[row.severity],
        ),
        Column("noi-dung", _("Nhận xét, và cách sửa"), lambda row: row.sentence),
        Column("nhom", _("Nhóm"), lambda row: row.title, order=("title",)),
    ),
    filters=(
        Choice(
            "muc",
            _("Mức độ"),
            tuple(SEVERITIES.items()),
            lambda rows, severity: keep(rows, lambda row: row.severity == severity),
        ),
        Text("nhom", _("Nhóm"), lambda rows, words: keep(rows, lambda row: _has(row.title, words))),
    ),
    search=lambda rows, text: keep(rows, lambda row: _has(row.sentence, text)),
    searched=_("Mã, tên đơn vị"),
    first="muc",
    empty=_("Kiểm tra không thấy gì phải sửa hay cần biết."),
    origin=origin_of,
    beneath=True,
)

EFFECT_COLUMNS = (
    Column("don-vi", _("Ở đơn vị"), lambda row: row.unit, order=("search_key",), link=_unit_page),
    Column("viec", _("Tác động"), lambda row: row.label),
    Column("so", _("Số lượng"), lambda row: row.count, Kind.NUMBER, order=("count",)),
    Column("ai", _("Ai làm"), lambda row: row.who),
    Column("lam", _("Làm gì"), lambda row: row.what),
    Column("han", _("Trước ngày"), lambda row: row.by, Kind.DATE, order=("by",)),
    Column(
        "quyet-dinh",
        _("Cần quyết định"),
        lambda row: gettext("Cần quyết định") if row.decide else "",
        order=("-decide", "room", "kind"),
        tag=lambda row: "warn" if row.decide else "",
    ),
    Column("nhom", _("Nhóm"), lambda row: effect_title(row.room, row.kind), order=("kind",), shown=False),
    Column("phan", _("Phần"), lambda row: room_title(row.room), order=("room",), shown=False),
)


EFFECTS = Listing(
    "restructuring.effects",
    _("Tác động của phương án"),
    page="restructuring:rehearsal",
    columns=EFFECT_COLUMNS,
    filters=(
        Choice(
            "quyet-dinh",
            _("Cần quyết định"),
            (("co", _("Chỉ việc cần người quyết định")),),
            lambda rows, _yes: rows.filter(decide=True),
        ),
        Choice("loai", _("Nhóm"), effect_kinds(), lambda rows, kind: rows.filter(kind=kind)),
    ),
    search=lambda rows, text: rows.filter(search_key__contains=search_key(text)),
    searched=_("Tên đơn vị"),
    first="quyet-dinh",
    empty=_("Phương án chưa được diễn tập, hoặc không thay đổi gì."),
    origin=origin_of,
    beneath=True,
)

CASES = Listing(
    "restructuring.cases",
    _("Trường hợp cần người quyết định"),
    page="restructuring:cases",
    columns=(
        Column("ten", _("Thôn, tổ dân phố hoặc chức vụ"), lambda case: case.name, order=("name",)),
        Column("nguoi", _("Người giữ"), lambda case: case.holder),
        Column("o", _("Đang ở"), lambda case: case.unit, order=("unit",)),
        Column(
            "quy-tac", _("Theo quy tắc"), lambda case: case.rule.name if case.rule else gettext("kết thúc")
        ),
        Column("da", _("Đã quyết định"), _decided),
        Column("ai", _("Ai quyết định"), lambda case: case.decided.who if case.decided else ""),
        Column("luc", _("Lúc"), lambda case: case.decided.at if case.decided else None, Kind.MOMENT),
    ),
    filters=(
        Choice(
            "loai",
            _("Loại"),
            DecisionKind.choices,
            lambda rows, kind: keep(rows, lambda case: case.kind == kind),
        ),
        Choice(
            "da",
            _("Quyết định"),
            (("roi", _("Đã quyết định")), ("chua", _("Chưa quyết định"))),
            lambda rows, done: keep(rows, lambda case: (case.decided is not None) == (done == "roi")),
        ),
    ),
    search=lambda rows, text: keep(rows, lambda case: search_key(text) in case.key),
    searched=_("Tên thôn, đơn vị, chức vụ"),
    first="o",
    empty=_("Không có trường hợp nào: không đơn vị nào bị chia, không chức vụ nào trùng."),
    per_page=20,
    # Names of people stand in it: a file leaves an entry in the audit.
    personal=True,
    origin=origin_of,
    beneath=True,
)

DIFFERING = Listing(
    "restructuring.differing",
    _("Khác nhau giữa hai phương án"),
    page="restructuring:comparison",
    columns=(
        Column("ve", _("Về"), lambda row: row.about, order=("about",)),
        Column("nhom", _("Nhóm"), lambda row: str(DIFFERENCES[row.what]), order=("rank",)),
        Column("mot", _("Phương án này"), lambda row: row.first),
        Column("hai", _("Phương án kia"), lambda row: row.second),
    ),
    filters=(
        Choice(
            "nhom",
            _("Nhóm"),
            tuple(DIFFERENCES.items()),
            lambda rows, what: keep(rows, lambda row: row.what == what),
        ),
    ),
    search=lambda rows, text: keep(rows, lambda row: _has(f"{row.about} {row.first} {row.second}", text)),
    searched=_("Mã, tên đơn vị"),
    first="nhom",
    empty=_("Hai phương án nói như nhau."),
    origin=origin_of,
    beneath=True,
)
