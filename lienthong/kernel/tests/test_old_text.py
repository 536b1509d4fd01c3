"""Texts typed with the fonts of before Unicode: recognised, and turned where that is certain."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest

from lienthong.kernel import old_text
from lienthong.kernel.old_text import OldText, find_old_text

# Also read by the script's test in Node (reports/tests/grid.test.mjs).
CASES = json.loads(Path(__file__).with_name("old_text.json").read_text("utf-8"))


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(old_text).failed == 0


@pytest.mark.parametrize(("text", "encoding", "turned"), CASES)
def test_every_shared_text_is_recognised_so(text: str, encoding: str | None, turned: str | None) -> None:
    assert find_old_text(text) == (OldText(encoding, turned) if encoding else None)
