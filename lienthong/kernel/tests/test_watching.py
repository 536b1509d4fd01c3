"""Request ids, log lines without persons, measurements without units, and checks that say what to do."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from lienthong.kernel import audit
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.models import AuditStream, RateLimit
from lienthong.kernel.watching import accepted, found_by, metrics, request_id, under
from lienthong.kernel.watching.checking import Outcome
from lienthong.kernel.watching.logs import LineFormatter

# What must never be written: a person's name, telephone, identity number, address, and what somebody typed.
CANARIES = (
    "Canary Nguyễn",
    "0912345678",
    "001099012345",
    "canary@example.vn",
    "203.0.113.77",
    "điều tôi gõ vào",
)
NAME, PHONE, NUMBER, MAIL, ADDRESS, TYPED = CANARIES

logger = logging.getLogger("lienthong.tests")


def _careless(request: HttpRequest) -> HttpResponse:
    """Log and raise everything that came in."""
    logger.warning("careless %s", request.POST.get("name"), extra={"name_of": NAME, "route": "careless"})
    logging.getLogger("some.library").warning("heard of %s", PHONE)
    logging.getLogger("some.library").warning(f"heard of {MAIL}")  # noqa: G004 - as libraries do
    raise ValueError(f"{NAME} {NUMBER} {request.GET.get('q')}")


def _doubled(request: HttpRequest) -> HttpResponse:
    """Let the database refuse a value: it repeats the value in its words."""
    with transaction.atomic():
        for _ in range(2):
            RateLimit.objects.create(key=NUMBER, since=0, count=0)
    raise AssertionError


def _quiet(request: HttpRequest, word: str) -> HttpResponse:
    """Read once, and answer the id."""
    RateLimit.objects.exists()
    return HttpResponse(request_id())


urlpatterns = [
    path("careless/", _careless, name="careless"),
    path("doubled/", _doubled, name="doubled"),
    path("quiet/<str:word>/", _quiet, name="quiet"),
]
for _view in (_careless, _doubled, _quiet):
    vars(_view)["login_required"] = False
handler500 = "lienthong.config.errors.failed"
handler404 = "lienthong.config.errors.not_found"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Hear everything that any logger writes, in the form in which it is written."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(LineFormatter("json"))
    root, ours = logging.getLogger(), logging.getLogger("lienthong")
    level = ours.level
    root.addHandler(handler)
    ours.setLevel("INFO")
    yield heard
    root.removeHandler(handler)
    ours.setLevel(level)


def _read(heard: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in heard.getvalue().splitlines()]


def _client() -> Client:
    return Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=MAIL)


# ── request ids ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_an_answer_names_the_id_under_which_it_was_made() -> None:
    answer = _client().get("/quiet/x/")
    assert answer.headers["X-Request-ID"] == answer.content.decode()
    assert len(answer.content) == 32


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_given_id_is_believed_only_behind_a_proxy(settings: Settings) -> None:
    given = {"X-Request-ID": "proxy-00042"}
    assert _client().get("/quiet/x/", headers=given).headers["X-Request-ID"] != "proxy-00042"
    settings.TRUST_REQUEST_IDS = True
    assert _client().get("/quiet/x/", headers=given).headers["X-Request-ID"] == "proxy-00042"


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "with\nline", "<script>alert(1)</script>", f"{MAIL}"]
)
def test_an_ill_formed_id_is_replaced(given: str) -> None:
    assert accepted(given) != given
    assert len(accepted(given)) == 32


def test_ids_end_where_they_began() -> None:
    with under("outer-000"):
        with under("inner-000"):
            assert request_id() == "inner-000"
        assert request_id() == "outer-000"
    assert request_id() == ""


# ── log lines ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize("where", ["careless", "doubled"])
def test_no_canary_gets_into_a_line_or_a_measurement(lines: io.StringIO, where: str) -> None:
    answer = _client().post(f"/{where}/?q={TYPED}", {"name": NAME, "text": TYPED})
    assert answer.status_code == 500
    written = lines.getvalue() + metrics.exposition().decode()
    assert [canary for canary in CANARIES if canary in written or json.dumps(canary)[1:-1] in written] == []
    assert answer.headers["X-Request-ID"] in lines.getvalue()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_fault_is_written_with_its_class_and_its_place(lines: io.StringIO) -> None:
    _client().get("/careless/")
    [fault] = [line for line in _read(lines) if line["logger"] == "django.request"]
    assert fault["error"] == ["builtins.ValueError"]
    assert fault["frames"][-1].startswith("lienthong/kernel/tests/test_watching.py:")
    assert fault["frames"][-1].endswith(" _careless")


def test_a_cause_is_written_by_its_class(lines: io.StringIO) -> None:
    try:
        try:
            raise IntegrityError(f"Key (number)=({NUMBER}) already exists.")
        except IntegrityError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError:
        logger.exception("two faults")
    [line] = _read(lines)
    assert line["error"] == ["builtins.RuntimeError", "django.db.utils.IntegrityError"]
    assert line["event"] == "two faults"


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_request_is_told_by_its_route_and_never_by_its_address(lines: io.StringIO) -> None:
    answer = _client().get(f"/quiet/{TYPED}/?q={PHONE}")
    [line] = [line for line in _read(lines) if line["event"] == "request"]
    assert (line["route"], line["method"], line["status"], line["statements"]) == ("quiet", "GET", 200, 1)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert set(line) == {
        *("time", "level", "logger", "event", "pid", "request_id", "route", "method", "status", "ms"),
        "statements",
    }


def test_a_field_that_nobody_listed_stays_out(lines: io.StringIO) -> None:
    logger.warning("listed", extra={"kind": "reports.export", "who": NAME, "route": {"deep": NAME}})
    [line] = _read(lines)
    assert line["kind"] == "reports.export"
    assert {"who", "route"} & line.keys() == set()


# ── measurements ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_measurements_are_there_only_for_whoever_knows_the_token(settings: Settings) -> None:
    client = Client()
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a long token"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer a long token"})
    assert answer.status_code == 200
    assert 'lienthong_requests_total{method="GET",route="metrics",status="4xx"}' in answer.content.decode()


# ── checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_end_of_a_chain_is_looked_at() -> None:
    for _ in range(3):
        audit.record(OPERATOR, "test.done", "test", None)
    assert audit.faults_of_tails(10) == 0
    AuditStream.objects.filter(uid=audit.SYSTEM).update(number=2)
    assert audit.faults_of_tails(10) == 1


@pytest.fixture
def _durable(db: None) -> None:
    """Write durably in this test, as an installation does: the throw-away cluster of the tests does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")


@pytest.mark.usefixtures("_durable")
def test_a_demonstration_is_no_installation() -> None:
    found = {check.name: finding for check, finding in found_by()}
    assert found["secrets"].outcome is Outcome.WARN
    assert found["database"].outcome is Outcome.OK
    assert found["migrations"].outcome is Outcome.OK


@pytest.mark.django_db
def test_a_short_key_and_open_doors_are_bad(settings: Settings) -> None:
    settings.DEMO, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, "short", ["*"]
    found = {check.name: finding for check, finding in found_by()}
    assert (found["secrets"].outcome, found["exposure"].outcome) == (Outcome.BAD, Outcome.BAD)
    assert "short" not in found["secrets"].sentence


@pytest.mark.usefixtures("_durable")
def test_ready_names_what_is_missing() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "bad"
    assert answer.json()["checks"]["database"] == "ok"
