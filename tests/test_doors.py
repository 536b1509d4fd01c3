"""The cast at every named door: who may come in. A new address without an answer here fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lienthong.forms.models import FormVersion
from lienthong.registry.models import Area
from tests.cast import WEEK, Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

CAST = ("nga", "lan", "minh", "tung", "ha", "quan", "duc", "hoa", "nobody")
DOOR = 302

# One row a door: the status that each of the cast is answered with, in the order of CAST. 302 for nobody: the door.
DOORS: dict[str, tuple[int, ...]] = {
    "healthz": (200,) * 9,
    "home": (302,) * 9,
    "set_language": (302,) * 9,
    "api": (200,) * 8 + (302,),
    "forms:forms": (200,) * 8 + (302,),
    "forms:version": (200,) * 8 + (302,),
    "reports:series": (200,) * 8 + (302,),
    "reports:overview": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:figures": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:cells": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:owed": (404, 302, 404, 302, 302, 302, 404, 404, 302),
    "reports:sheet": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:review": (404, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:return": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    "reports:entry": (200, 200, 404, 200, 200, 200, 404, 404, 302),
    # Doors that only take a posted form.
    "reports:step": (405,) * 8 + (302,),
    "reports:lock": (405,) * 8 + (302,),
}
VILLAGE_DOORS = {"reports:return", "reports:entry", "reports:step"}


def named(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Yield the full name of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and not space.startswith("api:"):
            yield f"{space}{pattern.name}"


def address(name: str, cast: Cast) -> str:
    """Return an address of each kind in commune C, or in village v1."""
    if name.startswith("reports:") and name != "reports:series":
        body = cast.province["v1" if name in VILLAGE_DOORS else "C"]
        code = ["households"] if name == "reports:cells" else []
        return reverse(name, args=["tuan", WEEK, body.uid, *code])
    if name == "forms:version":
        return reverse(name, args=[FormVersion.objects.get().uid])
    if name.startswith("registry:"):
        kwargs = {"uid": Area.objects.get(versions__name="C").uid}
        return _reverse(name, kwargs)
    return _reverse(name, {"uid": cast.accounts["lan"].uid, "unit": cast.province["C"].uid})


def _reverse(name: str, words: dict[str, Any]) -> str:
    for chosen in ({}, {"uid": words.get("uid")}, words):
        try:
            return reverse(name, kwargs=chosen)
        except Exception:  # noqa: S112 - the next set of words is tried
            continue
    raise AssertionError(name)


def test_every_door_has_an_answer() -> None:
    assert set(named(get_resolver().url_patterns)) == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_who_may_come_in(cast: Cast, name: str) -> None:
    cast.save("nga", "v1")
    where = address(name, cast)
    answers = {who: client_of(cast.accounts.get(who)).get(where).status_code for who in CAST}
    assert answers == dict(zip(CAST, DOORS[name], strict=True))
