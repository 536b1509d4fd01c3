"""A proposal: complete, judged blind by people who said first that they have no interest, decided by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lienthong.desk.models import WorkItem
from lienthong.feedback import queries, services
from lienthong.feedback.models import (
    Assessment,
    ConflictStatement,
    Decision,
    Matter,
    MatterClass,
    Outcome,
    Panel,
    Passage,
    Pilot,
    Proposal,
)
from lienthong.feedback.rules import criteria
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.client import client_of
from tests.matters import CONTACT, send_matter

from .test_lanes import officer

pytestmark = pytest.mark.django_db

TEXT = "Lắp cảm biến báo mực nước ở cống đầu thôn."
MARKS = {"newness": 3, "use": 5, "feasible": 4, "spread": 2}


def checked(cast: Cast) -> Proposal:
    """Return a proposal whose every check is ticked."""
    matter = send_matter(cast, matter_class=MatterClass.PROPOSAL).matter
    made = services.open_proposal(actor=cast.actor("lan"), matter=matter)
    ticks = {one.code: True for one in queries.checks_now()}
    return services.check_proposal(
        actor=cast.actor("lan"),
        proposal=made,
        title="Báo mực nước",
        text=TEXT,
        checks=ticks,
        seen=made.version,
    )


@pytest.fixture
def panel(cast: Cast) -> Proposal:
    """Return a proposal that Hà, Tùng and Mai judge; Bình leads the commune and decides."""
    officer(cast, "mai", "C", "commune_leader")
    officer(cast, "binh", "C", "commune_leader")
    members = [cast.accounts[name].uid for name in ("ha", "tung", "mai")]
    return services.give_to_panel(actor=cast.actor("lan"), proposal=checked(cast), members=members)


def judge(cast: Cast, name: str, proposal: Proposal, **marks: int) -> Assessment:
    """Let somebody say that they have no interest, and hand in their marks."""
    services.state_conflict(actor=cast.actor(name), proposal=proposal, has=False)
    return services.assess_proposal(
        actor=cast.actor(name),
        proposal=proposal,
        marks={**MARKS, **marks},
        opinion=f"Ý kiến {name}",
        note="riêng",
    )


def assessed(cast: Cast, proposal: Proposal) -> Proposal:
    """Return a proposal whose panel is done."""
    for name in ("ha", "tung", "mai"):
        judge(cast, name, proposal)
    return services.end_assessment(actor=cast.actor("lan"), proposal=proposal)


def state(proposal: Proposal) -> str:
    """Return where a proposal stands in the table."""
    return str(Proposal.objects.values_list("state", flat=True).get(pk=proposal.pk))


# ── complete ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_opening_twice_is_one_file_and_only_of_a_proposal(cast: Cast) -> None:
    lan = cast.actor("lan")
    matter = send_matter(cast, matter_class=MatterClass.PROPOSAL).matter
    assert services.open_proposal(actor=lan, matter=matter) == services.open_proposal(
        actor=lan, matter=matter
    )
    assert AuditEntry.objects.filter(verb="proposal.opened").count() == 1
    with pytest.raises(WrongMoment, match="không thuộc loại đề xuất"):
        services.open_proposal(actor=lan, matter=send_matter(cast).matter)
    with pytest.raises(NotAllowed):
        services.open_proposal(actor=cast.actor("minh"), matter=matter)
    assert Proposal.objects.count() == 1


def test_what_is_not_complete_is_not_given_to_a_panel(cast: Cast) -> None:
    made = checked(cast)
    members = [cast.accounts[name].uid for name in ("ha", "tung", "lan")]
    ticks = {one.code: one.code != "effect" for one in queries.checks_now()}
    row = services.check_proposal(
        actor=cast.actor("lan"),
        proposal=made,
        title="Báo mực nước",
        text=TEXT,
        checks=ticks,
        seen=made.version,
    )
    with pytest.raises(WrongMoment, match="chưa đủ nội dung"):
        services.give_to_panel(actor=cast.actor("lan"), proposal=row, members=members)
    assert (state(row), Panel.objects.count()) == ("checking", 0)


def test_a_number_of_a_person_does_not_get_into_the_text_of_the_panel(cast: Cast) -> None:
    made = checked(cast)
    with pytest.raises(WrongData, match="Chưa lưu") as refused:
        services.check_proposal(
            actor=cast.actor("lan"),
            proposal=made,
            title="Báo mực nước",
            text="Gọi tôi 0912345678",
            checks={},
            seen=made.version,
        )
    assert set(refused.value.faults) == {"text"}
    assert Proposal.objects.get().text == TEXT


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(cast: Cast) -> None:
    made = checked(cast)
    with pytest.raises(WrongMoment, match="vừa sửa"):
        services.check_proposal(
            actor=cast.actor("lan"), proposal=made, title="Khác", text=TEXT, checks={}, seen=made.version - 1
        )
    assert Proposal.objects.get().title == "Báo mực nước"


@pytest.mark.parametrize("names", [("ha", "tung"), ("ha", "tung", "lan"), ("ha", "tung", "minh")])
def test_a_panel_has_three_members_who_may_judge(cast: Cast, names: tuple[str, ...]) -> None:
    made = checked(cast)
    with pytest.raises(WrongData) as refused:
        services.give_to_panel(
            actor=cast.actor("lan"), proposal=made, members=[cast.accounts[name].uid for name in names]
        )
    assert set(refused.value.faults) == {"members"}
    assert (state(made), Panel.objects.count()) == ("checking", 0)


# ── blind ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_reads_or_judges_before_the_statement_of_interest(cast: Cast, panel: Proposal) -> None:
    address = reverse("feedback:judging", args=[panel.uid])
    page = client_of(cast.accounts["ha"]).get(address).content.decode()
    assert TEXT not in page
    assert "Báo mực nước" not in page
    with pytest.raises(WrongMoment, match="Hãy khai"):
        services.assess_proposal(actor=cast.actor("ha"), proposal=panel, marks=MARKS, opinion="Được")
    services.state_conflict(actor=cast.actor("ha"), proposal=panel, has=False)
    assert TEXT in client_of(cast.accounts["ha"]).get(address).content.decode()
    assert Assessment.objects.count() == 0


def test_who_has_an_interest_is_out(cast: Cast, panel: Proposal) -> None:
    services.state_conflict(actor=cast.actor("ha"), proposal=panel, has=True)
    page = client_of(cast.accounts["ha"]).get(reverse("feedback:judging", args=[panel.uid])).content.decode()
    assert TEXT not in page
    with pytest.raises(NotAllowed, match="xung đột lợi ích"):
        services.assess_proposal(actor=cast.actor("ha"), proposal=panel, marks=MARKS, opinion="Được")
    with pytest.raises(WrongMoment, match="không khai lại được"):
        services.state_conflict(actor=cast.actor("ha"), proposal=panel, has=False)
    assert ConflictStatement.objects.get().has is True
    assert Assessment.objects.count() == 0
    for name in ("tung", "mai"):
        judge(cast, name, panel)
    assert services.end_assessment(actor=cast.actor("lan"), proposal=panel).state == "assessed"


def test_a_member_sees_neither_sender_nor_matter_nor_others_marks(cast: Cast, panel: Proposal) -> None:
    mai = cast.actor("mai")
    assert not queries.matters_for(mai).filter(pk=panel.matter_id).exists()
    judge(cast, "ha", panel, newness=1)
    judge(cast, "mai", panel)
    page = client_of(cast.accounts["mai"]).get(reverse("feedback:judging", args=[panel.uid])).content.decode()
    for hidden in (CONTACT.name, CONTACT.phone, "Ý kiến ha", "Trung vị"):
        assert hidden not in page
    assert queries.marks_of(Proposal.objects.get(pk=panel.pk)) is None
    officers = (
        client_of(cast.accounts["lan"]).get(reverse("feedback:proposal", args=[panel.uid])).content.decode()
    )
    assert "Ý kiến" not in officers
    assert "riêng" not in officers


def test_marks_open_when_all_are_in_or_the_time_is_over(cast: Cast, panel: Proposal) -> None:
    judge(cast, "ha", panel, newness=1)
    with pytest.raises(WrongMoment, match="Chưa đủ phiếu"):
        services.end_assessment(actor=cast.actor("lan"), proposal=panel)
    assert state(panel) == "judging"
    with clock.held_at(clock.now() + timedelta(days=14)):
        with pytest.raises(WrongMoment, match="đã hết"):
            services.state_conflict(actor=cast.actor("tung"), proposal=panel, has=False)
        row = services.end_assessment(actor=cast.actor("lan"), proposal=panel)
        found = queries.marks_of(row)
    assert found is not None
    assert [(label, one.middle, one.number) for label, one in found.scores] == [
        ("Tính mới", 1.0, 1), ("Lợi ích cho người dân", 5.0, 1), ("Làm được với nguồn lực hiện có", 4.0, 1),
        ("Nhân rộng được", 2.0, 1),
    ]  # fmt: skip
    assert not WorkItem.objects.filter(kind="feedback.judge", state="open").exists()


def test_the_middle_of_the_marks_is_not_moved_by_one_member(cast: Cast, panel: Proposal) -> None:
    judge(cast, "ha", panel, use=1)
    judge(cast, "tung", panel)
    judge(cast, "mai", panel)
    row = services.end_assessment(actor=cast.actor("lan"), proposal=panel)
    found = queries.marks_of(row)
    assert found is not None
    assert [
        (one.middle, one.least, one.most) for label, one in found.scores if label == "Lợi ích cho người dân"
    ] == [(5.0, 1, 5)]
    assert found.opinions == ["Ý kiến ha", "Ý kiến mai", "Ý kiến tung"]
    assert "riêng" not in str(found)


def test_marks_are_whole_in_range_and_handed_in_once(cast: Cast, panel: Proposal) -> None:
    services.state_conflict(actor=cast.actor("ha"), proposal=panel, has=False)
    with pytest.raises(WrongData) as refused:
        services.assess_proposal(
            actor=cast.actor("ha"), proposal=panel, marks={"newness": 6, "use": 0, "feasible": 3}, opinion=" "
        )
    assert set(refused.value.faults) == {"mark_newness", "mark_use", "mark_spread", "opinion"}
    assert Assessment.objects.count() == 0
    first = services.assess_proposal(actor=cast.actor("ha"), proposal=panel, marks=MARKS, opinion="Được")
    assert (
        services.assess_proposal(actor=cast.actor("ha"), proposal=panel, marks=MARKS, opinion="Được") == first
    )
    with pytest.raises(WrongMoment, match="không sửa được"):
        services.assess_proposal(actor=cast.actor("ha"), proposal=panel, marks=MARKS, opinion="Khác")
    assert Assessment.objects.get().opinion == "Được"


def test_who_is_not_in_the_panel_finds_nothing(cast: Cast, panel: Proposal) -> None:
    for name in ("binh", "minh", "lan", "hoa"):
        with pytest.raises(NotFound):
            services.state_conflict(actor=cast.actor(name), proposal=panel, has=False)
        with pytest.raises(NotFound):
            queries.get_seat(cast.actor(name), panel.uid)
    assert ConflictStatement.objects.count() == 0


# ── decided ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_named_person_who_has_not_judged_decides_with_reasons_that_the_sender_reads(
    cast: Cast, panel: Proposal
) -> None:
    row = assessed(cast, panel)
    made = services.decide_proposal(
        actor=cast.actor("binh"), proposal=row, outcome=Outcome.ACCEPTED, reasons="Rẻ và cần."
    )
    again = services.decide_proposal(
        actor=cast.actor("binh"), proposal=row, outcome=Outcome.ACCEPTED, reasons="Rẻ và cần."
    )
    assert (made, made.decided_by, state(row)) == (again, cast.accounts["binh"].uid, "accepted")
    told = Passage.objects.get(matter=row.matter, step="proposal_accepted")
    assert told.words == "Rẻ và cần."


@pytest.mark.parametrize(
    ("who", "reasons", "refusal"),
    [
        ("mai", "Vì", NotAllowed),
        ("lan", "Vì", NotAllowed),
        ("minh", "Vì", NotAllowed),
        ("binh", "  ", WrongData),
    ],
)
def test_who_judged_who_may_not_and_who_says_no_reason_does_not_decide(
    cast: Cast, panel: Proposal, who: str, reasons: str, refusal: type[Refusal]
) -> None:
    row = assessed(cast, panel)
    with pytest.raises(refusal):
        services.decide_proposal(
            actor=cast.actor(who), proposal=row, outcome=Outcome.DECLINED, reasons=reasons
        )
    assert (state(row), Decision.objects.count()) == ("assessed", 0)


def test_nothing_is_decided_before_the_panel_is_done(cast: Cast, panel: Proposal) -> None:
    with pytest.raises(WrongMoment):
        services.decide_proposal(
            actor=cast.actor("binh"), proposal=panel, outcome=Outcome.ACCEPTED, reasons="Vì"
        )
    assert Decision.objects.count() == 0


def test_a_pilot_has_a_place_and_days_and_ends_with_a_result(cast: Cast, panel: Proposal) -> None:
    row, binh = assessed(cast, panel), cast.actor("binh")
    wrong = services.PilotFacts("", date(2027, 2, 1), date(2027, 1, 1))
    with pytest.raises(WrongData) as refused:
        services.decide_proposal(actor=binh, proposal=row, outcome=Outcome.PILOT, reasons="Thử", pilot=wrong)
    assert set(refused.value.faults) == {"place", "until"}
    assert (Decision.objects.count(), Pilot.objects.count()) == (0, 0)
    right = services.PilotFacts("Thôn v1", date(2027, 1, 1), date(2027, 3, 31))
    services.decide_proposal(actor=binh, proposal=row, outcome=Outcome.PILOT, reasons="Thử", pilot=right)
    with pytest.raises(WrongData):
        services.conclude_pilot(actor=cast.actor("lan"), proposal=row, result=" ")
    assert Pilot.objects.get().result == ""
    services.conclude_pilot(actor=cast.actor("lan"), proposal=row, result="Báo sớm 40 phút.")
    assert (state(row), Pilot.objects.get().result) == ("concluded", "Báo sớm 40 phút.")
    stages = queries.kept_of(Matter.objects.get(pk=row.matter_id)).stages
    assert [(one.label, one.is_here) for one in stages][-1] == ("Thí điểm xong, đã có kết quả", True)


def test_the_whole_way_goes_through_pages(cast: Cast) -> None:
    officer(cast, "mai", "C", "commune_leader")
    officer(cast, "binh", "C", "commune_leader")
    matter = send_matter(cast, matter_class=MatterClass.PROPOSAL).matter
    lan = client_of(cast.accounts["lan"])
    assert "Mở hồ sơ" in lan.get(reverse("feedback:proposals")).content.decode()
    assert lan.post(reverse("feedback:open_proposal", args=[matter.uid])).status_code == 302
    made = Proposal.objects.get()
    page = reverse("feedback:proposal", args=[made.uid])
    ticks = {f"check_{one.code}": "on" for one in queries.checks_now()}
    sent = lan.post(page, {"do": "check", "seen": 1, "title": "Báo mực nước", "text": TEXT, **ticks})
    assert sent.status_code == 302
    assert lan.post(page, {"do": "panel", "days": 7}).status_code == 422
    members = [str(cast.accounts[name].uid) for name in ("ha", "tung", "mai")]
    assert lan.post(page, {"do": "panel", "days": 7, "members": members}).status_code == 302
    judging = reverse("feedback:judging", args=[made.uid])
    for name in ("ha", "tung", "mai"):
        member = client_of(cast.accounts[name])
        assert judging in member.get(reverse("feedback:judgings")).content.decode()
        assert member.post(judging, {"do": "state"}).status_code == 422
        assert member.post(judging, {"do": "state", "has": "no"}).status_code == 302
        marks = {f"mark_{code}": mark for code, mark in MARKS.items()}
        assert member.post(judging, {"do": "assess", "opinion": "Được", **marks}).status_code == 302
    assert lan.post(page, {"do": "end"}).status_code == 302
    binh = client_of(cast.accounts["binh"])
    assert "Trung vị" in binh.get(page).content.decode()
    assert binh.post(page, {"do": "decide", "outcome": "pilot", "reasons": "Thử"}).status_code == 422
    facts = {"place": "Thôn v1", "since": "01/01/2027", "until": "31/03/2027"}
    assert binh.post(page, {"do": "decide", "outcome": "pilot", "reasons": "Thử", **facts}).status_code == 302
    assert lan.post(page, {"do": "conclude", "result": "Tốt"}).status_code == 302
    assert state(made) == "concluded"
    assert "Báo mực nước" in lan.get(reverse("feedback:proposals") + "?as=csv").content.decode("utf-8-sig")


def test_a_neighbour_sees_no_proposal(cast: Cast, panel: Proposal) -> None:
    minh: Actor = cast.actor("minh")
    assert not queries.proposals_for(minh).exists()
    with pytest.raises(NotFound):
        queries.get_proposal(minh, panel.uid)


def test_a_panel_of_which_nobody_may_judge_shows_nothing_before_its_time_is_over() -> None:
    now = clock.now()
    out = criteria.Seat(conflict=True, has_judged=False)
    assert not criteria.is_open_to_view([out], now + timedelta(days=1), now)
    assert criteria.is_open_to_view([out], now, now)
    waits = criteria.Seat(conflict=None, has_judged=False)
    done = criteria.Seat(conflict=False, has_judged=True)
    assert not criteria.is_open_to_view([done, waits], None, now)
    assert criteria.is_open_to_view([done, out], None, now)
