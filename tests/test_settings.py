"""Settings: said once, read strictly, wrong names told; and how PostgreSQL is spoken to by them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.urls import reverse

from lienthong.config import checks, databases, environment
from lienthong.kernel import maintenance, replica
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import WrongData
from lienthong.kernel.models import AuditEntry, Maintenance
from lienthong.kernel.watching import Outcome
from lienthong.reports.models import Return
from tests.cast import WEEK, Cast
from tests.client import client_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

ROOT = Path(__file__).resolve().parents[1]
# Read by tools and tests only, or names of secrets that people put into programs of their own.
NOT_SETTINGS = {"LIENTHONG_E2E_HOME", "LIENTHONG_URL", "LIENTHONG_KEY"}


# ── saying settings ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_name_is_read_from_the_environment_without_being_said() -> None:
    said = {one.name for one in environment.said()}
    read = {
        name
        for path in (ROOT / "lienthong").rglob("*.py")
        if "tests" not in path.parts
        for name in re.findall(
            r"""environ[^"'\n]*["'](LIENTHONG_[A-Z0-9_]+)["']""", path.read_text(encoding="utf-8")
        )
    }
    assert read <= said | NOT_SETTINGS


def test_every_setting_has_a_section_a_default_and_a_meaning() -> None:
    assert [one.name for one in environment.said() if not (one.section and one.without and one.meaning)] == []


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let settings be said that the product does not have."""
    monkeypatch.setattr(environment, "_said", dict(environment._said))
    return monkeypatch


def test_a_wrong_value_stops_the_start_and_says_what_would_be_right(alone: pytest.MonkeyPatch) -> None:
    alone.setenv("LIENTHONG_TRIAL", "many")
    with pytest.raises(
        ImproperlyConfigured, match="LIENTHONG_TRIAL is 'many'; it has to be a whole number from 1 on"
    ):
        environment.number("LIENTHONG_TRIAL", 3, "trial", least=1)
    with pytest.raises(ImproperlyConfigured, match="LIENTHONG_TRIAL is 'many'; it can be 'one', 'two'"):
        environment.choice("LIENTHONG_TRIAL", "one", ["one", "two"], "trial")


@pytest.mark.parametrize(
    ("given", "on"), [("1", True), ("yes", True), ("", False), ("0", False), ("No", False), ("off", False)]
)
def test_a_flag_is_on_unless_it_says_no(alone: pytest.MonkeyPatch, given: str, on: bool) -> None:
    alone.setenv("LIENTHONG_TRIAL", given)
    assert environment.flag("LIENTHONG_TRIAL", "trial") is on


def test_a_number_that_may_be_none_understands_off(alone: pytest.MonkeyPatch) -> None:
    alone.setenv("LIENTHONG_TRIAL", "off")
    assert environment.number("LIENTHONG_TRIAL", 3, "trial") == 0
    alone.setenv("LIENTHONG_TRIAL", "7")
    assert environment.number("LIENTHONG_TRIAL", 3, "trial") == 7


def test_the_doctor_tells_a_name_that_was_mistyped_and_what_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIENTHONG_HOTS", "a")
    monkeypatch.setenv("LIENTHONG_QWQWQWQW", "b")
    assert list(environment.strangers()) == [
        ("LIENTHONG_HOTS", "LIENTHONG_HOSTS"),
        ("LIENTHONG_QWQWQWQW", ""),
    ]
    found = checks.ENVIRONMENT.run()
    assert (found.outcome, "LIENTHONG_HOTS (LIENTHONG_HOSTS?)" in found.sentence) == (Outcome.WARN, True)


# ── PostgreSQL by settings ───────────────────────────────────────────────────────────────────────────────────────────


def _databases(monkeypatch: pytest.MonkeyPatch, **words: str) -> dict[str, Any]:
    for name in list(os.environ):
        if name.startswith(("LIENTHONG_DATABASE", "LIENTHONG_REPLICA")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LIENTHONG_DATABASE_URL", "postgres://a@db.example.vn/c")
    for name, value in words.items():
        monkeypatch.setenv(f"LIENTHONG_{name}", value)
    return databases.databases(Path("/nowhere"), 20)


def test_a_web_request_waits_neither_for_ever_nor_for_a_line_that_broke(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = _databases(monkeypatch)["default"]["OPTIONS"]
    assert options["options"] == (
        "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c jit=off"
    )
    assert (options["connect_timeout"], options["keepalives_idle"], options["prepare_threshold"]) == (
        5,
        15,
        3,
    )


def test_a_pool_keeps_no_connection_past_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    store = _databases(monkeypatch, DATABASE_POOL="4")["default"]
    assert (store["CONN_MAX_AGE"], store["OPTIONS"]["pool"]["max_size"]) == (0, 4)
    assert "pool" not in _databases(monkeypatch, DATABASE_POOL="off")["default"]["OPTIONS"]


@pytest.mark.parametrize(("pooler", "threshold"), [("transaction", None), ("transaction+prepared", 3)])
def test_behind_a_pooler_nothing_outlives_a_transaction(
    monkeypatch: pytest.MonkeyPatch, pooler: str, threshold: int | None
) -> None:
    store = _databases(monkeypatch, DATABASE_POOLER=pooler)["default"]
    assert (store["OPTIONS"]["prepare_threshold"], "options" in store["OPTIONS"]) == (threshold, False)
    assert (store["DISABLE_SERVER_SIDE_CURSORS"], store["CONN_MAX_AGE"]) == (True, 0)


def test_what_the_address_says_of_tls_counts_most(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"DATABASE_SSLMODE": "require", "DATABASE_SSLROOTCERT": "/etc/ca.pem"}
    assert _databases(monkeypatch, **words)["default"]["OPTIONS"]["sslmode"] == "require"
    address = "postgres://a@db.example.vn/c?sslmode=verify-full"
    options = _databases(monkeypatch, DATABASE_URL=address, **words)["default"]["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")


def test_a_copy_is_only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _databases(monkeypatch, REPLICA_URL="postgres://a@copy.example.vn/c")
    assert "default_transaction_read_only=on" in found["replica"]["OPTIONS"]["options"]
    assert "read_only" not in found["default"]["OPTIONS"]["options"]


SHOW = """
import json
from django.conf import settings
print(json.dumps(settings.DATABASES["default"]["OPTIONS"]["options"]))
"""


@pytest.mark.parametrize(("command", "limit"), [("serve", "30s"), ("worker", "0s")])
def test_commands_and_the_worker_take_the_time_that_they_need(
    command: str, limit: str, tmp_path: Path
) -> None:
    program = f"""
import sys, runpy
from django.core import management
def show(words):
    {SHOW.strip().replace(chr(10), chr(10) + "    ")}
management.execute_from_command_line = show
sys.argv = ["lienthong", {command!r}]
runpy.run_module("lienthong.config.cli", run_name="__main__")
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIENTHONG_")}
    words = {
        "LIENTHONG_DEMO": "1",
        "LIENTHONG_HOME": str(tmp_path),
        "LIENTHONG_DATABASE_URL": "postgres:///nowhere",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=kept | words,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"statement_timeout={limit}" in json.loads(ran.stdout), ran.stderr


# ── maintenance ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def announced(db: None) -> Any:
    """Give what announces maintenance and lets this process see it; afterwards nothing is announced."""

    def announce(**words: Any) -> None:
        maintenance.announce(actor=OPERATOR, sentence={"vi": "Nâng cấp.", "en": "An upgrade."}, **words)
        maintenance.look()

    yield announce
    maintenance._seen[0] = None


def test_an_announcement_stands_on_every_page_in_both_languages_and_not_on_paper(
    cast: Cast, announced: Any
) -> None:
    announced(begins=1_796_000_000, ends=1_796_003_600)
    client = client_of(cast.accounts["lan"])
    answer = client.get(reverse("jobs:jobs"))
    text = answer.content.decode()
    assert "Thông báo bảo trì." in text
    assert "Nâng cấp. Từ 07:53 30/11/2026 đến 08:53 30/11/2026." in text
    assert re.search(r'class="notice warn announced no-print" role="status"', text)
    assert text.index("Nâng cấp.") < text.index("<h1")
    assert answer.headers["Lienthong-Maintenance"] == "announced"
    client.cookies["lt_language"] = "en"
    assert "An upgrade." in client.get(reverse("jobs:jobs")).content.decode()
    # Signed out it stands below the heading, which belongs on the drum.
    door = client_of(None).get(reverse("identity:sign_in")).content.decode()
    assert door.count("Nâng cấp.") == 1
    assert door.index("<h1") < door.index("Nâng cấp.") < door.index('name="username"')


def test_while_only_reading_is_possible_a_page_is_read_and_nothing_is_saved(
    cast: Cast, announced: Any
) -> None:
    announced(read_only=True)
    client, page = (
        client_of(cast.accounts["lan"]),
        reverse("reports:entry", args=["tuan", WEEK, cast.province["v1"].uid]),
    )
    assert client.get(page).status_code == 200
    before = AuditEntry.objects.count()
    answer = client.post(page, {"action": "submit"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Nâng cấp." in answer.content.decode()
    assert (Return.objects.count(), AuditEntry.objects.count()) == (0, before)
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302


def test_a_program_is_told_in_its_own_form(cast: Cast, announced: Any) -> None:
    announced(read_only=True)
    client = client_of(cast.accounts["lan"])
    answer = client.post(f"/api/v1/series/tuan/{WEEK}/approve", data="{}", content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert (answer.headers["Retry-After"], answer.headers["Lienthong-Maintenance"]) == ("60", "read-only")


def test_hours_that_have_not_come_let_people_save(db: None, announced: Any) -> None:
    announced(begins=2**40, read_only=True)
    current = maintenance.current()
    assert current is not None
    assert current.stops_saving is False


def test_there_is_one_announcement_at_a_time_and_the_audit_knows_of_each(db: None, announced: Any) -> None:
    announced()
    announced(read_only=True)
    assert [row.read_only for row in Maintenance.objects.all()] == [True]
    assert maintenance.end(actor=OPERATOR) is True
    assert maintenance.end(actor=OPERATOR) is False
    verbs = AuditEntry.objects.filter(kind="maintenance").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["maintenance.announced", "maintenance.announced", "maintenance.ended"]


@pytest.mark.parametrize(("vi", "begins", "ends"), [("", 0, 0), ("x" * 301, 0, 0), ("Nâng cấp.", 20, 10)])
def test_an_announcement_that_says_nothing_or_ends_before_it_begins_is_refused(
    db: None, vi: str, begins: int, ends: int
) -> None:
    with pytest.raises(WrongData):
        maintenance.announce(actor=OPERATOR, sentence={"vi": vi}, begins=begins, ends=ends)
    assert (Maintenance.objects.count(), AuditEntry.objects.count()) == (0, 0)


# ── where there is no copy ───────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_copy_everything_is_read_where_it_is_written(settings: Settings) -> None:
    if replica.is_named():
        pytest.skip("this installation names a copy")
    with replica.reading_copy(RequestFactory().get("/")) as copy:
        assert (copy.as_of, replica.as_of()) == (None, None)
        with replica.on_primary():
            assert replica.as_of() is None
