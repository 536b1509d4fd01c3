"""Looking for malware: the own list without a scanner; a scanner at a path and at a port; one that does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lienthong.kernel.files.scanning import Verdict, scanned, scanner_answers
from lienthong.kernel.models import ContentState

from . import made_files as made
from .fake_clamd import listening

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

CLEAN = Verdict(ContentState.CLEAN)
WAITING = Verdict(ContentState.WAITING)


@pytest.mark.parametrize("data", [made.eicar(), b"truoc " + made.eicar() + b" sau"])
def test_the_own_list_knows_the_test_string_without_a_scanner(settings: Settings, data: bytes) -> None:
    settings.CLAMD = ""
    assert scanned(data) == Verdict(ContentState.QUARANTINED, "Test.EICAR")
    assert scanned(b"Xin chao") == CLEAN
    assert scanner_answers() is None


@pytest.mark.parametrize("way", ["path", "port"])
def test_a_scanner_is_asked_at_a_path_and_at_a_port(settings: Settings, tmp_path: Path, way: str) -> None:
    with listening(str(tmp_path / "clamd") if way == "path" else "") as where:
        settings.CLAMD = where
        assert scanner_answers() is True
        assert scanned(b"x" * 200_000) == CLEAN
        assert scanned(b"x" * 200_000 + b"SAU") == Verdict(ContentState.QUARANTINED, "Win.Test.EICAR_HDB-1")


def test_what_no_scanner_has_seen_waits_and_it_is_told(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLAMD = "127.0.0.1:9"
    assert (scanned(b"Xin chao"), scanner_answers()) == (WAITING, False)
    assert caplog.messages == ["the virus scanner gives no answer (ConnectionRefusedError); new files wait"]
    assert scanned(made.eicar()) == Verdict(ContentState.QUARANTINED, "Test.EICAR")


def test_a_scanner_that_gives_up_has_seen_nothing(settings: Settings) -> None:
    with listening() as where:
        settings.CLAMD = where
        assert scanned(b"qua lon") == WAITING
