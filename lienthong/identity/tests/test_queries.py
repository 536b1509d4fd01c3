"""Who sees what of accounts, grants and the audit; and at how many queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from lienthong.identity import queries, rules, services
from lienthong.identity.models import Account, Grant, Role
from lienthong.kernel import audit
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotFound
from lienthong.kernel.permission import Permission
from lienthong.registry.models import Official, Organisation, Post

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

VIEW = Permission("reports.view", "Xem", on="pk")
TODAY = date(2026, 11, 22)


def names(accounts: object) -> list[str]:
    return [account.username for account in accounts]  # type: ignore[attr-defined]


@pytest.fixture
def two_posts(cast: Cast) -> list[Post]:
    """Lan is clerk of C, and since this year also of D."""
    lan = cast.accounts["lan"]
    lan.official = Official.objects.create(name="Lan", search_key="lan", sort_key=b"")
    lan.save()
    return [
        Post.objects.create(
            official=lan.official,
            organisation=cast.province[place],
            title=f"Clerk of {place}",
            valid_from=since,
        )
        for place, since in (("C", date(2025, 7, 1)), ("D", date(2026, 1, 1)))
    ]


# ── the actor ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_actor_says_who_asks_and_where_they_belong(cast: Cast) -> None:
    actor, lan = cast.actor("lan"), cast.accounts["lan"]
    assert (actor.name, actor.uid, actor.account_id) == ("Lan", lan.uid, lan.pk)
    assert (actor.organisation_id, actor.post_id) == (cast.province["C"].pk, None)
    assert actor.signed_in


def test_grants_are_one_query_and_a_check_one_more_whatever_is_asked(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lan, village = cast.accounts["lan"], cast.province["v1"].pk
    with django_assert_num_queries(0):
        actor = queries.actor_for(lan)
    with django_assert_num_queries(1):
        assert actor.places.holds("reports.view")
        assert not actor.places.holds("reports.lock")
        assert VIEW.allows_at(actor, cast.province["C"].pk)
    with django_assert_num_queries(1):
        for code in ("reports.view", "reports.submit", "reports.approve", "reports.lock"):
            assert actor.places.covers(code, village, "pk", None) == (code != "reports.lock")
            assert actor.places.covers(code, village, "pk", None) == (code != "reports.lock")


def test_somebody_without_a_grant_costs_no_further_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = cast.actor("hoa")
    with django_assert_num_queries(1):
        assert not VIEW.allows_at(actor, cast.province["C"].pk)
        assert not VIEW.allows_at(actor, cast.province["v1"].pk)


def test_the_tree_of_an_earlier_day_counts_beside_todays(cast: Cast) -> None:
    province, before = cast.province, date(2025, 6, 29)
    Grant.objects.filter(account=cast.accounts["minh"]).update(organisation=province["A1"])
    minh, village = cast.actor("minh"), province["v1"].pk
    assert not VIEW.allows_at(minh, village)
    assert VIEW.allows_at(minh, village, at=before)
    assert set(VIEW.filter(minh, Organisation.objects.all())) == {province["A1"]}
    below = {province[name] for name in ("A1", "v1", "v2")}
    assert set(VIEW.filter(minh, Organisation.objects.all(), before)) == below


def test_what_was_closed_without_an_heir_is_reached_from_what_it_stood_below(cast: Cast) -> None:
    old = cast.province["A1"].pk
    assert VIEW.allows_at(cast.actor("ha"), old)
    assert not VIEW.allows_at(cast.actor("tung"), old)
    assert VIEW.filter(cast.actor("ha"), Organisation.objects.all()).count() == 14


def test_no_grant_of_one_system_reaches_another(cast: Cast) -> None:
    assert not VIEW.allows_at(cast.actor("ha"), cast.province["UBND C"].pk)


def test_a_grant_of_a_post_counts_only_in_that_post(cast: Cast, two_posts: list[Post]) -> None:
    lan, (clerk_of_c, clerk_of_d) = cast.accounts["lan"], two_posts
    Grant.objects.filter(account=lan).update(post=clerk_of_c)
    role = Role.objects.get(code="commune_officer")
    services.give_grant(
        actor=OPERATOR,
        account=lan,
        role=role,
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province["D"],
        reach="below",
        since=date(2026, 1, 1),
        post=clerk_of_d,
    )
    villages = [cast.province["v1"].pk, cast.province["v4"].pk]
    seen = {
        post: [VIEW.allows_at(queries.actor_for(lan, post), village) for village in villages]
        for post in (clerk_of_c.pk, clerk_of_d.pk, None)
    }
    assert seen == {clerk_of_c.pk: [True, False], clerk_of_d.pk: [False, True], None: [False, False]}
    assert queries.actor_for(lan, clerk_of_d.pk).organisation_id == cast.province["D"].pk


def test_a_post_that_has_ended_or_is_somebody_elses_counts_as_none(cast: Cast, two_posts: list[Post]) -> None:
    lan, minh, post = cast.accounts["lan"], cast.accounts["minh"], two_posts[0]
    Grant.objects.filter(account__in=[lan, minh]).update(post=post)
    assert queries.actor_for(minh, post.pk).post_id is None
    assert not queries.actor_for(minh, post.pk).places.holds("reports.view")
    Post.objects.filter(pk=post.pk).update(valid_to=TODAY)
    actor = queries.actor_for(lan, post.pk)
    assert (actor.post_id, actor.organisation_id) == (None, cast.province["C"].pk)
    assert not actor.places.holds("reports.view")


def test_posts_are_told_longest_held_first(
    cast: Cast, two_posts: list[Post], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lan = cast.accounts["lan"]
    with django_assert_num_queries(2):
        held = queries.posts_of(lan)
    assert [(post.title, post.unit_name) for post in held] == [
        ("Clerk of C", "Ban C"),
        ("Clerk of D", "Ban D"),
    ]
    assert queries.default_post(lan) == two_posts[0].pk
    assert queries.posts_of(cast.accounts["hoa"]) == []
    assert queries.default_post(cast.accounts["hoa"]) is None


def test_one_gets_ones_own_posts_only(cast: Cast, two_posts: list[Post]) -> None:
    uid = str(two_posts[1].uid)
    assert queries.get_own_post(cast.actor("lan"), uid) == two_posts[1]
    for actor, asked in (
        (cast.actor("minh"), uid),
        (NOBODY, uid),
        (cast.actor("lan"), str(uuid4())),
        (cast.actor("lan"), "x"),
    ):
        with pytest.raises(NotFound):
            queries.get_own_post(actor, asked)


# ── the session ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_is_read_in_one_query(
    cast: Cast, two_posts: list[Post], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lan = cast.accounts["lan"]
    ticket = rules.Ticket(lan.pk, lan.epoch, two_posts[1].pk)
    with django_assert_num_queries(1):
        actor = queries.find_signed_in(ticket)
    assert actor is not None
    assert (actor.uid, actor.post_id, actor.organisation_id) == (
        lan.uid,
        two_posts[1].pk,
        cast.province["D"].pk,
    )


@pytest.mark.parametrize("change", [{"epoch": 1}, {"is_active": False}])
def test_a_session_of_an_earlier_epoch_or_a_disabled_account_is_none(
    cast: Cast, change: dict[str, int]
) -> None:
    lan = cast.accounts["lan"]
    ticket = queries.ticket_for(lan)
    assert queries.find_signed_in(ticket) is not None
    Account.objects.filter(pk=lan.pk).update(**change)
    assert queries.find_signed_in(ticket) is None


# ── accounts and grants ──────────────────────────────────────────────────────────────────────────────────────────────


def test_only_who_looks_after_accounts_sees_them(cast: Cast) -> None:
    assert names(queries.accounts_for(cast.actor("duc"))) == [
        "duc",
        "ha",
        "lan",
        "minh",
        "nga",
        "quan",
        "tung",
    ]
    for name in ("nga", "lan", "tung", "ha", "quan", "hoa"):
        assert names(queries.accounts_for(cast.actor(name))) == []
        assert list(queries.grants_for(cast.actor(name))) == []
    assert "hoa" in names(queries.accounts_for(OPERATOR))


def test_an_administrator_of_a_commune_sees_its_accounts_only(cast: Cast) -> None:
    Grant.objects.filter(account=cast.accounts["duc"]).update(organisation=cast.province["C"])
    assert names(queries.accounts_for(cast.actor("duc"))) == ["duc", "lan", "nga"]
    assert {grant.account.username for grant in queries.grants_for(cast.actor("duc"))} == {
        "duc",
        "lan",
        "nga",
    }
    with pytest.raises(NotFound):
        queries.get_account(cast.actor("duc"), cast.accounts["minh"].uid)


@pytest.mark.parametrize(
    ("words", "found"),
    [("", 7), ("LA", 1), ("lan", 1), ("Qua", 1), ("an", 2), ("nobody", 0), ("%", 0), ("_", 0)],
)
def test_accounts_are_found_by_their_names(cast: Cast, words: str, found: int) -> None:
    assert queries.named(queries.accounts_for(cast.actor("duc")), words).count() == found


def test_accounts_are_found_by_state_and_from_a_name_on(cast: Cast) -> None:
    Account.objects.filter(username="lan").update(is_active=False)
    duc = cast.actor("duc")
    assert names(queries.accounts_for(duc).filter(is_active=False)) == ["lan"]


def test_grants_are_told_in_words_at_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        (words,) = queries.grants_in_words(queries.own_grants(cast.actor("lan")))
    assert (words.role, words.place, words.reach, words.system) == (
        "Cán bộ cấp xã",
        "Ban C",
        "Đơn vị này và cấp dưới",
        "Mặt trận",
    )
    assert (words.until, words.ended, words.may_end) == (None, False, False)
    with django_assert_num_queries(2):
        assert len(queries.grants_in_words(queries.grants_for(OPERATOR))) == 7
    duc = cast.actor("duc")
    assert all(words.may_end for words in queries.grants_in_words(queries.grants_for(duc), duc))


def test_names_are_looked_up_by_public_id(cast: Cast) -> None:
    lan, gone = cast.accounts["lan"].uid, uuid4()
    assert queries.names_of_accounts([lan, lan, gone]) == {lan: "Lan"}


def test_units_are_found_where_one_has_the_right(cast: Cast) -> None:
    from lienthong.identity.permissions import MANAGE_GRANTS

    found = queries.units_named(cast.actor("duc"), MANAGE_GRANTS, "V1")
    assert [unit.name for unit in found] == ["Ban v1"]
    assert queries.units_named(cast.actor("duc"), MANAGE_GRANTS, "ubnd") == []
    assert queries.units_named(cast.actor("lan"), MANAGE_GRANTS, "v1") == []
    with pytest.raises(NotFound):
        queries.get_organisation(cast.actor("lan"), MANAGE_GRANTS, cast.province["C"].uid)


# ── the audit ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def entries(cast: Cast) -> Callable[..., list[str]]:
    """Record an entry at C, at D and for the system; return a reader of their verbs."""
    for verb, place in (("one.done", "C"), ("two.done", "D")):
        audit.record(
            cast.actor("lan"), verb, "account", cast.accounts["nga"].uid, stream=cast.province[place].uid
        )
    audit.record(cast.actor("lan"), "three.done", "other", None)

    def read(name: str, **asked: Any) -> list[str]:
        found = queries.entries_for(cast.actor(name))
        for word, value in asked.items():
            found = getattr(queries, f"entries_{word}")(found, value)
        return [entry.verb for entry in found if entry.verb.endswith(".done")]

    return read


def test_the_inspector_reads_all_from_the_root_and_others_nothing(entries: Callable[..., list[str]]) -> None:
    assert entries("quan") == ["three.done", "two.done", "one.done"]
    assert entries("duc") == ["three.done", "two.done", "one.done"]
    for name in ("nga", "lan", "minh", "tung", "ha", "hoa"):
        assert entries(name) == []


def test_an_inspector_of_a_commune_reads_its_stream_only(
    cast: Cast, entries: Callable[..., list[str]]
) -> None:
    Grant.objects.filter(account=cast.accounts["quan"]).update(organisation=cast.province["C"])
    assert entries("quan") == ["one.done"]


def test_entries_are_found_by_what_was_done_where_and_when(
    cast: Cast, entries: Callable[..., list[str]]
) -> None:
    assert entries("quan", of_verb=" TWO") == ["two.done"]
    assert entries("quan", of_unit="c") == ["one.done"]
    assert entries("quan", of_stream=cast.province["D"].uid) == ["two.done"]
    assert entries("quan", since=TODAY, until=TODAY) == ["three.done", "two.done", "one.done"]
    assert entries("quan", until=TODAY - timedelta(days=1)) == []
    assert entries("quan", since=TODAY + timedelta(days=1)) == []


def test_a_page_of_entries_begins_after_a_mark(cast: Cast, entries: Callable[..., list[str]]) -> None:
    mark = f"{cast.province['D'].uid}.1"
    assert entries("quan", after=mark) == ["one.done"]
    for nonsense in ("x", "x.1", f"{cast.province['D'].uid}.9", f"{cast.province['D'].uid}.x", "." * 60):
        assert entries("quan", after=nonsense) == ["three.done", "two.done", "one.done"]


def test_entries_are_told_in_words_at_the_same_number_of_queries(
    cast: Cast, entries: Callable[..., list[str]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = list(queries.entries_for(cast.actor("quan")))
    with django_assert_num_queries(4):
        lines = queries.lines_of(found)
    assert (lines[1].actor, lines[1].subject_name, lines[1].stream_name) == ("Lan", "Nga", "Ban D")
    assert (lines[0].subject_name, lines[0].stream_name) == ("", "Chung của hệ thống")
    assert lines[-1].actor == "Hệ thống, tại máy chủ"
    Account.objects.filter(username="lan").delete()
    assert queries.lines_of(found)[1].actor == "Tài khoản đã xóa"
    call_command("audit", "verify")


def test_there_is_no_demo_cast_outside_a_demonstration(cast: Cast, settings: object) -> None:
    assert [account.username for account in queries.demo_cast()] == [
        name for name in rules.DEMO_CAST if name in cast.accounts
    ]
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        queries.demo_cast()
