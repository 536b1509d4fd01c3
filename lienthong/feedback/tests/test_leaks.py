"""Where an address or a code could be left behind: log lines, measurements, the web server in front."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.urls import reverse

from lienthong.feedback.rules import codes
from tests.cast import Cast
from tests.client import StrictClient
from tests.matters import TEXT, lay_areas, send_matter, typed_for

NGINX = sorted((Path(__file__).resolve().parents[3] / "deploy" / "nginx").glob("*.conf"))
ADDRESS = "203.0.113.77"
# What nginx knows of who asks, and of what was asked for.
_TELLING = re.compile(
    r"\$(?:remote_addr|binary_remote_addr|http_x_forwarded_for|proxy_add_x_forwarded_for|request_uri|uri|args|request\b(?!_)|http_referer|http_user_agent|remote_user)"
)


@pytest.mark.django_db
def test_no_log_line_and_no_measurement_holds_an_address_a_code_or_a_word_of_a_matter(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    lay_areas(cast)
    receipt = send_matter(cast)
    client = StrictClient(REMOTE_ADDR=ADDRESS)
    ours = logging.getLogger("lienthong")
    ours.addHandler(caplog.handler)
    level = ours.level
    ours.setLevel(logging.DEBUG)
    try:
        client.post(reverse("feedback:send"), typed_for(cast, phone="0912345678"))
        for code in (receipt.code, codes.new_code()):
            client.post(reverse("feedback:track"), {"code": code, "pin": receipt.pin})
    finally:
        ours.removeHandler(caplog.handler)
        ours.setLevel(level)
    written = " ".join(
        str(vars(record)) for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "feedback:track" in written
    for word in (ADDRESS, receipt.code, codes.shown(receipt.code), receipt.pin, "0912345678", TEXT[:30]):
        assert word not in written


@pytest.mark.parametrize("path", NGINX, ids=lambda path: path.name)
def test_the_web_server_in_front_writes_neither_addresses_nor_what_was_asked_for(path: Path) -> None:
    text = path.read_text("utf-8")
    formats = re.findall(r"log_format\s+(\w+)\s+([^;]+);", text)
    assert [name for name, _said in formats] == ["lienthong"]
    assert _TELLING.findall(formats[0][1]) == []
    for line in re.findall(r"access_log\s+([^;]+);", text):
        assert line == "off" or line.endswith(" lienthong")
    # A word of a fault would name the address: only what stops the server is written.
    assert set(re.findall(r"error_log\s+\S+\s+(\w+);", text)) == {"crit"}
