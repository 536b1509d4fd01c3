"""From a text to Lark's parse tree: characters and grammar only, nothing about meaning."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedInput, UnexpectedToken

from .language import MAX_CHARACTERS, ExpressionError

Parsed = Tree[Token]


def parsed(text: str) -> Parsed:
    """Parse a text that is already in NFC."""
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError("too_big", params={"limit": str(MAX_CHARACTERS)})
    try:
        return _parser().parse(text)
    except UnexpectedInput as fault:
        raise ExpressionError("syntax", _position(fault, text)) from None


def normal_form(text: str) -> str:
    """Return a text in NFC, the form in which names and texts are compared."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False, propagate_positions=True)


def _position(fault: UnexpectedInput, text: str) -> int:
    if isinstance(fault, UnexpectedToken) and fault.token.type == "$END":
        return len(text)
    position: int | None = vars(fault).get("pos_in_stream")
    return len(text) if position is None else position
