"""The language of the screen, and labels that data carries in several languages: Vietnamese is the source, and never missing."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from .text import label_in


def language_here() -> str:
    """Return the language of the screen without its country: "vi", "en"."""
    return (get_language() or "vi").partition("-")[0]


def label_of(labels: Mapping[str, str]) -> str:
    """Return a label in the language of the screen, else in Vietnamese."""
    return label_in(labels, language_here())
