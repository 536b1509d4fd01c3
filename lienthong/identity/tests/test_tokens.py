"""Keys for the API: what they may, what ends them, what they leave in the audit, and that a refusal changes nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lienthong.identity import queries, rules, services
from lienthong.identity.models import Token
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import NOBODY, OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, NotKnown, Refusal, TooMany, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.reports.models import Return
from tests.cast import VALID, WEEK, Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

TODAY, TOMORROW, IN_A_YEAR = date(2026, 11, 22), date(2026, 11, 23), date(2027, 11, 22)
BOTH = ["reports.view", "reports.submit"]


def made(
    actor: Actor,
    scopes: list[str] = BOTH,
    until: date = IN_A_YEAR,
    name: str = "Kho của tỉnh",
    uid: UUID | None = None,
) -> tuple[Token, str]:
    """Make a key of an actor's own."""
    return services.create_token(actor=actor, uid=uid or uuid4(), name=name, scopes=scopes, until=until)


@contextmanager
def refused(kind: type[Refusal], field: str | None = None) -> Iterator[None]:
    """Hold that what is inside is refused, naming a field, and that nothing changed."""
    before = (list(Token.objects.order_by("pk").values()), AuditEntry.objects.count())
    with pytest.raises(kind) as raised:
        yield
    if field is not None:
        assert isinstance(raised.value, WrongData)
        assert list(raised.value.faults) == [field]
    assert (list(Token.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


def last_entry() -> tuple[str, UUID | None, UUID | None, UUID]:
    entry = AuditEntry.objects.select_related("stream").order_by("-pk")[0]
    return entry.verb, entry.actor, entry.subject, entry.stream.uid


def reason(secret: str) -> str:
    """Return why a secret stands for nobody."""
    with pytest.raises(NotKnown) as raised:
        queries.actor_by_secret(secret)
    return str(raised.value.sentence)


# ── made ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_kept_as_a_digest_and_leaves_an_entry(cast: Cast) -> None:
    nga = cast.actor("nga")
    token, secret = made(nga, name="  Kho   của tỉnh ")
    assert (secret[:3], len(secret)) == ("lt_", 46)
    kept = Token.objects.values().get()
    assert secret not in json.dumps(kept, default=str)
    assert (kept["name"], kept["tail"], kept["digest"]) == (
        "Kho của tỉnh",
        secret[-4:],
        rules.digest_of(secret),
    )
    assert (kept["scopes"], kept["valid_from"], kept["valid_to"]) == (sorted(BOTH), TODAY, IN_A_YEAR)
    assert last_entry() == ("token.created", nga.uid, token.uid, audit.SYSTEM)


def test_a_key_stands_for_its_account(cast: Cast) -> None:
    nga = cast.actor("nga")
    token, secret = made(nga)
    actor = queries.actor_by_secret(secret)
    assert (actor.uid, actor.account_id, actor.name, actor.token) == (
        nga.uid,
        nga.account_id,
        "Nga",
        token.uid,
    )


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "a" * 81}),
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["reports.view", "reports.approve"]}),
        ("scopes", {"scopes": ["no.such"]}),
        ("until", {"until": TODAY}),
        ("until", {"until": IN_A_YEAR + timedelta(days=1)}),
    ],
)
def test_a_key_that_is_not_valid_is_not_made(cast: Cast, field: str, words: dict[str, Any]) -> None:
    nga = cast.actor("nga")
    with refused(WrongData, field):
        made(nga, **words)


def test_no_key_carries_rights_over_accounts(cast: Cast) -> None:
    duc = cast.actor("duc")
    codes = [code for code, _label in queries.scopes_for(duc)]
    assert codes == [
        "analysis.refresh",
        "audit.read",
        "desk.manage_deliveries",
        "feedback.manage",
        "forms.publish",
        "kernel.manage_calendar",
        "kernel.manage_files",
        "kernel.manage_jobs",
        "kernel.share_views",
        "kernel.watch",
        "registry.manage",
        "registry.manage_posts",
        "registry.view_officials",
        "reports.manage_series",
        "restructuring.plan",
        "restructuring.view",
    ]
    with refused(WrongData, "scopes"):
        made(duc, ["identity.manage_accounts"])
    forged = Token(account=cast.accounts["duc"], scopes=["identity.manage_accounts"])
    assert not queries.actor_for(cast.accounts["duc"], None, forged).places.holds("identity.manage_accounts")


def test_the_same_form_sent_twice_makes_one_key(cast: Cast) -> None:
    nga, uid = cast.actor("nga"), uuid4()
    made(nga, uid=uid)
    with refused(WrongMoment):
        made(nga, uid=uid)


def test_an_account_has_at_most_twenty_living_keys(cast: Cast) -> None:
    nga = cast.actor("nga")
    tokens = [made(nga)[0] for _ in range(20)]
    with refused(WrongMoment):
        made(nga)
    services.revoke_token(actor=nga, token=tokens[0])
    made(nga)


def test_a_key_makes_no_keys_sets_no_password_and_ends_no_session(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"))
    program, own = queries.actor_by_secret(secret), cast.accounts["nga"]
    for do in (
        lambda: made(program),
        lambda: services.set_password(actor=program, account=own, password="một câu dài dễ nhớ"),
        lambda: services.sign_out_everywhere(actor=program),
        lambda: services.revoke_token(actor=program, token=_token),
    ):
        with refused(NotAllowed):
            do()


def test_nobody_makes_no_key(cast: Cast) -> None:
    with refused(NotAllowed):
        made(NOBODY)


# ── ended ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_counts_until_its_day(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"), until=TOMORROW)
    assert queries.actor_by_secret(secret).signed_in
    with clock.held_at(datetime(2026, 11, 22, 23, 59, tzinfo=clock.LOCAL)):
        assert queries.actor_by_secret(secret).signed_in
    with clock.held_at(datetime(2026, 11, 23, 0, 0, tzinfo=clock.LOCAL)):
        assert "đã hết hạn" in reason(secret)


def _revoke(cast: Cast, token: Token) -> None:
    services.revoke_token(actor=cast.actor("nga"), token=token)


def _sign_out(cast: Cast, token: Token) -> None:
    services.sign_out_everywhere(actor=cast.actor("nga"))


def _new_password(cast: Cast, token: Token) -> None:
    services.set_password(
        actor=cast.actor("nga"), account=cast.accounts["nga"], password="một câu dài dễ nhớ"
    )


def _disable(cast: Cast, token: Token) -> None:
    services.disable_account(actor=OPERATOR, account=cast.accounts["nga"])


def _disable_and_enable(cast: Cast, token: Token) -> None:
    _disable(cast, token)
    services.enable_account(actor=OPERATOR, account=cast.accounts["nga"])


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (_revoke, "đã bị thu hồi"),
        (_sign_out, "mật khẩu đã đổi, hoặc chủ tài khoản đã đăng xuất mọi nơi"),
        (_new_password, "mật khẩu đã đổi, hoặc chủ tài khoản đã đăng xuất mọi nơi"),
        (_disable, "tài khoản đã bị khóa"),
        (_disable_and_enable, "mật khẩu đã đổi, hoặc chủ tài khoản đã đăng xuất mọi nơi"),
    ],
)
def test_what_ends_a_key(cast: Cast, deed: Callable[[Cast, Token], None], words: str) -> None:
    token, secret = made(cast.actor("nga"))
    deed(cast, token)
    assert f"“Kho của tỉnh” (…{token.tail}) không dùng được nữa: {words}." in reason(secret)
    assert queries.count_living_tokens(cast.accounts["nga"]) == 0


def test_an_unknown_key_is_said_to_be_unknown(cast: Cast) -> None:
    assert reason("lt_nonsense").startswith("Không có khóa truy cập API này.")


def test_a_key_loses_what_its_account_loses(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"))
    assert queries.actor_by_secret(secret).places.holds("reports.submit")
    cast.accounts["nga"].grants.all().delete()
    assert not queries.actor_by_secret(secret).places.holds("reports.submit")


def test_revoking_twice_is_one_deed(cast: Cast) -> None:
    token, _secret = made(cast.actor("nga"))
    services.revoke_token(actor=cast.actor("nga"), token=token)
    count = AuditEntry.objects.count()
    services.revoke_token(actor=cast.actor("nga"), token=token)
    assert AuditEntry.objects.count() == count
    assert last_entry() == ("token.revoked", cast.accounts["nga"].uid, token.uid, audit.SYSTEM)


def test_the_administrator_revokes_and_the_neighbour_sees_nothing(cast: Cast) -> None:
    token, secret = made(cast.actor("nga"))
    for who in ("lan", "minh", "hoa"):
        with pytest.raises(NotFound):
            queries.get_token(cast.actor(who), token.uid)
    with refused(NotAllowed):
        services.revoke_token(actor=cast.actor("minh"), token=token)
    assert list(queries.tokens_looked_after(cast.actor("duc"), living=True)) == [token]
    services.revoke_token(actor=cast.actor("duc"), token=queries.get_token(cast.actor("duc"), token.uid))
    assert list(queries.tokens_looked_after(cast.actor("duc"), living=True)) == []
    assert list(queries.tokens_looked_after(cast.actor("duc"))) == [token]
    assert "đã bị thu hồi" in reason(secret)


# ── at the JSON door ─────────────────────────────────────────────────────────────────────────────────────────────────


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def program() -> Client:
    """Return a client that has no cookie, and against which forged requests are looked for."""
    return Client(enforce_csrf_checks=True)


def put(client: Client, cast: Cast, secret: str, body: str = "v1") -> Any:
    where = f"/api/v1/series/tuan/{WEEK}/units/{cast.province[body].uid}/return"
    sent = json.dumps({"values": VALID, "submit": True})
    return client.put(where, sent, content_type="application/json", headers=bearer(secret))


def test_a_program_submits_a_return_and_the_audit_names_its_key(cast: Cast) -> None:
    token, secret = made(cast.actor("nga"))
    answer = put(program(), cast, secret)
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.verb, entry.actor) == ("return.submitted", token.uid)
    assert queries.lines_of([entry])[0].actor == "Nga, qua khóa “Kho của tỉnh”"
    history = client_of(cast.accounts["lan"]).get(
        f"/api/v1/series/tuan/{WEEK}/units/{cast.province['v1'].uid}/return/history"
    )
    assert [step["by"] for step in history.json()] == ["Nga"]


@pytest.mark.parametrize("scopes", [["reports.view"], ["reports.submit"]])
def test_without_both_permissions_nothing_is_entered(cast: Cast, scopes: list[str]) -> None:
    _token, secret = made(cast.actor("nga"), scopes)
    answer = put(program(), cast, secret)
    assert answer.status_code == (403 if scopes == ["reports.view"] else 404)
    assert answer["Content-Type"] == "application/problem+json"
    assert not Return.objects.exists()


def test_a_refusal_names_the_permission_that_the_key_lacks(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    _token, secret = made(cast.actor("lan"), ["reports.view"])
    sent = json.dumps({"uids": [str(entry.uid)]})
    where = f"/api/v1/series/tuan/{WEEK}/approve"
    answer = program().post(where, sent, content_type="application/json", headers=bearer(secret))
    assert answer.status_code == 403
    assert answer.json()["title"] == (
        "Khóa truy cập API này không dùng được quyền “Duyệt, trả lại báo cáo” ở đơn vị này. "
        "Hãy dùng khóa có quyền đó, hoặc xem chủ khóa có quyền đó không."
    )
    assert cast.entry("v1").state == "submitted"


def test_a_key_reaches_no_further_than_its_account(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"))
    assert put(program(), cast, secret, "v2").status_code == 404
    assert not Return.objects.exists()


@pytest.mark.parametrize("header", ["Bearer lt_nonsense", "Bearer ", "bearer x y"])
def test_a_key_that_does_not_count_is_401_even_in_a_session(cast: Cast, header: str) -> None:
    answer = client_of(cast.accounts["lan"]).get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["title"].startswith("Không có khóa truy cập API này.")


def test_in_a_session_a_key_is_not_more_than_the_key(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"), ["reports.view"])
    answer = client_of(cast.accounts["lan"]).get("/api/v1/me", headers=bearer(secret)).json()
    assert (answer["username"], answer["scopes"]) == ("nga", ["reports.view"])


def test_without_anything_the_door_says_how_to_come_in(cast: Cast) -> None:
    answer = program().get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["title"] == (
        "Hãy đăng nhập trước, hoặc gửi khóa truy cập API trong tiêu đề “Authorization: Bearer …”."
    )


def test_pages_take_no_key(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"))
    assert program().get("/tai-khoan/khoa/", headers=bearer(secret)).status_code == 302


def test_use_is_noted_once_an_hour(cast: Cast) -> None:
    token, secret = made(cast.actor("nga"))
    noted = []
    for minutes in (0, 59, 60, 61):
        with clock.held_at(datetime(2026, 11, 22, 10, tzinfo=clock.LOCAL) + timedelta(minutes=minutes)):
            services.count_token_use(actor=queries.actor_by_secret(secret))
        used = Token.objects.get(pk=token.pk).used_at
        assert used is not None
        noted.append(used.astimezone(clock.LOCAL).strftime("%H:%M"))
    assert noted == ["10:00", "10:00", "11:00", "11:00"]


def test_a_key_that_asks_too_often_waits_and_others_do_not(cast: Cast) -> None:
    hasty, calm = (queries.actor_by_secret(made(cast.actor("nga"))[1]) for _ in range(2))
    for _ in range(300):
        services.count_token_use(actor=hasty)
    with pytest.raises(TooMany):
        services.count_token_use(actor=hasty)
    services.count_token_use(actor=calm)


def test_guessing_is_slowed_down_and_holds_up_no_key_that_counts(cast: Cast) -> None:
    _token, secret = made(cast.actor("nga"))
    client = program()
    answers = [client.get("/api/v1/me", headers=bearer("lt_guess")).status_code for _ in range(31)]
    assert answers == [401] * 30 + [429]
    assert client.get("/api/v1/me", headers=bearer(secret)).status_code == 200


# ── pages and command ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_secret_is_shown_once_and_kept_by_no_browser(cast: Cast) -> None:
    nga = client_of(cast.accounts["nga"])
    uid = str(nga.get("/tai-khoan/khoa/moi/").context["form"].initial["uid"])
    typed = {"uid": uid, "name": "Kho", "scopes": BOTH, "until": "22/11/2027"}
    answer = nga.post("/tai-khoan/khoa/moi/", typed)
    secret = answer.context["secret"]
    assert queries.actor_by_secret(secret).name == "Nga"
    assert f'value="{secret}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    listed = nga.get("/tai-khoan/khoa/").content.decode()
    assert "Kho" in listed
    assert secret not in listed
    assert nga.post("/tai-khoan/khoa/moi/", typed).status_code == 409


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scopes": []}, "Hãy chọn ít nhất một quyền, trong những quyền mà bạn đang có."),
        ({"until": "2027-13-01"}, "Hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."),
        ({"until": "23/11/2027"}, "Ngày hết hạn phải sau hôm nay và không quá 22/11/2027 (một năm)."),
    ],
)
def test_what_is_wrong_with_a_key_is_said_beside_the_field(
    cast: Cast, typed: dict[str, Any], sentence: str
) -> None:
    words = {"uid": str(uuid4()), "name": "Kho", "scopes": BOTH, "until": "22/11/2027", **typed}
    answer = client_of(cast.accounts["nga"]).post("/tai-khoan/khoa/moi/", words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Token.objects.exists()


def test_who_holds_nothing_is_told_so(cast: Cast) -> None:
    page = client_of(cast.accounts["hoa"]).get("/tai-khoan/khoa/moi/").content.decode()
    assert "Bạn chưa có quyền nào để giao cho khóa" in page
    assert 'name="until"' not in page


def test_keys_are_revoked_on_pages(cast: Cast) -> None:
    own, looked_after = made(cast.actor("duc"), ["audit.read"])[0], made(cast.actor("nga"))[0]
    duc = client_of(cast.accounts["duc"])
    page = duc.get("/quan-tri/khoa/").content.decode()
    assert page.count("Thu hồi khóa này") == 2
    account = f"/quan-tri/tai-khoan/{cast.accounts['nga'].uid}/"
    assert "Kho của tỉnh" in duc.get(account).content.decode()
    assert duc.post(f"/tai-khoan/khoa/{looked_after.uid}/thu-hoi/")["Location"] == account
    assert duc.post(f"/tai-khoan/khoa/{own.uid}/thu-hoi/")["Location"] == "/tai-khoan/khoa/"
    assert client_of(cast.accounts["minh"]).post(f"/tai-khoan/khoa/{own.uid}/thu-hoi/").status_code == 404
    assert not Token.objects.filter(revoked_at=None).exists()
    assert duc.get("/quan-tri/khoa/").content.decode().count("Kho của tỉnh") == 0
    assert duc.get("/quan-tri/khoa/?state=all").content.decode().count("đã bị thu hồi") == 2


def ran(*words: str) -> list[dict[str, Any]]:
    """Run the command and return the rows that it prints."""
    out = io.StringIO()
    call_command("token", "--format", "json", *words, stdout=out)
    rows: list[dict[str, Any]] = json.loads(out.getvalue())
    return rows


def test_the_operator_lists_and_revokes(cast: Cast) -> None:
    token, secret = made(cast.actor("nga"))
    rows = ran("list")
    assert [(row["uid"], row["owner"], row["tail"], row["end"]) for row in rows] == [
        (str(token.uid), "Nga", secret[-4:], "")
    ]
    assert ran("revoke", str(token.uid))[0]["end"] == "đã bị thu hồi"
    assert ran("list") == []
    assert len(ran("list", "--all")) == 1
    with pytest.raises(CommandError):
        ran("revoke", str(uuid4()))
