"""Open data: published answers and released counts, with months in the place of days and communes in that of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.errors import NotFound

from ..models import Publication, Release, ReleasedCount
from ..rules.open_formats import Value
from .places import Places, places_on
from .publications import publications_for

# Changes when a column is added, taken away or means something else.
SHAPE: Final = 1
_BATCH = 2_000
# Days to answer are told in these steps: up to a week, two, a month, longer.
_STEPS = (7, 14, 30)

Words = str | Promise


@dataclass(frozen=True)
class OpenFile:
    """A file of open data: its name in the address, what it holds, and what each column means."""

    name: str
    title: Words
    about: Words
    columns: Sequence[tuple[str, Words]]
    rows: Callable[[], Iterator[Mapping[str, Value]]]

    @property
    def codes(self) -> Sequence[str]:
        """The names of the columns."""
        return [code for code, _meaning in self.columns]


def get_open_file(actor: Actor, name: str) -> OpenFile:
    """Return a file by its name in the address; NotFound where there is none."""
    found = next((file for file in OPEN_FILES if file.name == name), None)
    if found is None:
        raise NotFound(_("Không có tệp dữ liệu mở này. Hãy chọn trong danh sách ở trang Dữ liệu mở."))
    return found


def open_version(today: date) -> str:
    """Return the version of the files: their shape, and the day of which they are."""
    return f"{SHAPE}.{today:%Y%m%d}"


def open_stamp() -> str:
    """Return another text as soon as something was published, withdrawn or released."""
    told = Publication.objects.aggregate(Max("released_at"), Max("withdrawn_at"), Max("pk"))
    counted = Release.objects.aggregate(Max("pk"))
    return f"{SHAPE} {clock.today()} {sorted(map(str, told.values()))} {counted}"


def _answers() -> Iterator[Mapping[str, Value]]:
    places = places_on(clock.today())
    for row in publications_for(NOBODY).iterator(chunk_size=_BATCH):
        yield {
            "id": str(row.uid),
            "class": row.matter_class,
            "category": row.category.code,
            **_place(places, row.area_id),
            "month_sent": f"{row.day_sent:%Y-%m}",
            "month_answered": f"{row.day_answered:%Y-%m}",
            "answered_within": _within((row.day_answered - row.day_sent).days),
            "on_time": row.on_time,
            "title": row.title,
            "question": row.question,
            "answer": row.answer,
        }


def _counts() -> Iterator[Mapping[str, Value]]:
    places = places_on(clock.today())
    rows = ReleasedCount.objects.select_related("release", "category").order_by("release__month", "pk")
    for row in rows.iterator(chunk_size=_BATCH):
        yield {
            "month": f"{row.release.month:%Y-%m}",
            **_counted_place(places, row.area_id),
            "category": row.category.code if row.category else "all",
            "sent": row.sent,
            "withheld": row.sent is None,
            "answered_share": row.answered,
            "on_time_share_by_month_sent": row.on_time,
            "on_time_share_by_month_answered": row.on_time_period,
            "median_days": row.median,
            "p90_days": row.p90,
            "rated_share": row.rated,
            "content_share": row.content,
            "open_at_end": row.open,
        }


def _within(days: int) -> str:
    low = 0
    for step in _STEPS:
        if days <= step:
            return f"{low}-{step}"
        low = step + 1
    return f"{low}+"


def _place(places: Places, area: int) -> dict[str, Any]:
    place = places.by_id.get(area)
    above = places.by_id.get(place.province) if place else None
    return {
        "commune_code": place.code if place else "",
        "commune": place.name if place else places.address(area),
        "province_code": above.code if above else "",
        "province": above.name if above else "",
    }


def _counted_place(places: Places, area: int | None) -> dict[str, Any]:
    if area is None:
        return {"level": "country", "area_code": "", "area": ""}
    place = places.by_id.get(area)
    level = place.body.level if place else ""
    return {"level": level, "area_code": place.code if place else "", "area": places.address(area)}


OPEN_FILES: Final = (
    OpenFile(
        "answers",
        gettext_lazy("Câu trả lời đã công bố"),
        gettext_lazy("Mỗi dòng một câu trả lời, mới nhất trước. Câu đã rút không có ở đây."),
        (
            ("id", gettext_lazy("Mã của câu trả lời trong địa chỉ trang; không liên quan mã biên nhận")),
            ("class", gettext_lazy("Loại: feedback, proposal, opinion")),
            ("category", gettext_lazy("Lĩnh vực")),
            ("commune_code", gettext_lazy("Mã xã, phường, đặc khu; trống nếu nơi này không còn")),
            ("commune", gettext_lazy("Tên xã, phường, đặc khu")),
            ("province_code", gettext_lazy("Mã tỉnh, thành phố")),
            ("province", gettext_lazy("Tên tỉnh, thành phố")),
            ("month_sent", gettext_lazy("Tháng gửi, yyyy-mm")),
            ("month_answered", gettext_lazy("Tháng trả lời, yyyy-mm")),
            ("answered_within", gettext_lazy("Số ngày trả lời theo khoảng: 0-7, 8-14, 15-30, 31+")),
            ("on_time", gettext_lazy("Trả lời trong thời hạn đã hứa lúc gửi")),
            ("title", gettext_lazy("Tiêu đề viết cho công chúng")),
            ("question", gettext_lazy("Nội dung viết cho công chúng; trống nếu người gửi không đồng ý")),
            ("answer", gettext_lazy("Trả lời viết cho công chúng")),
        ),
        _answers,
    ),
    OpenFile(
        "counts",
        gettext_lazy("Số phản ánh theo tháng, nơi và lĩnh vực"),
        gettext_lazy("Cả nước và tỉnh: theo lĩnh vực; xã: tổng số. Số quá ít không có ở đây."),
        (
            ("month", gettext_lazy("Tháng gửi, yyyy-mm")),
            ("level", gettext_lazy("Cấp: country, province, commune")),
            ("area_code", gettext_lazy("Mã tỉnh hoặc xã; trống với cả nước")),
            ("area", gettext_lazy("Tên nơi")),
            ("category", gettext_lazy("Lĩnh vực; all là tất cả; lĩnh vực hiếm trong tháng nằm trong other")),
            ("sent", gettext_lazy("Số đã gửi trong tháng; trống khi không công bố, khi đó ít nhất là 1")),
            ("withheld", gettext_lazy("Số không công bố vì dưới 5, hoặc vì từ đó suy ra được số khác")),
            ("answered_share", gettext_lazy("Phần trăm đã trả lời, làm tròn; trống khi dưới 20")),
            (
                "on_time_share_by_month_sent",
                gettext_lazy("Phần trăm trả lời đúng hạn trên mọi phản ánh gửi trong tháng, làm tròn"),
            ),
            (
                "on_time_share_by_month_answered",
                gettext_lazy("Phần trăm đúng hạn trên các phản ánh được trả lời trong tháng, làm tròn"),
            ),
            ("median_days", gettext_lazy("Số ngày trả lời, trung vị")),
            ("p90_days", gettext_lazy("Trong bao nhiêu ngày thì 90% được trả lời")),
            ("rated_share", gettext_lazy("Phần trăm người được trả lời có đánh giá, làm tròn")),
            ("content_share", gettext_lazy("Phần trăm hài lòng trong số đã đánh giá, làm tròn")),
            ("open_at_end", gettext_lazy("Số còn giải quyết cuối tháng; trống khi không công bố")),
        ),
        _counts,
    ),
)
