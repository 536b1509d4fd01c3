"""Matters that are one: suggested with reasons, linked and taken off again; each keeps what is its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.feedback import queries, services
from lienthong.feedback.models import NO_WORDS, Likeness, LinkNote, Matter, Passage
from lienthong.feedback.rules.linking import MOST_AT_ONCE
from lienthong.feedback.services.keying import keep_keys, key_matters
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.matters import send_matter

from .gathered import COPY, OTHERS, add_leader, send_many

pytestmark = pytest.mark.django_db


def as_it_was(matter: Matter) -> dict[str, object]:
    """Return what a matter keeps whatever it is linked to."""
    row: dict[str, object] = dict(Matter.objects.values().get(pk=matter.pk))
    return {name: row[name] for name in row if name not in {"lead_id", "version"}}


def test_sending_makes_no_keys_and_the_worker_makes_them_once(cast: Cast) -> None:
    matter = send_matter(cast, text=COPY).matter
    assert not Likeness.objects.exists()
    assert queries.has_matters_to_key()
    assert key_matters(actor=OPERATOR, tell=lambda _done: None) == 1
    assert 0 < Likeness.objects.filter(matter=matter).count() <= 12
    assert key_matters(actor=OPERATOR, tell=lambda _done: None) == 0
    assert not queries.has_matters_to_key()


def test_a_text_without_words_is_looked_at_once_and_like_no_other(cast: Cast) -> None:
    first, second = send_many(cast, ["12345", "67890"])
    assert set(Likeness.objects.values_list("matter", "key")) == {(first.pk, NO_WORDS), (second.pk, NO_WORDS)}
    assert not queries.has_matters_to_key()
    assert queries.campaigns_for(cast.actor("lan")) == []
    keep_keys(first)
    assert Likeness.objects.count() == 2


def test_a_copy_is_suggested_with_place_days_and_share_of_words(cast: Cast) -> None:
    with clock.held_at(clock.now() - timedelta(days=2)):
        (first,) = send_many(cast, [COPY])
    (second, other) = send_many(cast, [COPY + " Xin cảm ơn.", OTHERS[0]])
    (found,) = queries.alike_to(cast.actor("lan"), second)
    assert found.matter == first
    assert found.is_copy
    assert found.why == f"cùng xã, cách 2 ngày, {found.percent} % chữ giống"
    assert 80 <= found.percent < 100
    assert queries.alike_to(cast.actor("lan"), other) == []


def test_a_matter_of_another_commune_is_never_suggested_nor_linked(cast: Cast) -> None:
    (ours,) = send_many(cast, [COPY])
    (theirs,) = send_many(cast, [COPY], "D")
    lan = cast.actor("lan")
    assert queries.alike_to(lan, ours) == []
    with pytest.raises(NotFound):
        services.link_matters(actor=lan, lead=ours, followers=[theirs])
    with pytest.raises(NotFound):
        services.link_matters(actor=lan, lead=theirs, followers=[ours])
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (ours.lead, theirs.lead) == (None, None)
    assert not LinkNote.objects.exists()
    assert not AuditEntry.objects.filter(verb="matter.linked").exists()


def test_linked_matters_keep_all_that_is_theirs_and_taken_off_they_are_as_before(cast: Cast) -> None:
    lead, one, two = send_many(cast, [COPY, COPY, COPY])
    before = {matter.pk: as_it_was(matter) for matter in (lead, one, two)}
    lan = cast.actor("lan")
    assert services.link_matters(actor=lan, lead=lead, followers=[one, two]) == 2
    assert services.link_matters(actor=lan, lead=lead, followers=[one, two]) == 0
    assert {matter.pk: as_it_was(matter) for matter in (lead, one, two)} == before
    words = Passage.objects.get(matter=one, step="link").words
    assert words.startswith("Được trả lời cùng với các phản ánh khác cùng việc.")
    assert list(queries.followers_of(lan, lead)) == [one, two]
    assert [(row.pk, row.together) for row in queries.only_leads(queries.matters_for(lan))] == [(lead.pk, 2)]  # type: ignore[attr-defined]
    services.unlink_matter(actor=lan, matter=one, reason="Khác trạm bơm")
    services.unlink_matter(actor=lan, matter=one, reason="Khác trạm bơm")
    one.refresh_from_db()
    assert one.lead is None
    assert {matter.pk: as_it_was(matter) for matter in (lead, one, two)} == before
    assert list(
        LinkNote.objects.filter(matter=one).order_by("pk").values_list("linked", "version", "reason")
    ) == [
        (True, 2, ""),
        (False, 3, "Khác trạm bơm"),
    ]
    told = AuditEntry.objects.filter(subject=one.uid, verb__startswith="matter.").order_by("pk")
    verbs = told.values_list("verb", flat=True)
    assert list(verbs) == ["matter.sent", "matter.linked", "matter.unlinked"]


def test_chains_and_rings_are_refused_and_nothing_is_changed(cast: Cast) -> None:
    a, b, c = send_many(cast, [COPY, COPY, COPY])
    lan = cast.actor("lan")
    services.link_matters(actor=lan, lead=a, followers=[b])
    notes = LinkNote.objects.count()
    for lead, followers in ((b, [c]), (c, [a]), (c, [b]), (b, [a])):
        with pytest.raises(WrongMoment):
            services.link_matters(actor=lan, lead=lead, followers=followers)
    with pytest.raises(WrongData):
        services.link_matters(actor=lan, lead=a, followers=[a])
    assert dict(Matter.objects.values_list("pk", "lead")) == {a.pk: None, b.pk: a.pk, c.pk: None}
    assert LinkNote.objects.count() == notes


def test_of_two_followers_one_that_cannot_be_leaves_the_other_too(cast: Cast) -> None:
    lead, good = send_many(cast, [COPY, COPY])
    (proposal,) = send_many(cast, [COPY], matter_class="proposal")
    with pytest.raises(WrongMoment):
        services.link_matters(actor=cast.actor("lan"), lead=lead, followers=[good, proposal])
    assert not Matter.objects.exclude(lead=None).exists()
    assert queries.alike_to(cast.actor("lan"), proposal) == []


def test_taking_off_needs_a_reason_and_a_right(cast: Cast) -> None:
    lead, one = send_many(cast, [COPY, COPY])
    services.link_matters(actor=cast.actor("lan"), lead=lead, followers=[one])
    with pytest.raises(WrongData):
        services.unlink_matter(actor=cast.actor("lan"), matter=one, reason="  ")
    with pytest.raises(NotFound):
        services.unlink_matter(actor=cast.actor("minh"), matter=one, reason="x")
    one.refresh_from_db()
    assert one.lead == lead


def test_five_hundred_are_linked_in_as_many_statements_as_fifty(cast: Cast) -> None:
    lan = cast.actor("lan")
    lead = send_matter(cast, text=COPY).matter
    pattern = Matter.objects.get(pk=lead.pk)

    def followers(count: int, begin: int) -> list[Matter]:
        rows = [
            Matter(
                code=f"{begin}-{number}".encode(),
                pin=b"x",
                content=b"x",
                category_id=pattern.category_id,
                area_id=pattern.area_id,
                text=COPY,
                channel=pattern.channel,
                organisation_id=pattern.organisation_id,
                sent_at=pattern.sent_at,
            )
            for number in range(count)
        ]
        return Matter.objects.bulk_create(rows)

    counts = []
    for number, count in enumerate((50, MOST_AT_ONCE)):
        some = followers(count, number)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert services.link_matters(actor=lan, lead=lead, followers=some) == count
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 8
    assert counts[1] <= 24
    assert Matter.objects.filter(lead=lead).count() == 550
    with pytest.raises(WrongData):
        services.link_matters(actor=lan, lead=lead, followers=followers(MOST_AT_ONCE + 1, 9))
    assert Matter.objects.filter(lead=lead).count() == 550


def test_many_copies_are_one_campaign_with_a_count_and_none_is_dropped(cast: Cast) -> None:
    texts = [f"{COPY} Ngày {number} tháng 11." for number in range(12)]
    sent = send_many(cast, [*texts, *OTHERS])
    lan = cast.actor("lan")
    (campaign,) = queries.campaigns_for(lan)
    assert (campaign.first.pk, campaign.count, campaign.communes) == (sent[0].pk, 12, 1)
    assert queries.matters_for(lan).count() == 16
    assert queries.campaigns_for(cast.actor("minh")) == []
    assert services.link_copies(actor=lan, lead=campaign.first, most=8) == 8
    assert services.link_copies(actor=lan, lead=campaign.first) == 3
    assert services.link_copies(actor=lan, lead=campaign.first) == 0
    assert queries.campaigns_for(lan) == []
    assert queries.only_leads(queries.matters_for(lan)).count() == 5


def test_the_root_cause_is_set_by_whoever_answers_and_counted(cast: Cast) -> None:
    services.load_causes(actor=OPERATOR)
    assert services.load_causes(actor=OPERATOR) == 0
    add_leader(cast, "van", "C")
    matters = send_many(cast, list(OTHERS))
    lan, matter = cast.actor("lan"), matters[0]
    with pytest.raises(WrongMoment):
        services.set_cause(actor=lan, matter=matter, cause="data")
    Matter.objects.update(state="accepted")
    with pytest.raises(WrongData):
        services.set_cause(actor=lan, matter=matter, cause="no-such")
    with pytest.raises(NotFound):
        services.set_cause(actor=cast.actor("minh"), matter=matter, cause="data")
    services.set_cause(actor=lan, matter=matter, cause="data")
    services.set_cause(actor=lan, matter=matter, cause="data")
    services.set_cause(actor=lan, matter=matters[1], cause="budget")
    services.set_cause(actor=lan, matter=matter, cause="staff")
    assert AuditEntry.objects.filter(verb="matter.cause_set").count() == 3
    asked = queries.ask_trends("tuan", clock.today())
    rows = {row.label: (row.own, row.total.number) for row in queries.causes_for(cast.actor("van"), asked)}
    assert rows == {"Thiếu người làm": (1, 1), "Chưa bố trí kinh phí": (1, 1)}
    # At the province two single cases of a commune could point at a person.
    rows = {row.label: (row.own, row.total.number) for row in queries.causes_for(cast.actor("tung"), asked)}
    assert rows == {"Thiếu người làm": (0, None), "Chưa bố trí kinh phí": (0, None)}
    with pytest.raises(NotAllowed):
        queries.causes_for(lan, asked)
