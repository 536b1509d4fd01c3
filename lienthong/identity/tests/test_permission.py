"""List, check and door never disagree, and equal a plain reading of the grants, over random dated trees and grants."""

from __future__ import annotations

import functools
import itertools
import operator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import given, note, settings
from hypothesis import strategies as st

from lienthong.identity.models import Account, Grant, Role, Token
from lienthong.identity.queries import actor_for
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.permission import Permission
from lienthong.kernel.validity import FOREVER
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import Official, Organisation, OrganisationEdge, Post, System, Tree
from lienthong.registry.queries.marks import marks_of

DAYS = [date(2025, 1, 1) + timedelta(days=90 * step) for step in range(6)]
CODES = ["reports.view", "reports.submit", "audit.read"]
BODIES, TREES, SYSTEMS, POSTS = 6, 2, 2, 2
BY_KEY = {code: Permission(code, code, on="pk") for code in CODES}
BY_UID = {code: Permission(code, code, on="uid", by="uid") for code in CODES}


@dataclass(frozen=True)
class Placed:
    """A body stands below another (None: a root) in a tree on some days."""

    tree: int
    child: int
    parent: int | None
    since: date
    until: date


@dataclass(frozen=True)
class Given:
    """A grant of the account, or of a stranger."""

    mine: bool
    codes: tuple[str, ...]
    tree: int
    system: int
    place: int
    below: bool
    since: date
    until: date
    post: int | None


@dataclass(frozen=True)
class World:
    """Everything that decides."""

    systems: tuple[int, ...]
    edges: tuple[Placed, ...]
    grants: tuple[Given, ...]
    posts: tuple[tuple[date, date, bool], ...]
    acting: int | None
    today: date
    at: date | None


def world_of(chance: Random) -> World:
    """Return a world at random, dense enough for every part of the definition to decide somewhere."""

    def span() -> tuple[date, date]:
        since, until = sorted(chance.sample([*DAYS, FOREVER], 2))
        return since, until

    edges = []
    for tree in range(TREES):
        for child in range(BODIES):
            turns = sorted(chance.sample(DAYS, chance.randint(1, 3)))
            for since, until in itertools.pairwise([*turns, FOREVER]):
                if chance.random() < 0.8:
                    parent = chance.choice([None, *range(child)])
                    edges.append(Placed(tree, child, parent, since, until))
    grants = []
    for _ in range(chance.randint(1, 5)):
        since, until = span()
        grants.append(
            Given(
                mine=chance.random() < 0.9,
                codes=tuple(chance.sample(CODES, chance.randint(1, 2))),
                tree=chance.randrange(TREES),
                system=chance.randrange(SYSTEMS),
                place=chance.randrange(BODIES),
                below=chance.random() < 0.7,
                since=since,
                until=until,
                post=chance.choice([None, None, *range(POSTS)]),
            )
        )
    return World(
        systems=tuple(chance.randrange(SYSTEMS) for _ in range(BODIES)),
        edges=tuple(edges),
        grants=tuple(grants),
        posts=tuple((*span(), chance.random() < 0.7) for _ in range(POSTS)),
        acting=chance.choice([None, *range(POSTS)]),
        today=chance.choice(DAYS),
        at=chance.choice([None, *DAYS]),
    )


def counts(world: World, grant: Given) -> bool:
    """Say whether a grant counts today, in the post the account acts in."""
    if not grant.mine or not grant.since <= world.today < grant.until:
        return False
    if grant.post is None:
        return True
    since, until, mine = world.posts[grant.post]
    return grant.post == world.acting and mine and since <= world.today < until


def stands_below(world: World, tree: int, body: int, place: int, day: date) -> bool:
    """Walk up the edges of one day."""
    for edge in world.edges:
        if edge.tree == tree and edge.child == body and edge.since <= day < edge.until:
            if place in {body, edge.parent}:
                return True
            return edge.parent is not None and stands_below(world, tree, edge.parent, place, day)
    return False


def naive(world: World, code: str, body: int) -> bool:
    """Say whether a permission is held at a body: the definition."""
    days = {world.today, world.at or world.today}
    return any(
        counts(world, grant)
        and code in grant.codes
        and (
            body == grant.place
            or (
                grant.below
                and world.systems[body] == grant.system
                and any(stands_below(world, grant.tree, body, grant.place, day) for day in days)
            )
        )
        for grant in world.grants
    )


def build(world: World) -> tuple[list[Organisation], Account, list[Post]]:
    """Write a world into the database."""
    systems = [System.objects.create(code=f"s{n}", name={"vi": "S"}) for n in range(SYSTEMS)]
    trees = [Tree.objects.create(code=f"t{n}", name={"vi": "T"}) for n in range(TREES)]
    bodies = [
        Organisation.objects.create(system=systems[system], level=("commune", "centre")[number % 2])
        for number, system in enumerate(world.systems)
    ]
    for edge in world.edges:
        OrganisationEdge.objects.create(
            tree=trees[edge.tree],
            child=bodies[edge.child],
            parent=None if edge.parent is None else bodies[edge.parent],
            valid_from=edge.since,
            valid_to=edge.until,
        )
    for tree in trees:
        derive_tree(tree)
    me, other = (Official.objects.create(name=name, search_key=name, sort_key=b"") for name in "ab")
    account = Account.objects.create(username="me", name="Me", official=me)
    stranger = Account.objects.create(username="other", name="Other", official=other)
    posts = [
        Post.objects.create(
            official=me if mine else other,
            organisation=bodies[0],
            title="P",
            valid_from=since,
            valid_to=until,
        )
        for since, until, mine in world.posts
    ]
    for number, grant in enumerate(world.grants):
        Grant.objects.create(
            account=account if grant.mine else stranger,
            role=Role.objects.create(code=f"r{number}", name={"vi": "R"}, permissions=list(grant.codes)),
            tree=trees[grant.tree],
            system=systems[grant.system],
            organisation=bodies[grant.place],
            reach="below" if grant.below else "here",
            valid_from=grant.since,
            valid_to=grant.until,
            post=None if grant.post is None else posts[grant.post],
        )
    return bodies, account, posts


def opens(permission: Permission, actor: Actor, body: Organisation, at: date | None) -> bool:
    """Knock at the door of a service."""
    try:
        permission.require(actor, body, at)
    except NotAllowed:
        return False
    return True


@pytest.mark.django_db
@given(seed=st.integers(0, 2**64))
@settings(max_examples=150, deadline=None)
def test_list_check_and_door_never_disagree(seed: int) -> None:
    world = world_of(Random(seed))
    note(repr(world))
    with transaction.atomic(), clock.held_at(datetime.combine(world.today, time(12), clock.LOCAL)):
        bodies, account, posts = build(world)
        actor = actor_for(account, None if world.acting is None else posts[world.acting].pk)
        for code in CODES:
            expected = {body.pk for number, body in enumerate(bodies) if naive(world, code, number)}
            for permission in (BY_KEY[code], BY_UID[code]):
                listed = permission.filter(actor, Organisation.objects.all(), world.at)
                assert {body.pk for body in listed} == expected
                assert {body.pk for body in bodies if permission.allows(actor, body, world.at)} == expected
                assert {body.pk for body in bodies if opens(permission, actor, body, world.at)} == expected
            keys = [body.pk for body in bodies]
            assert actor.places.covered(code, keys, world.at) == expected
            marked = {
                body
                for body, marks in marks_of(keys).items()
                if {*marks}.intersection(actor.places.marks(code) or ())
            }
            assert marked >= actor.places.covered(code, keys)
            today = {
                body.pk for number, body in enumerate(bodies) if naive(replace(world, at=None), code, number)
            }
            nowhere = Q(pk__in=[])
            every = Organisation.objects.values("pk")
            row_by_row = Organisation.objects.filter(
                functools.reduce(operator.or_, actor.places.among(code, "pk", every), nowhere)
            )
            assert {body.pk for body in row_by_row} == today
            holds = any(counts(world, grant) and code in grant.codes for grant in world.grants)
            assert actor.places.holds(code) == holds
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(seed=st.integers(0, 2**64), scopes=st.sets(st.sampled_from([*CODES, "reports.lock"])))
@settings(max_examples=100, deadline=None)
def test_a_key_may_what_its_account_may_and_it_carries_and_nothing_else(seed: int, scopes: set[str]) -> None:
    world = world_of(Random(seed))
    note(repr(world))
    with transaction.atomic(), clock.held_at(datetime.combine(world.today, time(12), clock.LOCAL)):
        bodies, account, posts = build(world)
        post = None if world.acting is None else posts[world.acting].pk
        token = Token(account=account, post_id=post, scopes=sorted(scopes))
        person, program = actor_for(account, post), actor_for(account, token.post_id, token)
        for code in [*CODES, "reports.lock"]:
            permission = Permission(code, code, on="pk")
            theirs = {body.pk for body in bodies if permission.allows(person, body, world.at)}
            expected = theirs if code in scopes else set()
            listed = permission.filter(program, Organisation.objects.all(), world.at)
            assert {body.pk for body in listed} == expected
            assert {body.pk for body in bodies if permission.allows(program, body, world.at)} == expected
            assert {body.pk for body in bodies if opens(permission, program, body, world.at)} == expected
            assert program.places.holds(code) == (code in scopes and person.places.holds(code))
        transaction.set_rollback(True)
