"""The pages of restructurings: what each shows to whom, what is posted there, and refusals that change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.desk.models import Notice
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account
from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.filled import read_sheet
from lienthong.kernel.models import Job
from lienthong.kernel.text import search_key
from lienthong.registry.models import AreaVersion
from lienthong.registry.services import appoint_official
from lienthong.restructuring import queries, services
from lienthong.restructuring.forms import packed, unpacked
from lienthong.restructuring.models import Decision, Plan, PlanState
from lienthong.restructuring.models import Step as StepRow
from lienthong.restructuring.rules.steps import Step
from tests.cast import Cast
from tests.client import client_of
from tests.small_province import BEGIN, CHANGE

from .lands import abolish, create, merge, rename, split
from .plans import MERGER, drafted

pytestmark = pytest.mark.django_db

PAST = date(2026, 11, 2)  # a day that has come, after that of the act


@pytest.fixture
def mai(land: Cast) -> Account:
    """Return the account of a second administrator at the centre, beside Đức."""
    (role,) = (role for role in identity_queries.roles() if role.code == "administrator")
    place = land.province["Trung ương"]
    account = identity.create_account(
        actor=OPERATOR, username="mai", name="Mai", organisation=place, password="mai long password"
    )
    identity.give_grant(
        actor=OPERATOR,
        account=account,
        role=role,
        tree=land.province.tree,
        system=land.province.front,
        organisation=place,
        reach="below",
        since=BEGIN,
    )
    land.accounts["mai"] = account
    return account


def get(cast: Cast, who: str, name: str, plan: Plan, *more: object, **query: str) -> Any:
    return client_of(cast.accounts[who]).get(reverse(f"restructuring:{name}", args=[plan.uid, *more]), query)


def shown(cast: Cast, who: str, name: str, plan: Plan, *more: object, **query: str) -> str:
    answer = get(cast, who, name, plan, *more, **query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(cast: Cast, who: str, name: str, plan: Plan, *more: object, **words: Any) -> Any:
    plan.refresh_from_db()
    where = reverse(f"restructuring:{name}", args=[plan.uid, *more])
    return client_of(cast.accounts[who]).post(where, {"seen": plan.version, **words})


def kept(plan: Plan) -> list[Any]:
    """Return all that a refusal must leave alone."""
    rows = (Plan.objects.filter(pk=plan.pk), StepRow.objects.all(), Decision.objects.all(), Job.objects.all())
    return [list(one.order_by("pk").values()) for one in rows]


def run_jobs(cast: Cast) -> Job:
    """Let whoever asked for long work have it done, and return it."""
    by_uid = {account.uid: account for account in cast.accounts.values()}

    def whoever_asked(job: Job) -> Actor | None:
        return identity_queries.actor_for(by_uid[job.asked_by]) if job.asked_by else None

    done = jobs.run_next(whoever_asked)
    assert done is not None
    assert (done.state, done.fault) == ("done", "")
    return done


def approved(cast: Cast, steps: Sequence[Step] = MERGER, **said: Any) -> Plan:
    """Return a plan that Đức wrote and Mai approved."""
    duc = cast.actor("duc")
    plan = drafted(cast, steps, actor=duc, act_date=date(2026, 10, 1), **said)
    services.check_plan(actor=duc, plan=plan, seen=plan.version)
    plan.refresh_from_db()
    services.approve_plan(actor=cast.actor("mai"), plan=plan, seen=plan.version)
    plan.refresh_from_db()
    return plan


# ── the list, and what a plan says of itself ─────────────────────────────────────────────────────────────────────────


def test_the_list_is_searched_without_marks_and_narrowed(land: Cast) -> None:
    drafted(land)
    drafted(land, place="P", title="Của tỉnh", act_number="7/NQ")
    where = reverse("restructuring:plans")

    def listed(who: str, **query: str) -> tuple[bool, bool]:
        text = client_of(land.accounts[who]).get(where, query).content.decode()
        return "Sắp xếp xã tỉnh Bình Nguyên" in text, "Của tỉnh" in text

    assert (listed("duc"), listed("tung")) == ((True, True), (False, True))
    assert (listed("duc", q="cua tinh"), listed("duc", q="12/nq")) == ((False, True), (True, False))
    assert listed("duc", **{"trang-thai": "approved"}) == (False, False)
    assert listed("duc", tu="02/12/2026") == (False, False)
    assert "Lập phương án mới" in client_of(land.accounts["duc"]).get(where).content.decode()
    assert "Lập phương án mới" not in client_of(land.accounts["ha"]).get(where).content.decode()
    assert client_of(land.accounts["duc"]).get(where, {"as": "csv"}).status_code == 200


def test_the_menu_leads_there_whoever_may_see_plans(land: Cast) -> None:
    ways = {
        who: reverse("restructuring:plans")
        in client_of(land.accounts[who]).get("/thong-bao/").content.decode()
        for who in ("lan", "tung", "duc")
    }
    assert ways == {"lan": False, "tung": True, "duc": True}


def test_a_plan_is_begun_and_changed(land: Cast) -> None:
    client, centre = client_of(land.accounts["duc"]), land.province["Trung ương"]
    where = reverse("restructuring:new")
    said = {
        "title": "Sắp xếp xã",
        "act_number": "9/NQ",
        "act_date": "01/10/2026",
        "act_body": "Cơ quan thử",
        "effective_on": "01/12/2026",
        "body": str(centre.uid),
        "systems": ["front"],
        "with_areas": "on",
        "locked_returns": "refuse",
    }
    missing = client.post(where, {**said, "title": ""})
    assert (missing.status_code, Plan.objects.count()) == (422, 0)
    late = client.post(where, {**said, "act_date": "02/12/2026"})
    assert (late.status_code, Plan.objects.count()) == (422, 0)
    assert "Ngày ban hành phải không muộn hơn ngày có hiệu lực." in late.content.decode()
    client.post(where, said)
    plan = Plan.objects.get()
    assert (plan.title, plan.organisation, plan.systems, plan.effective_on) == (
        "Sắp xếp xã",
        centre,
        ["front"],
        date(2026, 12, 1),
    )
    assert post(land, "duc", "change", plan, **{**said, "title": "Sắp xếp lại"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.version) == ("Sắp xếp lại", 2)


def test_a_change_over_somebody_elses_is_refused_with_nothing_changed(land: Cast) -> None:
    plan = drafted(land, ())
    before = kept(plan)
    for name in ("change", "check", "discard"):
        where = reverse(f"restructuring:{name}", args=[plan.uid])
        answer = client_of(land.accounts["duc"]).post(where, {"seen": "7"})
        assert answer.status_code in {409, 422}
    for who, status in (("ha", 403), ("tung", 404), ("lan", 404)):
        assert post(land, who, "discard", plan).status_code == status
    assert kept(plan) == before


# ── one page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_leader_sees_what_it_does_what_is_wrong_and_whose_turn_it_is(land: Cast) -> None:
    plan = drafted(land, (*MERGER, rename("24299", "Đảo Yến")))
    text = shown(land, "ha", "plan", plan)
    for words in ("Nhập toàn bộ", "Bắt buộc sửa", "Người soạn: sửa 1 lỗi.", "12/NQ-TEST", "01/12/2026"):
        assert words in text
    assert "Kiểm tra xong, trình phê duyệt" not in text
    sound = shown(land, "duc", "plan", drafted(land, title="Khác", act_number="8"))
    assert "Kiểm tra xong, trình phê duyệt" in sound
    assert "Kiểm tra xong, trình phê duyệt" not in shown(land, "ha", "plan", plan)


def test_a_plan_with_a_fault_is_not_counted_as_checked(land: Cast) -> None:
    plan = drafted(land, (*MERGER, rename("24299", "Đảo Yến")))
    before = kept(plan)
    answer = post(land, "duc", "check", plan)
    assert answer.status_code == 422
    assert "Phương án còn 1 lỗi phải sửa." in answer.content.decode()
    assert kept(plan) == before


def test_whoever_wrote_it_is_told_that_somebody_else_approves(land: Cast, mai: Account) -> None:
    plan = drafted(land, actor=land.actor("duc"))
    post(land, "duc", "check", plan)
    before = kept(plan)
    assert "nên không phê duyệt được" in shown(land, "duc", "plan", plan)
    assert post(land, "duc", "approve", plan).status_code == 403
    assert kept(plan) == before
    assert "Phê duyệt phương án theo 12/NQ-TEST" in shown(land, "mai", "plan", plan)
    post(land, "mai", "approve", plan)
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED
    unsaid = post(land, "duc", "reopen", plan, reason="")
    assert (unsaid.status_code, Plan.objects.get().state) == (422, PlanState.APPROVED)
    post(land, "duc", "reopen", plan, reason="Sai tên")
    assert "Mở lại để sửa: Sai tên" in shown(land, "ha", "plan", plan)


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_steps_are_listed_with_the_names_of_the_eve_found_and_exported(land: Cast) -> None:
    for code, name in (("24277", "Xã Suối Đá"), ("24278", "Phường Hồ Sen")):
        AreaVersion.objects.filter(code=code).update(full_name=name, search_key=search_key(name))
    plan = drafted(land)
    text = shown(land, "ha", "steps", plan)
    assert "Xã Suối Đá (24277)" in text
    assert "Suối Sen (24277)" in text
    only = shown(land, "ha", "steps", plan, q="ho sen")
    assert ("Hồ Sen" in only, "Suối Đá" in only) == (True, False)
    assert "Thành lập</td>" not in shown(land, "ha", "steps", plan, viec="merge")
    assert get(land, "ha", "steps", plan, **{"as": "xlsx"}).status_code == 200
    assert "Cách xem của tôi" not in text


def test_the_form_asks_only_what_its_kind_needs(land: Cast) -> None:
    plan = drafted(land, ())
    merging = shown(land, "duc", "add_step", plan, viec="merge")
    assert ('name="old_code"' in merging, 'name="share"' in merging) == (True, False)
    splitting = shown(land, "duc", "add_step", plan, viec="split")
    assert ('name="share"' in splitting, 'name="unit_kind"' in splitting) == (True, False)
    where = reverse("restructuring:add_step", args=[plan.uid])
    said = {"seen": plan.version, "old_code": "24277", "new_code": "24280", "share": "một nửa"}
    wrong = client_of(land.accounts["duc"]).post(f"{where}?viec=split", said)
    assert (wrong.status_code, StepRow.objects.count()) == (422, 0)
    client_of(land.accounts["duc"]).post(f"{where}?viec=split", {**said, "share": "25%", "default": "on"})
    row = StepRow.objects.get()
    assert (row.kind, row.level, row.old_code, row.new_code, str(row.share), row.default) == (
        "split",
        "commune",
        "24277",
        "24280",
        "0.2500000000",
        True,
    )


def test_a_step_shows_what_is_found_about_it_and_is_taken_out(land: Cast) -> None:
    plan = drafted(land, (*MERGER, rename("24279", "Đảo Yến")))
    text = shown(land, "duc", "step", plan, 4)
    assert "Bước này không làm" in text
    assert "Bỏ bước này" in text
    assert "Bỏ bước này" not in shown(land, "ha", "step", plan, 4)
    before = kept(plan)
    assert post(land, "ha", "remove_step", plan, 4).status_code == 403
    assert kept(plan) == before
    post(land, "duc", "remove_step", plan, 4)
    assert [step.position for step in queries.steps_of(plan)] == [1, 2, 3]
    assert get(land, "duc", "step", plan, 4).status_code == 404


def test_a_table_is_taken_filled_shown_and_only_then_written(land: Cast) -> None:
    plan, other = drafted(land, ()), drafted(land, title="Mẫu", act_number="1")
    workbook = get(land, "duc", "template", other).content
    assert [row.cells[1].text for row in read_sheet("a.xlsx", workbook).rows[2:]] == [
        "Thành lập",
        "Nhập toàn bộ",
        "Nhập toàn bộ",
    ]
    where = reverse("restructuring:table", args=[plan.uid])
    client = client_of(land.accounts["duc"])
    preview = client.post(where, {"file": SimpleUploadedFile("buoc.xlsx", workbook)})
    assert preview.status_code == 200
    assert "Đây là xem trước: chưa có gì được ghi." in preview.content.decode()
    assert queries.steps_of(plan) == []
    table = preview.context["table"]
    assert post(land, "ha", "confirm_table", plan, table=table).status_code == 403
    assert post(land, "duc", "confirm_table", plan, table="xyz").status_code == 422
    assert queries.steps_of(plan) == []
    assert post(land, "duc", "confirm_table", plan, table=table).status_code == 302
    assert queries.steps_of(plan) == queries.steps_of(other)


def test_a_table_with_wrong_rows_is_shown_with_them_and_writes_nothing(land: Cast) -> None:
    plan = drafted(land)
    before = kept(plan)
    where = reverse("restructuring:table", args=[plan.uid])
    wrong = "Bước,Cấp,Mã cũ,Mã mới,Tỷ lệ\nĐổi mã,,24277,24281,\n,,24278,24282,nhiều\n".encode()
    answer = client_of(land.accounts["duc"]).post(where, {"file": SimpleUploadedFile("buoc.csv", wrong)})
    assert answer.status_code == 422
    assert "“nhiều” không phải là tỷ lệ" in answer.content.decode()
    nonsense = client_of(land.accounts["duc"]).post(where, {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert nonsense.status_code == 422
    assert kept(plan) == before


def test_a_table_goes_through_a_form_and_back() -> None:
    table = "Bước,Mã cũ\nĐổi tên,00001\n".encode()
    assert unpacked(packed(table)) == table


# ── findings and comparison ──────────────────────────────────────────────────────────────────────────────────────────


def test_findings_say_what_blocks_first_and_lead_to_their_step(land: Cast) -> None:
    plan = drafted(land, (*MERGER, rename("24279", "Đảo Yến"), abolish("24279")))
    text = shown(land, "ha", "findings", plan)
    assert "vừa kết thúc vừa tiếp tục" in text
    assert reverse("restructuring:step", args=[plan.uid, 5]) in text
    warns = shown(land, "ha", "findings", plan, muc="warns")
    assert ("được dùng lại" in warns, "vừa kết thúc vừa tiếp tục" in warns) == (True, False)
    answer = get(land, "ha", "findings", plan, muc="blocks", **{"as": "csv"})
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "Bước;Mức độ;Nhận xét, và cách sửa;Nhóm",
        "5;Bắt buộc sửa;Đặc khu Đảo Yến (24279) vừa kết thúc vừa tiếp tục với thay đổi khác. Hãy bỏ một trong hai: "
        "nếu đơn vị kết thúc, tên và loại mới thuộc về bước thành lập đơn vị kế thừa.;Bước chưa đúng hoặc chưa đủ",
    ]


def test_what_a_plan_comes_to_is_worked_out_again_once_it_or_another_changes(land: Cast) -> None:
    duc, plan = land.actor("duc"), drafted(land)
    first = queries.looked_at(duc, plan)
    assert queries.looked_at(duc, plan) is first
    drafted(land, title="Khác", act_number="8")
    second = queries.looked_at(duc, plan)
    assert second is not first
    assert {one.code for one in second.problems} - {one.code for one in first.problems} == {"two_plans"}
    plan = services.add_step(actor=OPERATOR, plan=plan, step=abolish("24279"), seen=plan.version)
    assert len(queries.looked_at(duc, plan).steps) == 4
    with pytest.raises(NotAllowed):
        queries.looked_at(land.actor("lan"), plan)


def test_two_plans_are_compared_where_both_are_seen(land: Cast) -> None:
    plan = drafted(land)
    other = drafted(land, (create("24278", "Suối Sen", "66"), merge("24277", "24278")), title="Khác")
    text = shown(land, "ha", "comparison", plan, voi=str(other.uid))
    assert "Suối Sen (24278)" in text
    assert "So sánh với phương án khác" in shown(land, "ha", "comparison", plan)
    province = drafted(land, place="P", title="Của tỉnh")
    assert get(land, "tung", "comparison", province, voi=str(other.uid)).status_code == 422


# ── rehearsal, carrying out, and what changes for a unit ─────────────────────────────────────────────────────────────


def test_a_plan_is_rehearsed_and_its_effects_are_listed(land: Cast) -> None:
    plan = drafted(land)
    assert "Phương án chưa được diễn tập" in shown(land, "ha", "rehearsal", plan)
    before = kept(plan)
    assert post(land, "ha", "rehearse", plan).status_code == 403
    assert kept(plan) == before
    assert post(land, "duc", "rehearse", plan)["Location"].startswith("/viec/")
    assert "Đang chạy: Diễn tập phương án" in shown(land, "ha", "plan", plan)
    run_jobs(land)
    text = shown(land, "ha", "rehearsal", plan)
    for words in (
        "đúng với phương án hiện nay",
        "Đơn vị kết thúc",
        "không thu lại được",
        "Kết thúc, nhập vào",
    ):
        assert words in text
    some = shown(land, "ha", "rehearsal", plan, loai="registry.closed")
    assert ("Kết thúc, nhập vào" in some, "Tác động theo nhóm" in some) == (True, False)
    assert get(land, "ha", "rehearsal", plan, **{"as": "xlsx"}).status_code == 200
    services.add_step(actor=OPERATOR, plan=plan, step=rename("24279", "Yến"), seen=plan.version)
    assert "Hãy diễn tập lại" in shown(land, "ha", "rehearsal", plan)


def test_a_plan_is_carried_out_once_it_was_rehearsed_and_taken_back(land: Cast, mai: Account) -> None:
    plan = approved(land, effective_on=PAST)
    before = kept(plan)
    early = post(land, "mai", "carry_out", plan)
    assert early.status_code == 409
    assert "Phương án chưa được diễn tập đúng như bây giờ." in early.content.decode()
    assert kept(plan) == before
    post(land, "mai", "rehearse", plan)
    run_jobs(land)
    page = shown(land, "mai", "plan", plan)
    assert "Thực hiện với ngày 02/11/2026: 2 đơn vị kết thúc, 1 đơn vị được thành lập" in page
    assert "Thực hiện với ngày" not in shown(land, "ha", "plan", plan)
    assert post(land, "ha", "carry_out", plan).status_code == 403
    post(land, "mai", "carry_out", plan)
    assert run_jobs(land).link == reverse("restructuring:plan", args=[plan.uid])
    assert AreaVersion.objects.filter(name="Suối Sen", valid_from=PAST).count() == 1
    assert "Đã thực hiện xong." in shown(land, "ha", "plan", plan)
    post(land, "mai", "undo", plan)
    run_jobs(land)
    assert AreaVersion.objects.filter(name="Suối Sen").count() == 0
    assert "Mọi dữ liệu đã trở lại như trước." in shown(land, "ha", "plan", plan)


def test_a_clerk_is_told_and_reads_what_changes_for_the_commune(land: Cast, mai: Account) -> None:
    commune = land.province["C"]
    appoint_official(actor=OPERATOR, organisation=commune, name="Lan", title="Chủ tịch", since=CHANGE)
    plan = approved(land, effective_on=PAST)
    post(land, "mai", "rehearse", plan)
    run_jobs(land)
    for who, status in (("lan", 200), ("minh", 404), ("tung", 200), ("hoa", 404)):
        assert get(land, who, "unit", plan, commune.uid).status_code == status
    post(land, "mai", "carry_out", plan)
    run_jobs(land)
    notice = Notice.objects.filter(account=land.accounts["lan"]).latest("pk")
    assert notice.url == reverse("restructuring:unit", args=[plan.uid, commune.uid])
    text = client_of(land.accounts["lan"]).get(notice.url).content.decode()
    for words in ("Kết thúc, nhập vào", "từ ngày 02/11/2026", "Tự chuyển, bạn không cần làm gì", "1 chức vụ"):
        assert words in text
    assert get(land, "lan", "unit", plan, commune.uid, **{"as": "pdf"}).status_code == 200
    assert get(land, "lan", "plan", plan).status_code == 404
    assert "Không có gì thay đổi ở đơn vị này" in shown(land, "lan", "unit", plan, land.province["E"].uid)


def test_what_is_still_written_is_nobodys_news(land: Cast) -> None:
    plan = drafted(land)
    assert get(land, "lan", "unit", plan, land.province["C"].uid).status_code == 404
    assert get(land, "tung", "unit", plan, land.province["C"].uid).status_code == 200
    assert get(land, "duc", "unit", plan, UUID(int=1)).status_code == 404


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────

SPLIT = (
    create("24281", "Bến Cầu", "66"),
    create("24282", "Bãi Nổi", "66"),
    split("24277", "24281", default=True),
    split("24277", "24282"),
    merge("24278", "24282"),
)


def village(name: str) -> UUID:
    uid: UUID = AreaVersion.objects.get(name=name).area.uid
    return uid


def test_a_village_of_a_split_commune_goes_by_the_rule_until_somebody_decides(land: Cast) -> None:
    plan = drafted(land, SPLIT)
    text = shown(land, "duc", "cases", plan)
    assert [f"noi:{village(name)}" in text for name in ("v1", "v2", "v3", "v4")] == [True, True, True, False]
    chosen = {f"noi:{village('v1')}": "commune:24282", f"noi:{village('v2')}": ""}
    assert post(land, "duc", "cases", plan, **chosen).status_code == 302
    one = Decision.objects.get()
    assert (one.subject, one.level, one.code, one.by) == (
        village("v1"),
        "commune",
        "24282",
        land.accounts["duc"].uid,
    )
    done = shown(land, "ha", "cases", plan, da="roi")
    assert ("v1" in done, "Duc" in done, "Lưu các quyết định" in done) == (True, True, False)
    assert post(land, "duc", "cases", plan, **{f"noi:{village('v1')}": ""}).status_code == 302
    assert Decision.objects.count() == 0


def test_a_case_is_refused_where_it_may_not_go_and_to_whom_may_not_decide(land: Cast) -> None:
    plan = drafted(land, SPLIT)
    before = kept(plan)
    away = {f"noi:{village('v1')}": "commune:24282", f"noi:{village('v2')}": "commune:24279"}
    assert post(land, "duc", "cases", plan, **away).status_code == 422
    assert post(land, "ha", "cases", plan, **away).status_code == 403
    assert post(land, "duc", "cases", plan, seen=99, **away).status_code == 409
    assert kept(plan) == before


def test_people_of_the_same_title_at_one_heir_are_placed(land: Cast) -> None:
    for place, name in (("C", "Lan"), ("D", "Minh")):
        appoint_official(
            actor=OPERATOR, organisation=land.province[place], name=name, title="Chủ tịch", since=CHANGE
        )
    plan = drafted(land)
    cases = queries.cases_for(land.actor("duc"), plan)
    assert [(case.name, case.holder, case.rule.key.code if case.rule else "") for case in cases] == [
        ("Chủ tịch", "Minh", "24277"),
        ("Chủ tịch", "Lan", "24277"),
    ]
    # Who may not see officials elsewhere sees none here.
    assert [case.holder for case in queries.cases_for(land.actor("quan"), plan)] == ["", ""]
    subject = cases[0].subject
    words = {f"noi:{subject}": "commune:24277", f"chuc:{subject}": "Phó Chủ tịch"}
    assert post(land, "duc", "cases", plan, **words).status_code == 302
    one = Decision.objects.get()
    assert (one.code, one.title) == ("24277", "Phó Chủ tịch")
    assert "Phó Chủ tịch" in shown(land, "ha", "cases", plan)
