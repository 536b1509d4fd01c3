"""Which addresses take something that may be written: found in the code, not listed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lienthong.config.api import api

_READING = {"GET", "HEAD", "OPTIONS"}


def doors() -> set[str]:
    """Return the names of pages' doors that take more than reading, and the API's operations that do."""
    named = {name for name, view in _views(get_resolver()) if _methods(view) - _READING}
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if method.upper() not in _READING
    }
    return named | operations


def _views(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if one.name and space != "api:":
                yield space + one.name, one.callback
        else:
            yield from _views(one, f"{one.namespace}:" if one.namespace else space)


def _methods(view: Callable[..., Any]) -> set[str]:
    """Return the methods that a view lets through, by the decorator that says them; without one, any."""
    looked: Any = view
    while looked is not None:
        code, closure = getattr(looked, "__code__", None), getattr(looked, "__closure__", None)
        if code is not None and closure:
            held = dict(zip(code.co_freevars, (cell.cell_contents for cell in closure), strict=True))
            if "request_method_list" in held:
                return set(held["request_method_list"])
        looked = getattr(looked, "__wrapped__", None)
    return {"GET", "POST"}
