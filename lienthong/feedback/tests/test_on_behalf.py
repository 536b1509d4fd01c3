"""Matters that officers write down for somebody, and the QR codes of their villages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.feedback.models import Matter
from lienthong.kernel.models import Attachment, AuditEntry
from lienthong.registry.models import Area
from tests.cast import Cast
from tests.client import client_of
from tests.matters import lay_areas, typed_for

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.SHARED = str(tmp_path)
    settings.SITE_URL = "https://lt.example"
    lay_areas(cast)


def _write(cast: Cast, who: str, **words: Any) -> Any:
    return client_of(cast.accounts[who]).post(reverse("feedback:behalf"), {**typed_for(cast), **words})


@pytest.mark.parametrize("channel", ["phone", "visit", "paper"])
def test_what_somebody_says_or_brings_is_written_down_once_with_a_receipt_for_them(
    cast: Cast, channel: str
) -> None:
    key = str(uuid4())
    for _time in range(2):
        answer = _write(cast, "lan", channel=channel, key=key)
        assert answer.status_code == 200
        assert re.search(r"<dd>\d{6}</dd>", answer.content.decode())
    matter = Matter.objects.get()
    assert matter.channel == channel
    sent = AuditEntry.objects.get(verb="matter.sent")
    assert sent.actor == cast.accounts["lan"].uid


def test_a_letter_on_paper_comes_with_its_scan(cast: Cast) -> None:
    import io

    from pypdf import PdfWriter

    paper = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(paper)
    scan = SimpleUploadedFile("don cua ong A.pdf", paper.getvalue())
    assert _write(cast, "lan", channel="paper", photos=[scan]).status_code == 200
    assert Attachment.objects.get().name == "anh-1.pdf"


def test_whoever_may_not_receive_writes_nothing_down(cast: Cast) -> None:
    for who, status in (("nga", 403), ("quan", 403), ("duc", 403), ("hoa", 403)):
        assert _write(cast, who, channel="phone").status_code == status
    assert _write(cast, "lan", channel="web").status_code == 422
    assert _write(cast, "lan", channel="").status_code == 422
    assert not Matter.objects.exists()


def test_the_page_begins_at_the_officers_own_commune(cast: Cast) -> None:
    page = client_of(cast.accounts["lan"]).get(reverse("feedback:behalf")).content.decode()
    assert f'name="commune" value="{Area.objects.get(versions__name="C").uid}"' in page


def test_the_codes_of_a_commune_lead_to_its_villages(cast: Cast) -> None:
    browser = client_of(cast.accounts["lan"])
    page = browser.get(reverse("feedback:qr_codes")).content.decode()
    villages = [Area.objects.get(versions__name=name).uid for name in ("v1", "v2")]
    for village in villages:
        assert f"https://lt.example/phan-anh/thon/{village}/" in page
    assert page.count('class="qr"') == 2
    assert browser.get(reverse("feedback:qr_codes"), {"q": "v2"}).content.decode().count('class="qr"') == 1
    for form in ("csv", "xlsx", "pdf"):
        assert browser.get(reverse("feedback:qr_codes"), {"as": form}).status_code == 200
    page = client_of(cast.accounts["tung"]).get(reverse("feedback:qr_codes")).content.decode()
    assert page.count('class="qr"') == 3
