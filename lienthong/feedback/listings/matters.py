"""Lists of officers: the inbox, what was passed on, what is late and how much there is below, rules of routing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, overload

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.listing import Choice, Column, Kind, Listing, Text, keep
from lienthong.kernel.text import search_key

from .. import queries
from ..models import Matter, MatterClass, MatterState, RoutingRule
from ..queries import address_of


class _Categories(Sequence[tuple[str, str]]):
    """What matters may be about today, read when a list is shown."""

    def _rows(self) -> list[tuple[str, str]]:
        return [(row.code, row.label) for row in queries.categories_on(clock.today())]

    @overload
    def __getitem__(self, at: int) -> tuple[str, str]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, str]]: ...

    def __getitem__(self, at: int | slice) -> tuple[str, str] | list[tuple[str, str]]:
        return self._rows()[at]

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._rows())


class _Queue(Choice):
    """The queue that is open: the buttons above the list choose it, its form only keeps it. The rows are the queue's already."""

    def field(self) -> forms.Field:
        """Return the field that keeps it while others change."""
        field = super().field()
        field.widget = forms.HiddenInput()
        return field


QUEUES = (
    (queries.Queue.OPEN, _("Đang mở")),
    (queries.Queue.NEW, _("Mới gửi, chờ tiếp nhận")),
    (queries.Queue.COMING, _("Được chuyển đến")),
    (queries.Queue.IN_HAND, _("Đang giải quyết")),
    (queries.Queue.LATE, _("Quá hạn")),
    (queries.Queue.HELPING, _("Được hỏi phối hợp")),
    (queries.Queue.DECIDING, _("Chờ bạn quyết định")),
    (queries.Queue.OUT, _("Đang chuyển đi")),
    (queries.Queue.ALL, _("Tất cả")),
)
_DUE = (("qua-han", _("Đã quá hạn")), ("hom-nay", _("Trong hôm nay")), ("7-ngay", _("Trong 7 ngày tới")))


def _by_due(rows: Any, word: str) -> Any:
    now = clock.now()
    if word == "qua-han":
        return rows.filter(answer_due__lt=now)
    days = 1 if word == "hom-nay" else 8
    midnight = now.astimezone(clock.LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(answer_due__gte=now, answer_due__lt=midnight + timedelta(days=days))


def _by_village(rows: Any, text: str) -> Any:
    today = clock.today()
    return rows.filter(
        village__versions__search_key__contains=search_key(text),
        village__versions__valid_from__lte=today,
        village__versions__valid_to__gt=today,
    )


def _with_places(rows: list[Any]) -> list[Any]:
    """Give each matter the name of its place: the village where it is known, else the commune. One statement."""
    names = queries.places_named((row.village_id or row.area_id for row in rows), clock.today())
    for row in rows:
        row.where = names.get(row.village_id or row.area_id, "")
    return rows


def _with_units(rows: list[Any]) -> list[Any]:
    names = queries.names_of(*(row.organisation_id for row in rows))
    for row in rows:
        row.unit = names.get(row.organisation_id, "")
        row.late = (clock.now() - row.answer_due).days if row.answer_due else None
    return rows


def _state_tag(row: Matter) -> str:
    late = row.answer_due is not None and row.answer_due < clock.now()
    return "err" if late and row.state in _OPEN else "warn" if row.state in _WAITING else ""


_OPEN = {MatterState.SENT, MatterState.ACCEPTED, MatterState.MOVING, MatterState.STUCK}
_WAITING = {MatterState.SENT, MatterState.MOVING, MatterState.STUCK}
_STATE = Choice(
    "state", _("Trạng thái"), list(MatterState.choices), lambda rows, state: rows.filter(state=state)
)
_CLASS = Choice(
    "class", _("Loại"), list(MatterClass.choices), lambda rows, kind: rows.filter(matter_class=kind)
)
_CATEGORY = Choice(
    "category", _("Lĩnh vực"), _Categories(), lambda rows, code: rows.filter(category__code=code)
)

MATTERS = Listing(
    "feedback.matters",
    _("Phản ánh của dân"),
    page="feedback:matters",
    columns=(
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: row.category.label,
            order=("category__position",),
            link=address_of,
        ),
        Column(
            "trang-thai",
            _("Trạng thái"),
            lambda row: row.get_state_display(),
            order=("state",),
            tag=_state_tag,
        ),
        Column("han", _("Hạn trả lời"), lambda row: row.answer_due, Kind.MOMENT, order=("answer_due",)),
        Column("noi", _("Nơi có việc"), lambda row: row.where),
        Column("gui", _("Ngày gửi"), lambda row: row.sent_at, Kind.MOMENT, order=("sent_at",)),
        Column("loai", _("Loại"), lambda row: row.get_matter_class_display(), order=("matter_class",)),
        Column("khan", _("Khẩn"), lambda row: str(_("Khẩn")) if row.urgent else "", shown=False),
    ),
    filters=(
        _Queue("hang", _("Hàng việc"), QUEUES, lambda rows, queue: rows),
        _CATEGORY,
        _CLASS,
        _STATE,
        Choice("han-trong", _("Hạn"), _DUE, _by_due),
        Text("thon", _("Thôn, tổ dân phố"), _by_village),
    ),
    search=queries.find_in,
    searched=_("Tìm theo nơi, lĩnh vực, mã biên nhận"),
    first="han",
    empty=_("Không có phản ánh nào trong hàng việc này."),
    prepare=_with_places,
)

SENT = Listing(
    "feedback.sent",
    _("Phản ánh đã chuyển đi"),
    page="feedback:sent",
    columns=(
        Column("luc", _("Chuyển lúc"), lambda row: row.at, Kind.MOMENT, order=("at",)),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.category),
        Column("den", _("Chuyển đến"), lambda row: row.target),
        Column("tinh-hinh", _("Tình hình"), lambda row: row.state, order=("state",)),
        Column("han", _("Hạn nhận"), lambda row: row.due, Kind.MOMENT),
        Column("xong", _("Xong lúc"), lambda row: row.ended_at, Kind.MOMENT),
    ),
    filters=(
        Choice(
            "category",
            _("Lĩnh vực"),
            _Categories(),
            lambda rows, code: rows.filter(matter__category__code=code),
        ),
    ),
    first="-luc",
    empty=_("Đơn vị bạn chưa chuyển phản ánh nào đi."),
    prepare=queries.as_sent,
)

LATE = Listing(
    "feedback.late_below",
    _("Phản ánh quá hạn ở cấp dưới"),
    page="feedback:late_below",
    columns=(
        Column("don-vi", _("Đơn vị"), lambda row: row.unit),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.category.label, order=("category__position",)),
        Column("loai", _("Loại"), lambda row: row.get_matter_class_display(), order=("matter_class",)),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
        Column("han", _("Hạn trả lời"), lambda row: row.answer_due, Kind.MOMENT, order=("answer_due",)),
        Column("tre", _("Trễ (ngày)"), lambda row: row.late, Kind.NUMBER),
    ),
    filters=(_CATEGORY, _CLASS, _STATE),
    first="han",
    empty=_("Không có phản ánh nào quá hạn ở các đơn vị bên dưới."),
    prepare=_with_units,
)

LOADS = Listing(
    "feedback.loads",
    _("Khối lượng phản ánh theo đơn vị"),
    page="feedback:loads",
    columns=(
        Column(
            "don-vi",
            _("Đơn vị"),
            lambda row: row.unit,
            order=("unit",),
            pick=lambda row: {"don-vi": str(row.uid)},
        ),
        Column("moi", _("Chờ tiếp nhận"), lambda row: row.new, Kind.NUMBER, order=("new",)),
        Column("dang", _("Đang giải quyết"), lambda row: row.in_hand, Kind.NUMBER, order=("in_hand",)),
        Column("tre", _("Quá hạn"), lambda row: row.late, Kind.NUMBER, order=("late",)),
        Column("xong", _("Đã trả lời, 90 ngày"), lambda row: row.answered, Kind.NUMBER, order=("answered",)),
        Column("ngay", _("Số ngày trung vị"), lambda row: row.median, Kind.NUMBER, order=("order_median",)),
        Column("huong-dan", _("Được chỉ đường"), lambda row: row.guided, Kind.NUMBER, order=("guided",)),
    ),
    filters=(
        Choice(
            "con-tre",
            _("Quá hạn"),
            (("co", _("Có việc quá hạn")), ("khong", _("Không có"))),
            lambda rows, word: keep(rows, lambda row: bool(row.late) is (word == "co")),
        ),
    ),
    search=lambda rows, text: keep(rows, lambda row: search_key(text) in search_key(row.unit)),
    searched=_("Tìm đơn vị"),
    first="don-vi",
    empty=_("Không có đơn vị nào bên dưới đơn vị bạn."),
)


_FOREVER = 9999


def _ending(row: RoutingRule) -> str:
    return str(_("Kết thúc")) if row.valid_to.year == _FOREVER else ""


def _condition(row: RoutingRule) -> str:
    return queries.words_of(queries.as_rule(row, clock.today()), clock.today()).partition(": ")[2]


RULES = Listing(
    "feedback.rules",
    _("Quy tắc chuyển phản ánh"),
    page="feedback:rules",
    columns=(
        Column("so", _("Số"), lambda row: row.number, Kind.NUMBER, order=("number",)),
        Column("dieu-kien", _("Điều kiện"), _condition),
        Column("noi-nhan", _("Nơi nhận"), lambda row: queries.receiver_in_words(row, clock.today())),
        Column("tu", _("Từ ngày"), lambda row: row.valid_from, Kind.DATE, order=("valid_from",)),
        Column(
            "den",
            _("Đến trước ngày"),
            lambda row: row.valid_to if row.valid_to.year < _FOREVER else None,
            Kind.DATE,
            order=("valid_to",),
        ),
        Column("van-ban", _("Văn bản"), lambda row: row.citation),
        Column("ket-thuc", _("Kết thúc"), _ending, link=queries.end_address),
    ),
    filters=(
        Choice(
            "hieu-luc",
            _("Hiệu lực"),
            (("con", _("Đang áp dụng")), ("het", _("Đã hết"))),
            lambda rows, word: (
                rows.filter(valid_to__gt=clock.today())
                if word == "con"
                else rows.filter(valid_to__lte=clock.today())
            ),
        ),
        Choice("category", _("Lĩnh vực"), _Categories(), lambda rows, code: rows.filter(category__code=code)),
    ),
    search=lambda rows, text: rows.filter(citation__icontains=text),
    searched=_("Tìm theo văn bản"),
    first="so",
    empty=_("Chưa có quy tắc nào: mọi phản ánh đến Mặt trận của xã, phường nơi có việc."),
)

# part send
