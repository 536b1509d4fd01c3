"""The words of the expression language: its types, states, limits and the one error it raises.

Values have a rank, and the highest rank among the inputs wins:
value (zero included) 0 < not applicable 1 < blank 2 < not reported 3 < error 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any, TypeAlias

LANGUAGE_VERSION = 1

MAX_CHARACTERS = 2_000
MAX_NODES = 500
MAX_DEPTH = 32
MAX_RANGE = 200
MAX_LITERAL = 18
MAX_ROUNDING = 6
MAX_PERIODS_BACK = 60
MAGNITUDE = 10**40

KEYWORDS = frozenset({"and", "or", "not", "true", "false", "blank", "not_applicable", "not_reported"})

# A node is (operator, operands…); operands are nodes, texts, whole numbers or truth values: JSON as it is.
Tree: TypeAlias = tuple[Any, ...]


class Type(StrEnum):
    """What an expression results in. STATE stands for a bare `blank`, `not_applicable` or `not_reported`."""

    NUMBER = "number"
    TEXT = "text"
    YESNO = "yesno"
    DATE = "date"
    STATE = "state"


class State(Enum):
    """Why there is no value; the number is the rank. ERROR is only ever computed, never stored."""

    NOT_APPLICABLE = 1
    BLANK = 2
    NOT_REPORTED = 3
    ERROR = 4

    @property
    def code(self) -> str:
        """The name in expressions and in stored values."""
        return self.name.lower()


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text, typed tree, result and the fields that it reads.

    ``reads`` holds pairs (field code, periods back); 0 periods back is the return itself.
    """

    text: str
    tree: Tree
    type: Type
    reads: frozenset[tuple[str, int]] = field(default=frozenset())

    @property
    def fields(self) -> frozenset[str]:
        """Codes of the fields read from the return itself."""
        return frozenset(code for code, back in self.reads if back == 0)

    @property
    def periods_back(self) -> int:
        """How many earlier periods must be at hand."""
        return max((back for _, back in self.reads), default=0)


class ExpressionError(Exception):
    """An expression cannot be accepted. Carries a code and its parameters; the sentence is made elsewhere.

    ``position`` counts characters of the text in NFC from 0; None where no single place is at fault.
    """

    def __init__(
        self, code: str, position: int | None = None, params: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code, position, params)
        self.code = code
        self.position = position
        self.params = dict(params or {})


def tree_as_json(tree: Tree) -> list[Any]:
    """Return a tree as JSON lists."""
    return [tree_as_json(part) if isinstance(part, tuple) else part for part in tree]
