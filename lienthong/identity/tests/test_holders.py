"""Who holds a permission somewhere, asked for many organisations at once, agrees with what each actor may."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.identity import queries
from lienthong.identity import services as identity
from lienthong.kernel import audit
from lienthong.kernel.actor import OPERATOR
from lienthong.registry import services as registry
from lienthong.reports import permissions
from tests.cast import Cast
from tests.small_province import BEGIN, CHANGE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "permission", [permissions.SUBMIT, permissions.APPROVE, permissions.VIEW, audit.READ]
)
def test_the_list_agrees_with_the_check(cast: Cast, permission: object) -> None:
    assert isinstance(permission, type(permissions.SUBMIT))
    bodies = cast.province.bodies.values()
    found = queries.holders_of(permission, [body.pk for body in bodies])
    listed = {(one.organisation_id, one.account_id) for one in found}
    checked = {
        (body.pk, account.pk)
        for body in bodies
        for name, account in cast.accounts.items()
        if cast.actor(name).places.covers(permission.code, body.pk, "pk", None)
    }
    assert listed == checked
    assert len(found) == len(listed)


def test_how_far_above_a_grant_stands_is_told(cast: Cast) -> None:
    found = queries.holders_of(permissions.APPROVE, [cast.province["v1"].pk])
    by_account = {one.account_id: one.depth for one in found}
    assert by_account == {cast.accounts["lan"].pk: 1, cast.accounts["tung"].pk: 2}


def test_a_disabled_account_holds_nothing(cast: Cast) -> None:
    identity.disable_account(actor=OPERATOR, account=cast.accounts["nga"])
    found = queries.holders_of(permissions.SUBMIT, [cast.province["v1"].pk])
    assert [one.account_id for one in found] == [cast.accounts["lan"].pk]


def test_a_grant_of_a_post_counts_while_the_post_is_held(cast: Cast) -> None:
    province, hoa = cast.province, cast.accounts["hoa"]
    post = registry.appoint_official(
        actor=OPERATOR, organisation=province["v2"], name="Hoa", title="Trưởng thôn", since=CHANGE
    )
    role = queries.get_role("village_reporter")
    hoa.official = post.official
    hoa.save()
    identity.give_grant(
        actor=OPERATOR,
        account=hoa,
        role=role,
        tree=province.tree,
        system=province.front,
        organisation=province["v2"],
        reach="here",
        since=BEGIN,
        post=post,
    )
    assert hoa.pk in {one.account_id for one in queries.holders_of(permissions.SUBMIT, [province["v2"].pk])}
    post.valid_to = CHANGE.replace(year=2026)
    post.save()
    assert hoa.pk not in {
        one.account_id for one in queries.holders_of(permissions.SUBMIT, [province["v2"].pk])
    }


def test_the_number_of_statements_does_not_grow_with_the_organisations(cast: Cast) -> None:
    counts = []
    for names in (["v1"], list(cast.province.bodies)):
        with CaptureQueriesContext(connection) as ran:
            queries.holders_of(permissions.SUBMIT, [cast.province[name].pk for name in names])
        counts.append(len(ran))
    assert counts == [4, 4]
