"""The JSON door as a whole: its description, the ways in that it declares, and the example of the how-to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from lienthong.config.api import api
from lienthong.identity import queries as identity
from lienthong.identity import services
from lienthong.kernel.actor import OPERATOR
from tests.cast import VALID, WEEK, Cast
from tests.client import connection_kept
from tests.small_province import BEGIN

HOUSE = Path(__file__).resolve().parent.parent
DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")


def test_the_description_is_the_one_that_was_agreed() -> None:
    agreed = json.loads((HOUSE / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(DESCRIPTION)) == agreed


# What anybody may ask without a key.
OPEN = {
    "GET /feedback/answers",
    "GET /feedback/answers/{uid}",
    "GET /feedback/categories",
    "GET /feedback/figures",
    "GET /feedback/places",
    "POST /feedback/follow",
    "POST /feedback/matters",
}


def test_there_are_two_ways_in_and_every_door_that_is_not_open_takes_both() -> None:
    declared = DESCRIPTION["components"]["securitySchemes"]
    assert declared == {
        "Key": {"type": "http", "scheme": "bearer", "bearerFormat": "lt_…"},
        "Session": {"type": "apiKey", "in": "cookie", "name": "lt_session"},
    }
    doors = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation.get("security")
        for path, methods in DESCRIPTION["paths"].items()
        for method, operation in methods.items()
    }
    assert {name for name, security in doors.items() if not security} == OPEN
    both: list[dict[str, list[str]]] = [{"Key": []}, {"Session": []}]
    assert [name for name, security in doors.items() if security not in (None, both)] == []


# ── the example ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return the program that the how-to shows, as a file."""
    page = (HOUSE / "docs/how-to/use-the-api.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    file = tmp_path / "client.py"
    file.write_text(program, encoding="utf-8")
    return file


def test_the_example_has_at_most_thirty_lines_and_needs_no_library(example: Path) -> None:
    program = example.read_text(encoding="utf-8")
    assert len(program.splitlines()) <= 30
    imported = re.findall(r"^(?:import|from) ([\w, ]+?)(?: import|$|\.)", program, re.MULTILINE)
    assert {name.strip() for names in imported for name in names.split(",")} <= sys.stdlib_module_names


def _key(cast: Cast) -> str:
    """Return a key of Tùng's, who reads his province and here also enters for village v1."""
    services.give_grant(
        actor=OPERATOR,
        account=cast.accounts["tung"],
        role=identity.get_role("village_reporter"),
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province["v1"],
        reach="here",
        since=BEGIN,
    )
    _token, secret = services.create_token(
        actor=cast.actor("tung"),
        uid=uuid4(),
        name="Phần mềm của tỉnh",
        scopes=["reports.view", "reports.submit"],
        until=date(2027, 1, 1),
    )
    return secret


class _Quiet(WSGIRequestHandler):
    """Writes no line a request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(db: None) -> Iterator[str]:
    """Serve the site over HTTP inside this test's own transaction; return its address.

    pytest-django's live server needs tables that can be emptied, which append-only ones refuse.
    """

    def serve() -> None:
        connections["default"] = connection
        server.serve_forever()

    connection = connections["default"]
    connection.inc_thread_sharing()
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet)
    thread = Thread(target=serve, daemon=True)
    with connection_kept():
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    server.server_close()
    connection.dec_thread_sharing()


def test_the_example_does_what_the_how_to_says(
    address: str, cast: Cast, example: Path, tmp_path: Path
) -> None:
    secret, values = _key(cast), tmp_path / "return.json"
    values.write_text(json.dumps(VALID), encoding="utf-8")

    def run(key: str) -> tuple[str, str]:
        units = (str(cast.province[name].uid) for name in ("P", "v1"))
        done = subprocess.run(
            [sys.executable, str(example), WEEK, *units, str(values)],
            env={**os.environ, "LIENTHONG_URL": address, "LIENTHONG_KEY": key, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout, done.stderr

    assert run(secret) == ("C 0/3 village \nD 0/1 village \nsent: submitted version 1\n", "")
    assert cast.entry("v1").state == "submitted"
    assert run("lt_wrong")[1].startswith("401: Không có khóa truy cập API này.")
    assert run(secret) == ("D 0/1 village \nC 0/3 village \nsent: submitted version 1\n", "")
    values.write_text(json.dumps({**VALID, "poor": "4"}), encoding="utf-8")
    assert run(secret)[1].startswith("409: ")
    assert cast.entry("v1").version == 1
