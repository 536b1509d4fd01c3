"""Matters follow a restructuring with what waits beside them, never to the body they complain about; and it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from lienthong.feedback import services
from lienthong.feedback.following import FEEDBACK
from lienthong.feedback.models import (
    Consolidation,
    DataRequest,
    Matter,
    Proposal,
    RoutingRule,
    Share,
    Transfer,
)
from lienthong.feedback.services import RuleFacts
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.following import Change, Heir, silent
from lienthong.kernel.journal import Journal
from tests.cast import Cast
from tests.matters import send_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(cast: Cast) -> Change:
    """Commune D goes into E tomorrow."""
    heir = cast.province["E"]
    return Change(
        plan=uuid4(),
        title="Sáp nhập D vào E",
        on=clock.today() + timedelta(days=1),
        url="/",
        closed={cast.province["D"].pk: (Heir(heir.uid, "Ban E", heir.pk),)},
    )


def _at(cast: Cast) -> dict[int, str]:
    return {body.pk: name for name, body in cast.province.bodies.items()}


def test_matters_transfers_shares_and_rules_follow_and_come_back(cast: Cast, change: Change) -> None:
    lan, names, d = cast.actor("lan"), _at(cast), cast.province["D"].pk
    own = send_matter(cast, "D").matter
    offered = services.pass_on_matter(actor=lan, matter=send_matter(cast).matter, target=d, reason="x")
    led = services.accept_matter(actor=lan, matter=send_matter(cast).matter)
    due = clock.today() + timedelta(days=2)
    services.share_matter(actor=lan, matter=led, body=d, question="?", due=due)
    facts = RuleFacts(since=clock.today(), matter_class="opinion", body=d)
    services.add_rule(actor=cast.actor("duc"), facts=facts)
    ended = send_matter(cast, "D").matter
    services.guide_matter(actor=cast.actor("minh"), matter=ended, reason="police")
    said = {(effect.kind, effect.count) for effect in FEEDBACK.rehearse(change)}
    assert said == {
        ("feedback.matters", 1),
        ("feedback.transfers", 1),
        ("feedback.shares", 1),
        ("feedback.rules", 1),
    }
    journal = Journal(change.plan)

    def stands() -> list[str]:
        return [
            names[Matter.objects.get(pk=own.pk).organisation_id],
            names[Matter.objects.get(pk=ended.pk).organisation_id],
            names[Transfer.objects.get(matter=offered).target_id],
            names[Share.objects.get().body_id],
            names[RoutingRule.objects.get().body_id or 0],
        ]

    FEEDBACK.carry(OPERATOR, change, journal, silent)
    assert stands() == ["E", "D", "E", "E", "E"]
    assert list(FEEDBACK.newer(change, journal)) == []
    journal.undo()
    assert stands() == ["D", "D", "D", "D", "D"]


def test_a_matter_never_comes_to_the_body_it_complains_about_by_a_merger(cast: Cast, change: Change) -> None:
    names = _at(cast)
    about_heir = send_matter(cast, "D", about=cast.province["E"].pk).matter
    about_closed = send_matter(cast, "E", about=cast.province["D"].pk).matter
    FEEDBACK.carry(OPERATOR, change, Journal(change.plan), silent)
    for matter in (about_heir, about_closed):
        now = Matter.objects.get(pk=matter.pk)
        assert (names[now.organisation_id], names[now.about_id or 0]) == ("P", "E")


def test_what_was_given_away_since_stands_in_the_way_of_an_undo(cast: Cast, change: Change) -> None:
    matter = send_matter(cast, "D").matter
    journal = Journal(change.plan)
    FEEDBACK.carry(OPERATOR, change, journal, silent)
    Matter.objects.filter(pk=matter.pk).update(organisation=cast.province["C"])
    assert list(FEEDBACK.newer(change, journal)) == [
        "1 phản ánh đã chuyển được giao cho cơ quan khác sau đó."
    ]


def test_files_under_way_go_on_with_the_heir_and_a_title_that_is_taken_tells_who_gathered_it(
    cast: Cast, change: Change
) -> None:
    d, e, now = cast.province["D"], cast.province["E"], clock.now()
    words = {"level": "commune", "matter_class": "feedback", "title": "Ý kiến tháng 10", "addressee": "HĐND"}
    days = {"since": clock.today(), "until": clock.today(), "made_at": now}
    for body in (d, e):
        Consolidation.objects.create(organisation=body, **words, **days)
    Consolidation.objects.create(
        organisation=d, **{**words, "title": "Đã xong"}, **days, state="answered", answered_at=now
    )
    matter = send_matter(cast, "D").matter
    Proposal.objects.create(matter=matter, organisation=d, opened_at=now)
    DataRequest.objects.create(matter=matter, organisation=d, wish="erase_text", at=now)
    DataRequest.objects.create(matter=matter, organisation=d, wish="object", at=now, state="granted")
    change = replace(change, names={d.pk: "Ban D"})
    assert ("feedback.files", 3) in {(effect.kind, effect.count) for effect in FEEDBACK.rehearse(change)}

    def stands() -> list[tuple[int, str]]:
        return [
            *Consolidation.objects.order_by("pk").values_list("organisation_id", "title"),
            *Proposal.objects.values_list("organisation_id", "state"),
            *DataRequest.objects.order_by("pk").values_list("organisation_id", "wish"),
        ]

    before, journal = stands(), Journal(change.plan)
    FEEDBACK.carry(OPERATOR, change, journal, silent)
    assert stands() == [
        (e.pk, "Ý kiến tháng 10 (Ban D)"),
        (e.pk, "Ý kiến tháng 10"),
        (d.pk, "Đã xong"),
        (e.pk, "checking"),
        (e.pk, "erase_text"),
        (d.pk, "object"),
    ]
    journal.undo()
    assert stands() == before
