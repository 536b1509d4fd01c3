"""What identity gives of a unit's data: accounts as numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.giving import Column, Given

from . import queries

ACCOUNTS = Given(
    "account_counts",
    _("Số tài khoản"),
    [Column("organisation"), Column("active", "boolean"), Column("accounts", "integer")],
    queries.accounts_counted,
    key=["organisation", "active"],
    points_to={"organisation": ("organisations", "id")},
)
