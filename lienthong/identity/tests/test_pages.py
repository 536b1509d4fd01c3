"""The pages, the JSON door and the commands of identity."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lienthong.identity.models import Account, Grant
from lienthong.kernel.models import AuditEntry, RateLimit
from lienthong.registry.models import Official, Post

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

    from tests.cast import Cast

GOOD = "một câu dài dễ nhớ"


def sign_in(name: str, **words: Any) -> Client:
    """Return a browser in which one of the cast has signed in."""
    client = Client(**words)
    client.post(reverse("identity:sign_in_demo"), {"username": name})
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


# ── the doorkeeper ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_nobody_is_led_to_the_door_and_back(cast: Cast) -> None:
    client, wanted = Client(), reverse("identity:account") + "?x=1"
    shown = client.get(wanted)
    assert (shown.status_code, shown["Location"]) == (302, "/dang-nhap/?next=/tai-khoan/%3Fx%3D1")
    door = client.get(shown["Location"])
    assert 'name="next" value="/tai-khoan/?x=1"' in text_of(door)
    typed = {"username": "lan", "password": "lan long password", "next": wanted}
    entered = client.post(reverse("identity:sign_in"), typed)
    assert (entered.status_code, entered["Location"]) == (302, wanted)
    assert "Lan" in text_of(client.get(wanted))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_door_leads_to_no_other_site(cast: Cast, elsewhere: str) -> None:
    typed = {"username": "lan", "password": "lan long password", "next": elsewhere}
    assert Client().post(reverse("identity:sign_in"), typed)["Location"] == "/"


def test_whoever_is_nobody_and_sends_something_gets_401(cast: Cast) -> None:
    answer = Client().post(reverse("identity:sign_out_everywhere"))
    assert answer.status_code == 401
    assert "chưa được lưu" in text_of(answer)


def test_the_json_door_answers_for_itself(cast: Cast) -> None:
    answer = Client().get("/api/v1/me")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_one_read_tells_session_account_and_grants_before_the_counts_of_notices_and_of_work(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("hoa")
    with django_assert_num_queries(3):
        assert client.get("/khong-co-trang-nay/").status_code == 404


def test_nobody_costs_no_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Client().get(reverse("identity:account"))


# ── the door ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_password_is_one_sentence_and_the_name_stays(cast: Cast) -> None:
    for name in ("lan", "nobody"):
        answer = Client().post(reverse("identity:sign_in"), {"username": name, "password": "wrong"})
        assert answer.status_code == 422
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in text_of(answer)
        assert f'value="{name}"' in text_of(answer)
        assert "wrong" not in text_of(answer)


def test_too_many_tries_are_told_so_on_the_page(cast: Cast) -> None:
    typed = {"username": "lan", "password": "wrong"}
    answers = [Client().post(reverse("identity:sign_in"), typed) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "15 phút" in text_of(answers[-1])


def test_a_browser_that_has_been_here_is_known_again(cast: Cast) -> None:
    client = Client()
    typed = {"username": "lan", "password": "lan long password"}
    client.post(reverse("identity:sign_in"), typed)
    cookie = client.cookies["lt_device"]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert "lan" not in cookie.value
    client.post(reverse("identity:sign_out"))
    for _ in range(11):
        Client().post(reverse("identity:sign_in"), {**typed, "password": "wrong"})
    assert client.post(reverse("identity:sign_in"), typed).status_code == 302
    assert Client().post(reverse("identity:sign_in"), typed).status_code == 429


def test_a_forged_device_is_a_stranger(cast: Cast) -> None:
    client = Client()
    client.cookies["lt_device"] = f"forged.{cast.accounts['lan'].uid.hex}:x:y"
    for _ in range(10):
        client.post(reverse("identity:sign_in"), {"username": "lan", "password": "wrong"})
    typed = {"username": "lan", "password": "lan long password"}
    assert client.post(reverse("identity:sign_in"), typed).status_code == 429


@pytest.mark.parametrize(
    ("behind", "forwarded", "counted"),
    [(False, "203.0.113.9", "127.0.0.1"), (True, "203.0.113.9, 198.51.100.7", "198.51.100.7")],
)
def test_an_address_is_taken_from_our_own_proxy_only(
    cast: Cast, settings: Settings, behind: bool, forwarded: str, counted: str
) -> None:
    from lienthong.kernel.ratelimit import key_for

    settings.BEHIND_TLS = behind
    typed = {"username": "lan", "password": "wrong"}
    Client().post(reverse("identity:sign_in"), typed, headers={"X-Forwarded-For": forwarded})
    assert RateLimit.objects.filter(key=key_for("address", counted)).exists()


def test_a_session_begins_under_a_new_key(cast: Cast) -> None:
    client = sign_in("lan")
    first = client.cookies["lt_session"].value
    client.post(reverse("identity:sign_in_demo"), {"username": "nga"})
    assert client.cookies["lt_session"].value != first
    stale = Client()
    stale.cookies["lt_session"] = first
    assert stale.get(reverse("identity:account")).status_code == 302


def test_a_form_of_another_site_is_refused_at_the_door(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("identity:sign_in_demo"), {"username": "lan"}).status_code == 403


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = sign_in("lan")
    assert client.get(reverse("identity:sign_out")).status_code == 405
    client.post(reverse("identity:sign_out"))
    assert client.get(reverse("identity:account")).status_code == 302


def test_the_page_to_try_shows_the_cast_in_a_demonstration_only(cast: Cast, settings: Settings) -> None:
    shown = text_of(Client().get(reverse("identity:sign_in_demo")))
    assert shown.count('name="username"') == len(cast.accounts)
    assert "Cán bộ cấp xã – Ban C" in shown
    settings.DEMO = False
    assert Client().get(reverse("identity:sign_in_demo")).status_code == 404
    assert Client().post(reverse("identity:sign_in_demo"), {"username": "lan"}).status_code == 404
    assert reverse("identity:sign_in_demo") not in text_of(Client().get(reverse("identity:sign_in")))


# ── my account ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_my_page_tells_what_i_may_where(cast: Cast) -> None:
    shown = text_of(sign_in("lan").get(reverse("identity:account")))
    assert "Cán bộ cấp xã" in shown
    assert "Ban C" in shown
    assert "Đơn vị này và cấp dưới" in shown


def test_i_change_my_password_and_stay_only_here(cast: Cast) -> None:
    here, elsewhere = sign_in("lan"), sign_in("lan")
    page = reverse("identity:change_password")
    wrong = here.post(page, {"current": "wrong", "password": GOOD})
    assert (wrong.status_code, "không đúng" in text_of(wrong)) == (422, True)
    weak = here.post(page, {"current": "lan long password", "password": "short"})
    assert weak.status_code == 422
    assert here.post(page, {"current": "", "password": ""}).status_code == 422
    assert here.post(page, {"current": "lan long password", "password": GOOD}).status_code == 302
    assert here.get(reverse("identity:account")).status_code == 200
    assert elsewhere.get(reverse("identity:account")).status_code == 302
    assert Account.objects.get(username="lan").check_password(GOOD)


def test_guessing_at_the_present_password_of_an_open_session_is_slowed_down(cast: Cast) -> None:
    client, page = sign_in("lan"), reverse("identity:change_password")
    answers = [client.post(page, {"current": "wrong", "password": GOOD}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_i_sign_out_everywhere(cast: Cast) -> None:
    here, elsewhere = sign_in("lan"), sign_in("lan")
    assert here.post(reverse("identity:sign_out_everywhere")).status_code == 302
    for client in (here, elsewhere):
        assert client.get(reverse("identity:account")).status_code == 302


def test_i_change_to_another_of_my_posts(cast: Cast) -> None:
    lan = cast.accounts["lan"]
    lan.official = Official.objects.create(name="Lan", search_key="lan", sort_key=b"")
    lan.save()
    for place, since in (("C", date(2025, 7, 1)), ("D", date(2026, 1, 1))):
        Post.objects.create(
            official=lan.official,
            organisation=cast.province[place],
            title=f"Clerk of {place}",
            valid_from=since,
        )
    client = sign_in("lan")
    assert [post["acting"] for post in client.get("/api/v1/me").json()["posts"]] == [True, False]
    other = Post.objects.get(title="Clerk of D")
    assert client.post(reverse("identity:switch_post"), {"post": str(other.uid)}).status_code == 302
    assert [post["acting"] for post in client.get("/api/v1/me").json()["posts"]] == [False, True]
    assert "Đang làm việc" in text_of(client.get(reverse("identity:account")))
    for nonsense in ("", "x", str(cast.province["D"].uid)):
        assert client.post(reverse("identity:switch_post"), {"post": nonsense}).status_code == 404


def test_i_am_told_in_json_who_i_am(cast: Cast) -> None:
    lan = cast.accounts["lan"]
    answer = sign_in("lan").get("/api/v1/me").json()
    grant = Grant.objects.get(account=lan)
    assert answer == {
        "uid": str(lan.uid),
        "username": "lan",
        "name": "Lan",
        "posts": [],
        "grants": [
            {
                "uid": str(grant.uid),
                "role": "Cán bộ cấp xã",
                "place": "Ban C",
                "reach": "Đơn vị này và cấp dưới",
                "system": "Mặt trận",
                "since": "2020-01-01",
                "until": None,
                "post": "",
            }
        ],
        "scopes": None,
    }


# ── the accounts of others ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_makes_an_account_and_gives_it_a_role(cast: Cast) -> None:
    client, unit = sign_in("duc"), cast.province["C"].uid
    found = text_of(client.get(reverse("identity:account_place"), {"q": "c"}))
    page = reverse("identity:new_account", args=[unit])
    assert page in found
    assert "Ban C" in text_of(client.get(page))
    made = client.post(page, {"username": "new", "name": "Mới", "password": GOOD})
    account = Account.objects.get(username="new")
    assert made["Location"] == reverse("identity:account_of", args=[account.uid])
    page = reverse("identity:new_grant", args=[account.uid, unit])
    assert page in text_of(client.get(reverse("identity:grant_place", args=[account.uid]), {"q": "c"}))
    assert "Người quản trị" in text_of(client.get(page))
    typed = {"role": "administrator", "tree": "front", "reach": "below", "since": "2026-11-22", "until": ""}
    given = client.post(page, typed)
    assert given["Location"] == made["Location"]
    grant = Grant.objects.get(account=account)
    assert "Thu hồi quyền này" in text_of(client.get(given["Location"]))
    assert client.post(reverse("identity:end_grant", args=[grant.uid])).status_code == 302
    assert not Grant.objects.filter(account=account).exists()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(cast: Cast) -> None:
    client, unit, hoa = sign_in("duc"), cast.province["C"].uid, cast.accounts["lan"].uid
    page = reverse("identity:new_account", args=[unit])
    answer = client.post(page, {"username": "lan", "name": "Người mới", "password": GOOD})
    assert answer.status_code == 422
    assert "Đã có tài khoản “lan”" in text_of(answer)
    assert 'value="Người mới"' in text_of(answer)
    typed = {
        "role": "administrator",
        "tree": "front",
        "reach": "here",
        "since": "2026-11-22",
        "until": "2026-11-01",
    }
    answer = client.post(reverse("identity:new_grant", args=[hoa, unit]), typed)
    assert answer.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in text_of(answer)
    answer = client.post(reverse("identity:new_grant", args=[hoa, unit]), {**typed, "role": "king"})
    assert answer.status_code == 422
    assert "king" in text_of(answer)
    answer = client.post(
        reverse("identity:new_grant", args=[hoa, unit]), {**typed, "role": "commune_officer"}
    )
    assert answer.status_code == 403


def test_an_administrator_finds_locks_and_opens_accounts(cast: Cast) -> None:
    client, lan = sign_in("duc"), cast.accounts["lan"]
    page = reverse("identity:accounts")
    of_lan = reverse("identity:account_of", args=[lan.uid])
    assert of_lan in text_of(client.get(page, {"q": "la"}))
    assert of_lan not in text_of(client.get(page, {"q": "minh"}))
    assert client.post(reverse("identity:disable_account", args=[lan.uid])).status_code == 302
    assert of_lan in text_of(client.get(page, {"state": "disabled"}))
    assert "đang bị khóa" in text_of(client.get(of_lan))
    assert client.post(reverse("identity:enable_account", args=[lan.uid])).status_code == 302
    assert of_lan in text_of(client.get(page, {"state": "active"}))
    weak = client.post(
        reverse("identity:set_password", args=[cast.accounts["duc"].uid]), {"password": "short"}
    )
    assert weak.status_code == 422
    assert (
        client.post(reverse("identity:set_password", args=[lan.uid]), {"password": GOOD}).status_code == 403
    )


def test_a_long_list_of_accounts_goes_on_by_pages(cast: Cast) -> None:
    Account.objects.bulk_create(
        Account(username=f"many-{number:02d}", name="N", organisation=cast.province["C"])
        for number in range(60)
    )
    client = sign_in("duc")
    first = text_of(client.get(reverse("identity:accounts")))
    assert "many-46</a>" in first
    assert "many-47" not in first
    assert "many-47</a>" in text_of(client.get(reverse("identity:accounts"), {"trang": "2"}))


@pytest.mark.parametrize("who", ["nga", "lan", "tung", "ha", "quan", "hoa"])
def test_whoever_does_not_look_after_accounts_sees_none(cast: Cast, who: str) -> None:
    client, lan, unit = sign_in(who), cast.accounts["lan"].uid, cast.province["C"].uid
    assert client.get(reverse("identity:accounts")).status_code == 403
    assert client.get(reverse("identity:account_place")).status_code == 403
    for name, args in (
        ("account_of", [lan]),
        ("grant_place", [lan]),
        ("new_grant", [lan, unit]),
        ("new_account", [unit]),
    ):
        assert client.get(reverse(f"identity:{name}", args=args)).status_code == 404
    grant = Grant.objects.get(account=cast.accounts["lan"]).uid
    for name, uid in (
        ("end_grant", grant),
        ("disable_account", lan),
        ("enable_account", lan),
        ("set_password", lan),
    ):
        answer = client.post(reverse(f"identity:{name}", args=[uid]), {"password": GOOD})
        assert answer.status_code == 404
    assert Account.objects.get(username="lan").is_active


# ── the audit ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_inspector_reads_who_did_what(cast: Cast) -> None:
    cast.save("nga", "v1")
    client = sign_in("quan")
    shown = text_of(client.get(reverse("identity:audit"), {"unit": "C"}))
    assert "<code>return.submitted</code>" in shown
    assert "Nga" in shown
    assert "Ban C" in shown
    stream = cast.province["C"].uid
    assert "Chỉ xem chuỗi: Ban C" in text_of(client.get(reverse("identity:audit"), {"stream": str(stream)}))
    nothing = text_of(client.get(reverse("identity:audit"), {"since": "2027-01-01"}))
    assert "Không có dòng nào phù hợp" in nothing
    assert "Hãy ghi ngày theo mẫu" in text_of(client.get(reverse("identity:audit"), {"since": "32/13"}))


def test_a_long_audit_goes_on_after_an_entry_at_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        Account.objects.filter(username="hoa").update(is_active=number % 2 == 0)
        call_command("account", "disable" if number % 2 == 0 else "enable", "hoa", stdout=io.StringIO())
    client = sign_in("quan")
    first = client.get(reverse("identity:audit"), {"verb": "account."})
    second = client.get(first.context["list"].next_address)
    assert "verb=account." in first.context["list"].next_address
    shown = [line.mark for page in (first, second) for line in page.context["list"].held]
    assert len(shown) == len(set(shown)) == AuditEntry.objects.filter(verb__startswith="account.").count()
    assert "Về trang đầu danh sách" in text_of(second)


@pytest.mark.parametrize("who", ["nga", "lan", "minh", "tung", "ha", "hoa"])
def test_whoever_does_not_inspect_reads_no_audit(cast: Cast, who: str) -> None:
    assert sign_in(who).get(reverse("identity:audit")).status_code == 403


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def run(*words: str) -> Any:
    out = io.StringIO()
    call_command(words[0], "--format", "json", *words[1:], stdout=out)
    return json.loads(out.getvalue())


def test_accounts_at_the_command_line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    unit = str(cast.province["C"].uid)
    (made,) = run("account", "create", "new", "--name", "Mới", "--unit", unit, "--password-stdin")
    assert (made["username"], made["active"]) == ("new", True)
    assert Account.objects.get(username="new").check_password(GOOD)
    assert run("account", "disable", "new")[0]["active"] is False
    assert run("account", "enable", "new")[0]["active"] is True
    typed = iter(["another long sentence"] * 2)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    run("account", "password", "new")
    assert Account.objects.get(username="new").check_password("another long sentence")
    assert [row["username"] for row in run("account", "list", "ne")] == ["new"]
    assert not Account.objects.get(
        uid=run("account", "create", "n2", "--name", "N", "--no-password")[0]["uid"]
    ).has_usable_password()


def test_grants_at_the_command_line(cast: Cast) -> None:
    (given,) = run("grant", "give", "hoa", "commune_officer", str(cast.province["D"].uid), "--reach", "below")
    assert (given["place"], given["reach"], given["since"], given["until"]) == (
        "Ban D",
        "below",
        "2026-11-22",
        None,
    )
    assert run("grant", "list", "hoa") == [given]
    (ended,) = run("grant", "end", given["uid"], "--on", "2026-12-01")
    assert ended["until"] == "2026-12-01"
    assert len(run("grant", "list")) == 8


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["account", "create", "lan", "--name", "Lan", "--no-password"], 1),
        (["account", "create", "new", "--name", "N", "--unit", "00000000-0000-0000-0000-000000000001"], 3),
        (["account", "disable", "nobody"], 3),
        (["grant", "give", "nobody", "inspector", "00000000-0000-0000-0000-000000000001"], 3),
        (["grant", "end", "00000000-0000-0000-0000-000000000001"], 1),
    ],
)
def test_a_command_that_cannot_says_why_with_its_exit_code(cast: Cast, words: list[str], code: int) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == code


def test_two_different_passwords_change_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([GOOD, "another"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        run("account", "password", "lan")
    assert Account.objects.get(username="lan").check_password("lan long password")
