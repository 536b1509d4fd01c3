"""The whole installation watched: one id from page to log, a store that is gone, what processes measure together."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from lienthong.identity import queries as identity
from lienthong.kernel import jobs
from lienthong.kernel.models import Worker
from lienthong.kernel.watching.logs import LineFormatter
from tests.cast import WEEK, Cast
from tests.client import client_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

HOUSE = Path(__file__).resolve().parent.parent
CANARY = "canary-nguyen"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Hear what our own code writes."""
    heard, ours = io.StringIO(), logging.getLogger("lienthong")
    handler, level = logging.StreamHandler(heard), ours.level
    handler.setFormatter(LineFormatter("json"))
    ours.addHandler(handler)
    ours.setLevel("INFO")
    yield heard
    ours.removeHandler(handler)
    ours.setLevel(level)


def _in_a_process(program: str, home: Path, **words: str) -> subprocess.CompletedProcess[str]:
    """Run a program as an installation of its own."""
    around = {
        **{name: value for name, value in os.environ.items() if name != "LIENTHONG_DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_HOME": str(home),
        "LIENTHONG_DEMO": "1",
        "LIENTHONG_LOG": "json",
        "PYTHONPATH": str(HOUSE),
        **words,
    }
    command = [sys.executable, "-c", f"import django\ndjango.setup()\n{program}"]
    return subprocess.run(command, cwd=HOUSE, env=around, capture_output=True, text=True, check=False)


# ── from page to job to log ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_id_that_a_page_answers_stands_in_the_line_of_its_job(
    cast: Cast, lines: io.StringIO, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    page = reverse("reports:villages", args=["tuan", WEEK, cast.province["P"].uid])
    answer = client_of(cast.accounts["tung"]).post(page, {"form": "csv"})
    uid = answer.headers["X-Request-ID"]
    done = jobs.run_next(lambda job: identity.find_actor(job.asked_by, job.post_id) if job.asked_by else None)
    assert done is not None
    assert (done.request_id, done.state) == (uid, "done")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    [page_line, job_line] = [line for line in told if line.get("request_id") == uid]
    assert (page_line["event"], page_line["route"]) == ("request", "reports:villages")
    assert (job_line["event"], job_line["job"], job_line["state"]) == ("a job ended", str(done.uid), "done")


# ── a store that is gone ─────────────────────────────────────────────────────────────────────────────────────────────

ASK = """
import json
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client, key = Client(), {"Authorization": "Bearer token"}
ready, measured = client.get("/readyz"), client.get("/metrics", headers=key)
print(json.dumps([ready.status_code, ready.json(), measured.status_code, measured.content.decode()]))
"""


def test_without_the_store_ready_says_so_measurements_go_on_and_no_line_tells_how_it_was_reached(
    tmp_path: Path,
) -> None:
    nowhere = f"postgres://{CANARY}:{CANARY}@%2Fnowhere/{CANARY}"
    words = {"LIENTHONG_DATABASE_URL": nowhere, "LIENTHONG_METRICS_TOKEN": "token"}
    ran = _in_a_process(ASK, tmp_path, **words)
    status, ready, measured, text = json.loads(ran.stdout)
    assert (status, ready["ready"], measured) == (503, False, 200)
    assert (ready["checks"]["database"], ready["checks"]["disk"]) == ("bad", "ok")
    assert "lienthong_database_up 0.0" in text
    assert "lienthong_disk_free_bytes" in text
    faults = [json.loads(line) for line in ran.stderr.splitlines()]
    assert {"django.db.utils.OperationalError"} <= {line["error"][0] for line in faults if "error" in line}
    assert CANARY not in ran.stderr + text + json.dumps(ready)


def test_a_warning_of_a_library_becomes_a_line_without_its_words(tmp_path: Path) -> None:
    ran = _in_a_process(f"import warnings\nwarnings.warn('{CANARY}', RuntimeWarning)", tmp_path)
    [line] = [json.loads(text) for text in ran.stderr.splitlines()]
    assert (line["event"], line["kind"], line["place"]) == ("a warning", "RuntimeWarning", "<string>:4")
    assert CANARY not in ran.stderr


def test_a_line_that_cannot_be_written_is_not_printed_in_another_way(tmp_path: Path) -> None:
    program = f"""
import logging
broken = logging.StreamHandler()
broken.format = None
logger = logging.getLogger("some.library")
logger.addHandler(broken)
logger.propagate = False
logger.warning("heard of %s", "{CANARY}")
"""
    ran = _in_a_process(program, tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


# ── what processes measure together ──────────────────────────────────────────────────────────────────────────────────

MEASURE = """
import os
from lienthong.kernel.watching import metrics
def serve(seat):
    if (child := os.fork()) == 0:
        metrics.take_seat(seat)
        metrics.seen("home", "GET", 200, 0.01, 1)
        os._exit(0)
    os.waitpid(child, 0)
    return child
metrics.prepare("web8000-")
ended = serve("")
for seat in ("web8000-0", "web8000-1", "web8000-0", "web9000-0"):
    serve(seat)
print(*sorted(name for name in os.listdir(os.environ["PROMETHEUS_MULTIPROC_DIR"]) if "counter" in name and name != f"counter_{ended}.db"))
print([line for line in metrics.exposition().decode().splitlines() if line.startswith("lienthong_requests_total")])
metrics.prepare("web8000-")
print(*sorted(name for name in os.listdir(os.environ["PROMETHEUS_MULTIPROC_DIR"]) if "counter" in name))
"""


def test_a_web_process_goes_on_where_its_seat_was_left_and_a_new_server_begins_anew(tmp_path: Path) -> None:
    ran = _in_a_process(MEASURE, tmp_path, LIENTHONG_METRICS_TOKEN="token")
    kept, total, left = ran.stdout.splitlines()
    assert kept == "counter_web8000-0.db counter_web8000-1.db counter_web9000-0.db"
    assert total == """['lienthong_requests_total{method="GET",route="home",status="2xx"} 5.0']"""
    assert left == "counter_web9000-0.db"


# ── the doctor, and the page for IT staff ────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_doctor_ends_with_one_while_something_is_bad(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", format="json")
    assert ended.value.code == 1
    rows = {row["check"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["worker"]["outcome"], rows["worker"]["what to do"]) == ("bad", "Chạy lienthong worker.")
    assert (rows["locales"]["outcome"], rows["migrations"]["outcome"]) == ("ok", "ok")
    assert {"mail_answers", "files_answer"} & rows.keys() == set()


@pytest.mark.django_db
def test_the_page_says_every_check_in_words_and_hands_it_out(cast: Cast) -> None:
    Worker.objects.create(name="here:1", since=0, beat=2**40)
    client = client_of(cast.accounts["duc"])
    text = client.get(reverse("watching:condition")).content.decode()
    assert "Tiến trình chạy nền" in text
    assert "Phải sửa" in text or "Nên xem" in text
    table = b"".join(client.get(reverse("watching:condition"), {"as": "csv"})).decode("utf-8-sig")
    [worker] = [line for line in table.splitlines() if line.startswith("Tiến trình chạy nền")]
    assert "Ổn" in worker


def _menu_of(cast: Cast, who: str) -> str:
    response: Any = client_of(cast.accounts[who]).get(reverse("jobs:jobs"))
    return str(response.content.decode())


@pytest.mark.django_db
def test_the_way_there_is_shown_to_whoever_may_watch(cast: Cast) -> None:
    way = reverse("watching:condition")
    assert way in _menu_of(cast, "duc")
    assert way not in _menu_of(cast, "lan")
