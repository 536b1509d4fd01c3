"""A matter goes from body to body: accepted or bounced in a time of its own, and decided above where nobody below can."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from lienthong.desk import tasks as desk_tasks
from lienthong.desk.models import Notice, WorkItem
from lienthong.desk.services import do_work
from lienthong.feedback import queries, services
from lienthong.feedback.messages import passages_of
from lienthong.feedback.models import (
    Matter,
    MatterClass,
    MatterState,
    Passage,
    Referral,
    Rescue,
    Sender,
    Share,
    Transfer,
)
from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.deadlines import Clock, PauseReason
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.matters import letter_to, send_matter

pytestmark = pytest.mark.django_db


def _sent(cast: Cast, name: str = "C", **words: Any) -> Matter:
    return send_matter(cast, name, **words).matter


def _pass(cast: Cast, who: str, matter: Matter, to: str, reason: str = "Việc của nơi khác") -> Matter:
    target = cast.province[to].pk
    return services.pass_on_matter(actor=cast.actor(who), matter=_now(matter), target=target, reason=reason)


def _now(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _state() -> tuple[Any, ...]:
    """Return all that a refusal must not change."""
    return (
        list(Matter.objects.order_by("pk").values_list("state", "organisation_id", "hops", "version")),
        *(model.objects.count() for model in (Transfer, Referral, Share, Passage, AuditEntry, Notice)),
        list(WorkItem.objects.order_by("pk").values_list("key", "kind", "state")),
        list(Clock.objects.order_by("pk").values_list("stopped", "due")),
    )


def _work(matter: Matter) -> list[tuple[str, str]]:
    rows = WorkItem.objects.filter(subject=matter.uid, state="open").order_by("pk")
    names = {body.pk: name for name, body in _BODIES.items()}
    return [
        (kind.removeprefix("feedback."), names[body])
        for kind, body in rows.values_list("kind", "organisation_id")
    ]


_BODIES: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def _bodies(cast: Cast) -> None:
    _BODIES.clear()
    _BODIES.update(cast.province.bodies)


def _escalate() -> None:
    class _NoJob:
        pass

    desk_tasks.escalate(actor=OPERATOR, work=_NoJob())  # type: ignore[arg-type]


# ── accepting, classifying ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_matter_is_accepted_once_and_its_first_clock_stops(cast: Cast) -> None:
    matter = _sent(cast)
    assert _work(matter) == [("receive", "C")]
    for _ in range(2):
        services.accept_matter(actor=cast.actor("lan"), matter=_now(matter))
    assert _now(matter).state == MatterState.ACCEPTED
    assert _work(matter) == [("handle", "C")]
    assert AuditEntry.objects.filter(verb="matter.accepted").count() == 1
    running = Clock.objects.filter(subject=matter.uid, stopped=None)
    assert sorted(running.values_list("limit__code", flat=True)) == [
        "feedback.front_ordinary",
        "matter.total",
    ]


@pytest.mark.parametrize("who", ["minh", "tung", "ha", "quan", "duc", "nga", "hoa"])
def test_a_handler_of_another_body_changes_nothing(cast: Cast, who: str) -> None:
    matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
    category = queries.get_category("land", clock.today())
    actor, target = cast.actor(who), cast.province["D"].pk
    before = _state()
    for refused in (
        lambda: services.accept_matter(actor=actor, matter=_now(matter)),
        lambda: services.classify_matter(
            actor=actor, matter=_now(matter), category=category, matter_class=MatterClass.OPINION
        ),
        lambda: services.pass_on_matter(actor=actor, matter=_now(matter), target=target, reason="x"),
        lambda: services.share_matter(
            actor=actor, matter=_now(matter), body=target, question="x", due=clock.today()
        ),
        lambda: services.ask_sender(actor=actor, matter=_now(matter), question="x"),
        lambda: services.guide_matter(actor=actor, matter=_now(matter), reason="police"),
        lambda: services.raise_matter(actor=actor, matter=_now(matter), words="x"),
        lambda: services.hold_matter(
            actor=actor, matter=_now(matter), reason=PauseReason.EXPERTISE, words="x"
        ),
        lambda: services.read_contact(actor=actor, matter=_now(matter)),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert _state() == before
    with pytest.raises(NotFound):
        queries.get_matter(actor, matter.uid)


def test_many_are_accepted_at_once_all_or_none_and_no_more_than_the_limit(cast: Cast) -> None:
    letter_to(cast)
    matters = [_sent(cast) for _ in range(3)]
    lan = cast.actor("lan")
    uids = list(WorkItem.objects.filter(state="open").values_list("uid", flat=True))
    assert do_work(actor=lan, uids=uids) == 3
    assert {_now(one).state for one in matters} == {MatterState.ACCEPTED}
    before = _state()
    with pytest.raises(WrongData):
        do_work(actor=lan, uids=[uuid4() for _ in range(500)])
    with pytest.raises(WrongMoment):
        do_work(actor=lan, uids=[uids[0]])
    assert _state() == before


def test_another_class_switches_clock_publicity_and_what_is_kept_at_once(cast: Cast) -> None:
    matter = _sent(cast, consents=True)
    water = matter.category
    lan = cast.actor("lan")
    for _ in range(2):
        services.classify_matter(
            actor=lan, matter=_now(matter), category=water, matter_class=MatterClass.COMPLAINT
        )
    after = _now(matter)
    assert (after.matter_class, after.consents) == ("complaint", False)
    running = Clock.objects.filter(subject=matter.uid, stopped=None, state="")
    due = {one.limit.code: one.due for one in running}
    assert sorted(due) == ["complaint.accept", "petition.sort"]
    assert after.answer_due == due["petition.sort"]
    assert Sender.objects.count() == 1
    assert AuditEntry.objects.filter(verb="matter.classified").count() == 1
    services.classify_matter(
        actor=lan, matter=_now(matter), category=water, matter_class=MatterClass.DENUNCIATION
    )
    assert Sender.objects.count() == 0
    assert not Clock.objects.filter(subject=matter.uid, stopped=None, state="").exists()
    assert _now(matter).answer_due is None


# ── passing on ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_see_a_matter_until_it_is_accepted_and_then_only_who_has_it(cast: Cast) -> None:
    matter = _sent(cast)
    _pass(cast, "lan", matter, "D")
    lan, minh = cast.actor("lan"), cast.actor("minh")
    assert (_now(matter).state, _now(matter).organisation_id) == ("moving", cast.province["C"].pk)
    for actor in (lan, minh):
        assert queries.get_matter(actor, matter.uid).pk == matter.pk
    assert _work(matter) == [("take_over", "D")]
    services.take_over_matter(actor=minh, matter=_now(matter))
    services.take_over_matter(actor=minh, matter=_now(matter))
    assert _work(matter) == [("handle", "D")]
    assert queries.get_matter(minh, matter.uid).organisation_id == cast.province["D"].pk
    with pytest.raises(NotFound):
        queries.get_matter(lan, matter.uid)
    (line,) = queries.as_sent(list(queries.sent_from(lan)))
    assert (line.category, line.target, line.state) == ("Cấp, thoát nước", "Ban D", "Đã nhận")
    assert [notice.kind for notice in Notice.objects.order_by("pk")] == [
        "feedback.coming",
        "feedback.taken_over",
    ]


def test_the_time_of_the_case_never_begins_again_and_that_of_the_answer_does(cast: Cast) -> None:
    with clock.held_at(_at("2026-11-23T09:00+07:00")):
        matter = _sent(cast)
    total, answer = matter.total_due, matter.answer_due
    with clock.held_at(_at("2026-11-24T09:00+07:00")):
        _pass(cast, "lan", matter, "D")
        assert _now(matter).answer_due == answer
    with clock.held_at(_at("2026-11-25T09:00+07:00")):
        services.take_over_matter(actor=cast.actor("minh"), matter=_now(matter))
    after = _now(matter)
    assert after.total_due == total
    # The 24th is a holiday: seven working days from the 23rd, and from the 25th.
    assert (answer, after.answer_due) == (_at("2026-12-03T17:00+07:00"), _at("2026-12-04T17:00+07:00"))
    (running,) = queries.answer_clocks(after)
    assert (running.organisation, running.due) == (cast.province["D"].pk, after.answer_due)


def test_what_is_bounced_comes_back_with_its_reason_and_no_time_is_won(cast: Cast) -> None:
    matter = _sent(cast)
    answer = matter.answer_due
    _pass(cast, "lan", matter, "D")
    minh = cast.actor("minh")
    services.bounce_matter(actor=minh, matter=_now(matter), reason="Thuộc xã C")
    after = _now(matter)
    assert (after.state, after.organisation_id, after.answer_due) == (
        MatterState.ACCEPTED,
        cast.province["C"].pk,
        answer,
    )
    assert _work(matter) == [("handle", "C")]
    with pytest.raises(NotFound):
        queries.get_matter(minh, matter.uid)
    with pytest.raises(WrongMoment):
        services.bounce_matter(actor=minh, matter=_now(matter), reason="Thuộc xã C")
    transfer = Transfer.objects.get()
    assert (transfer.state, transfer.answer) == ("bounced", "Thuộc xã C")


def test_passing_on_needs_a_reason_and_a_body_that_receives(cast: Cast) -> None:
    matter = _sent(cast)
    before = _state()
    lan = cast.actor("lan")
    for to, reason in (("C", "x"), ("v1", "x"), ("A1", "x"), ("D", "  ")):
        with pytest.raises(WrongData):
            services.pass_on_matter(actor=lan, matter=matter, target=cast.province[to].pk, reason=reason)
    assert _state() == before


def test_the_same_transfer_again_is_the_one_that_is_there(cast: Cast) -> None:
    matter = _sent(cast)
    _pass(cast, "lan", matter, "D")
    before = _state()
    _pass(cast, "lan", matter, "D")
    assert _state() == before


def test_back_and_forth_goes_up_to_the_body_above_both(cast: Cast) -> None:
    matter = _sent(cast)
    _pass(cast, "lan", matter, "D")
    services.take_over_matter(actor=cast.actor("minh"), matter=_now(matter))
    _pass(cast, "minh", matter, "C", "Không phải của D")
    after = _now(matter)
    referral = Referral.objects.get()
    assert (after.state, after.organisation_id) == (MatterState.STUCK, cast.province["D"].pk)
    assert (referral.why, referral.body_id) == ("back", cast.province["P"].pk)
    assert _work(matter) == [("decide", "P")]
    assert queries.get_matter(cast.actor("tung"), matter.uid).pk == matter.pk
    with pytest.raises(WrongMoment):
        services.decide_matter(
            actor=cast.actor("lan"), matter=after, target=cast.province["C"].pk, reason="x"
        )


def test_a_body_that_bounced_is_not_asked_again_but_the_level_above(cast: Cast) -> None:
    matter = _sent(cast)
    _pass(cast, "lan", matter, "D")
    services.bounce_matter(actor=cast.actor("minh"), matter=_now(matter), reason="Không")
    _pass(cast, "lan", matter, "D", "Vẫn là của D")
    assert Referral.objects.get().why == "back"


def test_the_level_above_decides_and_the_body_has_it_at_once(cast: Cast) -> None:
    matter = _sent(cast)
    services.raise_matter(actor=cast.actor("lan"), matter=_now(matter), words="Không rõ của ai")
    tung, target = cast.actor("tung"), cast.province["D"].pk
    total = matter.total_due
    for _ in range(2):
        services.decide_matter(actor=tung, matter=_now(matter), target=target, reason="Đường của D")
    after = _now(matter)
    assert (after.state, after.organisation_id, after.total_due) == (MatterState.ACCEPTED, target, total)
    assert _work(matter) == [("handle", "D")]
    assert AuditEntry.objects.filter(verb="matter.decided").count() == 1
    with pytest.raises(NotFound):
        queries.get_matter(tung, matter.uid)
    running = Clock.objects.filter(subject=matter.uid, stopped=None).order_by("limit__code")
    assert [(one.limit.code, one.organisation) for one in running] == [
        ("feedback.front_ordinary", target),
        ("matter.total", target),
    ]


def test_after_three_hops_the_level_above_decides(cast: Cast) -> None:
    matter = _sent(cast)
    Matter.objects.filter(pk=matter.pk).update(hops=3)
    _pass(cast, "lan", matter, "E", "Của E")
    assert (_now(matter).state, Referral.objects.get().why) == (MatterState.STUCK, "hops")
    assert Transfer.objects.count() == 0


def test_what_a_body_does_not_answer_in_its_time_goes_up_and_the_sender_reads_it(cast: Cast) -> None:
    with clock.held_at(_at("2026-11-23T09:00+07:00")):
        matter = _sent(cast)
        _pass(cast, "lan", matter, "D")
    due = Transfer.objects.get().due
    assert due == _at("2026-11-26T17:00+07:00")
    with clock.held_at(due - timedelta(minutes=1)):
        _escalate()
        assert _now(matter).state == MatterState.MOVING
    with clock.held_at(due + timedelta(minutes=1)):
        _escalate()
        _escalate()
    assert (_now(matter).state, Referral.objects.get().why) == (MatterState.STUCK, "silent")
    assert Transfer.objects.get().state == "dropped"
    with pytest.raises(NotFound):
        queries.get_matter(cast.actor("minh"), matter.uid)
    said = [line.sentence for line in passages_of(_now(matter))]
    assert said[:2] == ["Đã báo Ban P quyết định nơi giải quyết", "Đã báo lên Ban P vì quá hạn"]
    assert len(said) == 4


def test_a_late_answer_climbs_and_those_above_look_where_no_text_is(cast: Cast) -> None:
    with clock.held_at(_at("2026-11-23T09:00+07:00")):
        matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
    assert matter.answer_due is not None
    with clock.held_at(matter.answer_due + timedelta(hours=1)):
        _escalate()
        (row,) = queries.late_below(cast.actor("tung"))
    assert row.pk == matter.pk
    notice = Notice.objects.get(kind="work.overdue")
    assert (notice.account_id, notice.url) == (cast.accounts["tung"].pk, "/phan-anh/cap-duoi/qua-han/")
    assert passages_of(matter)[0].sentence == "Đã báo lên Ban P vì quá hạn"


def test_a_state_body_is_passed_a_matter_and_goes_up_in_its_own_tree(cast: Cast) -> None:
    with clock.held_at(_at("2026-11-23T09:00+07:00")):
        matter = _sent(cast)
        _pass(cast, "lan", matter, "UBND C")
    official = _official(cast, "UBND C")
    with clock.held_at(_at("2026-11-24T09:00+07:00")):
        services.take_over_matter(actor=official, matter=_now(matter))
    assert _now(matter).organisation_id == cast.province["UBND C"].pk
    (running,) = queries.answer_clocks(_now(matter))
    assert queries.body_to_tell(running) == cast.province["UBND P"].pk


def _official(cast: Cast, name: str) -> Actor:
    """Return somebody who receives and answers at a State body."""
    from lienthong.identity import queries as identity_queries
    from lienthong.identity import services as identity
    from tests.small_province import BEGIN

    body = cast.province[name]
    account = identity.create_account(
        actor=OPERATOR, username="ubnd", name="Ubnd", organisation=body, password="a long password here"
    )
    role = next(one for one in identity_queries.roles() if one.code == "commune_officer")
    identity.give_grant(
        actor=OPERATOR,
        account=account,
        role=role,
        tree=cast.province.state_tree,
        system=cast.province.state,
        organisation=body,
        reach="here",
        since=BEGIN,
    )
    return identity_queries.actor_for(account)


def test_a_transfer_over_30_april_counts_a_make_up_day(cast: Cast) -> None:
    """Given on the eve of the holidays of 2026; Saturday 22/08/2026 is worked where Monday 31/08 is off."""
    letter_to(cast)
    with clock.held_at(_at("2026-04-29T10:00+07:00")):
        matter = _sent(cast)
        _pass(cast, "lan", matter, "D")
    due = Transfer.objects.get().due
    assert due is not None
    # 30/4 and 1/5 are off, 2/5 and 3/5 a weekend: the two days are Monday and Tuesday.
    assert due.astimezone(clock.LOCAL).date().isoformat() == "2026-05-05"


# ── the body complained about ────────────────────────────────────────────────────────────────────────────────────────


def test_what_complains_about_a_body_never_comes_to_it(cast: Cast) -> None:
    about = cast.province["D"].pk
    matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast, about=about))
    lan, before = cast.actor("lan"), _state()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(WrongData):
        services.pass_on_matter(actor=lan, matter=_now(matter), target=about, reason="x")
    with pytest.raises(WrongData):
        services.share_matter(actor=lan, matter=_now(matter), body=about, question="x", due=tomorrow)
    assert _state() == before
    assert about not in [unit.id for unit in queries.bodies_to_choose(lan, matter)]
    services.raise_matter(actor=lan, matter=_now(matter), words="Không rõ")
    with pytest.raises(WrongData):
        services.decide_matter(actor=cast.actor("tung"), matter=_now(matter), target=about, reason="x")


def test_the_level_above_that_is_complained_about_is_passed_by(cast: Cast) -> None:
    matter = _sent(cast, about=cast.province["P"].pk)
    with clock.held_at(clock.now() + timedelta(minutes=5)):
        services.raise_matter(actor=cast.actor("lan"), matter=_now(matter), words="Không rõ")
    assert Referral.objects.get().body_id == cast.province["Trung ương"].pk
    assert not queries.matters_for(cast.actor("tung")).exists()
    assert not queries.late_below(cast.actor("tung")).exists()
    with clock.held_at(clock.now() + timedelta(days=60)):
        assert not queries.late_below(cast.actor("tung")).exists()
        assert queries.late_below(cast.actor("ha")).exists()
        (load,) = queries.loads_below(cast.actor("ha"), queries.get_overseen(cast.actor("ha"), None))
        assert (load.unit, load.late) == ("P", 1)
        loads = queries.loads_below(cast.actor("tung"), queries.get_overseen(cast.actor("tung"), None))
        assert [one.late for one in loads] == [0, 0, 0]


# ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _share(cast: Cast, matter: Matter, to: str = "D", question: str = "Đường ống của ai?") -> Share:
    return services.share_matter(
        actor=cast.actor("lan"),
        matter=_now(matter),
        body=cast.province[to].pk,
        question=question,
        due=clock.today() + timedelta(days=2),
    )


def test_a_body_that_is_asked_sees_the_matter_without_contact_and_asks_nobody_further(cast: Cast) -> None:
    matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
    share = _share(cast, matter)
    assert _share(cast, matter) == share
    minh = cast.actor("minh")
    assert queries.get_matter(minh, matter.uid).pk == matter.pk
    assert _work(matter) == [("handle", "C"), ("share", "D")]
    for refused in (
        lambda: services.read_contact(actor=minh, matter=_now(matter)),
        lambda: services.share_matter(
            actor=minh,
            matter=_now(matter),
            body=cast.province["E"].pk,
            question="x",
            due=clock.today() + timedelta(days=1),
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()
    for _ in range(2):
        services.answer_share(actor=minh, share=share, answer="Của công ty cấp nước")
    (seen,) = queries.shares_of(cast.actor("lan"), matter)
    assert (seen.state, seen.answer) == ("answered", "Của công ty cấp nước")
    assert _work(matter) == [("handle", "C")]
    assert AuditEntry.objects.filter(verb="matter.share_answered").count() == 1


def test_no_more_than_five_are_asked_and_a_question_can_be_taken_back(cast: Cast) -> None:
    matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
    shares = [_share(cast, matter, question=f"Câu {number}?") for number in range(5)]
    with pytest.raises(WrongData):
        _share(cast, matter, "E")
    for share in shares:
        services.drop_share(actor=cast.actor("lan"), share=share)
    assert not queries.matters_for(cast.actor("minh")).exists()
    with pytest.raises(WrongMoment):
        services.answer_share(actor=cast.actor("minh"), share=shares[0], answer="x")


# ── asking, holding, guiding, looking ────────────────────────────────────────────────────────────────────────────────


def test_asking_the_sender_holds_the_answer_and_not_the_case(cast: Cast) -> None:
    with clock.held_at(_at("2026-11-23T09:00+07:00")):
        matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
        services.ask_sender(actor=cast.actor("lan"), matter=_now(matter), question="Nhà ở đoạn nào?")
    answer, total = matter.answer_due, matter.total_due
    with clock.held_at(_at("2026-11-26T09:00+07:00")):
        for _ in range(2):
            services.go_on(actor=NOBODY, matter=_now(matter), by_sender=True)
    after = _now(matter)
    assert (after.state, after.total_due) == (MatterState.ACCEPTED, total)
    # Asked on Monday the 23rd, answered on Thursday the 26th: of the days between only Wednesday was worked.
    assert (answer, after.answer_due) == (_at("2026-12-03T17:00+07:00"), _at("2026-12-04T17:00+07:00"))


def test_time_stands_only_for_reasons_that_the_limit_lists(cast: Cast) -> None:
    matter = services.accept_matter(actor=cast.actor("lan"), matter=_sent(cast))
    lan = cast.actor("lan")
    before = _state()
    with pytest.raises(WrongData):
        services.hold_matter(actor=lan, matter=_now(matter), reason=PauseReason.SUSPENDED, words="x")
    with pytest.raises(WrongData):
        services.hold_matter(actor=lan, matter=_now(matter), reason=PauseReason.EXPERTISE, words=" ")
    assert _state() == before
    for _ in range(2):
        services.hold_matter(
            actor=lan, matter=_now(matter), reason=PauseReason.EXPERTISE, words="Xét nghiệm nước"
        )
    assert AuditEntry.objects.filter(verb="matter.held").count() == 1
    for _ in range(2):
        services.let_go_on(actor=lan, matter=_now(matter))
    assert AuditEntry.objects.filter(verb="matter.let_go").count() == 1
    assert [line.step for line in passages_of(matter)][:2] == ["let_go", "hold"]


def test_whoever_came_to_the_wrong_door_is_told_the_right_one(cast: Cast) -> None:
    matter = _sent(cast)
    lan = cast.actor("lan")
    before = _state()
    with pytest.raises(WrongData):
        services.guide_matter(actor=lan, matter=_now(matter), reason="because")
    assert _state() == before
    for _ in range(2):
        services.guide_matter(actor=lan, matter=_now(matter), reason="police", words="Công an xã C.")
    assert _now(matter).state == MatterState.GUIDED
    words = Passage.objects.get(step="guide").words
    assert "113" in words
    assert words.endswith("Công an xã C.")
    assert not Clock.objects.filter(subject=matter.uid, stopped=None).exists()
    assert _work(matter) == []
    assert queries.rescue_rate(cast.province["C"].pk) == queries.RescueRate(told=1, passed=0, others=0)


def test_a_matter_is_taken_to_the_right_door_only_with_consent(cast: Cast) -> None:
    matter = _sent(cast)
    words: dict[str, Any] = {
        "actor": cast.actor("lan"),
        "reason": "procedure",
        "target": cast.province["UBND C"].pk,
        "words": "Hồ sơ ở Ủy ban",
    }
    with pytest.raises(WrongData):
        services.pass_on_with_consent(matter=_now(matter), consents=False, **words)
    assert Rescue.objects.count() == 0
    services.pass_on_with_consent(matter=_now(matter), consents=True, **words)
    assert (_now(matter).state, Rescue.objects.get().way) == (MatterState.MOVING, "passed")


def test_each_look_at_who_sent_it_is_written_down_and_shows_no_code(cast: Cast) -> None:
    matter = _sent(cast)
    for _ in range(2):
        seen = services.read_contact(actor=cast.actor("lan"), matter=matter)
    assert (seen.name, seen.code, seen.pin) == ("Người gửi thử", "", "")
    assert AuditEntry.objects.filter(verb="matter.contact_read", subject=matter.uid).count() == 2


def test_notices_and_work_hold_nothing_of_what_was_sent(cast: Cast) -> None:
    matter = _sent(cast, place="Nhà số 7 đầu thôn")
    _pass(cast, "lan", matter, "D", "Lý do riêng tư")
    services.bounce_matter(actor=cast.actor("minh"), matter=_now(matter), reason="Điều kín")
    services.raise_matter(actor=cast.actor("lan"), matter=_now(matter), words="Điều kín")
    kept = " ".join(str(list(model.objects.values())) for model in (Notice, WorkItem))
    for word in ("Nhà số 7", "Lý do riêng tư", "Điều kín", "Người gửi thử", "đục"):
        assert word not in kept
