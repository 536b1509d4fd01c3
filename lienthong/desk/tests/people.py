"""Whom tests of the desk need beside the cast: An and Bình, who work at commune C with Lan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lienthong.identity import services as identity
from lienthong.identity.models import Account, Grant
from lienthong.identity.queries import actor_for, get_role
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.waiting import Piece
from tests.cast import Cast
from tests.small_province import BEGIN


def colleague(cast: Cast, username: str, role: str = "", place: str = "C", reach: str = "below") -> Account:
    """Make an account at a body, with a role there if one is named."""
    account = identity.create_account(
        actor=OPERATOR,
        username=username,
        name=username.capitalize(),
        organisation=cast.province[place],
        password=f"{username} long password",
    )
    if role:
        identity.give_grant(
            actor=OPERATOR,
            account=account,
            role=get_role(role),
            tree=cast.province.tree,
            system=cast.province.front,
            organisation=cast.province[place],
            reach=reach,
            since=BEGIN,
        )
    cast.accounts[username] = account
    return account


def asks(account: Account) -> Actor:
    """Return an account as it asks now."""
    return actor_for(account)


def piece(cast: Cast, place: str = "C", key: str = "", due: datetime | None = None, **words: Any) -> Piece:
    """Return a piece of the work of approving at a body."""
    body = cast.province[place]
    return Piece(
        kind="reports.review",
        key=key or f"test:{place}:{due}",
        organisation_id=body.pk,
        subject_kind="organisation",
        subject=body.uid,
        url="/",
        words={"week": "47/2026", "series": "tuan", "period": "2026-W47"} | words,
        due=due,
    )


def grants_of(account: Account) -> int:
    """Count the grants of an account, lent ones too."""
    return Grant.objects.filter(account=account).count()
