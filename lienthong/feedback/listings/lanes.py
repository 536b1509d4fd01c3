"""Lists of the lanes: proposals, voters' opinions, requests about data, the register book, what is kept how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.listing import Choice, Column, Day, Kind, Listing, keep

from ..messages.lanes import PARTS
from ..models import (
    Addressee,
    Channel,
    Gone,
    MatterClass,
    MatterState,
    ProposalState,
    RequestState,
    Wish,
)
from ..queries import (
    address_of,
    data_request_address,
    found_by,
    meeting_address,
    proposal_address,
    slip_address,
)

PROPOSALS = Listing(
    "feedback.proposals",
    _("Đề xuất, sáng kiến"),
    page="feedback:proposals",
    columns=(
        Column(
            "de-xuat",
            _("Đề xuất"),
            lambda row: row.title or row.matter.category.label,
            order=("title",),
            link=proposal_address,
        ),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.matter.category.label),
        Column("mo", _("Ngày mở"), lambda row: row.opened_at, Kind.MOMENT, order=("opened_at",)),
        Column(
            "han-danh-gia",
            _("Hạn đánh giá"),
            lambda row: row.judged_until,
            Kind.MOMENT,
            order=("judged_until",),
        ),
        Column(
            "han",
            _("Hạn trả lời"),
            lambda row: row.matter.answer_due,
            Kind.MOMENT,
            order=("matter__answer_due",),
        ),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice(
            "state",
            _("Trạng thái"),
            list(ProposalState.choices),
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=found_by,
    searched=_("Tên đề xuất"),
    first="-mo",
    empty=_("Chưa có đề xuất nào được mở hồ sơ."),
)

DATA_REQUESTS = Listing(
    "feedback.data_requests",
    _("Yêu cầu về dữ liệu cá nhân"),
    page="feedback:data_requests",
    columns=(
        Column(
            "yeu-cau",
            _("Yêu cầu"),
            lambda row: row.get_wish_display(),
            order=("wish",),
            link=data_request_address,
        ),
        Column("ngay", _("Ngày gửi"), lambda row: row.at, Kind.MOMENT, order=("at",)),
        Column("han", _("Hạn"), lambda row: row.due, Kind.MOMENT, order=("due",)),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice("wish", _("Yêu cầu"), list(Wish.choices), lambda rows, wish: rows.filter(wish=wish)),
        Choice(
            "state",
            _("Trạng thái"),
            list(RequestState.choices),
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    first="han",
    empty=_("Chưa ai gửi yêu cầu nào cần quyết định."),
)

MEETINGS = Listing(
    "feedback.meetings",
    _("Ý kiến cử tri theo buổi tiếp xúc"),
    page="feedback:meetings",
    columns=(
        Column("ky-hop", _("Kỳ họp"), lambda row: row.session, order=("session",), link=meeting_address),
        Column("ngay", _("Ngày tiếp xúc"), lambda row: row.day, Kind.DATE, order=("day",)),
        Column("noi", _("Nơi tiếp xúc"), lambda row: row.place, order=("place",)),
        Column("gui-den", _("Gửi đến"), lambda row: row.get_addressee_display(), order=("addressee",)),
        Column("so", _("Số ý kiến"), lambda row: row.number, Kind.NUMBER, order=("number",)),
    ),
    filters=(
        Choice(
            "addressee", _("Gửi đến"), list(Addressee.choices), lambda rows, to: rows.filter(addressee=to)
        ),
        Day("since", _("Từ ngày"), lambda rows, day: rows.filter(day__gte=day)),
        Day("until", _("Đến ngày"), lambda rows, day: rows.filter(day__lte=day)),
    ),
    search=lambda rows, text: rows.filter(session__icontains=text),
    searched=_("Kỳ họp"),
    first="-ngay",
    empty=_("Chưa nhập buổi tiếp xúc cử tri nào."),
)

OPINIONS = Listing(
    "feedback.opinions",
    _("Ý kiến của một buổi tiếp xúc"),
    page="feedback:meeting",
    beneath=True,
    columns=(
        Column("so", _("Số"), lambda row: row.position, Kind.NUMBER, order=("position",)),
        Column(
            "linh-vuc",
            _("Lĩnh vực"),
            lambda row: row.matter.category.label,
            order=("matter__category__position",),
        ),
        Column(
            "y-kien",
            _("Ý kiến"),
            lambda row: row.matter.text,
            cut=160,
            link=lambda row: address_of(row.matter),
        ),
        Column(
            "trang-thai",
            _("Trạng thái"),
            lambda row: row.matter.get_state_display(),
            order=("matter__state",),
        ),
    ),
    filters=(
        Choice(
            "state",
            _("Trạng thái"),
            list(MatterState.choices),
            lambda rows, state: rows.filter(matter__state=state),
        ),
    ),
    search=lambda rows, text: rows.filter(matter__text__icontains=text),
    first="so",
)

REGISTER = Listing(
    "feedback.register",
    _("Sổ tiếp nhận phản ánh, kiến nghị"),
    page="feedback:register",
    columns=(
        Column("so", _("Số"), lambda row: row.number, Kind.NUMBER, order=("received", "pk")),
        Column("ngay", _("Ngày nhận"), lambda row: row.received, Kind.MOMENT, order=("received",)),
        Column("kenh", _("Kênh"), lambda row: row.channel, order=("channel",)),
        Column("linh-vuc", _("Lĩnh vực"), lambda row: row.category, order=("category",)),
        Column("loai", _("Loại"), lambda row: row.class_label, order=("class_label",)),
        Column("han", _("Hạn"), lambda row: row.due, Kind.MOMENT),
        Column("ket-qua", _("Kết quả"), lambda row: row.result, order=("result",)),
        Column("ngay-tra-loi", _("Ngày trả lời"), lambda row: row.ended, Kind.MOMENT),
        Column("so-ngay", _("Số ngày"), lambda row: row.days, Kind.NUMBER),
    ),
    filters=(
        Choice(
            "class",
            _("Loại"),
            list(MatterClass.choices),
            lambda rows, kind: keep(rows, lambda row: row.matter_class == kind),
        ),
        Choice(
            "channel",
            _("Kênh"),
            list(Channel.choices),
            lambda rows, channel: keep(rows, lambda row: row.channel == Channel(channel).label),
        ),
        Choice(
            "state",
            _("Kết quả"),
            list(MatterState.choices),
            lambda rows, state: keep(rows, lambda row: row.state == state),
        ),
        Day("since", _("Từ ngày"), lambda rows, day: keep(rows, lambda row: row.day >= day)),
        Day("until", _("Đến ngày"), lambda rows, day: keep(rows, lambda row: row.day <= day)),
    ),
    search=lambda rows, text: keep(rows, lambda row: text.lower() in row.category.lower()),
    searched=_("Lĩnh vực"),
    first="so",
    empty=_("Không có dòng nào trong thời gian này."),
)

GOING = Listing(
    "feedback.going",
    _("Sắp hết thời hạn lưu giữ"),
    page="feedback:going",
    columns=(
        Column("ngay", _("Ngày xóa"), lambda row: row.day, Kind.DATE, order=("day",)),
        Column("loai", _("Loại"), lambda row: row.label, order=("label",)),
        Column("phan", _("Phần bị xóa"), lambda row: str(PARTS[row.part]), order=("part",)),
        Column("don-vi", _("Đơn vị"), lambda row: row.body, order=("body",)),
        Column("so", _("Số phản ánh"), lambda row: row.number, Kind.NUMBER, order=("number",)),
        Column("thoi-han", _("Giữ (ngày)"), lambda row: row.days, Kind.NUMBER, order=("days",)),
        Column("can-cu", _("Căn cứ"), lambda row: row.citation),
        Column(
            "kiem-chung",
            _("Kiểm chứng"),
            lambda row: str(_("đã đọc") if row.verified else _("chưa kiểm chứng")),
        ),
    ),
    filters=(
        Choice(
            "part",
            _("Phần bị xóa"),
            list(PARTS.items()),
            lambda rows, part: keep(rows, lambda row: row.part == part),
        ),
        Choice(
            "class",
            _("Loại"),
            list(MatterClass.choices),
            lambda rows, kind: keep(rows, lambda row: row.matter_class == kind),
        ),
    ),
    search=lambda rows, text: keep(rows, lambda row: text.lower() in row.body.lower()),
    searched=_("Đơn vị"),
    first="ngay",
    empty=_("Trong 30 ngày tới chưa có gì phải xóa."),
)

TOMBSTONES = Listing(
    "feedback.tombstones",
    _("Đã xóa"),
    page="feedback:tombstones",
    columns=(
        Column("luc", _("Xóa lúc"), lambda row: row.at, Kind.MOMENT, order=("at",)),
        Column("loai", _("Loại"), lambda row: row.get_matter_class_display(), order=("matter_class",)),
        Column("phan", _("Phần đã xóa"), lambda row: row.get_what_display(), order=("what",)),
        Column("thang", _("Tháng gửi"), lambda row: f"{row.month:%m/%Y}", order=("month",)),
        Column("quy-tac", _("Quy tắc"), lambda row: row.rule, coded=True),
        Column("ma", _("Định danh"), lambda row: str(row.matter), coded=True, shown=False),
    ),
    filters=(
        Choice("what", _("Phần đã xóa"), list(Gone.choices), lambda rows, what: rows.filter(what=what)),
        Choice(
            "class", _("Loại"), list(MatterClass.choices), lambda rows, kind: rows.filter(matter_class=kind)
        ),
    ),
    search=lambda rows, text: rows.filter(rule__icontains=text),
    searched=_("Quy tắc"),
    first="-luc",
    empty=_("Chưa xóa gì."),
)

SLIPS = Listing(
    "feedback.slips",
    _("Đơn chờ giao qua đường giấy"),
    page="feedback:slips",
    columns=(
        Column(
            "ngay", _("Ngày nhận"), lambda row: row.sent_at, Kind.DATE, order=("sent_at",), link=slip_address
        ),
        Column("trang-thai", _("Trạng thái"), lambda row: row.get_state_display(), order=("state",)),
    ),
    filters=(
        Choice(
            "state", _("Trạng thái"), list(MatterState.choices), lambda rows, state: rows.filter(state=state)
        ),
    ),
    first="ngay",
    empty=_("Không có đơn nào chờ giao."),
)
