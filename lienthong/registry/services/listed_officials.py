"""Officials by the list: entered, or brought up to date, all of them or none; and taken back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel import audit, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.kernel.permission import Permission
from lienthong.kernel.references import referred, take_away
from lienthong.kernel.text import search_key, sort_key

from .. import permissions
from ..models import Official, Organisation, Post
from ..queries.findable import OFFICIAL, official_keys
from ..queries.officials import OfficialFact
from ..queries.streams import streams_of
from .told import tell_officials

Made = dict[str, Any]
_NAMED = 5


@transaction.atomic
def create_listed_officials(*, actor: Actor, facts: Sequence[OfficialFact]) -> Made:
    """Write officials and their posts; return what was made and what was changed, for ``undo_listed_officials``."""
    require_all(actor, permissions.MANAGE_POSTS, {fact.organisation_id for fact in facts})
    new = [fact for fact in facts if fact.post_id is None]
    people = _new_people(new)
    posts = [
        Post(
            official_id=fact.official_id or people[fact.person].pk,
            organisation_id=fact.organisation_id,
            title=fact.title,
            valid_from=fact.since,
            valid_to=fact.until,
        )
        for fact in new
    ]
    Post.objects.bulk_create(posts, batch_size=1_000)
    changed = _change([fact for fact in facts if fact.post_id is not None])
    deeds = [("post.assigned", post, _told(post)) for post in posts]
    deeds += [("post.changed", post, after) for post, _before, after in changed]
    _record(actor, deeds)
    tell_officials(Q(pk__in=[post.pk for _verb, post, _facts in deeds]))
    audit.record(
        actor,
        "officials.imported",
        "official",
        None,
        facts={
            "officials": [person.uid for person in people.values()],
            "posts": [post.uid for post in posts],
        },
    )
    return {
        "officials": [person.pk for person in people.values()],
        "posts": [[post.pk, _made(fact)] for post, fact in zip(posts, new, strict=True)],
        "changed": [[post.pk, before, after] for post, before, after in changed],
    }


@transaction.atomic
def undo_listed_officials(*, actor: Actor, made: Mapping[str, Any]) -> None:
    """Take back exactly what was made and changed. WrongMoment, and nothing done, where something was built on it."""
    held = Post.objects.select_for_update(of=("self",)).select_related("official")
    posts = held.in_bulk([key for key, _state in made["posts"]])
    changed = held.in_bulk([key for key, *_states in made["changed"]])
    require_all(
        actor,
        permissions.MANAGE_POSTS,
        {post.organisation_id for post in (*posts.values(), *changed.values())},
    )
    _refuse_built_on(posts, changed, made)
    _record(
        actor, [("post.import_undone", post, _told(post)) for post in (*posts.values(), *changed.values())]
    )
    search.drop(OFFICIAL, official_keys(Post.objects.filter(pk__in=posts)))
    take_away(Post.objects.filter(pk__in=posts))
    take_away(Official.objects.filter(pk__in=made["officials"]))
    for key, before, _after in made["changed"]:
        _put(changed[key], before)
    tell_officials(Q(pk__in=changed))


def require_all(actor: Actor, right: Permission, bodies: Iterable[int]) -> None:
    """Raise NotAllowed unless a right is held at every one of some bodies: one query, however many they are."""
    wanted = set(bodies)
    held = Organisation.objects.filter(right.within(actor, on="pk"), pk__in=wanted).count()
    if held != len(wanted):
        raise NotAllowed(
            _("Bạn không còn quyền “%(right)s” ở mọi đơn vị trong danh sách. Không có gì được ghi.")
            % {"right": right.label}
        )


def _new_people(facts: Iterable[OfficialFact]) -> dict[str, Official]:
    people = {
        fact.person: Official(
            name=fact.name,
            search_key=search_key(fact.name),
            sort_key=sort_key(fact.name),
            work_phone=fact.work_phone,
            work_email=fact.work_email,
        )
        for fact in facts
        if fact.official_id is None
    }
    Official.objects.bulk_create(people.values(), batch_size=1_000)
    return people


def _told(post: Post) -> dict[str, Any]:
    return {
        "official": post.official_id,
        "organisation": post.organisation_id,
        "title": post.title,
        "since": post.valid_from,
        "until": post.valid_to,
    }


def _change(facts: Sequence[OfficialFact]) -> list[tuple[Post, dict[str, str], dict[str, str]]]:
    held = (
        Post.objects.select_for_update().select_related("official").in_bulk([fact.post_id for fact in facts])
    )
    changed = []
    for fact in facts:
        post = held[fact.post_id or 0]
        before = _state(post)
        after = {
            "phone": fact.work_phone,
            "email": fact.work_email,
            "until": fact.until.isoformat(),
        }
        _put(post, after)
        changed.append((post, before, after))
    return changed


def _made(fact: OfficialFact) -> dict[str, str]:
    """Return how a new post was left; of a person who was known before, only what the list said of the post."""
    state = {"phone": fact.work_phone, "email": fact.work_email, "until": fact.until.isoformat()}
    return {"until": state["until"]} if fact.official_id else state


def _state(post: Post) -> dict[str, str]:
    """Return what a list can change of a post that is known."""
    return {
        "phone": post.official.work_phone,
        "email": post.official.work_email,
        "until": post.valid_to.isoformat(),
    }


def _put(post: Post, state: Mapping[str, str]) -> None:
    post.official.work_phone, post.official.work_email = state["phone"], state["email"]
    post.official.save(update_fields=["work_phone", "work_email"])
    post.valid_to = date.fromisoformat(state["until"])
    post.save(update_fields=["valid_to"])


def _record(actor: Actor, deeds: Iterable[tuple[str, Post, Mapping[str, Any]]]) -> None:
    """Leave an entry for each post in the stream of its body; streams are locked in the order of their ids."""
    deeds = list(deeds)
    streams = streams_of(post.organisation_id for _verb, post, _facts in deeds)
    by_stream: dict[UUID, list[audit.Deed]] = defaultdict(list)
    for verb, post, facts in deeds:
        by_stream[streams[post.organisation_id]].append(audit.Deed(verb, "post", post.uid, facts))
    for stream in sorted(by_stream):
        audit.record_all(actor, by_stream[stream], stream=stream)


def _refuse_built_on(posts: Mapping[int, Post], changed: Mapping[int, Post], made: Mapping[str, Any]) -> None:
    left = dict(made["posts"])
    in_the_way = {key for key, state in left.items() if key not in posts or not _is_as(posts[key], state)}
    in_the_way |= referred(Post, posts)
    people = referred(Official, made["officials"], own=(Post,))
    elsewhere = Post.objects.filter(official__in=made["officials"]).exclude(pk__in=left)
    people |= set(elsewhere.values_list("official_id", flat=True))
    names = [posts[key].official.name for key in in_the_way if key in posts]
    names += Official.objects.filter(pk__in=people).values_list("name", flat=True)[:_NAMED]
    for key, _before, state in made["changed"]:
        if key not in changed:
            in_the_way.add(key)
        elif not _is_as(changed[key], state):
            names.append(changed[key].official.name)
    if names or in_the_way:
        raise WrongMoment(
            _(
                "Không hoàn tác được, chưa có gì thay đổi: sau khi nhập đã có người sửa hoặc dùng tiếp %(names)s."
            )
            % {"names": ", ".join(dict.fromkeys(names[:_NAMED])) or _("các chức vụ này")}
        )


def _is_as(post: Post, state: Mapping[str, str]) -> bool:
    return state.items() <= _state(post).items()
