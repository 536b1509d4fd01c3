"""Two hundred slow clients: behind nginx, which takes requests in before it hands them on, they do no harm.

nginx runs with the file that is meant for servers, TLS and limits and all. So each slow client has an address of its own.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import servers
from tests.cast import VALID

from .product import HOUSE, Product

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine")


@contextmanager
def slow_clients(port: int, product: Product, path: str, *words: int | str) -> Iterator[None]:
    """Let so many slow clients begin: by their headers, their bodies, their reading; all of one address, if it is said."""
    numbers, address = words[:3], words[3:]
    cookie = f"lt_session={product.known['sessions']['lan']}"
    command = [sys.executable, "-m", "tests.faults.slow", str(port), *map(str, numbers), path, cookie]
    clients = subprocess.Popen(
        [*command, *map(str, address)], cwd=HOUSE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert clients.stdout is not None
        assert clients.stdout.readline() == "ready\n"
        yield
    finally:
        clients.kill()
        clients.wait()
        if clients.stdout is not None:
            clients.stdout.close()


@pytest.mark.parametrize("numbers", [(200, 0, 0), (0, 200, 0), (0, 0, 200), (70, 70, 60)], ids=str)
def test_two_hundred_slow_clients_behind_nginx_keep_nobody_else_waiting(
    numbers: tuple[int, int, int], product: Product, tmp_path: Path
) -> None:
    page = f"/bao-cao/tuan/2026-W47/{product.known['bodies']['C']}/"
    assert len(product.get(page, who="lan").body) > 10_000
    behind = servers.nginx(tmp_path, upstream=product.port, static=tmp_path)
    with behind as port, slow_clients(port, product, page, *numbers):
        time.sleep(3)
        _wait_until_pages_are_made(product, page)
        taken = []
        for seen in range(25):
            values = {**VALID, "households": str(400 + seen)}
            got = product.save("w1", "w1", values, seen=seen, tls_port=port)
            assert got.status == 200, got.text
            assert got.json["version"] == seen + 1
            shown = product.get(page, who="lan", tls_port=port)
            assert shown.status == 200
            taken += [got.took, shown.took]
    assert statistics.quantiles(taken, n=20)[-1] <= 2.0, sorted(taken)[-5:]


def _wait_until_pages_are_made(product: Product, page: str) -> None:
    """Let two hundred pages be made first, as for clients that are quick: a busy machine takes longer to make them."""
    until = time.monotonic() + 120
    while (got := product.get(page, who="lan")).status != 200 or got.took > 1:
        assert time.monotonic() < until


def test_from_one_address_no_more_than_two_hundred_lines_are_served(product: Product, tmp_path: Path) -> None:
    page = f"/bao-cao/tuan/2026-W47/{product.known['bodies']['C']}/"
    behind = servers.nginx(tmp_path, upstream=product.port, static=tmp_path)
    with behind as port, slow_clients(port, product, page, 0, 210, 0, "127.0.0.1"):
        time.sleep(1)
        assert product.get(page, who="lan", tls_port=port).status == 429
    assert product.get(page, who="lan").status == 200
