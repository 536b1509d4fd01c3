"""What stands around every page, put together from the rooms that exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lienthong.desk import queries as desk
from lienthong.feedback import queries as feedback
from lienthong.forms import queries as forms
from lienthong.identity import queries as identity
from lienthong.imports import queries as imports
from lienthong.kernel import audit, clock, deadlines, jobs, maintenance
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.files.queries import may_look_after_files
from lienthong.kernel.permissions import WATCH
from lienthong.kernel.replica import on_primary
from lienthong.kernel.rooms import said
from lienthong.kernel.shell import Entry, Group, Shell, Way
from lienthong.reports import queries as reports

PRODUCT = "Liên Thông"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the templates their surroundings, made only when a template reads them."""
    return {"shell": SimpleLazyObject(lambda: _now(request))}


def _now(request: HttpRequest) -> Shell:
    """Show what waits as it is now, also around a page that is read from a copy of the database."""
    with on_primary():
        return _shell(request)


def _shell(request: HttpRequest) -> Shell:
    actor: Actor = getattr(request, "actor", NOBODY)
    standing = clock.standing_at()
    around = Shell(
        product=PRODUCT,
        demo=settings.DEMO,
        maintenance=maintenance.current(),
        clock_text=f"{standing.astimezone(clock.LOCAL):%H:%M %d/%m/%Y}" if standing else "",
    )
    if not actor.signed_in:
        return replace(around, open_ways=_open_ways())
    unit = reports.own_unit(actor)
    counted = getattr(request, "counted_work", None) or desk.count_work(actor)
    menu = _marked(_menu(actor, unit, counted), request.path)
    return replace(
        around,
        menu=menu,
        tabs=_tabs(menu),
        unit_name=unit.short_name if unit else "",
        account_name=actor.name,
        account_initials="".join(word[0] for word in actor.name.split()[-2:]).upper(),
        notices_url=reverse("desk:notices"),
        unread=desk.count_unread(actor),
        posts_url=reverse("identity:account"),
        sign_out_url=reverse("identity:sign_out"),
        signed_in=True,
    )


def _tabs(menu: tuple[Group, ...]) -> tuple[Entry, ...]:
    """Return the five ways of a phone: what comes first, and what people say, which a phone could not reach otherwise."""
    first = tuple(entry for group in menu for entry in group.entries)[:5]
    voices = next((entry for group in menu for entry in group.entries if entry.icon == "inbox"), None)
    return first if voices is None or voices in first else (*first[:4], voices)


def _menu(actor: Actor, unit: Any, counted: tuple[int, bool]) -> tuple[Group, ...]:
    """Return the ways that this actor can go; what they may not use is not shown."""
    groups = (
        Group("", (_work(*counted), *_reports(actor, unit))),
        Group(_("Tiếng nói người dân"), _voices(actor)),
        Group(_("Mở rộng"), tuple(_added_for(actor))),
        Group(
            _("Danh mục"),
            _catalogues(actor),
        ),
        Group(_("Hệ thống"), _system(actor)),
    )
    return tuple(group for group in groups if group.entries)


def _open_ways() -> tuple[Entry, ...]:
    """Return where people go who have no account."""
    return (
        Entry(_("Gửi phản ánh, kiến nghị"), reverse("feedback:send"), "send"),
        Entry(_("Tra cứu phản ánh đã gửi"), reverse("feedback:track"), "search"),
        Entry(_("Xem phản ánh đã trả lời"), reverse("feedback:answered"), "message-square"),
    )


@cache
def _added() -> tuple[Way, ...]:
    """Return the ways into rooms that this configuration does not know."""
    return tuple(said("menu", Way))


def _added_for(actor: Actor) -> Iterator[Entry]:
    for way in _added():
        if actor.places.holds(way.right.code):
            yield Entry(str(way.label), reverse(way.page), way.icon)


def _work(count: int, urgent: bool) -> Entry:
    return Entry(_("Việc của tôi"), reverse("desk:work"), "clipboard-check", count=count, urgent=urgent)


def _reports(actor: Actor, unit: Any) -> tuple[Entry, ...]:
    series = reports.default_series(actor)
    if series is None or unit is None:
        return ()

    def way(label: str, name: str, icon: str) -> Entry:
        return Entry(
            label, reverse(f"reports:{name}", args=[series.code, reports.current_week(), unit.uid]), icon
        )

    if unit.level == series.level:
        return way(_("Nhập báo cáo tuần"), "entry", "clipboard-list"), way(
            _("Báo cáo của tôi"), "return", "history"
        )
    entries = [way(_("Tổng quan"), "overview", "layout-dashboard")]
    if unit.level == "commune":
        if reports.may_enter(actor, unit):
            entries.append(way(_("Nhập báo cáo tuần"), "sheet", "clipboard-list"))
        if reports.may_approve(actor, unit):
            entries.append(way(_("Phê duyệt"), "review", "check-check"))
    else:
        entries.append(way(_("Còn thiếu"), "owed", "clock"))
    return (
        *entries,
        way(_("Số liệu"), "figures", "table-properties"),
        Entry(_("Phân tích"), reverse("analysis:start"), "chart-column"),
    )


def _voices(actor: Actor) -> tuple[Entry, ...]:
    ways = (
        (feedback.may_see_matters, _("Phản ánh"), "feedback:matters", "inbox"),
        (feedback.may_only_oversee, _("Phản ánh ở cấp dưới"), "feedback:loads", "inbox"),
        (feedback.may_see_matters, _("Ghi phản ánh hộ"), "feedback:behalf", "pencil"),
        (feedback.may_review, _("Trả lời chưa đạt"), "feedback:reviews", "refresh-cw"),
        (feedback.may_release, _("Đã công bố"), "feedback:publications", "globe"),
        (feedback.may_consolidate, _("Tổng hợp ý kiến"), "feedback:consolidations", "clipboard-list"),
        (feedback.may_see_trends, _("Xu hướng phản ánh"), "feedback:trends", "chart-column"),
        (feedback.may_judge, _("Thẩm định đề xuất"), "feedback:judgings", "users"),
        (feedback.may_manage, _("Quy tắc chuyển"), "feedback:rules", "list-filter"),
        (feedback.may_manage_templates, _("Mẫu trả lời"), "feedback:templates", "copy"),
        (feedback.may_manage, _("Lưu giữ phản ánh"), "feedback:going", "trash-2"),
    )
    return tuple(Entry(label, reverse(name), icon) for may, label, name, icon in ways if may(actor))


def _catalogues(actor: Actor) -> tuple[Entry, ...]:
    entries = [
        Entry(_("Đơn vị"), reverse("registry:search"), "building-2"),
        Entry(_("Địa chỉ cũ"), reverse("registry:resolve"), "map-pin"),
        Entry(_("Biểu mẫu"), reverse("forms:forms"), "file-text"),
    ]
    if imports.kinds_for(actor):
        entries.append(Entry(_("Nhập từ tệp"), reverse("imports:imports"), "file-spreadsheet"))
    return tuple(entries)


def _system(actor: Actor) -> tuple[Entry, ...]:
    entries = [Entry(_("Việc đã yêu cầu"), reverse("jobs:jobs"), "download")]
    if jobs.may_manage_jobs(actor):
        entries.append(Entry(_("Việc chạy nền"), reverse("jobs:managed"), "settings"))
    if actor.places.holds(audit.READ.code):
        entries.append(Entry(_("Nhật ký"), reverse("identity:audit"), "shield-check"))
    if deadlines.may_manage_calendar(actor):
        entries.append(Entry(_("Lịch và thời hạn"), reverse("deadlines:calendar"), "calendar-days"))
    if may_look_after_files(actor):
        entries.append(Entry(_("Kho tệp"), reverse("files:store"), "file-text"))
    if identity.may_manage_accounts(actor):
        entries.append(Entry(_("Tài khoản"), reverse("identity:accounts"), "users"))
    if actor.places.holds(WATCH.code):
        entries.append(Entry(_("Tình trạng"), reverse("watching:condition"), "settings"))
    if desk.may_manage_deliveries(actor):
        entries.append(Entry(_("Tin gửi"), reverse("desk:deliveries"), "send"))
    if forms.may_publish(actor):
        entries.append(Entry(_("API"), reverse("api"), "table-properties"))
    return tuple(entries)


def _marked(groups: tuple[Group, ...], path: str) -> tuple[Group, ...]:
    """Mark the entry that leads where one is, or else the one that leads nearest above."""
    above = {entry.url for group in groups for entry in group.entries if path.startswith(entry.url)}
    nearest = max(above, key=len, default="")

    def marked(entry: Entry) -> Entry:
        here = entry.url == nearest
        return replace(entry, current=here and path == nearest, around=here and path != nearest)

    return tuple(replace(group, entries=tuple(map(marked, group.entries))) for group in groups)
