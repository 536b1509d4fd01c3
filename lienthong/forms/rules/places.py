"""A place in the JSON of a definition: what stands there, read or refused by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, TypeVar

from .definition import LANGUAGES, SOURCE_LANGUAGE, Labels
from .expressions import KEYWORDS

FIELD_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
FORM_CODE = re.compile(r"[a-z][a-z0-9-]{0,49}")
_MAX_LABEL = 500
Kind = TypeVar("Kind", bound=StrEnum)


class DefinitionError(Exception):
    """A definition cannot be accepted. ``path`` names the place, such as "sections.0.fields.2.rollup"."""

    def __init__(self, path: str, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(path, code, params)
        self.path = path
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class Place:
    """A value in the definition with the path that leads to it."""

    path: str
    value: object

    def refuse(self, fault: str, **params: str) -> NoReturn:
        raise DefinitionError(self.path, fault, params)

    def want_keys(self, *required: str, optional: Sequence[str] = ()) -> None:
        keys = self.mapping().keys()
        for key in required:
            if key not in keys:
                self.at(key).refuse("missing")
        for key in keys:
            if key not in required and key not in optional:
                self.at(str(key)).refuse("unknown_key")

    def mapping(self) -> Mapping[str, object]:
        if not isinstance(self.value, dict):
            self.refuse("not_object")
        return self.value

    def at(self, key: str) -> Place:
        return Place(f"{self.path}.{key}" if self.path else key, self.mapping().get(key))

    def find(self, key: str) -> Place | None:
        return self.at(key) if self.mapping().get(key) is not None else None

    def items(self) -> Iterator[Place]:
        if not isinstance(self.value, list):
            self.refuse("not_list")
        for number, value in enumerate(self.value):
            yield Place(f"{self.path}.{number}", value)

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("not_text")
        return self.value

    def code(self, pattern: re.Pattern[str] = FIELD_CODE) -> str:
        code = self.text()
        if pattern.fullmatch(code) is None or code in KEYWORDS:
            self.refuse("not_code", text=code[:60])
        return code

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("not_truth")
        return self.value

    def one_of(self, kind: type[Kind]) -> Kind:
        text = self.text()
        if text not in {str(member) for member in kind}:
            self.refuse("not_one_of", text=text[:60], options=", ".join(kind))
        return kind(text)

    def labels(self) -> Labels:
        labels = {key: self.at(key).text() for key in self.mapping()}
        if SOURCE_LANGUAGE not in labels:
            self.at(SOURCE_LANGUAGE).refuse("missing")
        for language, label in labels.items():
            if language not in LANGUAGES:
                self.at(language).refuse("unknown_key")
            if len(label) > _MAX_LABEL:
                self.at(language).refuse("too_long", limit=str(_MAX_LABEL))
        return labels


def refuse_repeats(places: Iterator[Place] | list[Place]) -> None:
    seen: set[object] = set()
    for place in places:
        code = place.at("code")
        if code.value in seen:
            code.refuse("repeated", text=str(code.value))
        seen.add(code.value)
