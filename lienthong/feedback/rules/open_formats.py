"""Open formats, written from plain values: XML as Open311 has it, JSON, JSON lines and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from xml.etree import ElementTree

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"

# What XML cannot carry.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_xml(root: str, value: Value, items: Mapping[str, str]) -> bytes:
    """Return a value as XML. ``items``: what an element of a list is called, by the name of the list.

    >>> as_xml("services", [{"code": "a", "more": None}], {"services": "service"}).decode().partition("?>")[2].strip()
    '<services><service><code>a</code><more /></service></services>'
    """
    element = ElementTree.Element(root)
    _fill(element, value, items)
    body: bytes = ElementTree.tostring(element, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _fill(element: ElementTree.Element, value: Value, items: Mapping[str, str]) -> None:
    if isinstance(value, Mapping):
        for name, held in value.items():
            _fill(ElementTree.SubElement(element, name), held, items)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif isinstance(value, (str, int)):
        element.text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(value))
    elif value is not None:
        for one in value:
            _fill(ElementTree.SubElement(element, items[element.tag]), one, items)


def as_json(value: Value) -> bytes:
    """Return a value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def json_lines(rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """Yield rows as JSON lines."""
    for row in rows:
        yield as_json(row) + b"\n"


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Iterator[bytes]:
    """Yield rows as CSV for programs: commas, UTF-8, a head of codes (RFC 4180); no cell is taken for a formula."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([_in_csv(row[name]) for name in columns])


def _csv_line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


def _in_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
