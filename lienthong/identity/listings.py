"""The lists of this room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.listing import Choice, Column, Kind, Listing
from lienthong.registry.queries import origin_of

from . import queries
from .models import Account

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
