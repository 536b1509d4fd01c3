"""Lists about answers: what was released, templates, reviews."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Kind, Listing
from lienthong.kernel.text import search_key
from lienthong.kernel.validity import FOREVER

from ..models import Part, Publication, ReviewState, Standing, Template
from ..queries.releases import address_of_publication
from ..queries.reviews import address_of_review

# ── part answer ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _title(row: Publication) -> str:
    return row.title or str(_("Đã rút khỏi công bố"))


def _address_of_template(row: Template) -> str:
    return reverse("feedback:template", args=[row.uid])


PUBLICATIONS = Listing(
    "feedback.publications",
    _("Câu trả lời đã công bố"),
    page="feedback:publications",
    columns=(
        Column("tieu-de", _("Tiêu đề"), _title, order=("title",), link=address_of_publication),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.category.label, order=("category__position",)),
        Column("cong-bo", _("Công bố lúc"), lambda row: row.released_at, Kind.MOMENT, order=("released_at",)),
        Column("tinh-trang", _("Tình trạng"), lambda row: row.get_standing_display(), order=("standing",)),
    ),
    filters=(
        Choice(
            "standing",
            _("Tình trạng"),
            list(Standing.choices),
            lambda rows, standing: rows.filter(standing=standing),
        ),
    ),
    search=lambda rows, text: rows.filter(search_key__contains=search_key(text)),
    first="-cong-bo",
    empty=_("Chưa có câu trả lời nào được công bố."),
)
TEMPLATES = Listing(
    "feedback.templates",
    _("Mẫu trả lời"),
    page="feedback:templates",
    columns=(
        Column("ten", _("Tên mẫu"), lambda row: row.title, order=("title",), link=_address_of_template),
        Column("ma", _("Mã"), lambda row: row.code, order=("code",)),
        Column("phan", _("Chèn vào phần"), lambda row: row.get_part_display(), order=("part",)),
        Column("tu", _("Từ ngày"), lambda row: row.valid_from, Kind.DATE, order=("valid_from",)),
        Column(
            "den",
            _("Trước ngày"),
            lambda row: None if row.valid_to == FOREVER else row.valid_to,
            Kind.DATE,
            order=("valid_to",),
        ),
    ),
    filters=(Choice("part", _("Phần"), list(Part.choices), lambda rows, part: rows.filter(part=part)),),
    search=lambda rows, text: rows.filter(title__icontains=text),
    first="ten",
    empty=_("Chưa có mẫu nào. Thêm mẫu để cán bộ chèn vào câu trả lời rồi sửa cho đúng việc."),
)
REVIEWS = Listing(
    "feedback.reviews",
    _("Trả lời chưa đạt"),
    page="feedback:reviews",
    columns=(
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: row.rating.category.label,
            order=("rating__category__position",),
            link=address_of_review,
        ),
        Column("mo", _("Bị chê lúc"), lambda row: row.opened_at, Kind.MOMENT, order=("opened_at",)),
        Column("han", _("Xem lại trước"), lambda row: row.due, Kind.MOMENT, order=("due",)),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice(
            "state", _("Trạng thái"), list(ReviewState.choices), lambda rows, state: rows.filter(state=state)
        ),
    ),
    first="han",
    empty=_("Chưa có câu trả lời nào bị đánh giá chưa đạt."),
)
