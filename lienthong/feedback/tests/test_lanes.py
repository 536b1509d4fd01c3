"""A matter of another class: clocks, publicity and what is known of its sender follow at once; nothing of a denouncer stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.desk.models import WorkItem
from lienthong.desk.services import add_comment
from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Gone,
    HandOver,
    Matter,
    MatterClass,
    Passage,
    Proposal,
    Publication,
    Sender,
    Standing,
    Tombstone,
)
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services.moving import locked, step, write
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.kernel import clock, files
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import Attachment, AuditEntry, Clock
from tests.cast import Cast
from tests.client import client_of
from tests.matters import TEXT, send_matter
from tests.small_province import BEGIN

pytestmark = pytest.mark.django_db

# Planted in what is known of the sender; none may stand in any table afterwards.
NAME, PHONE, MAIL, HOME = "Canary Phượng Vĩ", "0987654321", "canary.phuong@thu.example", "Ngõ Canary 17"
PLACE = "Sân sau nhà Canary 42"
HIDDEN = Contact(name=NAME, phone=PHONE, email=MAIL, address=HOME)
CANARIES = (NAME, "Phượng Vĩ", PHONE, MAIL, HOME, PLACE)


def switch(actor: Actor, matter: Matter, to: MatterClass) -> Matter:
    """Reclassify a matter as route's service does: the step, what follows, and the write."""
    held = locked(Matter.objects.get(pk=matter.pk))
    move = step("classify", actor=actor, held=held)
    assert move is not None
    services.switch_lane(actor=actor, held=held, to_class=to, reason="thử")
    write(actor=actor, held=held, move=move)
    return held.matter


def everything() -> Iterator[str]:
    """Yield every value of every table of the database, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of tables
            for row in cursor.fetchall():
                for value in row:
                    raw = (
                        bytes(value).decode("latin-1")
                        if isinstance(value, bytes | memoryview)
                        else str(value)
                    )
                    yield raw


def found_of(canaries: tuple[str, ...]) -> set[str]:
    """Return those canaries that stand anywhere in the database, as they are or as bytes."""
    text = "\n".join(everything())
    return {one for one in canaries if one in text or one.encode().decode("latin-1") in text}


def clocks_of(matter: Matter) -> dict[str, datetime | None]:
    """Return the clocks that run against a matter."""
    return {
        one.limit.code: one.due
        for one in Clock.objects.filter(subject=matter.uid, stopped=None).select_related("limit")
    }


def officer(cast: Cast, name: str, place: str, role: str) -> Actor:
    """Return a further officer."""
    account = identity.create_account(
        actor=OPERATOR,
        username=name,
        name=name.capitalize(),
        organisation=cast.province[place],
        password="long enough 1",
    )
    identity.give_grant(
        actor=OPERATOR,
        account=account,
        role=next(one for one in identity_queries.roles() if one.code == role),
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province[place],
        reach="below",
        since=BEGIN,
    )
    cast.accounts[name] = account
    return identity_queries.actor_for(account)


@pytest.fixture
def told(cast: Cast) -> Matter:
    """Return a matter full of canaries, with a photo, a remark of an officer, a consent and a public row."""
    receipt = send_matter(cast, contact=HIDDEN, place=PLACE, consents=True)
    matter = receipt.matter
    files.add_file(
        actor=cast.actor("lan"), kind="matter", subject=matter.uid, name=f"{NAME}.txt", data=NAME.encode()
    )
    add_comment(actor=cast.actor("lan"), kind="matter", uid=matter.uid, text=f"Đã gọi cho {NAME}")
    Passage.objects.create(matter=matter, at=clock.now(), step="ask", words=f"Chào {NAME}")
    Publication.objects.create(
        matter=matter,
        matter_class=matter.matter_class,
        category=matter.category,
        area_id=matter.area_id,
        organisation_id=matter.organisation_id,
        title="Nước đục",
        question="Hỏi",
        answer="Đáp",
        search_key="nuoc duc",
        day_sent=clock.today(),
        day_answered=clock.today(),
        on_time=True,
        released_at=clock.now(),
    )
    return matter


# ── denunciation ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_that_identifies_a_denouncer_stays_in_any_table(cast: Cast, told: Matter) -> None:
    assert found_of((PLACE, "Phượng Vĩ")) == {PLACE, "Phượng Vĩ"}
    switch(cast.actor("lan"), told, MatterClass.DENUNCIATION)
    assert found_of(CANARIES) == set()
    row = Matter.objects.get(pk=told.pk)
    assert (row.key, bytes(row.content), row.place, row.text, row.village_id, row.consents, row.lead_id) == (
        None, b"", "", "", None, False, None,
    )  # fmt: skip
    assert not Sender.objects.exists()
    assert not Attachment.objects.filter(subject=told.uid).exists()
    public = Publication.objects.get()
    assert (public.standing, public.matter_id, public.title, public.question, public.answer) == (
        Standing.WITHDRAWN, None, "", "", "",
    )  # fmt: skip
    assert [(one.what, one.month.day) for one in Tombstone.objects.all()] == [(Gone.SENDER, 1)]


def test_the_words_of_a_denunciation_are_sealed_until_the_paper_is_handed_over_and_then_gone(
    cast: Cast, told: Matter
) -> None:
    lan = cast.actor("lan")
    switch(lan, told, MatterClass.DENUNCIATION)
    words = (TEXT, TEXT[:30])
    assert found_of(words) == set()
    assert services.open_slip(actor=lan, matter=told).text == TEXT
    assert AuditEntry.objects.filter(verb="matter.slip_read").count() == 1
    services.hand_over_denunciation(actor=lan, matter=told, receiver="inspectorate", is_printed=True)
    row = Matter.objects.get(pk=told.pk)
    assert (row.state, HandOver.objects.count()) == ("guided", 0)
    assert row.ended_at == clock.now()
    assert set(Tombstone.objects.values_list("what", "rule")) == {
        ("sender", "denunciation"), ("text", "handed_over.inspectorate"),
    }  # fmt: skip
    assert found_of((*words, *CANARIES)) == set()
    with pytest.raises(NotFound, match="đã được giao"):
        services.open_slip(actor=lan, matter=told)
    services.hand_over_denunciation(actor=lan, matter=told, receiver="inspectorate", is_printed=True)
    assert AuditEntry.objects.filter(verb="matter.handed_over").count() == 1


def test_the_work_of_a_denunciation_names_nothing_and_no_clock_runs(cast: Cast, told: Matter) -> None:
    switch(cast.actor("lan"), told, MatterClass.DENUNCIATION)
    assert clocks_of(told) == {}
    work = WorkItem.objects.get(subject=told.uid, state="open")
    assert (work.kind, work.words, work.search_key) == ("feedback.hand_over", {}, work.search_key)
    assert "nước" not in work.search_key
    assert Matter.objects.get(pk=told.pk).category.code == "other"


def test_a_denunciation_is_seen_by_who_receives_and_by_nobody_who_only_reads(
    cast: Cast, told: Matter
) -> None:
    village = cast.accounts["nga"]
    switch(cast.actor("lan"), told, MatterClass.DENUNCIATION)
    reader = replace_permissions(cast, village)
    assert queries.matters_for(cast.actor("lan")).filter(pk=told.pk).exists()
    assert not queries.matters_for(reader).filter(pk=told.pk).exists()
    for name in ("minh", "tung", "ha", "quan", "duc"):
        assert not queries.matters_for(cast.actor(name)).filter(pk=told.pk).exists()


def replace_permissions(cast: Cast, account: Any) -> Actor:
    """Return an officer of commune C who may view and answer, but not receive."""
    from lienthong.identity.models import Role

    Role.objects.create(
        code="reader", name={"vi": "Đọc", "en": "Reads"}, permissions=["feedback.view", "feedback.answer"]
    )
    return officer(cast, "doc", "C", "reader")


def test_a_denunciation_never_goes_back(cast: Cast, told: Matter) -> None:
    lan = cast.actor("lan")
    switch(lan, told, MatterClass.DENUNCIATION)
    before = Matter.objects.values().get(pk=told.pk)
    with pytest.raises(WrongMoment, match="không chuyển lại được"):
        switch(lan, told, MatterClass.FEEDBACK)
    assert Matter.objects.values().get(pk=told.pk) == before
    held = locked(Matter.objects.get(pk=told.pk))
    services.switch_lane(actor=lan, held=held, to_class=MatterClass.DENUNCIATION)
    assert services.open_slip(actor=lan, matter=told).text == TEXT


def test_a_paper_is_not_noted_as_handed_over_without_saying_so_nor_by_others(
    cast: Cast, told: Matter
) -> None:
    lan = cast.actor("lan")
    switch(lan, told, MatterClass.DENUNCIATION)
    for receiver, is_printed, field in (("nobody", True, "receiver"), ("police", False, "printed")):
        with pytest.raises(WrongData) as refused:
            services.hand_over_denunciation(actor=lan, matter=told, receiver=receiver, is_printed=is_printed)
        assert set(refused.value.faults) == {field}
    for act in (
        lambda: services.open_slip(actor=cast.actor("minh"), matter=told),
        lambda: services.hand_over_denunciation(
            actor=cast.actor("minh"), matter=told, receiver="police", is_printed=True
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert HandOver.objects.count() == 1
    assert not AuditEntry.objects.filter(verb__in=["matter.slip_read", "matter.handed_over"]).exists()


def test_the_pages_of_a_denunciation_show_no_canary(cast: Cast, told: Matter) -> None:
    switch(cast.actor("lan"), told, MatterClass.DENUNCIATION)
    client = client_of(cast.accounts["lan"])
    pages = [
        reverse("feedback:slip", args=[told.uid]),
        reverse("feedback:slips"),
        reverse("feedback:matter", args=[told.uid]),
        reverse("feedback:register"),
        reverse("feedback:register") + "?as=csv",
        reverse("desk:work"),
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not [one for one in CANARIES if one in answer.content.decode()]
    done = client.post(pages[0], {"receiver": "police", "printed": "on"})
    assert done.status_code == 302
    assert client.get(pages[0]).status_code == 404


# ── the other lanes ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_complaint_is_guided_never_public_and_runs_by_the_law_of_the_day_it_came(cast: Cast) -> None:
    sent = datetime(2026, 6, 30, 9, 0, tzinfo=clock.LOCAL)
    with clock.held_at(sent):
        matter = send_matter(cast, consents=True).matter
    with clock.held_at(sent + timedelta(days=2)):
        row = switch(cast.actor("lan"), matter, MatterClass.COMPLAINT)
    due = datetime(2026, 7, 10, 17, 0, tzinfo=clock.LOCAL)
    assert clocks_of(matter) == {
        "matter.acknowledge": datetime(2026, 6, 30, 17, 0, tzinfo=clock.LOCAL) + timedelta(hours=16),
        "petition.sort": due,
        "complaint.accept": due,
    }
    assert (row.consents, row.answer_due, row.total_due) == (False, due, None)
    assert Sender.objects.filter(matter=matter).exists()
    words = Passage.objects.get(matter=matter, step="complaint").words
    assert "thủ tục, thời hạn riêng" in words


def test_a_proposal_has_its_own_clocks_from_the_day_of_sending_and_its_file_is_open(cast: Cast) -> None:
    matter = send_matter(cast).matter
    with clock.held_at(clock.now() + timedelta(days=1)):
        switch(cast.actor("lan"), matter, MatterClass.PROPOSAL)
    running = clocks_of(matter)
    assert set(running) == {"matter.acknowledge", "proposal.sort", "proposal.answer", "proposal.total"}
    row = Matter.objects.get(pk=matter.pk)
    assert row.answer_due == running["proposal.answer"] == datetime(2026, 12, 22, 17, 0, tzinfo=clock.LOCAL)
    assert Proposal.objects.get(matter=matter).state == "checking"
    switch(cast.actor("lan"), matter, MatterClass.OPINION)
    assert not Proposal.objects.exists()
    assert set(clocks_of(matter)) == {"matter.acknowledge", "feedback.front_ordinary", "matter.total"}


def test_a_proposal_without_consent_is_taken_from_the_public(cast: Cast, told: Matter) -> None:
    told.consents = False
    told.save(update_fields=["consents"])
    switch(cast.actor("lan"), told, MatterClass.PROPOSAL)
    assert Publication.objects.get().standing == Standing.WITHDRAWN


def test_the_same_class_again_changes_nothing(cast: Cast) -> None:
    matter = send_matter(cast).matter
    before = Matter.objects.values().get(pk=matter.pk), AuditEntry.objects.count()
    held = locked(matter)
    services.switch_lane(actor=cast.actor("lan"), held=held, to_class=MatterClass.FEEDBACK)
    assert (Matter.objects.values().get(pk=matter.pk), AuditEntry.objects.count()) == before


def test_a_class_that_was_set_in_memory_before_is_still_switched(cast: Cast) -> None:
    matter = send_matter(cast).matter
    held = locked(matter)
    held.matter.matter_class = MatterClass.DENUNCIATION
    services.switch_lane(actor=cast.actor("lan"), held=held, to_class=MatterClass.DENUNCIATION)
    assert not Sender.objects.exists()


def test_what_was_sent_as_a_denunciation_is_sealed_when_somebody_says_so(cast: Cast) -> None:
    matter = send_matter(cast, matter_class=MatterClass.DENUNCIATION).matter
    held = locked(matter)
    services.switch_lane(actor=cast.actor("lan"), held=held, to_class=MatterClass.DENUNCIATION)
    assert (HandOver.objects.count(), Sender.objects.count()) == (1, 0)


def test_a_photo_sent_twice_leaves_its_bytes_where_another_matter_needs_them(cast: Cast) -> None:
    first, second = (send_matter(cast, key=uuid4()).matter for _n in range(2))
    for one in (first, second):
        files.add_file(actor=cast.actor("lan"), kind="matter", subject=one.uid, name="a.txt", data=b"chung")
    switch(cast.actor("lan"), first, MatterClass.DENUNCIATION)
    kept = Attachment.objects.get()
    assert (kept.subject, kept.content is not None) == (second.uid, True)
