"""Exchanging servers under load behind nginx: no request fails, static files are kept for ever, slow clients hold nobody."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import servers
from tests.cast import VALID, WEEK
from tests.servers import Browser, Machine, wait_for

NAME = "lienthong.example.vn"
BUILD = """
import json
from tests.cast import build_cast
cast = build_cast()
print(json.dumps({name: str(cast.province[name].uid) for name in ("P", "C", "v1")}))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine"),
]


@dataclass
class Site:
    """An installation behind nginx, served by two servers that share a socket."""

    machine: Machine
    held: socket.socket
    port: int
    folder: Path
    units: dict[str, str]
    running: dict[int, subprocess.Popen[bytes]]

    def browser(self) -> Browser:
        return Browser(NAME, tls_port=self.port)

    def signed_in(self, name: str) -> Browser:
        """Come in; another test may have tried the door so often that one has to wait."""
        browser = self.browser()
        wait_for(lambda: browser.sign_in(name).status == 302, "the door stays closed")
        return browser

    def page(self, unit: str, name: str = "") -> str:
        return f"/bao-cao/tuan/{WEEK}/{self.units[unit]}/{name}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("nginx")
    static = tmp_path_factory.mktemp("static")
    settings = {
        "LIENTHONG_TLS": "1",
        "LIENTHONG_HOSTS": f"{NAME} 127.0.0.1",
        "LIENTHONG_STATIC_ROOT": str(static),
        "LIENTHONG_TRUST_REQUEST_ID": "1",
    }
    machine = Machine(home, settings)
    machine.command("setup")
    units = json.loads(machine.python(BUILD))
    with servers.listening() as held:
        running = {number: servers.serve_on(machine, held, number) for number in (1, 2)}
        with servers.nginx(folder, upstream=held.getsockname()[1], static=static) as port:
            yield Site(machine, held, port, folder, units, running)
        machine.stop()


class Load(threading.Thread):
    """One who reads a page, or saves a form, again and again, and remembers every answer."""

    def __init__(self, site: Site, *, saves: bool) -> None:
        super().__init__(daemon=True)
        self._site, self._saves, self._ended = site, saves, threading.Event()
        self.statuses: list[int] = []
        self.last = ""
        self.faults: list[str] = []

    def run(self) -> None:
        browser = self._site.signed_in("lan")
        while not self._ended.is_set():
            try:
                self.statuses.append(self._save(browser) if self._saves else self._read(browser))
            except OSError as fault:
                self.faults.append(repr(fault))

    def _read(self, browser: Browser) -> int:
        return browser.get(self._site.page("C")).status

    def _save(self, browser: Browser) -> int:
        path = self._site.page("v1", "nhap/")
        seen = re.findall(r'name="seen" value="(\d+)"', browser.get(path).text)[0]
        self.last = str(100 + len(self.statuses))
        fields = {**VALID, "people": self.last, "households": "100", "seen": seen, "action": "submit"}
        return browser.post(path, fields).status

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=60)


def test_servers_are_exchanged_one_after_the_other_under_load_and_no_request_fails(site: Site) -> None:
    loads = [Load(site, saves=True), *(Load(site, saves=False) for _ in range(3))]
    for load in loads:
        load.start()
    for _round in range(2):
        for number in (1, 2):
            old = site.running[number]
            old.terminate()
            assert old.wait(timeout=60) == 0
            site.running[number] = servers.serve_on(site.machine, site.held, number)
    time.sleep(1)
    for load in loads:
        load.end()
    assert [load.faults for load in loads] == [[], [], [], []]
    assert {status for load in loads[1:] for status in load.statuses} == {200}
    assert set(loads[0].statuses) == {302}
    assert min(len(load.statuses) for load in loads) > 20
    browser = site.signed_in("lan")
    assert loads[0].last in browser.get(site.page("v1", "phieu/")).text


def test_static_files_come_from_the_disk_and_are_kept_for_ever_under_their_hashed_names(site: Site) -> None:
    page = site.browser().get("/dang-nhap/")
    for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page.text):
        answer = site.browser().get(path)
        assert answer.status == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", path
        assert answer.headers["Server"] == "nginx"


def test_an_answer_carries_the_id_that_nginx_gave_and_tls_is_kept(site: Site) -> None:
    answer = site.browser().get("/dang-nhap/")
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    line = (site.folder / "lienthong.log").read_text().splitlines()[-1]
    assert answer.headers["X-Request-ID"] in line
    assert "dang-nhap" not in line
    assert "127.0.0.1" not in line


def test_clients_that_send_a_letter_a_second_keep_nobody_waiting(site: Site) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    slow = [trusting.wrap_socket(socket.create_connection(("127.0.0.1", site.port))) for _ in range(40)]
    try:
        for line in slow:
            line.sendall(
                f"POST /dung-thu/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 4000\r\n\r\na".encode()
            )
        begun = time.monotonic()
        assert [site.browser().get("/dang-nhap/").status for _ in range(10)] == [200] * 10
        assert time.monotonic() - begun < 5
    finally:
        for line in slow:
            line.close()


def test_what_is_too_large_is_refused_before_it_comes_and_tries_at_the_door_are_slowed_down(
    site: Site,
) -> None:
    browser = site.browser()
    assert browser._send("POST", "/dang-nhap/", "a" * (25 * 1024 * 1024)).status == 413
    wait_for(lambda: browser.get("/dang-nhap/").status == 200, "the door stays closed")
    statuses = [browser.post("/dang-nhap/", {}).status for _ in range(60)]
    assert set(statuses) == {422, 429}  # an empty form, and then too many
    assert browser.get("/dang-nhap/").status == 200


def test_while_it_is_closed_or_nothing_answers_people_get_a_page_and_are_told_when_to_come_back(
    site: Site,
) -> None:
    (site.folder / "closed").touch()
    closed = site.browser().get("/")
    (site.folder / "closed").unlink()
    assert (closed.status, closed.headers["Retry-After"]) == (503, "60")
    assert "Liên Thông đang bảo trì" in closed.text
    assert site.browser().get("/").status == 302
