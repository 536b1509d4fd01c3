"""An answer is written, submitted, approved and released: each by whom it may, complete, and over what they saw."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.desk.models import Notice, WorkItem
from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Answer,
    AnswerState,
    Matter,
    MatterState,
    Passage,
    Publication,
    Raised,
    Rating,
    Standing,
)
from lienthong.feedback.rules.answering import Held
from lienthong.feedback.services import Words
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry, Clock, OutboxEntry
from tests.cast import Cast
from tests.matters import CONTACT, TEXT, send_matter

from .answers import PARTS, PUBLIC, account, approved, released, sent, submitted, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(cast: Cast) -> Actor:
    """Return somebody who approves and releases at commune C."""
    return account(cast, "vinh")


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Return a matter that Lan has accepted."""
    return sent(cast).matter


_TABLES = (
    Answer,
    Raised,
    Publication,
    Rating,
    Passage,
    Matter,
    WorkItem,
    Notice,
    AuditEntry,
    Clock,
    OutboxEntry,
)


def everything() -> list[list[Any]]:
    """Return every row that an answer could change."""
    return [list(table.objects.order_by("pk").values()) for table in _TABLES]


def refused(kind: type[Refusal], deed: Callable[[], object]) -> Refusal:
    """Do something that is refused, and see that nothing changed."""
    before = everything()
    with pytest.raises(kind) as caught:
        deed()
    assert everything() == before
    return caught.value


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_questions_of_the_letter_are_found_and_officers_add_and_strike_out(cast: Cast) -> None:
    text = "Nước đục ba ngày nay. Khi nào nước sạch trở lại? Đề nghị xã trả lời bằng văn bản."
    matter = sent(cast, text=text).matter
    lan = cast.actor("lan")
    answer = services.draft_answer(
        actor=lan, matter=matter, words=words(matter, added=("Có được giảm tiền nước không?",))
    )
    rows = list(answer.raised.order_by("position").values_list("text", "found", "fate"))
    assert rows == [
        ("Khi nào nước sạch trở lại?", True, "answered"),
        ("Đề nghị xã trả lời bằng văn bản.", True, "answered"),
        ("Có được giảm tiền nước không?", False, "open"),
    ]
    struck = [Held("", "answered", "done"), Held("", "no_question"), Held("", "no_question")]
    services.draft_answer(actor=lan, matter=matter, words=words(matter, raised=struck), seen=1)
    left = list(answer.raised.order_by("position").values_list("text", "fate"))
    assert left == [
        ("Khi nào nước sạch trở lại?", "answered"),
        ("Đề nghị xã trả lời bằng văn bản.", "no_question"),
    ]


def test_the_same_draft_again_changes_nothing(cast: Cast, matter: Matter) -> None:
    lan, said = cast.actor("lan"), words(matter, added=("Còn câu nào nữa?",))
    first = services.draft_answer(actor=lan, matter=matter, words=said)
    before = everything()
    again = services.draft_answer(actor=lan, matter=matter, words=said)
    assert (again.pk, again.version) == (first.pk, 1)
    assert everything()[0] == before[0]


def test_nobody_writes_over_what_somebody_else_wrote(cast: Cast, matter: Matter) -> None:
    lan = cast.actor("lan")
    services.draft_answer(actor=lan, matter=matter, words=words(matter))
    other = words(matter, parts={**PARTS, "done": "Việc khác hẳn, do người khác viết vào."})
    refused(WrongMoment, lambda: services.draft_answer(actor=lan, matter=matter, words=other, seen=0))


def test_neighbours_and_passers_by_write_nothing(cast: Cast, matter: Matter) -> None:
    for actor in (cast.actor("minh"), cast.actor("nga"), NOBODY):
        deed = partial(services.draft_answer, actor=actor, matter=matter, words=words(matter))
        refused(NotAllowed, deed)


@pytest.mark.parametrize("mark", ["***", "•••", "Gọi ▇▇▇", "0912***678"])
@pytest.mark.parametrize("field", ["conclusion", "public_answer"])
def test_a_masked_text_is_never_saved_over_what_is_there(
    cast: Cast, matter: Matter, mark: str, field: str
) -> None:
    said = (
        words(matter, public={**PUBLIC, field: mark})
        if field in PUBLIC
        else words(matter, parts={**PARTS, field: mark})
    )
    caught = refused(
        WrongData, lambda: services.draft_answer(actor=cast.actor("lan"), matter=matter, words=said)
    )
    assert isinstance(caught, WrongData)
    assert list(caught.faults) == [field]


def test_what_nobody_has_accepted_is_not_answered(cast: Cast) -> None:
    matter = send_matter(cast).matter
    refused(
        WrongMoment,
        lambda: services.draft_answer(actor=cast.actor("lan"), matter=matter, words=words(matter)),
    )


# ── complete ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"parts": {**PARTS, "conclusion": ""}}, {"conclusion", "fate_0"}),
        ({"parts": {**PARTS, "done": "Đã chuyển."}}, {"done"}),
        ({"parts": {**PARTS, "next_steps": " "}}, {"next_steps"}),
        ({"raised": []}, {"fate_0"}),
        ({"raised": [Held("", "unanswered")]}, {"fate_0"}),
        (
            {"raised": [Held("", "answered", "legal_basis")], "parts": {**PARTS, "legal_basis": ""}},
            {"fate_0"},
        ),
        ({"public": {}}, {"private_reason"}),
        ({"public": {**PUBLIC, "public_title": ""}}, {"public_title"}),
        (
            {"public": {**PUBLIC, "public_answer": "Hãy gọi anh phụ trách theo số 0912 345 678."}},
            {"public_answer"},
        ),
        ({"public": {**PUBLIC, "public_question": "Chủ hộ có CCCD 001099012345 hỏi."}}, {"public_question"}),
    ],
)
def test_what_is_not_complete_is_not_submitted(cast: Cast, changed: dict[str, Any], fields: set[str]) -> None:
    matter = sent(cast, text="Nước máy đục và yếu từ thứ Năm. Khi nào có nước sạch?").matter
    lan = cast.actor("lan")
    answer = services.draft_answer(actor=lan, matter=matter, words=words(matter, **changed))
    caught = refused(WrongData, lambda: services.submit_answer(actor=lan, answer=answer, seen=answer.version))
    assert isinstance(caught, WrongData)
    assert set(caught.faults) == fields


def test_a_reason_stands_in_the_place_of_an_answer_or_of_a_public_text(cast: Cast) -> None:
    matter = sent(cast, text="Nước đục. Khi nào có nước sạch?").matter
    raised = [Held("", "unanswered", reason="Chờ kết quả xét nghiệm nước.")]
    answer = submitted(cast, matter, raised=raised, public={}, private_reason="Việc chỉ liên quan một hộ.")
    assert answer.state == AnswerState.SUBMITTED


def test_without_consent_the_question_stays_private(cast: Cast) -> None:
    matter = sent(cast, consents=False).matter
    lan = cast.actor("lan")
    answer = services.draft_answer(actor=lan, matter=matter, words=words(matter))
    caught = refused(WrongData, lambda: services.submit_answer(actor=lan, answer=answer, seen=answer.version))
    assert isinstance(caught, WrongData)
    assert set(caught.faults) == {"public_question"}


@pytest.mark.parametrize(
    ("category", "matter_class"),
    [("order", "feedback"), ("conduct", "feedback"), ("water", "complaint"), ("water", "denunciation")],
)
def test_what_is_guarded_is_never_published(
    cast: Cast, leader: Actor, category: str, matter_class: str
) -> None:
    matter = sent(cast).matter
    matter.category = queries.get_category(category, matter.sent_at.date())
    matter.matter_class = matter_class
    matter.save()
    lan = cast.actor("lan")
    answer = services.draft_answer(actor=lan, matter=matter, words=words(matter))
    refused(WrongData, lambda: services.submit_answer(actor=lan, answer=answer, seen=answer.version))
    private = words(matter, public={})
    answer = services.draft_answer(actor=lan, matter=matter, words=private, seen=answer.version)
    answer = services.submit_answer(actor=lan, answer=answer, seen=answer.version)
    answer = services.approve_answer(actor=leader, answer=answer, seen=answer.version)
    services.release_answer(actor=leader, answer=answer, seen=answer.version)
    assert not Publication.objects.exists()
    # Whatever got into the row past the services is not published either.
    assert queries.publishable(matter) is False


# ── approval and release ─────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_approves_or_releases_what_they_wrote(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = services.draft_answer(actor=leader, matter=matter, words=words(matter))
    changed = words(matter, parts={**PARTS, "done": "Đội cấp nước đã thay ống và rửa toàn tuyến."})
    lan = cast.actor("lan")
    answer = services.draft_answer(actor=lan, matter=matter, words=changed, seen=answer.version)
    answer = services.submit_answer(actor=lan, answer=answer, seen=answer.version)
    refused(NotAllowed, lambda: services.approve_answer(actor=leader, answer=answer, seen=answer.version))
    other = account(cast, "huong")
    answer = services.approve_answer(actor=other, answer=answer, seen=answer.version)
    refused(NotAllowed, lambda: services.release_answer(actor=leader, answer=answer, seen=answer.version))
    refused(NotAllowed, lambda: services.release_answer(actor=lan, answer=answer, seen=answer.version))
    done = services.release_answer(actor=other, answer=answer, seen=answer.version)
    assert (done.state, done.released_by) == (AnswerState.RELEASED, other.uid)


def test_an_answer_is_sent_back_with_a_reason_and_comes_again(
    cast: Cast, matter: Matter, leader: Actor
) -> None:
    answer = submitted(cast, matter)
    refused(
        WrongData, lambda: services.send_back(actor=leader, answer=answer, reason=" ", seen=answer.version)
    )
    refused(
        NotAllowed,
        lambda: services.send_back(actor=cast.actor("lan"), answer=answer, reason="x", seen=answer.version),
    )
    back = services.send_back(actor=leader, answer=answer, reason="Chưa nói rõ ngày.", seen=answer.version)
    assert (back.state, back.note) == (AnswerState.DRAFT, "Chưa nói rõ ngày.")
    assert list(
        Notice.objects.filter(kind="feedback.answer_sent_back").values_list("account__username", flat=True)
    ) == ["lan"]
    open_now = list(WorkItem.objects.filter(state="open").values_list("kind", flat=True))
    assert sorted(open_now) == ["feedback.handle", "feedback.rewrite"]


def test_each_step_is_over_the_version_that_was_seen(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = submitted(cast, matter)
    refused(
        WrongMoment, lambda: services.approve_answer(actor=leader, answer=answer, seen=answer.version - 1)
    )
    answer = services.approve_answer(actor=leader, answer=answer, seen=answer.version)
    refused(
        WrongMoment, lambda: services.release_answer(actor=leader, answer=answer, seen=answer.version - 1)
    )
    refused(
        WrongMoment,
        lambda: services.draft_answer(
            actor=cast.actor("lan"),
            matter=matter,
            words=words(matter, private_reason="x"),
            seen=answer.version,
        ),
    )


def test_work_waits_for_who_does_the_next_step(cast: Cast, matter: Matter, leader: Actor) -> None:
    def waiting() -> list[str]:
        return sorted(WorkItem.objects.filter(state="open").values_list("kind", flat=True))

    answer = submitted(cast, matter)
    assert waiting() == ["feedback.approve", "feedback.handle"]
    answer = services.approve_answer(actor=leader, answer=answer, seen=answer.version)
    assert waiting() == ["feedback.handle", "feedback.release"]
    services.release_answer(actor=leader, answer=answer, seen=answer.version)
    assert waiting() == []


def test_a_released_answer_reaches_its_sender_and_the_public_reads_the_public_text(
    cast: Cast, matter: Matter, leader: Actor
) -> None:
    answer = released(cast, matter, leader)
    matter.refresh_from_db()
    assert (matter.state, matter.answered_at) == (MatterState.ANSWERED, answer.released_at)
    row = Publication.objects.get()
    assert (row.title, row.question, row.answer) == tuple(PUBLIC.values())
    assert (row.standing, row.senders, row.on_time) == (Standing.PUBLIC, 1, True)
    shown = queries.answer_for_sender(matter)
    assert shown is not None
    assert [text for _label, text in shown.parts] == list(PARTS.values())
    assert (shown.may_rate, shown.may_reopen, shown.public) == (True, True, True)
    assert not Clock.objects.filter(kind="matter", subject=matter.uid, stopped=None).exists()
    verbs = list(
        AuditEntry.objects.filter(kind__in=["answer", "matter"]).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs[-2:] == ["matter.answered", "answer.released"]


def test_releasing_twice_is_releasing_once(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = released(cast, matter, leader)
    before = everything()
    services.release_answer(actor=leader, answer=answer, seen=answer.version)
    assert everything() == before


def test_a_structured_identifier_is_refused_at_release_too(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = approved(cast, matter, leader)
    Answer.objects.filter(pk=answer.pk).update(public_answer="Liên hệ số 0912 345 678 để biết thêm.")
    caught = refused(
        WrongData,
        lambda: services.release_answer(
            actor=leader, answer=answer, seen=answer.version, confirms_names=True
        ),
    )
    assert isinstance(caught, WrongData)
    assert set(caught.faults) == {"public_answer"}


def test_likely_names_are_released_only_when_somebody_says_so(
    cast: Cast, matter: Matter, leader: Actor
) -> None:
    public = {**PUBLIC, "public_answer": "Ông Nguyễn Văn Tèo, tổ trưởng cấp nước, đã thay ống."}
    answer = approved(cast, matter, leader, public=public)
    (mark,) = queries.marks_of_answer(answer)
    assert (mark.field, mark.text, mark.blocks) == ("public_answer", "Nguyễn Văn Tèo", False)
    caught = refused(
        WrongData, lambda: services.release_answer(actor=leader, answer=answer, seen=answer.version)
    )
    assert isinstance(caught, WrongData)
    assert set(caught.faults) == {"confirms_names"}
    services.release_answer(actor=leader, answer=answer, seen=answer.version, confirms_names=True)
    assert AuditEntry.objects.get(verb="answer.released").actor == leader.uid


# ── the public text is a field of its own ────────────────────────────────────────────────────────────────────────────


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(canary=st.from_regex(r"\Aqz[a-z]{6,12}\Z"), in_parts=st.booleans())
def test_nothing_of_the_letter_gets_into_a_publication(
    cast: Cast, leader: Actor, canary: str, in_parts: bool
) -> None:
    contact = CONTACT.__class__(name=f"Người {canary}n", phone="0987654321", email=f"{canary}@thu.example")
    matter = sent(
        cast, text=f"{TEXT} Xin hỏi {canary} khi nào sửa?", place=f"Ngõ {canary}", contact=contact
    ).matter
    parts = {**PARTS, "done": f"{PARTS['done']} {canary}"} if in_parts else PARTS
    released(cast, matter, leader, parts=parts)
    row = Publication.objects.filter(matter=matter).values().get()
    told = [str(value) for value in row.values()]
    assert all(canary not in one and "0987654321" not in one for one in told)
    outside = [
        *Notice.objects.values_list("params", "url"),
        *WorkItem.objects.values_list("words", "search_key", "url"),
    ]
    assert all(canary not in str(one) for one in outside)
    assert all(canary not in str(one) for one in OutboxEntry.objects.values_list("facts", flat=True))


def test_a_new_answer_begins_with_empty_public_fields(cast: Cast, matter: Matter) -> None:
    answer = services.draft_answer(actor=cast.actor("lan"), matter=matter, words=Words(parts=PARTS))
    assert queries.public_texts(answer) == dict.fromkeys(PUBLIC, "")


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_publication_is_taken_back_at_once_and_a_sentence_stays(
    cast: Cast, matter: Matter, leader: Actor
) -> None:
    answer = released(cast, matter, leader)
    row = Publication.objects.get()
    refused(
        NotAllowed,
        lambda: services.retract_publication(actor=cast.actor("lan"), publication=row, reason="Nhầm"),
    )
    refused(WrongData, lambda: services.retract_publication(actor=leader, publication=row, reason=""))
    services.retract_publication(actor=leader, publication=row, reason="Có thể nhận ra một hộ")
    row.refresh_from_db()
    assert (row.standing, row.title, row.question, row.answer, row.search_key) == (
        "withdrawn",
        "",
        "",
        "",
        "",
    )
    assert row.withdrawn_at is not None
    answer.refresh_from_db()
    assert answer.state == AnswerState.RETRACTED
    shown = queries.answer_for_sender(matter)
    assert shown is not None
    assert (shown.public, len(shown.parts)) == (False, 5)
    assert OutboxEntry.objects.filter(topic="publication.retracted", subject=row.uid).count() == 1
    before = everything()
    services.retract_publication(actor=leader, publication=row, reason="Lần nữa")
    assert everything() == before


def test_it_is_published_again_by_who_did_not_write_it(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = released(cast, matter, leader)
    services.retract_publication(actor=leader, publication=Publication.objects.get(), reason="Sửa lại")
    answer.refresh_from_db()
    new = words(matter, public={**PUBLIC, "public_answer": "Đoạn ống đã được thay."})
    answer = services.rewrite_public(actor=cast.actor("lan"), answer=answer, words=new, seen=answer.version)
    refused(
        NotAllowed,
        lambda: services.release_again(actor=cast.actor("lan"), answer=answer, seen=answer.version),
    )
    matter.refresh_from_db()
    answered = matter.answered_at
    answer = services.release_again(actor=leader, answer=answer, seen=answer.version)
    row = Publication.objects.get()
    matter.refresh_from_db()
    assert (row.standing, row.answer, row.withdrawn_at) == ("public", "Đoạn ống đã được thay.", None)
    assert (matter.answered_at, Rating.objects.count()) == (answered, 1)


def test_what_the_leader_rewrote_somebody_else_publishes(cast: Cast, matter: Matter, leader: Actor) -> None:
    answer = released(cast, matter, leader)
    services.retract_publication(actor=leader, publication=Publication.objects.get(), reason="Sửa lại")
    answer.refresh_from_db()
    new = words(matter, public={**PUBLIC, "public_answer": "Đoạn ống đã được thay."})
    answer = services.rewrite_public(actor=leader, answer=answer, words=new, seen=answer.version)
    refused(NotAllowed, lambda: services.release_again(actor=leader, answer=answer, seen=answer.version))
