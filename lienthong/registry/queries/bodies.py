"""A list of organisations of a tree from elsewhere, judged row by row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.actor import Actor
from lienthong.kernel.filled import Column, Entry, Judged, Outcome, Table, wrong
from lienthong.kernel.text import nfc

from .. import permissions
from ..models import AreaVersion, Level, OrganisationEdge, OrganisationVersion, Tree
from .directory import Directory, Listed, directory_of, spans_of, stands_throughout
from .villages import BodyFact

_LEVELS = (Level.PROVINCE, Level.COMMUNE)
_LONGEST, _LONGEST_SHORT = 200, 160

BODY_COLUMNS = (
    Column(
        "name",
        gettext_lazy("Tên tổ chức"),
        gettext_lazy("Tên đầy đủ."),
        "Hội Nông dân xã Ea Tul",
        required=True,
        width=40,
    ),
    Column(
        "short_name",
        gettext_lazy("Tên ngắn"),
        gettext_lazy("Tên dùng trong bảng."),
        "Xã Ea Tul",
        required=True,
        width=24,
    ),
    Column(
        "level",
        gettext_lazy("Cấp"),
        gettext_lazy("Chọn trong danh sách."),
        choices=tuple(level.label for level in _LEVELS),
        required=True,
    ),
    Column(
        "area",
        gettext_lazy("Mã địa bàn"),
        gettext_lazy("Mã của xã hoặc tỉnh mà tổ chức phục vụ."),
        "24277",
        required=True,
        read="code",
        width=13,
    ),
    Column(
        "parent",
        gettext_lazy("Mã địa bàn cấp trên"),
        gettext_lazy("Mã địa bàn của tổ chức cấp trên; trống nếu ghi tên."),
        "66",
        read="code",
    ),
    Column(
        "parent_name",
        gettext_lazy("Tên tổ chức cấp trên"),
        gettext_lazy("Cần khi cấp trên là trung ương, hoặc một địa bàn có nhiều tổ chức."),
        width=36,
    ),
    Column(
        "since",
        gettext_lazy("Từ ngày"),
        gettext_lazy("Ngày thành lập."),
        "01/07/2025",
        required=True,
        read="day",
        width=13,
    ),
)


def trees_to_list(actor: Actor) -> list[Tree]:
    """Return the trees in which bodies stand, by code."""
    standing = OrganisationEdge.objects.values("tree_id")
    return list(Tree.objects.filter(pk__in=standing).order_by("code"))


def judge_bodies(actor: Actor, table: Table, tree: str) -> list[Judged[BodyFact]]:
    """Say of each row what would become of it; nothing is written. ``tree``: code of the tree they are to stand in."""
    codes = {entry.text(code) for entry in table.entries for code in ("area", "parent")}
    told = ((entry.text("parent"), entry.text("parent_name")) for entry in table.entries)
    judge = _Judge(directory_of(actor, permissions.MANAGE, told, tree), tree, codes - {""})
    return [judge.take(entry) for entry in table.entries]


class _Judge:
    """Takes rows one by one, and remembers what earlier ones would found."""

    def __init__(self, directory: Directory, tree: str, codes: set[str]) -> None:
        self._directory = directory
        self._areas: dict[tuple[str, str], list[tuple[int, date, date]]] = defaultdict(list)
        coded = AreaVersion.objects.filter(code__in=codes, area__level__in=_LEVELS)
        for code, level, *lasting in coded.values_list(
            "code", "area__level", "area_id", "valid_from", "valid_to"
        ):
            self._areas[level, code].append(tuple(lasting))
        edges = OrganisationEdge.objects.filter(Q(child__level__in=_LEVELS) | Q(parent=None), tree__code=tree)
        self._places = spans_of(edges.values_list("child_id", "valid_from", "valid_to"))
        served = OrganisationVersion.objects.filter(area__versions__code__in=codes).distinct()
        self._bodies: dict[tuple[int, int, str], list[tuple[str, date, date]]] = defaultdict(list)
        for area, system, level, *named in served.values_list(
            *("area_id", "organisation__system_id", "organisation__level", "name", "valid_from", "valid_to")
        ):
            self._bodies[area, system, level].append(tuple(named))
        self._found: dict[tuple[Any, ...], int] = {}

    def take(self, entry: Entry) -> Judged[BodyFact]:
        """Judge one row."""
        since = entry.day("since")
        level = next((level for level in _LEVELS if str(level.label) == entry.text("level")), None)
        for code, most in (("name", _LONGEST), ("short_name", _LONGEST_SHORT)):
            if len(entry.text(code)) > most:
                entry.add(code, _("Dài quá %(most)d chữ. Hãy viết ngắn lại.") % {"most": most})
        if since is None or level is None:
            return wrong(entry)
        area = self._area(entry, level, since)
        parent = self._parent(entry, since)
        if entry.faults or area is None or parent is None:
            return wrong(entry)
        return self._compare(entry, level, area, parent, since)

    def _area(self, entry: Entry, level: Level, since: date) -> int | None:
        code = entry.text("area")
        found = [area for area, first, last in self._areas[level, code] if first <= since < last]
        if "area" not in entry.faults and len(found) != 1:
            entry.add(
                "area",
                _("Ngày %(day)s không có địa bàn nào thuộc “%(level)s” mang mã “%(code)s”.")
                % {"day": f"{since:%d/%m/%Y}", "level": level.label, "code": code},
            )
        return found[0] if len(found) == 1 else None

    def _parent(self, entry: Entry, since: date) -> Listed | None:
        code, name = entry.text("parent"), entry.text("parent_name")
        if not code and not name:
            entry.add("parent", _("Hãy ghi mã địa bàn hoặc tên của tổ chức cấp trên."))
            return None
        found = self._directory.find(code, name, since)
        if isinstance(found, str):
            entry.add("parent" if code else "parent_name", found)
            return None
        return found if stands_throughout(entry, found, self._places, since) else None

    def _compare(
        self, entry: Entry, level: Level, area: int, parent: Listed, since: date
    ) -> Judged[BodyFact]:
        name = nfc(entry.text("name"))
        for other, _first, last in self._bodies[area, parent.system_id, level]:
            if last <= since:
                continue
            if other.casefold() == name.casefold():
                return Judged(entry, Outcome.UNCHANGED)
            return wrong(
                entry,
                "name",
                _("Địa bàn này đã có “%(other)s”. Muốn đổi tên thì đừng nhập thành tổ chức mới.")
                % {"other": other},
            )
        earlier = self._found.setdefault((area, parent.system_id, level), entry.number)
        if earlier != entry.number:
            return wrong(entry, "area", _("Trùng với dòng %(row)d. Hãy xóa một dòng.") % {"row": earlier})
        fact = BodyFact(
            level=level,
            system_id=parent.system_id,
            name=name,
            short_name=nfc(entry.text("short_name")),
            parent_id=parent.id,
            since=since,
            area_id=area,
        )
        return Judged(entry, Outcome.NEW, fact)
