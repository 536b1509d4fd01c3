"""JSON door of identity."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lienthong.kernel.request import Request

from . import queries

router = Router()


class PostOut(Schema):
    """A post that I hold today."""

    uid: UUID
    title: str
    unit_name: str
    acting: bool


class GrantOut(Schema):
    """A role that I hold at a place. ``until``: the first day on which it no longer counts."""

    uid: UUID
    role: str
    place: str
    reach: str
    system: str
    since: date
    until: date | None
    post: str


class MeOut(Schema):
    """Who I am, and what I may do where. ``scopes``: with a key, the permissions that it carries; null in a session."""

    uid: UUID
    username: str
    name: str
    posts: list[PostOut]
    grants: list[GrantOut]
    scopes: list[str] | None


@router.get("/me", response=MeOut, summary="The account that is signed in, its posts and its grants")
def me(request: Request) -> Any:
    account = queries.own_account(request.actor)
    return {
        "uid": account.uid,
        "username": account.username,
        "name": account.name,
        "posts": [
            {
                "uid": post.uid,
                "title": post.title,
                "unit_name": post.unit_name,
                "acting": post.id == request.actor.post_id,
            }
            for post in queries.posts_of(account)
        ],
        "grants": queries.grants_in_words(queries.own_grants(request.actor)),
        "scopes": queries.scopes_of(request.actor),
    }
