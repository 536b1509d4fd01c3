"""How accounts and the desk follow: keys, lent rights, absences, chairs held for a time, clocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from lienthong.desk import services as desk
from lienthong.desk.models import Absence, Acting
from lienthong.identity import queries as identity_queries
from lienthong.identity.models import Account, Grant, Token
from lienthong.identity.queries import actor_for
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.following import followers
from lienthong.kernel.models import Clock, Limit, SavedView
from lienthong.kernel.working import LOCAL
from lienthong.registry.models import Organisation, Post
from lienthong.reports.permissions import VIEW as VIEW_REPORTS
from lienthong.restructuring import services

from .lands import abolish, transfer
from .registered import BEGIN, DAY, EVE, Land, build, dump, planned
from .test_carrying import MERGER, carry, founded

pytestmark = pytest.mark.django_db

ABOLISHED = (abolish("001"), *(transfer(code, "01") for code in ("00001", "00002", "00003")))
EVENING = datetime(2026, 8, 31, 9, 0, tzinfo=LOCAL)
LATER = date(2026, 12, 1)


@pytest.fixture
def land() -> Land:
    return build()


def token_of(account: Account, post: Post | None = None) -> Token:
    return Token.objects.create(
        account=account, post=post, name="máy", digest=f"{account.pk}", tail="abcd", scopes=["reports.view"],
        epoch=0, valid_from=BEGIN,
    )  # fmt: skip


def test_lower_rooms_follow_first() -> None:
    names = [one.name for one in followers()]
    assert names[:2] == ["identity", "desk"]


def test_a_key_for_programs_stays_and_asks_in_the_post_that_followed(land: Land) -> None:
    post = land.appoint("00001", "Chủ tịch")
    account = land.account("lan", "00001", post=post)
    bound = token_of(account, post)
    carry(land, *MERGER)
    bound.refresh_from_db()
    assert (bound.account, bound.valid_to.year, bound.revoked_at) == (account, 9999, None)
    assert bound.post == Post.objects.on(DAY).get(official=post.official)


def test_a_role_lent_for_an_absence_is_lent_at_the_heir_from_the_grant_that_followed(land: Land) -> None:
    lan, binh = land.account("lan", "00001"), land.account("binh", "00001", "village_reporter", reach="here")
    with clock.held_at(EVENING):
        absence = desk.begin_absence(
            actor=OPERATOR,
            account=lan,
            stand_in=binh,
            since=EVE,
            until=LATER,
            organisation_id=land.body("00001").pk,
        )
    carry(land, *MERGER)
    own = Grant.objects.on(DAY).get(account=lan)
    lent = Grant.objects.on(DAY).get(account=binh, lending=absence.uid)
    assert (lent.lent_from, lent.organisation, lent.valid_to) == (own, founded("00021"), LATER)
    absence.refresh_from_db()
    assert (absence.organisation, absence.valid_from, absence.valid_to) == (founded("00021"), EVE, LATER)
    assert VIEW_REPORTS.allows_at(actor_for(binh), land.body("00001a").pk)


def test_a_chair_held_for_a_time_is_held_on_in_the_post_that_followed(land: Land) -> None:
    lan = land.account("lan", "00001", post=land.appoint("00001", "Công chức"))
    role = next(one for one in identity_queries.roles() if one.code == "commune_officer")
    with clock.held_at(EVENING):
        acting = desk.appoint_acting(
            actor=OPERATOR, account=lan, organisation=land.body("00001"), title="Chủ tịch", role=role,
            tree=land.trees["front"], reach="below", since=EVE, until=LATER,
        )  # fmt: skip
    carry(land, *MERGER)
    acting.refresh_from_db()
    post = Post.objects.on(DAY).get(title="Quyền Chủ tịch")
    assert (acting.post, acting.organisation, acting.valid_to) == (post, founded("00021"), LATER)
    assert acting.grant == Grant.objects.on(DAY).get(account=lan, post=post)


def test_what_nothing_follows_ends_with_what_was_lent_and_held(land: Land) -> None:
    hai, binh = land.account("hai", "001"), land.account("binh", "001", "village_reporter", reach="here")
    body = land.body("001")
    with clock.held_at(EVENING):
        desk.begin_absence(
            actor=OPERATOR, account=hai, stand_in=binh, since=EVE, until=LATER, organisation_id=body.pk
        )
    item = land.work("001")
    plan = planned(land, *ABOLISHED)
    before = dump()
    plan = services.carry_out(actor=OPERATOR, plan=plan)
    assert not Grant.objects.on(DAY).filter(organisation=body).exists()
    assert Absence.objects.get().valid_to == DAY
    assert Acting.objects.count() == 0
    item.refresh_from_db()
    assert item.organisation == body  # whoever looks after its estate sees it
    hai.refresh_from_db()
    assert hai.organisation == body
    services.undo_plan(actor=OPERATOR, plan=plan)
    assert dump() == before


def test_rights_that_would_begin_only_later_begin_at_the_heir(land: Land) -> None:
    account = land.account("lan", "00001")
    Grant.objects.filter(account=account).update(valid_from=LATER)
    carry(land, *MERGER)
    grant = Grant.objects.get(account=account)
    assert (grant.organisation, grant.valid_from) == (founded("00021"), LATER)


def test_a_right_that_ended_before_stays_where_it_was(land: Land) -> None:
    account = land.account("lan", "00001")
    Grant.objects.filter(account=account).update(valid_to=EVE)
    carry(land, *MERGER)
    assert Grant.objects.get(account=account).organisation == land.body("00001")


def test_clocks_run_on_against_the_heir_and_are_due_as_before(land: Land) -> None:
    limit = Limit.objects.create(
        code="x", field="x", name={}, amount=5, unit="working_days", counted_from={}, pauses=[], citation="x",
        valid_from=BEGIN,
    )  # fmt: skip
    body, due = land.body("00001"), datetime(2026, 9, 10, tzinfo=LOCAL)
    words: dict[str, Any] = {"limit": limit, "stream": body.uid, "started": EVENING, "due": due}
    running = Clock.objects.create(
        kind="x", subject=body.uid, organisation=body.pk, reached=land.body("00002").pk, **words
    )
    stopped = Clock.objects.create(
        kind="y", subject=body.uid, organisation=body.pk, reached=body.pk, stopped=EVENING, **words
    )
    carry(land, *MERGER)
    running.refresh_from_db()
    stopped.refresh_from_db()
    assert (running.organisation, running.reached, running.due) == (*[founded("00021").pk] * 2, due)
    assert stopped.organisation == body.pk


def test_a_way_of_looking_at_a_list_is_shared_with_the_heir(land: Land) -> None:
    view = SavedView.objects.create(
        account=land.body("01").uid, listing="x", name="Của xã", shared_with=land.body("00001").pk
    )
    carry(land, *MERGER)
    view.refresh_from_db()
    assert view.shared_with == founded("00021").pk


def test_two_holders_of_one_post_are_both_there_afterwards(land: Land) -> None:
    first, second = land.appoint("00001", "Chủ tịch"), land.appoint("00002", "Chủ tịch", "Bình")
    carry(land, *MERGER)
    heir: Organisation = founded("00021")
    held = Post.objects.on(DAY).filter(organisation=heir).values_list("official_id", "title")
    assert set(held) == {(first.official_id, "Chủ tịch"), (second.official_id, "Chủ tịch")}
