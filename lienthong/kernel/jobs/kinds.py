"""Kinds of work: the functions in the rooms' ``tasks.py``, and on which terms each is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.module_loading import import_string

Do = TypeVar("Do", bound=Callable[..., Any])


@dataclass(frozen=True)
class Terms:
    """How a kind of work is done.

    ``tries``: so often, where a fault of ours breaks it. ``key``: of the same key only one runs at a time; names words
    in braces, such as "import:{stream}". ``short``: goes before what takes long.
    """

    tries: int = 3
    key: str = ""
    short: bool = False

    def key_for(self, words: Mapping[str, Any]) -> str:
        """Return the key of one piece of work."""
        return self.key.format(**words)[:120]


USUAL: Final = Terms()


def task(*, tries: int = USUAL.tries, key: str = "", short: bool = False) -> Callable[[Do], Do]:
    """Say on which terms a function in ``tasks.py`` is done; without it, on the usual ones."""

    def marked(do: Do) -> Do:
        do.terms = Terms(tries, key, short)  # type: ignore[attr-defined] # functions take attributes
        return do

    return marked


def function_of(kind: str) -> Any:
    """Return the function that does a kind of work; ImportError where there is none."""
    room, verb = kind.split(".")
    return import_string(f"lienthong.{room}.tasks.{verb}")


def terms_of(kind: str) -> Terms:
    """Return on which terms a kind of work is done; the usual ones where its function is gone."""
    try:
        terms = getattr(function_of(kind), "terms", USUAL)
    except ImportError:
        return USUAL
    return terms if isinstance(terms, Terms) else USUAL
