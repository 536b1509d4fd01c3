"""Hints until they were read, and short help on every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from pytest_django.fixtures import Settings

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound
from lienthong.kernel.helping import Help, hints
from lienthong.kernel.helping.queries import hints_seen_by
from lienthong.kernel.helping.services import dismiss_hint, show_hints_again
from lienthong.kernel.models import AuditEntry, SeenHint
from lienthong.kernel.rooms import said
from tests.cast import WEEK, Cast
from tests.client import client_of
from tests.test_doors import CAST, DOORS, address, named

pytestmark = pytest.mark.django_db

PRODUCT = Path(__file__).resolve().parents[2]
SEARCH = "/tim/"
HINT = "Nhấn Ctrl+K ở bất cứ trang nào"
READ = "/goi-y/search/da-xem/"
LABEL = "Trợ giúp trang này"

# Pages without help of their own: the way in, what only a demonstration has, and what the API's own reader draws.
WITHOUT_HELP = {"identity:sign_in", "identity:sign_in_demo", "demo:style_page", "api"}


def page(cast: Cast, who: str | None, where: str = SEARCH) -> str:
    text: str = client_of(cast.accounts[who] if who else None).get(where).content.decode()
    return text


# ── hints ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hint_is_shown_until_it_was_read_and_then_never_again(cast: Cast) -> None:
    lan = client_of(cast.accounts["lan"])
    assert HINT in lan.get(SEARCH).content.decode()
    answer = lan.post(READ, {"next": "/tim/?q=ea+tul"})
    assert (answer.status_code, answer["Location"]) == (302, "/tim/?q=ea+tul")
    assert HINT not in lan.get(SEARCH).content.decode()
    assert HINT not in page(cast, "lan")
    assert HINT in page(cast, "minh")


def test_a_hint_says_where_to_go_back_to_and_needs_no_script(cast: Cast) -> None:
    drawn = page(cast, "lan", "/tim/?q=ea+tul&loai=")
    assert f'<form class="notice info no-print" method="post" action="{READ}" data-hint>' in drawn
    assert '<input type="hidden" name="next" value="/tim/?q=ea+tul&amp;loai=">' in drawn


def test_reading_twice_is_as_good_as_once_and_leaves_no_audit(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    lan = cast.actor("lan")
    dismiss_hint(actor=lan, code="search")
    first = SeenHint.objects.get()
    assert (first.account, first.code, first.at) == (lan.uid, "search", clock.now())
    dismiss_hint(actor=lan, code="search")
    assert SeenHint.objects.get() == first
    assert hints_seen_by(lan) == {"search"}
    assert hints_seen_by(cast.actor("minh")) == frozenset()
    assert AuditEntry.objects.count() == before


def test_all_of_ones_own_hints_come_back(cast: Cast) -> None:
    for who in ("lan", "minh"):
        dismiss_hint(actor=cast.actor(who), code="search")
    client = client_of(cast.accounts["lan"])
    account = client.get(reverse("identity:account")).content.decode()
    assert "Hiện lại mọi gợi ý" in account
    answer = client.post("/goi-y/hien-lai/", {"next": reverse("identity:account")})
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/")
    assert (HINT in page(cast, "lan"), HINT in page(cast, "minh")) == (True, False)
    assert SeenHint.objects.get().account == cast.accounts["minh"].uid


def test_an_unknown_hint_is_404_and_writes_nothing(cast: Cast) -> None:
    assert client_of(cast.accounts["lan"]).post("/goi-y/khong-co/da-xem/").status_code == 404
    with pytest.raises(NotFound):
        dismiss_hint(actor=cast.actor("lan"), code="nothing")
    assert not SeenHint.objects.exists()


@pytest.mark.parametrize("actor", [NOBODY, OPERATOR])
def test_whoever_has_no_account_has_no_hints(actor: Any) -> None:
    with pytest.raises(NotAllowed):
        dismiss_hint(actor=actor, code="search")
    with pytest.raises(NotAllowed):
        show_hints_again(actor=actor)
    assert not SeenHint.objects.exists()


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", ""])
def test_a_hint_leads_to_no_foreign_page(cast: Cast, away: str) -> None:
    for where in (READ, "/goi-y/hien-lai/"):
        answer = client_of(cast.accounts["lan"]).post(where, {"next": away})
        assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_hint_is_not_dismissed_from_elsewhere(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(cast.accounts["lan"]).cookies
    assert client.post(READ).status_code == 403
    assert not SeenHint.objects.exists()


def test_a_page_with_hints_costs_one_statement_and_others_none(cast: Cast) -> None:
    def of_hints(who: str | None, where: str) -> int:
        with CaptureQueriesContext(connection) as ran:
            page(cast, who, where)
        return sum("kernel_seenhint" in one["sql"] for one in ran)

    assert (of_hints("lan", SEARCH), of_hints("lan", "/tai-khoan/")) == (1, 0)
    assert (of_hints(None, "/style/"), of_hints("lan", "/style/")) == (0, 1)


def test_several_hints_on_a_page_are_read_together(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.actor = cast.actor("lan")  # type: ignore[attr-defined]
    dismiss_hint(actor=cast.actor("lan"), code="style")
    source = "".join(
        f'{{% hint "{code}" %}}{code}!{{% endhint %}}' for code in ("search", "style", "notices")
    )
    with CaptureQueriesContext(connection) as ran:
        drawn = Template(source).render(Context({"request": request}))
    assert len(ran) == 1
    assert [f"{code}!" in drawn for code in ("search", "style", "notices")] == [True, False, True]


def test_every_hint_of_a_page_is_said_and_every_said_one_is_in_a_page() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PRODUCT.glob("*/templates/**/*.html")]
    assert set(re.findall(r'{% hint "([\w-]+)" %}', "\n".join(sources))) == hints()


def test_a_hint_that_no_room_says_is_a_fault_of_ours() -> None:
    with pytest.raises(TemplateSyntaxError, match="no room says the hint nothing"):
        Template('{% hint "nothing" %}{% endhint %}').render(Context({}))


@pytest.mark.parametrize(
    ("who", "name", "body", "words"),
    [
        ("nga", "entry", "v1", "Lần đầu nhập?"),
        ("lan", "sheet", "C", "Dán được cả bảng từ Excel"),
        ("ha", "overview", "Trung ương", "Bấm một tỉnh trên bản đồ"),
    ],
)
def test_hints_stand_where_one_begins(cast: Cast, who: str, name: str, body: str, words: str) -> None:
    where = reverse(f"reports:{name}", args=["tuan", WEEK, cast.province[body].uid])
    assert words in page(cast, who, where)


def test_notices_have_a_hint(cast: Cast) -> None:
    assert "Muốn nhận thêm thông báo qua e-mail?" in page(cast, "hoa", "/thong-bao/")


# ── help ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _helped() -> list[Help]:
    return list(said("helping", Help))


def test_each_help_is_on_one_page_that_exists_and_is_short() -> None:
    pages = [help.page for help in _helped()]
    assert len(pages) == len(set(pages))
    assert set(pages) <= set(named(get_resolver().url_patterns))
    assert [help.page for help in _helped() if not 1 <= len(help.lines) <= 4] == []
    assert [str(line) for help in _helped() for line in help.lines if len(str(line)) > 160] == []


@pytest.mark.parametrize("name", [name for name, answers in DOORS.items() if 200 in answers])
def test_every_page_has_help(cast: Cast, name: str, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    cast.save("nga", "v1")
    who = CAST[DOORS[name].index(200)]
    answer = client_of(cast.accounts.get(who)).get(address(name, cast))
    drawn = {template.name for template in getattr(answer, "templates", [])}
    assert answer.status_code == 200
    if drawn & {"base.html", "base_phone.html"}:
        assert (LABEL in answer.content.decode()) == (name not in WITHOUT_HELP)
    answer.close()


def test_help_is_in_the_phone_form_and_not_on_a_refusal(cast: Cast) -> None:
    entry = page(cast, "nga", reverse("reports:entry", args=["tuan", WEEK, cast.province["v1"].uid]))
    assert "Phiếu của thôn" in entry
    assert LABEL not in page(cast, "minh", reverse("identity:accounts"))
    assert LABEL not in page(cast, "minh", "/khong-co/")


def test_what_is_missing_has_help_where_there_is_a_list(cast: Cast) -> None:
    assert LABEL in page(cast, "tung", reverse("reports:owed", args=["tuan", WEEK, cast.province["P"].uid]))


def test_help_costs_no_statement(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as ran:
        request = RequestFactory().get("/")
        request.resolver_match = get_resolver().resolve("/thong-bao/")
        drawn = Template("{% help %}").render(Context({"request": request}))
    assert len(ran) == 0
    assert drawn.count("<li>") == 3
    assert Template("{% help %}").render(Context({})).strip() == ""
