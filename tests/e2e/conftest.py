"""A demonstration of its own, served on a free port, and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"


@pytest.fixture(autouse=True)
def _house() -> None:
    """Nothing of the unit tests' settings: the site runs in a process of its own."""


@pytest.fixture(scope="session")
def home() -> Path:
    """Return the home of a freshly built demonstration, or a copy of one that LIENTHONG_E2E_HOME names."""
    folder = ROOT / "var" / "e2e"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if (standing := os.environ.get("LIENTHONG_E2E_HOME")) is not None:
        shutil.copytree(
            standing, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("e2e", "static", "test*")
        )
    run(folder, "demo", "--build-only")
    return folder


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIENTHONG_")}
    return {**kept, "LIENTHONG_HOME": str(folder), "LIENTHONG_DEMO": "1"}


def run(folder: Path, *words: str) -> str:
    """Run a command of the operators' program on a home, and return what it printed."""
    program = [sys.executable, "-m", "lienthong.config.cli", *words]
    environment = _environment(folder)
    ran = subprocess.run(
        program, cwd=ROOT, env=environment, check=True, timeout=900, stdout=subprocess.PIPE, text=True
    )
    return ran.stdout


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[str]:
    """Serve the demonstration and return its address."""
    with served(home, "demo") as address:
        yield address


@contextmanager
def served(folder: Path, *words: str) -> Iterator[str]:
    """Serve a home with a command of the operators' program, on a free port, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "lienthong.config.cli", *words, "--port", str(port)]
    server = subprocess.Popen(program, cwd=ROOT, env=_environment(folder), stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        ended = server.wait(timeout=20)
    assert ended == 0


def _wait_for(address: str) -> None:
    for _ in range(450):
        try:
            with closing(HTTPConnection(address.removeprefix("http://"), timeout=2)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not come up")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the distribution's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield started
        started.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, site: str) -> Iterator[Opener]:
    """Return a function that signs one of the cast in, in a browser window of their own, and opens their first page."""
    contexts: list[BrowserContext] = []

    def opened(username: str | None, **options: Any) -> Page:
        language = options.pop("language", "vi")
        context = browser.new_context(base_url=site, locale=language, **options)
        context.add_cookies([{"name": "lt_language", "value": language, "url": site}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if username is not None:
            page.goto("/dung-thu/")
            page.locator(f"button[value='{username}']").click()
            page.wait_for_load_state()
        return page

    yield opened
    for context in contexts:
        context.close()
