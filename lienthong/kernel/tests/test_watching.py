"""Request ids, log lines without persons, measurements without units, and checks that say what to do."""

from __future__ import annotations

import io
import json
import logging
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeaderName, InvalidRequestLine, UnsupportedTransferCoding
from gunicorn.workers.sync import SyncWorker
from pytest_django.fixtures import Settings

from lienthong.config import server
from lienthong.kernel import audit, jobs
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.models import AuditStream, OutboxReader, RateLimit
from lienthong.kernel.watching import accepted, found_by, metrics, request_id, under
from lienthong.kernel.watching.checking import Outcome
from lienthong.kernel.watching.logs import LineFormatter
from lienthong.kernel.watching.middleware import WatchMiddleware

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
    path("api/careless/", _careless, name="api_careless"),
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


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_program_is_told_of_a_fault_with_the_id(lines: io.StringIO) -> None:
    answer = _client().get("/api/careless/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["request_id"] == answer.headers["X-Request-ID"]
    assert NAME not in answer.content.decode()


def test_a_request_for_which_not_even_a_page_of_the_fault_can_be_made_leaves_its_id(
    lines: io.StringIO, rf: RequestFactory
) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError(NAME)

    with pytest.raises(ValueError, match=NAME):
        WatchMiddleware(broken)(rf.get(f"/?q={PHONE}"))
    [fault, told] = _read(lines)
    assert (fault["event"], fault["error"]) == ("a request broke off", ["builtins.ValueError"])
    assert (told["event"], told["status"], told["request_id"]) == ("request", 500, fault["request_id"])
    assert NAME not in lines.getvalue()


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


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_refusal_is_told_once(lines: io.StringIO) -> None:
    _client().get(f"/api/nowhere/{TYPED}/?q={PHONE}")
    [line] = _read(lines)
    assert (line["event"], line["route"], line["status"]) == ("request", "none", 404)


def test_a_library_cannot_write_into_listed_fields(lines: io.StringIO) -> None:
    logging.getLogger("some.library").warning("x", extra={"kind": NAME, "state": TYPED})
    [line] = _read(lines)
    assert (line["event"], line["place"].rpartition(":")[0]) == (
        "some.library",
        "lienthong/kernel/tests/test_watching.py",
    )
    assert {"kind", "state"} & line.keys() == set()


@pytest.mark.parametrize("fault", [InvalidRequestLine, InvalidHeaderName, UnsupportedTransferCoding])
def test_a_request_that_the_server_cannot_read_is_told_without_its_words_and_its_sender(
    lines: io.StringIO, tmp_path: Path, fault: type[Exception]
) -> None:
    settings = Config()
    settings.set("worker_tmp_dir", str(tmp_path))
    log = server.Logger(settings)
    theirs, ours = socket.socketpair()
    with theirs, ours:
        worker = SyncWorker(1, 1, [], None, 1, settings, log)
        worker.handle_error(None, ours, (ADDRESS, 4711), fault(f"GET /?q={NAME}{PHONE}"))
        worker.tmp.close()
    [line] = [one for one in _read(lines) if one["logger"] == "gunicorn.error"]
    assert line["event"] == "gunicorn.error"
    assert line["place"].endswith(" handle_error")
    assert [canary for canary in CANARIES if canary in lines.getvalue()] == []


def test_what_the_server_says_of_its_own_processes_is_kept(lines: io.StringIO) -> None:
    server.Logger(Config()).critical("WORKER TIMEOUT (pid:%s)", 4711)
    [line] = [one for one in _read(lines) if one["logger"] == "gunicorn.error"]
    assert line["event"] == "WORKER TIMEOUT (pid:%s)"


@pytest.mark.django_db
def test_a_job_that_breaks_down_over_a_person_tells_nothing_of_them(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    def careless(*, actor: Actor, work: jobs.Work, name: str) -> None:
        raise ValueError(f"{name} {NUMBER} {TYPED}")

    settings.HOME = tmp_path
    tasks: Any = ModuleType("lienthong.trial.tasks")
    tasks.careless = jobs.task(tries=1)(careless)
    monkeypatch.setitem(sys.modules, tasks.__name__, tasks)
    stream = audit.SYSTEM
    jobs.ask_for(
        actor=replace(OPERATOR, uid=uuid4()),
        kind="trial.careless",
        label=NAME,
        words={"name": NAME},
        stream=stream,
    )
    broken = jobs.run_next(lambda job: OPERATOR)
    assert broken is not None
    assert broken.state == "failed"
    fault, _ended = _read(lines)
    assert (fault["event"], fault["error"]) == ("a job failed", ["builtins.ValueError"])
    written = lines.getvalue() + metrics.exposition().decode() + broken.trace + broken.fault
    assert [canary for canary in CANARIES if canary in written] == []


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


@pytest.mark.django_db
def test_a_home_that_others_may_enter_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    tmp_path.chmod(0o755)
    assert {check.name: found.outcome for check, found in found_by()}["home"] is Outcome.WARN
    tmp_path.chmod(0o750)
    assert {check.name: found.outcome for check, found in found_by()}["home"] is Outcome.OK


@pytest.mark.django_db
def test_a_reader_that_breaks_is_told_by_its_name() -> None:
    assert {check.name: found.outcome for check, found in found_by()}["outbox"] is Outcome.OK
    OutboxReader.objects.create(name="desk.ended_jobs", fails=3)
    found = {check.name: finding for check, finding in found_by()}["outbox"]
    assert (found.outcome, found.sentence.partition(" ")[0]) == (Outcome.BAD, "desk.ended_jobs")


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_is_told_to_whoever_asks(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "nobody-listens")
    asked = {check.name: found.outcome for check, found in found_by(connect=True)}
    assert asked["files_answer"] is Outcome.BAD
    assert "files_answer" not in {check.name for check, _found in found_by()}


@pytest.mark.usefixtures("_durable")
def test_ready_names_what_is_missing() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "bad"
    assert answer.json()["checks"]["database"] == "ok"
