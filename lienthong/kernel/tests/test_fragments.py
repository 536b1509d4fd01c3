"""Pieces of pages: rendered once for a key and a language, never for another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from lienthong.kernel import fragments
from lienthong.kernel.fragments import fragment


def test_a_piece_is_rendered_once_for_its_key_and_language() -> None:
    made: list[str] = []

    def context() -> Mapping[str, Any]:
        made.append(translation.get_language())
        return {"value": 5, "maximum": 10, "label": f"lần {len(made)}", "percent": 50}

    key = object()
    first = fragment("ui/progress.html", key, context)
    assert "lần 1" in first
    assert fragment("ui/progress.html", key, context) == first
    with translation.override("en"):
        assert "lần 2" in fragment("ui/progress.html", key, context)
    assert "lần 3" in fragment("ui/progress.html", object(), context)
    assert made == ["vi", "en", "vi"]


def test_only_so_many_pieces_are_kept() -> None:
    for number in range(fragments._MOST + 5):
        fragment("ui/progress.html", ("many", number), lambda: {"value": 1, "maximum": 1, "label": ""})
    assert len(fragments._kept) == fragments._MOST
    assert ("ui/progress.html", "vi", ("many", 0)) not in fragments._kept
