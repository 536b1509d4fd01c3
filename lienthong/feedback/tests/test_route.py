"""A matter finds its body by rules that say themselves, through the changes of units, and never the body it complains about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lienthong.feedback import queries, services
from lienthong.feedback.models import RoutingRule
from lienthong.feedback.services import RuleFacts
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.registry.models import AreaEdge, AreaSuccession, OrganisationVersion, Tree
from tests.cast import Cast
from tests.matters import letter_to
from tests.small_province import CHANGE

pytestmark = pytest.mark.django_db


def _routed(cast: Cast, area: str = "C", **words: Any) -> queries.Routed:
    letter = letter_to(cast)
    told: dict[str, Any] = {
        "category": letter.category,
        "matter_class": "feedback",
        "area": cast.unit(area).area_id if area in ("C", "D", "E") else _old_area(cast, area),
        "village": None,
        "day": clock.today(),
    }
    return queries.route_for(NOBODY, **{**told, **words})


def _old_area(cast: Cast, name: str) -> int:
    return OrganisationVersion.objects.get(organisation=cast.province[name]).area_id


def _serve_c(cast: Cast) -> None:
    """Let the commune's committee serve the area of C, as State bodies do."""
    OrganisationVersion.objects.filter(organisation=cast.province["UBND C"]).update(
        area_id=cast.unit("C").area_id
    )


def _add(cast: Cast, **words: Any) -> RoutingRule:
    return services.add_rule(actor=cast.actor("duc"), facts=RuleFacts(since=clock.today(), **words))


def test_without_a_rule_the_front_of_the_commune_receives(cast: Cast) -> None:
    routed = _routed(cast)
    assert routed.organisation is not None
    assert (routed.organisation.name, routed.rule, routed.certain) == ("Ban C", None, True)
    assert routed.words == "quy tắc chung: Mặt trận của xã, phường nơi có việc"


def test_the_first_rule_that_fits_wins_and_says_itself(cast: Cast) -> None:
    letter = letter_to(cast)
    _serve_c(cast)
    area = cast.unit("C").area_id
    _add(cast, number=14, category=letter.category.pk, area=area, system="state")
    _add(cast, number=20, category=letter.category.pk, level="province")
    here, next_door = _routed(cast), _routed(cast, "D")
    assert here.organisation is not None
    assert next_door.organisation is not None
    assert (here.organisation.name, here.rule) == ("Ban UBND C", 14)
    assert here.words == "quy tắc 14: cấp, thoát nước + C"
    assert (next_door.organisation.name, next_door.rule) == ("Ban P", 20)
    assert next_door.words == "quy tắc 20: cấp, thoát nước"


def test_a_level_that_the_sender_addressed_is_kept(cast: Cast) -> None:
    routed = _routed(cast, asked="province")
    assert routed.organisation is not None
    assert routed.organisation.name == "Ban P"


def test_a_body_that_a_place_does_not_have_leaves_it_to_the_front(cast: Cast) -> None:
    _add(cast, category=letter_to(cast).category.pk, system="state")
    routed = _routed(cast, "E")
    assert routed.organisation is not None
    assert routed.organisation.name == "Ban E"
    assert routed.words == "quy tắc 1: cấp, thoát nước; nơi này chưa có cơ quan đó, Mặt trận nhận"


def test_the_body_complained_about_never_receives_but_the_one_above_it(cast: Cast) -> None:
    _serve_c(cast)
    routed = _routed(cast, about=cast.province["C"].pk)
    assert routed.organisation is not None
    assert routed.organisation.name == "Ban P"
    assert routed.words.endswith("cơ quan bị phản ánh không nhận, chuyển lên cấp trên")
    nobody = _routed(cast, asked="centre", about=cast.province["Trung ương"].pk)
    assert nobody.organisation is None
    _add(cast, category=letter_to(cast).category.pk, system="state")
    state = _routed(cast, about=cast.province["UBND C"].pk)
    assert state.organisation is not None
    assert state.organisation.name == "Ban UBND P"


def test_an_address_of_2024_finds_the_commune_of_today(cast: Cast) -> None:
    old = _old_area(cast, "B1")
    AreaSuccession.objects.create(
        predecessor_id=old,
        successor_id=cast.unit("D").area_id,
        on=CHANGE,
        kind="merged",
        whole=True,
        default=True,
    )
    routed = _routed(cast, "B1")
    assert routed.organisation is not None
    assert (routed.organisation.name, routed.certain) == ("Ban D", True)


def test_an_address_that_was_divided_gives_all_it_can_mean_and_a_village_settles_it(cast: Cast) -> None:
    old = _old_area(cast, "A2")
    for name, default in (("C", True), ("D", False)):
        AreaSuccession.objects.create(
            predecessor_id=old,
            successor_id=cast.unit(name).area_id,
            on=CHANGE,
            kind="split",
            whole=False,
            default=default,
        )
    routed = _routed(cast, "A2")
    assert ([unit.name for unit in routed.candidates], routed.certain) == (["Ban C", "Ban D"], False)
    assert routed.words.endswith("địa chỉ cũ nay thuộc nhiều nơi, hãy chọn đúng nơi")
    admin = Tree.objects.create(code="admin", name={"vi": "Hành chính"})
    village = _old_area(cast, "v4")
    AreaEdge.objects.create(tree=admin, child_id=village, parent_id=cast.unit("D").area_id, valid_from=CHANGE)
    settled = _routed(cast, "A2", village=village)
    assert settled.organisation is not None
    assert (settled.organisation.name, settled.certain) == ("Ban D", True)


def test_a_rule_about_a_commune_of_former_times_holds_where_it_has_gone(cast: Cast) -> None:
    old = _old_area(cast, "B1")
    AreaSuccession.objects.create(
        predecessor_id=old,
        successor_id=cast.unit("D").area_id,
        on=CHANGE,
        kind="merged",
        whole=True,
        default=True,
    )
    _add(cast, area=old, level="province")
    assert [_routed(cast, name).rule for name in ("D", "C")] == [1, None]


def test_rules_are_added_once_ended_and_not_changed(cast: Cast) -> None:
    rule = _add(cast, matter_class="opinion", level="province")
    assert _add(cast, matter_class="opinion", level="province") == rule
    until = clock.today() + timedelta(days=3)
    duc = cast.actor("duc")
    services.end_rule(actor=duc, rule=rule, until=until)
    services.end_rule(actor=duc, rule=rule, until=until)
    assert [one.number for one in queries.rules_on(clock.today())] == [1]
    assert queries.rules_on(until) == []
    assert [
        AuditEntry.objects.filter(verb=f"routing_rule.{done}").count() for done in ("added", "ended")
    ] == [1, 1]
    with pytest.raises(WrongMoment):
        services.end_rule(actor=duc, rule=rule, until=until + timedelta(days=1))


def test_a_rule_that_is_refused_changes_nothing(cast: Cast) -> None:
    good = RuleFacts(since=clock.today(), matter_class="opinion", number=3)
    services.add_rule(actor=cast.actor("duc"), facts=good)
    before = (RoutingRule.objects.count(), AuditEntry.objects.count())
    for facts in (
        replace(good, since=date(2026, 1, 1), asked="province"),
        replace(good, matter_class=""),
        replace(good, matter_class="proposal"),
    ):
        with pytest.raises(WrongData):
            services.add_rule(actor=cast.actor("duc"), facts=facts)
    with pytest.raises(NotAllowed):
        services.add_rule(actor=cast.actor("tung"), facts=replace(good, number=None, asked="centre"))
    assert (RoutingRule.objects.count(), AuditEntry.objects.count()) == before
