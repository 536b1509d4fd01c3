"""What the national bench reckons by itself: trees of processes, answers put together, who saves. Nothing is measured here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).resolve().parents[1] / "tools"


@pytest.fixture(autouse=True)
def _tools_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))


def test_a_tree_of_processes_is_its_root_and_all_that_descend_from_it() -> None:
    from country.processes import Process, tree_of

    known = [
        Process(3, 2, 1.0),
        Process(2, 1, 0.5),
        Process(1, 0, 9.0),
        Process(4, 1, 7.0),
        Process(5, 3, 0.25),
    ]
    assert sorted(process.pid for process in tree_of(2, known)) == [2, 3, 5]
    assert tree_of(6, known) == []


def test_what_a_process_and_its_ended_children_have_run_is_read_from_its_line() -> None:
    from country.processes import Process

    tick = os.sysconf("SC_CLK_TCK")
    line = f"7 (a ) b) S 3 7 7 0 -1 4194560 90 0 0 0 {2 * tick} {tick} {3 * tick} {4 * tick} 20 0"
    assert Process.from_stat(line) == Process(pid=7, parent=3, seconds=10.0)


def test_processor_time_of_this_test_is_found_in_its_own_tree() -> None:
    from country.processes import memory_of, seconds_of

    assert seconds_of(os.getpid()) > 0
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        resident, share = memory_of(os.getpid(), "input()")
        nobody = memory_of(os.getpid(), "no such word")
    finally:
        sleeper.communicate(b"\n")
    assert resident >= share > 0
    assert nobody == (0.0, 0.0)


def test_answers_of_threads_are_put_together() -> None:
    from country.wrk import read_answers

    answers = read_answers(
        [
            '{"begun": 10.0, "ended": 12.0, "statuses": {"302": 3, "409": 1}}\n',
            '{"begun": 11.0, "ended": 14.0, "statuses": {"302": 4}}\n',
        ],
        'Running 9s test\n{"p50": 5.0, "p95": 8.0, "p99": 9.0, "most": 11.0, "broken": 2}\n',
    )
    assert (answers.seconds, answers.count, answers.rate) == (4.0, 8, 2.0)
    assert dict(answers.statuses) == {302: 7, 409: 1}
    assert answers.refused == 3
    assert (answers.p50, answers.p95, answers.p99, answers.most) == (5.0, 8.0, 9.0, 11.0)


def test_a_request_is_one_line_that_the_script_can_take_apart() -> None:
    from country.wrk import Request

    line = Request("lt_session=a", "PUT", "/x", '{"a": "b c"}', "key", "application/json").as_line()
    assert line.split("\t") == ["lt_session=a", "PUT", "/x", "application/json", "key", '{"a": "b c"}']


@pytest.mark.skipif(
    subprocess.run(["which", "wrk"], check=False, capture_output=True).returncode != 0, reason="no wrk"
)
def test_wrk_sends_every_request_exactly_once(tmp_path: Path) -> None:
    from country.wrk import Request, send

    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(port), str(tmp_path / "seen")], stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    server.stdout.readline()
    try:
        requests = [Request("a=b", "PUT", f"/{number}", "{}", f"key-{number}") for number in range(101)]
        answers = send(f"http://127.0.0.1:{port}", requests, at_once=6, patience=30)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    assert (answers.count, answers.refused) == (101, 0)
    seen = (tmp_path / "seen").read_text().split()
    assert sorted(seen) == sorted(f"key-{number}" for number in range(101))


def test_figures_of_the_year_are_the_same_at_every_making_and_fit_the_form() -> None:
    from country import year

    from lienthong.forms.rules import read_form

    week = year.weeks()[0]
    figures = year.figures(week, 50)
    assert figures.shape == (50, 40)
    assert np.array_equal(figures, year.figures(week, 50))
    assert not np.array_equal(figures, year.figures(week.next(), 50))
    assert figures.min() >= 0
    assert list(read_form(year.definition()).fields) == year.FIELDS
    assert (len(year.weeks()), len(set(year.weeks()))) == (52, 52)


def test_whoever_saves_is_spread_over_the_country() -> None:
    from country.curve import spread

    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert spread(range(3), 10) == [0, 1, 2]


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


_SERVER = """
import http.server, sys
class Door(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[2], "a") as out:
            out.write(self.headers["Idempotency-Key"] + "\\n")
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *words): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door)
print("up", flush=True)
server.serve_forever()
"""
