"""Pieces of pages that are rendered once and shown again for as long as what they show is the same.

A key holds everything that a piece depends on, so a kept piece is never out of date; the language is added here.
Never for anything that depends on who looks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# A national board is about 40 KB.
_MOST = 200
_kept: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


def fragment(template: str, key: Hashable, context: Callable[[], Mapping[str, Any]]) -> SafeString:
    """Return a template rendered with a context, which is made only when the piece is not kept yet."""
    place = (template, get_language(), key)
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            return _kept[place]
    made = render_to_string(template, dict(context()))
    with _lock:
        _kept[place] = made
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made
