"""What may be done to accounts and grants, and that a refusal changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.db import connection

from lienthong.identity import queries, services
from lienthong.identity.models import Account, Grant, Role
from lienthong.identity.rules import Device
from lienthong.identity.services import NewAccount, NewGrant
from lienthong.kernel import audit
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, TooMany, WrongData, WrongMoment
from lienthong.kernel.ids import uuid7_for
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import Official, Post, System, Tree

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.cast import Cast

TODAY = date(2026, 11, 22)
GOOD = "một câu dài dễ nhớ"


def state() -> tuple[object, ...]:
    """Return all that a refusal must leave as it was."""
    return (
        list(Account.objects.order_by("pk").values()),
        list(Grant.objects.order_by("pk").values()),
        list(Role.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
    )


@contextmanager
def refused(kind: type[Refusal], field: str | None = None) -> Iterator[None]:
    """Hold that what is inside is refused, naming a field, and that nothing changed."""
    before = state()
    with pytest.raises(kind) as raised:
        yield
    if field is not None:
        assert isinstance(raised.value, WrongData)
        assert list(raised.value.faults) == [field]
    assert state() == before


def last_entry() -> tuple[str, UUID | None, UUID | None, UUID]:
    entry = AuditEntry.objects.select_related("stream").order_by("-pk")[0]
    return entry.verb, entry.actor, entry.subject, entry.stream.uid


# ── coming in ────────────────────────────────────────────────────────────────────────────────────────────────────────


def knock(
    name: str, password: str, device: Device | None = None, address: str = "192.0.2.1"
) -> Account | None:
    """Try to come in as the page does."""
    words: dict[str, Any] = {
        "username": name,
        "device": device or Device(secrets.token_hex(4)),
        "address": address,
    }
    account = queries.find_by_password(password=password, **words)
    if account is None:
        services.count_failed_sign_in(actor=NOBODY, **words)
    else:
        services.sign_in(actor=NOBODY, account=account, device=words["device"], address=address)
    return account


def test_the_right_password_lets_in_and_leaves_an_entry(cast: Cast) -> None:
    lan = knock("  LAN ", "lan long password")
    assert lan is not None
    assert lan.last_login is not None
    assert last_entry() == ("account.signed_in", lan.uid, lan.uid, audit.SYSTEM)


@pytest.mark.parametrize(
    ("name", "password"), [("lan", "Lan long password"), ("lan", ""), ("nobody", "x"), ("", "")]
)
def test_a_wrong_password_lets_nobody_in_and_changes_nothing(cast: Cast, name: str, password: str) -> None:
    before = state()
    assert knock(name, password) is None
    assert state() == before


def test_a_disabled_account_and_one_without_password_are_not_let_in(cast: Cast) -> None:
    Account.objects.filter(username="lan").update(is_active=False)
    services.set_password(actor=OPERATOR, account=cast.accounts["minh"], password=None)
    assert knock("lan", "lan long password") is None
    assert knock("minh", "minh long password") is None


def test_an_unknown_name_takes_as_many_hashes_as_a_known_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for name in ("lan", "nobody"):
        hashes.clear()
        assert knock(name, "wrong") is None
        assert len(hashes) == 1


def test_an_old_hash_is_made_anew_at_the_door(cast: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert knock("lan", "lan long password") is not None
    kept = Account.objects.get(username="lan").password
    assert kept.startswith("argon2$")
    assert check_password("lan long password", kept)


def test_guessing_at_an_account_from_one_address_is_slowed_down_for_a_while(cast: Cast) -> None:
    with time_machine.travel(1_795_000_000, tick=False) as traveller:
        for _ in range(10):
            assert knock("lan", "guess") is None
        with pytest.raises(TooMany):
            knock("lan", "lan long password")
        assert knock("lan", "lan long password", address="192.0.2.2") is not None
        assert knock("minh", "minh long password") is not None
        traveller.shift(15 * 60)
        assert knock("lan", "lan long password") is not None


def test_guessing_at_a_name_that_nobody_has_is_slowed_down_alike(cast: Cast) -> None:
    for _ in range(10):
        assert knock("nobody", "guess") is None
    with pytest.raises(TooMany):
        knock("nobody", "guess")


def test_guessing_at_many_accounts_from_one_address_is_slowed_down(cast: Cast) -> None:
    for number in range(100):
        assert knock(f"name-{number}", "guess") is None
    with pytest.raises(TooMany):
        knock("lan", "lan long password")
    assert knock("lan", "lan long password", address="192.0.2.2") is not None


def test_whoever_hammers_an_account_from_everywhere_never_locks_out_a_known_device(cast: Cast) -> None:
    known = Device("home").remembering(cast.accounts["lan"].uid)
    for number in range(100):
        assert knock("lan", "guess", address=f"192.0.2.{number}") is None
    with pytest.raises(TooMany):
        knock("lan", "lan long password", address="198.51.100.1")
    assert knock("lan", "lan long password", known, address="192.0.2.1") is not None


def test_a_known_device_that_guesses_locks_out_only_itself(cast: Cast) -> None:
    known = Device("stolen").remembering(cast.accounts["lan"].uid)
    for _ in range(10):
        assert knock("lan", "guess", known) is None
    with pytest.raises(TooMany):
        knock("lan", "lan long password", known)
    assert knock("lan", "lan long password") is not None
    assert knock("lan", "lan long password", Device("home").remembering(cast.accounts["lan"].uid)) is not None


def test_a_right_password_forgives_the_accounts_own_failures_but_not_the_addresses(cast: Cast) -> None:
    for _ in range(11):
        for _ in range(9):
            assert knock("lan", "guess") is None
        assert knock("lan", "lan long password") is not None
    assert knock("minh", "guess") is None
    with pytest.raises(TooMany):
        knock("minh", "minh long password")


def test_the_cast_comes_in_without_a_password_in_a_demonstration_only(cast: Cast, settings: Settings) -> None:
    nga = services.sign_in_demo(actor=NOBODY, username="nga")
    assert last_entry() == ("account.signed_in_for_trial", nga.uid, nga.uid, audit.SYSTEM)
    services.create_account(actor=OPERATOR, username="real", name="Real", organisation=None)
    with refused(NotFound):
        services.sign_in_demo(actor=NOBODY, username="real")
    settings.DEMO = False
    with refused(NotFound):
        services.sign_in_demo(actor=NOBODY, username="nga")


def test_signing_out_everywhere_ends_every_session(cast: Cast) -> None:
    ticket = queries.ticket_for(cast.accounts["lan"])
    services.sign_out_everywhere(actor=cast.actor("lan"))
    assert queries.find_signed_in(ticket) is None
    assert last_entry()[0] == "account.signed_out_everywhere"
    with refused(NotAllowed):
        services.sign_out_everywhere(actor=NOBODY)


def test_one_acts_in_ones_own_posts_only(cast: Cast) -> None:
    official = Official.objects.create(name="Lan", search_key="lan", sort_key=b"")
    Account.objects.filter(username="lan").update(official=official)
    post = Post.objects.create(
        official=official, organisation=cast.province["C"], title="Clerk", valid_from=date(2026, 1, 1)
    )
    assert services.switch_post(actor=cast.actor("lan"), post=post) == post
    assert last_entry()[:1] == ("account.switched_post",)
    with refused(NotFound):
        services.switch_post(actor=cast.actor("minh"), post=post)
    Post.objects.update(valid_to=TODAY)
    with refused(NotFound):
        services.switch_post(actor=cast.actor("lan"), post=post)


# ── accounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def create(cast: Cast, who: str = "duc", place: str | None = "C", **words: Any) -> Account:
    given = {"username": "new", "name": "Trần Văn Mới", "password": GOOD, **words}
    organisation = cast.province[place] if place else None
    return services.create_account(actor=cast.actor(who), organisation=organisation, **given)


def test_an_account_is_made_for_a_unit_and_may_do_nothing_yet(cast: Cast) -> None:
    made = create(cast, username=" 0912345678 ", name="  Trần  Văn Mới ")
    made.refresh_from_db()
    assert (made.username, made.name, made.organisation) == ("0912345678", "Trần Văn Mới", cast.province["C"])
    assert made.check_password(GOOD)
    assert not queries.actor_for(made).places.holds("reports.view")
    assert last_entry() == ("account.created", cast.accounts["duc"].uid, made.uid, audit.SYSTEM)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"username": "lan"}, "username"),
        ({"username": "LAN"}, "username"),
        ({"username": "tên có dấu"}, "username"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "qwerty123456"}, "password"),
        ({"username": "someone.with.a.long.name", "password": "someone.with.a.long.name1"}, "password"),
    ],
)
def test_a_bad_account_is_refused_naming_the_field(cast: Cast, words: dict[str, str], field: str) -> None:
    with refused(WrongData, field):
        create(cast, **words)


@pytest.mark.parametrize("who", ["nga", "lan", "tung", "ha", "quan", "hoa"])
def test_who_does_not_look_after_accounts_makes_none(cast: Cast, who: str) -> None:
    with refused(NotAllowed):
        create(cast, who)


def test_an_account_of_no_unit_or_another_systems_is_not_an_administrators_to_make(cast: Cast) -> None:
    for place in (None, "UBND C"):
        with refused(NotAllowed):
            create(cast, place=place)
    assert (
        services.create_account(actor=OPERATOR, username="op", name="Op", organisation=None).organisation
        is None
    )


def test_ones_own_password_is_changed_and_all_sessions_end(cast: Cast) -> None:
    lan = cast.accounts["lan"]
    ticket = queries.ticket_for(lan)
    services.set_password(actor=cast.actor("lan"), account=lan, password=GOOD)
    assert knock("lan", GOOD) is not None
    assert queries.find_signed_in(ticket) is None
    with refused(WrongData, "password"):
        services.set_password(actor=cast.actor("lan"), account=lan, password="short")


def test_nobody_takes_over_an_account_that_may_what_they_may_not(cast: Cast) -> None:
    with refused(NotAllowed):
        services.set_password(actor=cast.actor("duc"), account=cast.accounts["lan"], password=GOOD)
    with refused(NotAllowed):
        services.set_password(actor=cast.actor("lan"), account=cast.accounts["nga"], password=GOOD)
    Grant.objects.filter(account=cast.accounts["lan"]).update(valid_to=TODAY)
    services.set_password(actor=cast.actor("duc"), account=cast.accounts["lan"], password=GOOD)
    assert last_entry()[:2] == ("account.password_set", cast.accounts["duc"].uid)


def test_a_disabled_account_is_out_at_once_and_can_be_let_in_again(cast: Cast) -> None:
    lan, duc = cast.accounts["lan"], cast.actor("duc")
    ticket = queries.ticket_for(lan)
    services.disable_account(actor=duc, account=lan)
    assert last_entry()[0] == "account.disabled"
    assert queries.find_signed_in(ticket) is None
    before = state()
    services.disable_account(actor=duc, account=lan)
    assert state() == before
    services.enable_account(actor=duc, account=lan)
    assert last_entry()[0] == "account.enabled"
    before = state()
    services.enable_account(actor=duc, account=lan)
    assert state() == before
    assert knock("lan", "lan long password") is not None


def test_nobody_disables_themself_or_accounts_of_others_units(cast: Cast) -> None:
    with refused(WrongMoment):
        services.disable_account(actor=cast.actor("duc"), account=cast.accounts["duc"])
    for who, whom in (("duc", "hoa"), ("lan", "nga"), ("minh", "lan")):
        with refused(NotAllowed):
            services.disable_account(actor=cast.actor(who), account=cast.accounts[whom])
        with refused(NotAllowed):
            services.enable_account(actor=cast.actor(who), account=cast.accounts[whom])


# ── grants ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def give(cast: Cast, who: str = "duc", place: str = "C", role: str = "administrator", **words: Any) -> Grant:
    given: dict[str, Any] = {
        "account": cast.accounts["hoa"],
        "tree": cast.province.tree,
        "system": cast.province.front,
        "reach": "below",
        "since": TODAY,
        **words,
    }
    actor = OPERATOR if who == "operator" else cast.actor(who)
    return services.give_grant(
        actor=actor, role=Role.objects.get(code=role), organisation=cast.province[place], **given
    )


def test_a_grant_is_given_once_however_often_it_is_asked_for(cast: Cast) -> None:
    grant = give(cast)
    assert last_entry() == ("grant.given", cast.accounts["duc"].uid, grant.uid, audit.SYSTEM)
    assert cast.actor("hoa").places.holds("identity.manage_accounts")
    before = state()
    assert give(cast) == grant
    assert state() == before


@pytest.mark.parametrize("who", ["nga", "lan", "tung", "ha", "quan", "hoa"])
def test_who_does_not_manage_grants_gives_none(cast: Cast, who: str) -> None:
    with refused(NotAllowed):
        give(cast, who, role="village_reporter")


def test_nobody_hands_on_what_they_do_not_hold(cast: Cast) -> None:
    with refused(NotAllowed):
        give(cast, role="commune_officer")
    give(cast, "operator", place="P", role="commune_officer", account=cast.accounts["duc"])
    give(cast, role="commune_officer")
    with refused(NotAllowed):
        give(cast, place="Trung ương", role="commune_officer", reach="here")


def test_nobody_hands_on_further_down_than_they_hold(cast: Cast) -> None:
    Grant.objects.filter(account=cast.accounts["duc"]).update(organisation=cast.province["E"], reach="here")
    give(cast, place="E", reach="here")
    with refused(NotAllowed):
        give(cast, place="E", reach="below")
    with refused(NotAllowed):
        give(cast, place="C", reach="here")


def test_what_is_held_below_in_one_tree_is_not_handed_on_in_another(cast: Cast) -> None:
    with refused(NotAllowed):
        give(cast, tree=cast.province.state_tree)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"until": TODAY}, "until"),
        ({"reach": "above"}, "reach"),
        ({"system": "state"}, "system"),
        ({"tree": "state"}, "tree"),
        ({"place": "A1"}, "tree"),
        ({"place": "C", "since": date(2020, 1, 1), "until": date(2025, 7, 1)}, "tree"),
    ],
)
def test_a_bad_grant_is_refused_naming_the_field(cast: Cast, words: dict[str, Any], field: str) -> None:
    if "system" in words:
        words = {**words, "system": System.objects.get(code=words["system"])}
    if "tree" in words:
        words = {**words, "tree": Tree.objects.get(code=words["tree"])}
    with refused(WrongData, field):
        give(cast, "operator", **words)


def test_a_grant_may_be_given_for_a_time_when_its_place_stood_in_the_tree(cast: Cast) -> None:
    assert give(cast, "operator", place="A1", since=date(2021, 1, 1), until=date(2022, 1, 1)).pk


def test_a_grant_is_not_given_for_somebody_elses_post_nor_to_a_disabled_account(cast: Cast) -> None:
    official = Official.objects.create(name="Lan", search_key="lan", sort_key=b"")
    post = Post.objects.create(
        official=official, organisation=cast.province["C"], title="Clerk", valid_from=date(2026, 1, 1)
    )
    with refused(WrongData, "post"):
        give(cast, post=post)
    Account.objects.filter(username="hoa").update(is_active=False)
    cast.accounts["hoa"].refresh_from_db()
    with refused(WrongMoment):
        give(cast)


def test_a_grant_ends_today_and_its_power_with_it(cast: Cast) -> None:
    grant = Grant.objects.get(account=cast.accounts["lan"])
    services.end_grant(actor=cast.actor("duc"), grant=grant)
    grant.refresh_from_db()
    assert grant.valid_to == TODAY
    assert last_entry() == ("grant.ended", cast.accounts["duc"].uid, grant.uid, audit.SYSTEM)
    assert not cast.actor("lan").places.holds("reports.view")
    before = state()
    services.end_grant(actor=cast.actor("duc"), grant=grant)
    assert state() == before


def test_a_grant_can_be_given_an_end_to_come(cast: Cast) -> None:
    grant = Grant.objects.get(account=cast.accounts["lan"])
    services.end_grant(actor=cast.actor("duc"), grant=grant, on=date(2026, 12, 1))
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 12, 1)
    assert cast.actor("lan").places.holds("reports.view")


def test_a_grant_of_today_is_taken_back_whole(cast: Cast) -> None:
    grant = give(cast)
    services.end_grant(actor=cast.actor("duc"), grant=grant)
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert last_entry()[:3] == ("grant.ended", cast.accounts["duc"].uid, grant.uid)
    before = state()
    services.end_grant(actor=cast.actor("duc"), grant=grant)
    assert state() == before


@pytest.mark.parametrize("who", ["lan", "minh", "quan", "hoa"])
def test_who_does_not_manage_grants_ends_none(cast: Cast, who: str) -> None:
    with refused(NotAllowed):
        services.end_grant(actor=cast.actor(who), grant=Grant.objects.get(account=cast.accounts["lan"]))


def test_a_write_whose_entry_fails_does_not_happen(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **words: object) -> None:
        raise OSError("the disk is full")

    before = state()
    monkeypatch.setattr(audit, "record", broken)
    for attempt in (lambda: create(cast), lambda: give(cast)):
        with pytest.raises(OSError, match="full"):
            attempt()
    assert state() == before


# ── roles ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_roles_are_loaded_once_and_brought_up_to_date(cast: Cast) -> None:
    before = state()
    services.load_roles(actor=OPERATOR)
    assert state() == before
    Role.objects.filter(code="inspector").update(permissions=[])
    services.load_roles(actor=OPERATOR)
    assert Role.objects.get(code="inspector").permissions == [
        "reports.view",
        "audit.read",
        "restructuring.view",
        "feedback.oversee",
    ]
    assert last_entry()[0] == "roles.loaded"
    assert all(set(role.name) == {"vi", "en"} for role in Role.objects.all())


def test_roles_are_the_operators_alone(cast: Cast) -> None:
    for name in cast.accounts:
        with refused(NotAllowed):
            services.load_roles(actor=cast.actor(name))


# ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────


def new(
    cast: Cast, name: str, place: str = "v1", role: str = "village_reporter", reach: str = "here"
) -> NewAccount:
    organisation = cast.province[place].pk
    grant = NewGrant(
        Role.objects.get(code=role).pk,
        cast.province.tree.pk,
        cast.province.front.pk,
        organisation,
        reach,
        TODAY,
    )
    return NewAccount(name, f"Người {name}", organisation, grants=(grant,), uid=uuid7_for(1, name))


def test_many_accounts_leave_one_entry_and_cannot_sign_in(cast: Cast) -> None:
    entries = AuditEntry.objects.count()
    assert (
        services.create_accounts_in_bulk(actor=OPERATOR, rows=[new(cast, "one"), new(cast, "two", "v4")]) == 2
    )
    assert AuditEntry.objects.count() == entries + 1
    one = Account.objects.get(username="one")
    assert (one.uid, one.name, one.organisation, one.is_active) == (
        uuid7_for(1, "one"),
        "Người one",
        cast.province["v1"],
        True,
    )
    assert not one.has_usable_password()
    grant = Grant.objects.get(account=one)
    assert (grant.organisation, grant.valid_from, grant.valid_to) == (cast.province["v1"], TODAY, FOREVER)
    actor = queries.actor_for(one)
    assert actor.places.covers("reports.submit", cast.province["v1"].pk, "pk", None)
    assert not actor.places.covers("reports.submit", cast.province["v4"].pk, "pk", None)
    assert create(cast).pk > one.pk


def test_an_administrator_makes_many_only_where_and_with_what_they_hold(cast: Cast) -> None:
    with refused(NotAllowed):
        services.create_accounts_in_bulk(actor=cast.actor("duc"), rows=[new(cast, "one")])
    made = services.create_accounts_in_bulk(
        actor=cast.actor("duc"), rows=[new(cast, "one", role="administrator")]
    )
    assert made == 1
    with refused(NotAllowed):
        services.create_accounts_in_bulk(actor=cast.actor("lan"), rows=[new(cast, "two")])


def bad_rows() -> list[Callable[[Cast], list[NewAccount]]]:
    return [
        lambda cast: [new(cast, "fine"), new(cast, "lan")],
        lambda cast: [new(cast, "fine"), new(cast, "fine")],
        lambda cast: [new(cast, "fine"), new(cast, "Not Fine")],
        lambda cast: [new(cast, "fine"), new(cast, "other", "UBND C")],
        lambda cast: [new(cast, "fine"), new(cast, "other", reach="above")],
    ]


@pytest.mark.parametrize("rows", bad_rows())
def test_one_bad_row_and_no_account_is_made(cast: Cast, rows: Callable[[Cast], list[NewAccount]]) -> None:
    listed = rows(cast)
    with refused(WrongData):
        services.create_accounts_in_bulk(actor=OPERATOR, rows=listed)


@pytest.mark.slow
def test_the_accounts_of_a_country_are_made_at_once(cast: Cast) -> None:
    pattern = new(cast, "pattern")
    rows = [
        NewAccount(f"thon-{number}", "Trưởng thôn", pattern.organisation_id, grants=pattern.grants)
        for number in range(90_513)
    ]
    assert services.create_accounts_in_bulk(actor=OPERATOR, rows=rows) == 90_513
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM identity_grant")
        assert cursor.fetchone()[0] == 90_513 + 7
