"""What is lent is never more than what the lender holds, ends with it, and is not lent on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest

from lienthong.identity import queries, services
from lienthong.identity.models import Account, Grant, Token
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, Refusal, WrongMoment
from lienthong.kernel.ids import uuid7
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.permission import Permission
from lienthong.registry.models import Official
from lienthong.registry.services import assign_post, end_post
from tests.cast import Cast
from tests.small_province import CHANGE

pytestmark = pytest.mark.django_db

APPROVE = Permission("reports.approve", "")
TODAY, LATER = date(2026, 11, 22), date(2026, 12, 1)


@pytest.fixture
def an(cast: Cast) -> Account:
    """An works beside Lan and holds nothing yet."""
    return services.create_account(
        actor=OPERATOR, username="an", name="An", organisation=cast.province["C"], password="an long password"
    )


def lend(cast: Cast, borrower: Account, lender: str = "lan", **words: object) -> int:
    said = {
        "actor": cast.actor(lender),
        "lender": cast.accounts[lender],
        "borrower": borrower,
        "since": TODAY,
        "until": LATER,
        "lending": uuid7(),
    } | words
    return services.lend_grants(**said)  # type: ignore[arg-type]


def may(account: Account, cast: Cast, place: str = "C") -> bool:
    return APPROVE.allows_at(queries.actor_for(account), cast.province[place].pk)


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.held_at(datetime.combine(day, time(12), clock.LOCAL)):
        yield


@contextmanager
def refused(kind: type[Refusal]) -> Iterator[None]:
    before = list(Grant.objects.order_by("pk").values()), AuditEntry.objects.count()
    with pytest.raises(kind):
        yield
    assert (list(Grant.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


def test_what_is_lent_counts_on_its_days_at_the_same_places(cast: Cast, an: Account) -> None:
    assert not may(an, cast)
    assert lend(cast, an) == 1
    assert may(an, cast)
    assert may(an, cast, "v1")
    assert not may(an, cast, "D")
    with on(LATER):
        assert not may(an, cast)


def test_what_is_lent_ends_when_the_lenders_own_ends(cast: Cast, an: Account) -> None:
    lend(cast, an)
    services.end_grant(actor=OPERATOR, grant=Grant.objects.get(account=cast.accounts["lan"]), on=TODAY)
    assert not may(an, cast)
    assert Grant.objects.filter(account=an).count() == 0


def test_what_is_lent_never_lasts_longer_than_the_lenders_own(cast: Cast, an: Account) -> None:
    services.end_grant(
        actor=OPERATOR, grant=Grant.objects.get(account=cast.accounts["lan"]), on=date(2026, 11, 25)
    )
    lend(cast, an)
    assert Grant.objects.get(account=an).valid_to == date(2026, 11, 25)


def test_what_is_lent_does_not_count_while_the_lender_is_locked_out(cast: Cast, an: Account) -> None:
    lend(cast, an)
    Account.objects.filter(username="lan").update(is_active=False)
    assert not may(an, cast)


def test_what_is_lent_from_a_post_ends_with_the_post(cast: Cast, an: Account) -> None:
    lan = cast.accounts["lan"]
    lan.official = Official.objects.create(name="Lan", search_key="lan", sort_key=b"")
    lan.save()
    post = assign_post(
        actor=OPERATOR,
        official=lan.official,
        organisation=cast.province["C"],
        title="Chủ tịch",
        since=CHANGE,
    )
    Grant.objects.filter(account=lan).update(post=post)
    lend(cast, an, post=post)
    assert may(an, cast)
    end_post(actor=OPERATOR, post=post, on=TODAY)
    assert not may(an, cast)


def test_what_is_lent_cannot_be_lent_on(cast: Cast, an: Account) -> None:
    lend(cast, an)
    with refused(WrongMoment):
        services.lend_grants(
            actor=queries.actor_for(an),
            lender=an,
            borrower=cast.accounts["minh"],
            since=TODAY,
            until=LATER,
            lending=uuid7(),
        )


def test_what_is_lent_cannot_be_handed_on_as_a_grant(cast: Cast, an: Account) -> None:
    # An may give grants at C, but holds nothing of what a commune's officer may.
    administrator = Grant.objects.get(account=cast.accounts["duc"])
    services.give_grant(
        actor=OPERATOR,
        account=an,
        role=administrator.role,
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province["C"],
        reach="below",
        since=TODAY,
    )
    lend(cast, an)
    own = Grant.objects.get(account=cast.accounts["lan"])
    with refused(NotAllowed):
        services.give_grant(
            actor=queries.actor_for(an),
            account=cast.accounts["minh"],
            role=own.role,
            tree=own.tree,
            system=own.system,
            organisation=own.organisation,
            reach="here",
            since=TODAY,
        )


def test_power_over_accounts_is_never_lent(cast: Cast, an: Account) -> None:
    lend(cast, an, "duc")
    actor = queries.actor_for(an)
    assert actor.places.holds("audit.read")
    assert not actor.places.holds("identity.manage_grants")
    assert not actor.places.holds("identity.manage_accounts")


def test_a_program_carries_nothing_that_was_lent(cast: Cast, an: Account) -> None:
    lend(cast, an)
    token = Token(account=an, scopes=["reports.approve"])
    actor = queries.actor_for(an, None, token)
    assert not actor.places.holds("reports.approve")
    assert actor.places.stands_in_for == ()


def test_nobody_lends_what_is_anothers(cast: Cast, an: Account) -> None:
    with refused(NotAllowed):
        lend(cast, an, actor=cast.actor("minh"))
    assert lend(cast, an, actor=cast.actor("duc")) == 1


def test_the_same_lending_twice_is_one_and_ends_once(cast: Cast, an: Account) -> None:
    lending = uuid7()
    assert (lend(cast, an, lending=lending), lend(cast, an, lending=lending)) == (1, 1)
    assert Grant.objects.filter(account=an).count() == 1
    with refused(NotAllowed):
        services.end_lent(actor=queries.actor_for(an), lending=lending)
    services.end_lent(actor=cast.actor("lan"), lending=lending)
    entries = AuditEntry.objects.count()
    services.end_lent(actor=cast.actor("lan"), lending=lending)
    assert AuditEntry.objects.count() == entries
    assert not may(an, cast)


def test_what_somebody_does_with_lent_rights_names_for_whom(cast: Cast, an: Account) -> None:
    lending = uuid7()
    lend(cast, an, lending=lending)

    def digest(actor: Actor) -> bytes:
        actor.places.holds("reports.approve")
        audit.record(actor, "thing.done", "thing", None, facts={"n": 1})
        return bytes(AuditEntry.objects.order_by("-pk")[0].digest)

    actor = queries.actor_for(an)
    assert actor.places.holds("reports.approve")
    assert actor.places.stands_in_for == (lending,)
    assert digest(queries.actor_for(an)) == digest(queries.actor_for(an))
    assert digest(queries.actor_for(an)) != digest(cast.actor("lan"))


def test_pages_say_that_a_right_is_lent(cast: Cast, an: Account) -> None:
    lend(cast, an)
    (words,) = queries.grants_in_words(queries.own_grants(queries.actor_for(an)))
    assert words.role == "Cán bộ cấp xã (làm thay)"
    assert words.since == datetime(2026, 11, 22, tzinfo=UTC).date()
