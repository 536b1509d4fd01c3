"""The history of a row: who sees which of its entries, in which words, and that every verb has its words."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import lienthong
from lienthong.forms.models import FormVersion
from lienthong.identity.models import Grant
from lienthong.identity.services import create_token
from lienthong.imports.models import ImportKind
from lienthong.imports.services import preview_import
from lienthong.imports.tests.files import OFFICIALS, file_of
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotFound
from lienthong.kernel.history import names_of, verbs
from lienthong.kernel.history.queries import Line, entries_for, lines_of, verbs_of
from lienthong.kernel.models import AuditEntry, Job
from lienthong.kernel.subjects import known, sides, subject_of
from lienthong.registry.services import appoint_official
from tests.cast import Cast
from tests.client import client_of
from tests.small_province import CHANGE

pytestmark = pytest.mark.django_db

PRODUCT = Path(lienthong.__file__).parent
_VERB = re.compile(r"[a-z_]+\.[a-z_]+")
# What stands in services and looks like a verb, but is a file and a sort of work.
# Files of data, and what rooms tell each other through the outbox.
_NO_VERBS = {
    *("roles.json", "categories.json", "causes.json", "delivery.test"),
    *("publication.released", "publication.retracted", "matter.review"),
}


def history(cast: Cast, who: str, uid: UUID, kind: str = "return", **asked: object) -> list[Line]:
    """Return what the history of a row tells one of the cast."""
    actor = cast.actor(who)
    about = subject_of(kind).get(actor, uid)
    return lines_of(actor, entries_for(actor, kind, about, **asked))  # type: ignore[arg-type]


def page_of(uid: UUID, kind: str = "return") -> str:
    """Return the address of a row's history."""
    return reverse("history:history", args=[kind, uid])


def lived(cast: Cast) -> UUID:
    """Return a return of v1 that Nga drafted on the 20th, sent on the 21st, and Lan amended on the 22nd."""
    for day, who, submit, people in (
        (20, "nga", False, "500"),
        (21, "nga", True, "500"),
        (22, "lan", True, "501"),
    ):
        with clock.held_at(clock.now().replace(day=day)):
            entry = cast.save(who, "v1", submit=submit, people=people)
    return entry.uid


# ── who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_history_tells_newest_first_what_was_done_by_whom_and_where_it_stands_in_its_chain(
    cast: Cast,
) -> None:
    uid = lived(cast)
    lines = history(cast, "lan", uid)
    assert [(line.at.astimezone(clock.LOCAL).day, line.what) for line in lines] == [
        (22, "Gửi báo cáo đã sửa"),
        (21, "Gửi báo cáo"),
        (20, "Lưu nháp"),
    ]
    assert [line.who for line in lines] == ["Lan, Ban C", "Nga, Ban v1", "Nga, Ban v1"]
    numbers = AuditEntry.objects.filter(subject=uid).order_by("-number").values_list("number", flat=True)
    assert [line.number for line in lines] == list(numbers)
    assert {line.chain for line in lines} == {f"…{str(cast.province['C'].uid)[-12:]}"}


def test_that_a_draft_was_saved_is_told_to_those_who_enter_there_only(cast: Cast) -> None:
    uid = lived(cast)
    assert [line.what for line in history(cast, "nga", uid)][-1] == "Lưu nháp"
    assert [line.what for line in history(cast, "tung", uid)] == ["Gửi báo cáo đã sửa", "Gửi báo cáo"]
    about = subject_of("return").get(cast.actor("tung"), uid)
    assert [code for code, _word in verbs_of(cast.actor("tung"), "return", about)] == [
        "return.submitted",
        "return.amended",
    ]


def test_who_may_not_see_the_row_sees_neither_its_history_nor_a_file_and_nothing_is_written(
    cast: Cast,
) -> None:
    uid, before = lived(cast), AuditEntry.objects.count()
    for who in ("minh", "duc", "hoa"):
        client = client_of(cast.accounts[who])
        assert client.get(page_of(uid)).status_code == 404
        assert client.get(page_of(uid), {"as": "csv"}).status_code == 404
    assert client_of(cast.accounts["lan"]).get(page_of(uuid4())).status_code == 404
    assert client_of(cast.accounts["lan"]).get(page_of(uid, "nothing")).status_code == 404
    assert client_of(cast.accounts["lan"]).post(page_of(uid)).status_code == 405
    assert AuditEntry.objects.count() == before


def test_a_name_is_told_only_to_who_may_see_officials_there_and_to_oneself(cast: Cast) -> None:
    lan, tung = cast.accounts["lan"].uid, cast.accounts["tung"].uid
    gone = uuid4()
    assert names_of(cast.actor("lan"), [lan, gone]) == {lan: "Lan, Ban C"}
    assert names_of(cast.actor("minh"), [lan]) == {lan: "Ban C"}
    assert names_of(cast.actor("hoa"), [lan, cast.accounts["hoa"].uid]) == {
        lan: "Ban C",
        cast.accounts["hoa"].uid: "Hoa",
    }
    assert names_of(cast.actor("minh"), [cast.accounts["hoa"].uid]) == {
        cast.accounts["hoa"].uid: "Tài khoản không thuộc đơn vị nào"
    }
    assert names_of(cast.actor("lan"), [tung]) == {tung: "Ban P"}
    assert names_of(OPERATOR, [tung]) == {tung: "Tung, Ban P"}


def test_a_post_is_told_with_the_name_and_a_key_as_such(cast: Cast) -> None:
    post = appoint_official(
        actor=OPERATOR, organisation=cast.province["C"], name="Lan", title="Cán bộ", since=CHANGE
    )
    account = cast.accounts["lan"]
    account.official = post.official
    account.save(update_fields=["official"])
    token, _secret = create_token(
        actor=cast.actor("lan"), uid=uuid4(), name="Kho", scopes=["reports.view"], until=date(2026, 12, 1)
    )
    words = "Lan – Cán bộ, Ban C"
    assert names_of(cast.actor("tung"), [account.uid, token.uid]) == {
        account.uid: words,
        token.uid: f"{words}, qua khóa truy cập API",
    }
    assert names_of(cast.actor("minh"), [account.uid, token.uid]) == {
        account.uid: "Ban C",
        token.uid: "Ban C, qua khóa truy cập API",
    }


def test_the_system_and_who_was_erased_have_no_name(cast: Cast) -> None:
    uid, chain = cast.save("nga", "v1").uid, cast.province["C"].uid
    erased = replace(cast.actor("nga"), uid=uuid4())
    with transaction.atomic():
        audit.record(erased, "return.amended", "return", uid, stream=chain)
        audit.record(OPERATOR, "return.locked", "return", uid, stream=chain)
        audit.record(OPERATOR, "return.unheard_of", "return", uid)
    assert [(line.what, line.who, line.chain[0]) for line in history(cast, "lan", uid)] == [
        ("return.unheard_of", "Hệ thống", "c"),
        ("Khóa", "Hệ thống", "…"),
        ("Gửi báo cáo đã sửa", "Tài khoản đã xóa", "…"),
        ("Gửi báo cáo", "Nga, Ban v1", "…"),
    ]


def test_signing_in_is_told_to_readers_of_the_audit_only(cast: Cast) -> None:
    lan = cast.accounts["lan"]
    with transaction.atomic():
        audit.record(cast.actor("lan"), "account.signed_in", "account", lan.uid)
    assert [line.what for line in history(cast, "duc", lan.uid, "account")] == ["Đăng nhập", "Tạo tài khoản"]
    Grant.objects.filter(account=cast.accounts["duc"]).update(organisation=cast.province["P"])
    assert [line.what for line in history(cast, "duc", lan.uid, "account")] == ["Tạo tài khoản"]


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_filter_takes_what_was_done_and_days(cast: Cast) -> None:
    uid = lived(cast)
    assert [line.what for line in history(cast, "lan", uid, verb="return.saved")] == ["Lưu nháp"]
    day = date(2026, 11, 21)
    assert [line.what for line in history(cast, "lan", uid, since=day, until=day)] == ["Gửi báo cáo"]
    client = client_of(cast.accounts["lan"])
    shown = client.get(page_of(uid), {"verb": "return.amended", "since": "01/01/1900", "until": "31/12/9999"})
    assert [line.what for line in shown.context["lines"]] == ["Gửi báo cáo đã sửa"]
    # What is wrong is said beside its field, and filters nothing.
    for wrong in ({"since": "31/02/2026"}, {"verb": "return.unheard_of"}):
        shown = client.get(page_of(uid), wrong)
        assert (shown.status_code, len(shown.context["lines"]), len(shown.context["form"].errors)) == (
            200,
            3,
            1,
        )
    empty = client.get(page_of(uid), {"until": "01/01/2026"}).content.decode()
    assert "Không có dòng lịch sử nào phù hợp" in empty


def test_the_page_leads_back_to_the_row_and_the_row_to_the_page(cast: Cast) -> None:
    uid = lived(cast)
    client = client_of(cast.accounts["lan"])
    about = subject_of("return").get(cast.actor("lan"), uid)
    assert f'href="{about.url}"' in client.get(page_of(uid)).content.decode()
    assert f'href="{page_of(uid)}"' in client.get(about.url).content.decode()


def test_a_long_history_stands_on_pages_and_costs_as_many_statements_as_a_short_one(cast: Cast) -> None:
    uid, client = lived(cast), client_of(cast.accounts["lan"])
    with CaptureQueriesContext(
        connection,
    ) as short:
        client.get(page_of(uid))
    with transaction.atomic():
        for who in ("nga", "lan", "tung", "ha", "quan", "minh") * 10:
            audit.record(cast.actor(who), "return.approved", "return", uid, stream=cast.province["C"].uid)
    with CaptureQueriesContext(connection) as long:
        shown = client.get(page_of(uid))
    assert len(shown.context["lines"]) == 50
    assert len(long) == len(short)
    assert len(client.get(page_of(uid), {"trang": "2"}).context["lines"]) == 13


def test_a_history_leaves_as_a_file_and_the_audit_is_told(cast: Cast) -> None:
    uid, client = lived(cast), client_of(cast.accounts["tung"])
    answer = client.get(page_of(uid), {"as": "csv", "verb": "return.submitted"})
    (row,) = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))[1:]
    assert row[1:3] == ["Gửi báo cáo", "Nga, Ban v1"]
    for form in ("xlsx", "pdf"):
        assert client.get(page_of(uid), {"as": form}).status_code == 200
    told = AuditEntry.objects.filter(verb="table.exported", actor=cast.accounts["tung"].uid)
    assert [entry.stream.uid for entry in told] == [cast.province["C"].uid] * 3


# ── the rows that rooms lend ─────────────────────────────────────────────────────────────────────────────────────────


def _rows(cast: Cast) -> Iterator[tuple[str, UUID, str, str, str]]:
    """Yield a row of each kind: kind, public id, who sees it, who does not ("" where everybody does), and its title."""
    lan = cast.accounts["lan"]
    yield "organisation", cast.province["C"].uid, "minh", "", "Ban C"
    post = appoint_official(
        actor=OPERATOR, organisation=cast.province["C"], name="Lan", title="Cán bộ", since=CHANGE
    )
    yield "post", post.uid, "lan", "minh", "Cán bộ – Ban C"
    yield "account", lan.uid, "duc", "lan", "Tài khoản ở Ban C"
    yield "grant", Grant.objects.get(account=lan).uid, "duc", "lan", "Cán bộ cấp xã – Ban C"
    yield "form_version", FormVersion.objects.get().uid, "hoa", "", "Phiếu tuần, phiên bản 1"
    data = file_of(OFFICIALS, ["Lan", "Cán bộ", None, "C", "01/07/2025", None])
    sent = preview_import(
        actor=cast.actor("lan"), kind=ImportKind.OFFICIALS, name="a.xlsx", data=data, said={}
    )
    yield "import", sent.uid, "lan", "duc", "Cán bộ, tệp gửi lúc 09:40 22/11/2026"
    job = Job(kind="x", label="Thôn", asked_by=lan.uid, stream=audit.SYSTEM, made_at=clock.now())
    job.save()
    yield "job", job.uid, "lan", "minh", "Thôn"


def test_every_kind_is_lent_to_whoever_may_see_it_and_its_page_shows_the_way(cast: Cast) -> None:
    seen = {"return"}
    for kind, uid, who, who_not, title in _rows(cast):
        seen.add(kind)
        about = subject_of(kind).get(cast.actor(who), uid)
        assert about.title == title
        client = client_of(cast.accounts[who])
        assert client.get(page_of(uid, kind)).status_code == 200
        page = client.get(about.url).content.decode()
        assert (f'href="{page_of(uid, kind)}"' in page) is (kind != "post"), kind
        assert subject_of(kind).find(cast.actor(who), uuid4()) is None
        assert subject_of(kind).find(NOBODY, uid) is None
        if who_not:
            with pytest.raises(NotFound):
                subject_of(kind).get(cast.actor(who_not), uid)
            assert client_of(cast.accounts[who_not]).get(page_of(uid, kind)).status_code == 404
    assert seen <= set(known())
    assert "history:history" in [side.name for side in sides()]


def test_a_job_is_seen_on_the_page_of_those_who_look_after_it(cast: Cast) -> None:
    job = Job(kind="x", label="Thôn", stream=audit.SYSTEM, made_at=clock.now())
    job.save()
    about = subject_of("job").get(cast.actor("duc"), job.uid)
    assert about.url == reverse("jobs:managed_job", args=[job.uid])
    assert (
        f'href="{page_of(job.uid, "job")}"' in client_of(cast.accounts["duc"]).get(about.url).content.decode()
    )


# ── every verb has its words ─────────────────────────────────────────────────────────────────────────────────────────


def _strings(node: ast.AST) -> set[str]:
    found = (
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
    return {text for text in found if _VERB.fullmatch(text)}


def _recorded() -> set[str]:
    """Return every verb that the code writes out, as far as it can be read.

    What stands in a call that records; and, since some hand a verb on, what else begins with one of those nouns and
    stands in a service.
    """
    called: set[str] = set()
    in_services: set[str] = set()
    for path in PRODUCT.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in {"record", "record_all", "Deed", "_record", "_deed"}:
                    called |= {text for given in node.args for text in _strings(given)}
        if "services" in {path.stem, path.parent.name}:
            in_services |= _strings(tree)
    nouns = {verb.partition(".")[0] for verb in called} | {"return"}
    return called | {text for text in in_services if text.partition(".")[0] in nouns} - _NO_VERBS


def test_every_verb_that_the_code_records_has_its_words(cast: Cast) -> None:
    recorded = _recorded()
    assert {
        "clock.started",
        "account.signed_in",
        "return.amended",
        "reminder.written",
        "import.undone",
    } <= recorded
    assert sorted(recorded - set(verbs())) == []
    assert {"return.approved", "return.locked", "job.done", "job.failed", "job.cancelled"} <= set(verbs())
    lived(cast)
    assert set(AuditEntry.objects.values_list("verb", flat=True)) <= set(verbs())


def test_a_verb_is_said_once_and_as_it_is_recorded() -> None:
    assert [code for code in verbs() if not _VERB.fullmatch(code)] == []
    assert [code for code, verb in verbs().items() if not str(verb.label)] == []
