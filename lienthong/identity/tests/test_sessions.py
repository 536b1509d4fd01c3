"""A session, whose it is and what they may, read in one statement; the session's own content decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.identity import queries
from lienthong.identity.models import Account, Grant, Seat
from lienthong.identity.rules import Ticket
from lienthong.identity.services.sessions import SessionStore
from lienthong.kernel.actor import Actor
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def opened(cast: Cast, who: str, store: type[DatabaseStore] = SessionStore) -> str:
    """Begin a session of one of the cast; return its key."""
    session = store()
    Ticket(cast.accounts[who].pk, cast.accounts[who].epoch, None).keep(session)
    session.create()
    return str(session.session_key)


def actor_by(key: str) -> Actor | None:
    """Return whom a session stands for, as the doorkeeper asks."""
    session = SessionStore(key)
    ticket = Ticket.find(session)
    return queries.actor_of_session(session.opened, ticket) if ticket else None


def test_one_statement_tells_who_it_is_and_what_they_may(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key, body = opened(cast, "nga"), cast.province["v1"].pk
    with django_assert_num_queries(1):
        actor = actor_by(key)
        assert actor is not None
        assert actor.places.covers("reports.submit", body, "pk", None)
    assert (actor.name, actor.uid, actor.organisation_id) == ("Nga", cast.accounts["nga"].uid, body)


@pytest.mark.parametrize("who", ["nga", "lan", "tung", "ha", "hoa"])
def test_it_is_the_same_actor_as_without_a_seat(cast: Cast, who: str) -> None:
    seated, unseated = actor_by(opened(cast, who)), actor_by(opened(cast, who, DatabaseStore))
    assert Seat.objects.count() == 1
    assert seated is not None
    assert unseated is not None
    assert (seated.uid, seated.organisation_id, seated.post_id) == (
        *(unseated.uid, unseated.organisation_id, unseated.post_id),
    )
    held = [getattr(actor.places, "held", None) for actor in (seated, unseated)]
    assert held[0] == held[1]


def test_a_seat_that_says_somebody_else_is_not_believed(cast: Cast) -> None:
    key = opened(cast, "nga")
    Seat.objects.update(account=cast.accounts["ha"])
    actor = actor_by(key)
    assert actor is not None
    assert (actor.name, actor.places.holds("reports.lock")) == ("Nga", False)


def test_a_session_ends_with_its_time_its_account_and_its_epoch(cast: Cast) -> None:
    nga, lan, minh = (opened(cast, who) for who in ("nga", "lan", "minh"))
    Session.objects.filter(session_key=nga).update(expire_date=timezone.now() - timedelta(seconds=1))
    Account.objects.filter(username="lan").update(is_active=False)
    Account.objects.filter(username="minh").update(epoch=1)
    assert [actor_by(key) for key in (nga, lan, minh)] == [None, None, None]
    ended = SessionStore(nga)
    assert dict(ended.items()) == {}
    assert ended.session_key is None


def test_a_session_that_was_tampered_with_says_nothing(cast: Cast) -> None:
    key = opened(cast, "nga")
    Session.objects.update(session_data="x" * 40)
    assert actor_by(key) is None


def test_a_grant_that_ended_counts_no_longer(cast: Cast) -> None:
    key = opened(cast, "nga")
    Grant.objects.filter(account=cast.accounts["nga"]).update(valid_to="2026-11-22")
    actor = actor_by(key)
    assert actor is not None
    assert not actor.places.holds("reports.submit")


def test_a_session_that_ends_takes_its_seat_along(cast: Cast) -> None:
    SessionStore(opened(cast, "nga")).flush()
    Session.objects.filter(session_key=opened(cast, "lan")).update(expire_date=timezone.now())
    SessionStore.clear_expired()
    assert Seat.objects.count() == 0
