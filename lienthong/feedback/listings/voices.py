"""Lists of what many say: campaigns, causes, consolidations."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Day, Kind, Listing, keep
from lienthong.kernel.text import search_key
from lienthong.registry.queries import origin_of

from ..models import Consolidation, ConsolidationState
from ..queries import Campaign, CauseRow, address_of_consolidation, find_consolidations, named


def _total(row: CauseRow) -> str | int:
    return gettext("không hiện") if row.total.number is None else row.total.number


def _alike_page(row: Campaign) -> str:
    return reverse("feedback:alike", args=[row.first.uid])


CAMPAIGNS = Listing(
    "feedback.campaigns",
    _("Nhiều người gửi cùng một nội dung"),
    page="feedback:campaigns",
    columns=(
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.category, order=("category",), link=_alike_page),
        Column("so", _("Số phản ánh"), lambda row: row.count, Kind.NUMBER, order=("count",)),
        Column("xa", _("Số xã"), lambda row: row.communes, Kind.NUMBER, order=("communes",)),
        Column("tu", _("Gửi từ"), lambda row: row.since, Kind.MOMENT, order=("since",)),
        Column("den", _("đến"), lambda row: row.until, Kind.MOMENT, order=("until",)),
    ),
    filters=(
        Choice(
            "so",
            _("Số phản ánh"),
            (("20", _("từ 20")), ("100", _("từ 100"))),
            lambda rows, least: keep(rows, lambda row: row.count >= int(least)),
        ),
    ),
    search=lambda rows, text: keep(rows, lambda row: search_key(text) in search_key(row.category)),
    searched=_("Lĩnh vực"),
    first="-so",
    empty=_("Chưa có nội dung nào được nhiều người cùng gửi mà chưa gộp."),
    origin=origin_of,
)

CAUSES = Listing(
    "feedback.causes",
    _("Nguyên nhân của phản ánh"),
    page="feedback:causes",
    columns=(
        Column("nguyen-nhan", _("Nguyên nhân"), lambda row: row.label, order=("label",)),
        Column("don-vi", _("Ở đơn vị tôi"), lambda row: row.own, Kind.NUMBER, order=("own",)),
        Column("tat-ca", _("Cả cấp dưới"), _total, Kind.NUMBER, order=("number",)),
    ),
    filters=(
        Choice(
            "ky",
            _("Trong"),
            (("tuan", _("12 tuần")), ("thang", _("12 tháng"))),
            # The view has read the period already: counts of another are other rows.
            lambda rows, _every: rows,
        ),
    ),
    search=lambda rows, text: keep(rows, lambda row: search_key(text) in search_key(row.label)),
    searched=_("Nguyên nhân"),
    first="-tat-ca",
    empty=_("Chưa ghi nguyên nhân của phản ánh nào trong kỳ này."),
    origin=origin_of,
)

CONSOLIDATION_TAGS = {
    ConsolidationState.DRAFT: "plain",
    ConsolidationState.APPROVED: "info",
    ConsolidationState.SENT: "warn",
    ConsolidationState.ANSWERED: "ok",
}


def consolidation_tag(row: Consolidation) -> str:
    """Return the kind of pill on which the state of a consolidation stands."""
    return CONSOLIDATION_TAGS[ConsolidationState(row.state)]


CONSOLIDATIONS = Listing(
    "feedback.consolidations",
    _("Báo cáo tổng hợp ý kiến"),
    page="feedback:consolidations",
    columns=(
        Column("ten", _("Báo cáo"), lambda row: row.title, order=("title",), link=address_of_consolidation),
        Column("don-vi", _("Đơn vị"), lambda row: row.body),
        Column("loai", _("Loại"), lambda row: row.get_matter_class_display(), order=("matter_class",)),
        Column("tu", _("Từ ngày"), lambda row: row.since, Kind.DATE, order=("since",)),
        Column("den", _("Đến ngày"), lambda row: row.until, Kind.DATE, order=("until",)),
        Column(
            "trang-thai",
            _("Trạng thái"),
            lambda row: row.get_state_display(),
            order=("state",),
            tag=consolidation_tag,
        ),
        Column("gui", _("Gửi đến"), lambda row: row.addressee, order=("addressee",), shown=False),
    ),
    filters=(
        Choice(
            "trang-thai",
            _("Trạng thái"),
            list(ConsolidationState.choices),
            lambda rows, state: rows.filter(state=state),
        ),
        Day("tu", _("Từ ngày"), lambda rows, day: rows.filter(since__gte=day)),
        Day("den", _("đến"), lambda rows, day: rows.filter(until__lte=day)),
    ),
    search=find_consolidations,
    searched=_("Tên báo cáo, nơi nhận"),
    first="-den",
    empty=_("Chưa có báo cáo tổng hợp nào bạn được xem."),
    prepare=named,
    origin=origin_of,
)
