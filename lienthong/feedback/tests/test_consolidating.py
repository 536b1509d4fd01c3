"""What many say goes up as topics, numbers and sentences, and what an authority answers comes back to everybody, once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.desk.models import Notice, WorkItem
from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Consolidation,
    Matter,
    Passage,
    Publication,
    Relay,
    Reply,
    Sentence,
    Topic,
    TopicItem,
)
from lienthong.feedback.rules.gathering import Opinion, gather, matters_through
from lienthong.feedback.services import ReplyWords
from lienthong.feedback.services.replying import relay_replies
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.matters import send_matter

from .gathered import COPY, OTHERS, add_leader, approved, draft, send_many, take_all_in

LETTER = "Sở đã bố trí kinh phí sửa trạm bơm, hoàn thành trước mùa vụ."


@pytest.fixture
def voices(cast: Cast) -> Cast:
    """Return the cast with whoever writes and approves at communes C and D, at the province and at the centre."""
    for name, place, role in (
        ("an", "C", "commune_leader"),
        ("van", "C", "commune_leader"),
        ("binh", "D", "commune_leader"),
        ("duong", "D", "commune_leader"),
        ("tam", "P", "province_officer"),
        ("hien", "Trung ương", "centre_leader"),
    ):
        add_leader(cast, name, place, role)
    return cast


# ── gathered ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from([COPY, *OTHERS])), max_size=25))
def test_every_opinion_stands_in_one_topic_and_in_none_twice(pairs: list[tuple[int, str]]) -> None:
    opinions = [Opinion(key, category, text) for key, (category, text) in enumerate(pairs)]
    members = [key for group in gather(opinions) for key in group.members]
    assert sorted(members) == list(range(len(pairs)))
    kinds = {one.key: one.category for one in opinions}
    assert all({kinds[key] for key in group.members} == {group.category} for group in gather(opinions))


@given(
    st.lists(st.sets(st.integers(0, 30)), min_size=1, max_size=5),
    st.lists(st.sets(st.integers(0, 4)), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=3),
)
def test_numbers_through_three_levels_are_those_of_the_union(
    communes: list[set[int]], provinces: list[set[int]], centre: list[set[int]]
) -> None:
    items: dict[int, list[tuple[int | None, int | None]]] = {}
    for place, matters in enumerate(communes):
        items[100 + place] = [(matter, None) for matter in matters]
    for place, below in enumerate(provinces):
        items[200 + place] = [(None, 100 + one) for one in below if one < len(communes)]
    for place, below in enumerate(centre):
        items[300 + place] = [(None, 200 + one) for one in below if one < len(provinces)]
    found = matters_through([300 + place for place in range(len(centre))], items)
    for place, below in enumerate(centre):
        wanted: set[int] = set()
        for province in below:
            for commune in provinces[province] if province < len(provinces) else ():
                wanted |= communes[commune] if commune < len(communes) else set()
        assert found[300 + place] == wanted


@pytest.mark.django_db
def test_matters_are_gathered_once_and_copies_get_a_topic_of_their_own(voices: Cast) -> None:
    send_many(voices, [COPY] * 6 + list(OTHERS))
    send_many(voices, [OTHERS[0]], category=queries.get_category("roads", clock.today()))
    theirs = send_many(voices, [COPY], "D")
    row = draft(voices, "an")
    assert draft(voices, "an") == row
    an = voices.actor("an")
    assert services.gather_topics(actor=an, consolidation=row) == 11
    assert services.gather_topics(actor=an, consolidation=row) == 0
    topics = {(topic.title, topic.why): topic for topic in queries.topics_of(row)}
    assert {key: (topic.opinions, topic.communes) for key, topic in topics.items()} == {
        ("Cấp, thoát nước – trạm bơm, nước", "campaign"): (6, 1),
        ("Cấp, thoát nước", "category"): (4, 1),
        ("Đường sá", "category"): (1, 1),
    }
    # A word that only a sender wrote is never a word of a topic.
    assert all("Cửa Đình" not in f"{topic.title} {topic.words}" for topic in topics.values())
    assert not TopicItem.objects.filter(matter__in=theirs).exists()
    send_many(voices, [OTHERS[1]])
    assert services.gather_topics(actor=an, consolidation=row) == 1
    assert queries.topics_of(row).get(why="category", category__code="water").opinions == 5


@pytest.mark.django_db
def test_topics_are_split_joined_and_taken_out_without_losing_or_doubling_one(voices: Cast) -> None:
    send_many(voices, list(OTHERS))
    row, an = draft(voices, "an"), voices.actor("an")
    services.gather_topics(actor=an, consolidation=row)
    (topic,) = queries.topics_of(row)
    items = list(queries.items_of(an, topic).values_list("pk", flat=True))
    split = services.move_items(actor=an, consolidation=row, items=items[:3], to=None, title="Đèn đường")
    again = services.move_items(actor=an, consolidation=row, items=items[:3], to=None, title="Đèn đường")
    assert split is not None
    assert split == again
    assert sorted((one.title, one.opinions) for one in queries.topics_of(row)) == [
        ("Cấp, thoát nước", 1),
        ("Đèn đường", 3),
    ]
    services.rename_topic(actor=an, consolidation=row, topic=split.uid, title="Chiếu sáng", position=1)
    assert [one.title for one in queries.topics_of(row)] == ["Chiếu sáng", "Cấp, thoát nước"]
    services.join_topics(actor=an, consolidation=row, topic=split.uid, into=topic.uid)
    services.join_topics(actor=an, consolidation=row, topic=split.uid, into=topic.uid)
    assert [(one.title, one.opinions) for one in queries.topics_of(row)] == [("Cấp, thoát nước", 4)]
    services.remove_topic(actor=an, consolidation=row, topic=topic.uid)
    assert not queries.topics_of(row).exists()
    assert services.gather_topics(actor=an, consolidation=row) == 4


@pytest.mark.django_db
def test_another_bodys_consolidation_is_neither_seen_nor_changed(voices: Cast) -> None:
    send_many(voices, list(OTHERS))
    row = draft(voices, "an")
    services.gather_topics(actor=voices.actor("an"), consolidation=row)
    for who in ("binh", "tung", "lan", "hoa"):
        actor = voices.actor(who)
        assert not queries.consolidations_for(actor).exists()
        with pytest.raises(NotFound):
            services.gather_topics(actor=actor, consolidation=row)
    approved(voices, "an", "van", row)
    assert list(queries.consolidations_for(voices.actor("tung"))) == [row]
    assert not queries.consolidations_for(voices.actor("binh")).exists()
    (topic,) = queries.topics_of(row)
    assert not queries.items_of(voices.actor("tung"), topic).exists()
    with pytest.raises(NotFound):
        queries.get_topic(voices.actor("tung"), row, topic.uid)


# ── the chapter ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_every_sentence_stands_on_items_and_one_without_stops_the_approval(voices: Cast) -> None:
    send_many(voices, [COPY] * 6 + list(OTHERS))
    row, an, van = draft(voices, "an"), voices.actor("an"), voices.actor("van")
    services.gather_topics(actor=an, consolidation=row)
    assert services.propose_sentences(actor=an, consolidation=row) == 2
    assert services.propose_sentences(actor=an, consolidation=row) == 0
    texts = {one.text: one.links.count() for one in Sentence.objects.all()}
    assert texts == {
        "Có 6 ý kiến về: Cấp, thoát nước – trạm bơm, nước. Nhiều người gửi cùng một nội dung.": 6,
        "Có 4 ý kiến về: Cấp, thoát nước.": 4,
    }
    topic = queries.topics_of(row).get(why="category")
    own = services.write_sentence(
        actor=an, consolidation=row, topic=topic.uid, text="Phần lớn đề nghị sửa ngay.", items=[]
    )
    with pytest.raises(WrongData) as refused:
        services.approve_consolidation(actor=van, consolidation=row)
    assert "Phần lớn đề nghị sửa ngay." in str(refused.value.faults)
    row.refresh_from_db()
    assert row.state == "draft"
    services.remove_sentence(actor=an, consolidation=row, sentence=own.uid)
    services.write_sentence(actor=an, consolidation=row, topic=topic.uid, text="Phần lớn đề nghị sửa ngay.")
    assert services.approve_consolidation(actor=van, consolidation=row).state == "approved"
    for sentence in Sentence.objects.filter(topic__consolidation=row):
        assert sentence.links.exists()
        assert all(link.item.topic_id == sentence.topic_id for link in sentence.links.all())


@pytest.mark.django_db
def test_a_number_that_is_not_so_any_more_stops_the_approval(voices: Cast) -> None:
    send_many(voices, list(OTHERS[:2]))
    row, an, van = draft(voices, "an"), voices.actor("an"), voices.actor("van")
    services.gather_topics(actor=an, consolidation=row)
    services.propose_sentences(actor=an, consolidation=row)
    send_many(voices, [OTHERS[2]])
    services.gather_topics(actor=an, consolidation=row)
    with pytest.raises(WrongData) as refused:
        services.approve_consolidation(actor=van, consolidation=row)
    assert "số liệu cũ" in str(refused.value.faults)
    services.propose_sentences(actor=an, consolidation=row)
    assert services.approve_consolidation(actor=van, consolidation=row).state == "approved"


@pytest.mark.django_db
def test_whoever_wrote_never_approves_and_what_leads_to_a_person_is_not_written(voices: Cast) -> None:
    send_many(voices, list(OTHERS))
    row, an = draft(voices, "an"), voices.actor("an")
    services.gather_topics(actor=an, consolidation=row)
    services.propose_sentences(actor=an, consolidation=row)
    topic = queries.topics_of(row).get()
    with pytest.raises(WrongData):
        services.write_sentence(
            actor=an, consolidation=row, topic=topic.uid, text="Bà con gọi 0912 345 678 để hỏi."
        )
    services.ask_approval(actor=an, consolidation=row)
    services.ask_approval(actor=an, consolidation=row)
    assert WorkItem.objects.filter(key=f"consolidation:{row.uid}", state="open").count() == 1
    audit = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        services.approve_consolidation(actor=an, consolidation=row)
    with pytest.raises((NotAllowed, NotFound)):
        services.approve_consolidation(actor=voices.actor("lan"), consolidation=row)
    row.refresh_from_db()
    assert (row.state, AuditEntry.objects.count()) == ("draft", audit)
    services.approve_consolidation(actor=voices.actor("van"), consolidation=row)
    services.approve_consolidation(actor=voices.actor("van"), consolidation=row)
    assert WorkItem.objects.filter(key=f"consolidation:{row.uid}", state="open").count() == 0
    assert AuditEntry.objects.filter(verb="consolidation.approved").count() == 1
    assert {one.kind for one in Notice.objects.all()} >= {"feedback.consolidation_ready"}
    with pytest.raises(WrongMoment):
        services.gather_topics(actor=an, consolidation=row)


@pytest.mark.django_db
def test_quotes_are_public_text_of_who_consented_and_nothing_else(voices: Cast) -> None:
    yes, no, gone = send_many(voices, list(OTHERS[:3]))
    Matter.objects.filter(pk__in=[yes.pk, gone.pk]).update(consents=True)
    for matter, standing in ((yes, "public"), (no, "public"), (gone, "withdrawn")):
        Publication.objects.create(
            matter=matter,
            matter_class="feedback",
            category=matter.category,
            area_id=matter.area_id,
            organisation_id=matter.organisation_id,
            title="Đèn",
            question=f"Câu hỏi công bố {matter.pk}",
            answer="Đã sửa",
            search_key="den",
            day_sent=clock.today(),
            day_answered=clock.today(),
            on_time=True,
            standing=standing,
            released_at=clock.now(),
        )
    row = draft(voices, "an")
    services.gather_topics(actor=voices.actor("an"), consolidation=row)
    (part,) = queries.chapter_of(voices.actor("an"), row)
    assert part.quotes == [f"Câu hỏi công bố {yes.pk}"]


# ── up, and back ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _climb(voices: Cast) -> tuple[Consolidation, Consolidation, Consolidation]:
    """Gather at C, take in at P with what P has itself, take in at the centre; each approved by another person."""
    commune = draft(voices, "an")
    services.gather_topics(actor=voices.actor("an"), consolidation=commune)
    approved(voices, "an", "van", commune)
    other = draft(voices, "binh")
    services.gather_topics(actor=voices.actor("binh"), consolidation=other)
    approved(voices, "binh", "duong", other)
    province = draft(voices, "tung")
    services.gather_topics(actor=voices.actor("tung"), consolidation=province)
    take_all_in(voices, "tung", province)
    approved(voices, "tung", "tam", province)
    centre = draft(voices, "ha")
    take_all_in(voices, "ha", centre)
    approved(voices, "ha", "hien", centre)
    return commune, province, centre


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from("CDP"), st.sampled_from(["water", "roads", "waste"])),
        min_size=3,
        max_size=8,
    )
)
def test_counts_through_three_levels_are_exact(voices: Cast, sent: list[tuple[str, str]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        whole = [*sent, ("C", "water"), ("D", "water")]
        for place, code in whole:
            send_matter(voices, place, text=OTHERS[0], category=_category(voices, code))
        _commune, _province, centre = _climb(voices)
        wanted = Counter(code for _place, code in whole)
        areas = {code: len({place for place, one in whole if one == code}) for code in wanted}
        found: Counter[str] = Counter()
        communes: Counter[str] = Counter()
        for topic in queries.topics_of(centre):
            code = topic.category.code if topic.category else ""
            found[code] += topic.opinions
            communes[code] = max(communes[code], topic.communes)
        assert found == wanted
        assert {code: communes[code] for code in areas if _is_one_topic(centre, code)} == {
            code: areas[code] for code in areas if _is_one_topic(centre, code)
        }
        transaction.set_rollback(True)


def _category(cast: Cast, code: str) -> object:
    from tests.matters import letter_to

    letter_to(cast)
    return queries.get_category(code, clock.today())


def _is_one_topic(centre: Consolidation, code: str) -> bool:
    return queries.topics_of(centre).filter(category__code=code).count() == 1


@pytest.mark.django_db
def test_no_text_of_a_matter_travels_up(voices: Cast) -> None:
    send_many(voices, [COPY] * 6)
    send_many(voices, list(OTHERS), "D")
    _commune, province, centre = _climb(voices)
    for row, who in ((province, "tung"), (centre, "ha")):
        actor = voices.actor(who)
        for topic in queries.topics_of(row):
            assert all(item.matter is None for item in queries.items_of(actor, topic))
        said = str(queries.chapter_of(actor, row)) + str(
            list(Topic.objects.filter(consolidation=row).values())
        )
        for text in (COPY, *OTHERS):
            assert text not in said
        assert not queries.matters_for(actor).exists()


@pytest.mark.django_db
def test_the_reply_reaches_every_sender_through_all_levels_exactly_once(voices: Cast) -> None:
    ours = send_many(voices, [COPY] * 3)
    theirs = send_many(voices, [COPY] * 2, "D")
    other = send_many(voices, [OTHERS[0]], category=queries.get_category("roads", clock.today()))
    commune, _province, centre = _climb(voices)
    ha = voices.actor("ha")
    topic = queries.topics_of(centre).get(category__code="water")
    said = ReplyWords("Sở Nông nghiệp", date(2026, 11, 20), LETTER)
    with pytest.raises(WrongMoment):
        services.reply_to_topic(actor=ha, consolidation=centre, topic=topic.uid, said=said)
    services.send_consolidation(actor=ha, consolidation=centre)
    services.send_consolidation(actor=ha, consolidation=centre)
    for _again in range(2):
        services.reply_to_topic(actor=ha, consolidation=centre, topic=topic.uid, said=said)
        relay_replies(actor=OPERATOR, tell=lambda _done: None)
    heard = Passage.objects.filter(step="heard")
    assert Counter(heard.values_list("matter", flat=True)) == Counter(one.pk for one in (*ours, *theirs))
    assert not heard.filter(matter__in=other).exists()
    assert set(heard.values_list("words", flat=True)) == {
        f"Sở Nông nghiệp đã trả lời ngày 20/11/2026:\n{LETTER}"
    }
    told = Notice.objects.filter(kind="feedback.topic_replied")
    counts = {
        (name, notice.params["count"])
        for notice in told
        for name, account in voices.accounts.items()
        if account.pk == notice.account_id
    }
    assert counts == {("lan", 3), ("an", 3), ("van", 3), ("minh", 2), ("binh", 2), ("duong", 2)}
    with pytest.raises(WrongMoment):
        services.reply_to_topic(
            actor=ha,
            consolidation=centre,
            topic=topic.uid,
            said=ReplyWords("Sở khác", date(2026, 11, 20), LETTER),
        )
    centre.refresh_from_db()
    assert centre.state == "sent"
    roads = queries.topics_of(centre).get(category__code="roads")
    services.reply_to_topic(actor=ha, consolidation=centre, topic=roads.uid, said=said)
    centre.refresh_from_db()
    assert centre.state == "answered"
    (part,) = [
        one
        for one in queries.chapter_of(voices.actor("an"), commune)
        if one.topic.category and one.topic.category.code == "water"
    ]
    assert part.reply == Reply.objects.get(topic=topic)


@pytest.mark.django_db
def test_a_reply_to_many_goes_on_where_it_was_stopped(voices: Cast) -> None:
    sent = send_many(voices, list(OTHERS) * 2)
    row = draft(voices, "an")
    services.gather_topics(actor=voices.actor("an"), consolidation=row)
    approved(voices, "an", "van", row)
    services.send_consolidation(actor=voices.actor("an"), consolidation=row)
    topic = queries.topics_of(row).get()
    reply = Reply.objects.create(
        topic=topic, authority="Sở", day=date(2026, 11, 20), text=LETTER, written_at=clock.now()
    )
    assert services.relay_some(actor=OPERATOR, reply=reply, most=3) == 3
    reply.refresh_from_db()
    assert reply.relayed_at is None
    assert not Notice.objects.filter(kind="feedback.topic_replied").exists()
    assert relay_replies(actor=OPERATOR, tell=lambda _done: None) == 5
    assert relay_replies(actor=OPERATOR, tell=lambda _done: None) == 0
    assert Relay.objects.filter(reply=reply).count() == len(sent)
    assert Passage.objects.filter(step="heard").count() == len(sent)


@pytest.mark.django_db
def test_what_was_taken_in_is_not_opened_again(voices: Cast) -> None:
    send_many(voices, list(OTHERS))
    row, van = draft(voices, "an"), voices.actor("van")
    services.gather_topics(actor=voices.actor("an"), consolidation=row)
    approved(voices, "an", "van", row)
    assert services.reopen_consolidation(actor=van, consolidation=row, reason="Thiếu một ý").state == "draft"
    approved(voices, "an", "van", row)
    above = draft(voices, "tung")
    assert take_all_in(voices, "tung", above) == 1
    assert take_all_in(voices, "tung", above) == 0
    with pytest.raises(WrongMoment):
        services.reopen_consolidation(actor=van, consolidation=row, reason="Thiếu")
    services.discard_consolidation(actor=voices.actor("tung"), consolidation=above)
    assert not Consolidation.objects.filter(pk=above.pk).exists()
    assert TopicItem.objects.filter(matter__isnull=False).count() == 4
    assert (
        services.take_in_topics(
            actor=voices.actor("tung"), consolidation=draft(voices, "tung"), topics=[uuid4()]
        )
        == 0
    )
