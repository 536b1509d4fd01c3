"""Two hundred slow clients: behind nginx, which takes requests in before it hands them on, they do no harm."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.cast import VALID

from .product import HOUSE, Product, free_port

# Also a real one: deploy/nginx/lienthong.conf. This is the least that it needs to keep slow clients away.
CONF: Final = """
daemon off; worker_processes 1; pid {place}/nginx.pid; error_log {place}/error.log; {user}
events {{ worker_connections 2048; }}
http {{
  access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  client_header_timeout 15s; client_body_timeout 30s; send_timeout 60s; client_max_body_size 25m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_request_buffering on; proxy_buffering on; proxy_buffers 16 64k;
    }}
  }}
}}
"""


@contextmanager
def nginx(product: Product, place: Path) -> Iterator[int]:
    """Run nginx in front of the product, and give its port."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("nginx is not on this machine: apt-get install nginx-light")
    port = free_port()
    user = "user root;" if Path("/root").owner() == "root" and _is_root() else ""
    conf = place / "nginx.conf"
    conf.write_text(CONF.format(place=place, port=port, behind=product.port, user=user))
    server = subprocess.Popen([program, "-c", str(conf), "-p", str(place)], start_new_session=True)
    try:
        until = time.monotonic() + 20
        while product.get("/healthz", port=port, timeout=2).status != 200:
            assert time.monotonic() < until, (place / "error.log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _is_root() -> bool:
    import os

    return os.geteuid() == 0


@contextmanager
def slow_clients(port: int, product: Product, path: str, *numbers: int) -> Iterator[None]:
    """Let so many slow clients begin: by their headers, their bodies, their reading."""
    cookie = f"lt_session={product.known['sessions']['lan']}"
    words = [sys.executable, "-m", "tests.faults.slow", str(port), *map(str, numbers), path, cookie]
    clients = subprocess.Popen(words, cwd=HOUSE, stdout=subprocess.PIPE, text=True, start_new_session=True)
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
    with nginx(product, tmp_path) as port, slow_clients(port, product, page, *numbers):
        time.sleep(3)
        taken = []
        for seen in range(25):
            got = product.save("w1", "w1", {**VALID, "households": str(400 + seen)}, seen=seen, port=port)
            assert (got.status, got.json["version"]) == (200, seen + 1)
            shown = product.get(page, who="lan", port=port)
            assert shown.status == 200
            taken += [got.took, shown.took]
    assert statistics.quantiles(taken, n=20)[-1] <= 2.0, sorted(taken)[-5:]
