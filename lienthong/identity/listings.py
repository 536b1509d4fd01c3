"""The lists of this room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.listing import Choice, Column, Day, Key, Kind, Listing, Marks, Text
from lienthong.registry.queries import origin_of

from . import queries
from .models import Account
from .queries import Line

_STATES = {"active": True, "disabled": False}


def _of_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(is_active=_STATES[state])


def _state(account: Account) -> str:
    return _("Đang dùng") if account.is_active else _("Đã khóa")


ACCOUNTS = Listing(
    "identity.accounts",
    gettext_lazy("Tài khoản"),
    page="identity:accounts",
    columns=(
        Column(
            "ten-dang-nhap",
            gettext_lazy("Tên đăng nhập"),
            lambda account: account.username,
            order=("username",),
            link=lambda account: reverse("identity:account_of", args=[account.uid]),
        ),
        Column("ten", gettext_lazy("Họ và tên"), lambda account: account.name, order=("name",)),
        Column(
            "trang-thai",
            gettext_lazy("Trạng thái"),
            _state,
            order=("is_active",),
            tag=lambda account: "" if account.is_active else "warn",
        ),
        Column(
            "lan-cuoi",
            gettext_lazy("Đăng nhập lần cuối"),
            lambda account: account.last_login,
            Kind.MOMENT,
            order=("last_login",),
        ),
    ),
    filters=(
        Choice(
            "state",
            gettext_lazy("Trạng thái"),
            [("active", gettext_lazy("Đang dùng")), ("disabled", gettext_lazy("Đã khóa"))],
            _of_state,
        ),
    ),
    search=queries.named,
    searched=gettext_lazy("Tên hoặc tên đăng nhập"),
    first="ten-dang-nhap",
    empty=gettext_lazy("Hãy tìm bằng từ khác, hoặc tạo tài khoản mới."),
    personal=True,
    origin=origin_of,
)


def _subject(line: Line) -> str | None:
    return line.subject_name or (str(line.subject) if line.subject else None)


AUDIT = Listing(
    "identity.audit",
    gettext_lazy("Nhật ký"),
    page="identity:audit",
    columns=(
        Column("luc", gettext_lazy("Lúc"), lambda line: line.at, Kind.MOMENT),
        Column("ai", gettext_lazy("Ai"), lambda line: line.actor),
        Column("viec", gettext_lazy("Việc"), lambda line: line.verb, coded=True),
        Column("voi", gettext_lazy("Với"), _subject),
        Column(
            "chuoi",
            gettext_lazy("Chuỗi"),
            lambda line: line.stream_name,
            pick=lambda line: {"stream": str(line.stream)},
        ),
        Column("so", gettext_lazy("Số"), lambda line: line.number, Kind.NUMBER),
        Column("niem", gettext_lazy("Niêm"), lambda line: line.seal, coded=True, cut=12),
    ),
    filters=(
        Text("unit", gettext_lazy("Đơn vị"), queries.entries_of_unit),
        Text(
            "verb",
            gettext_lazy("Việc"),
            queries.entries_of_verb,
            hint=gettext_lazy("Ví dụ: return.submitted"),
        ),
        Day("since", gettext_lazy("Từ ngày"), queries.entries_since),
        Day("until", gettext_lazy("Đến hết ngày"), queries.entries_until),
        Key("stream", gettext_lazy("Chỉ xem chuỗi"), queries.entries_of_stream, named=queries.name_of_stream),
    ),
    empty=gettext_lazy("Chưa có việc nào được ghi ở các đơn vị của bạn."),
    personal=True,
    prepare=queries.lines_of,
    origin=origin_of,
    marks=Marks("before", lambda line: line.mark, queries.entries_after),
)
