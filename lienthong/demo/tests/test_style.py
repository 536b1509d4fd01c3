"""The style page shows all of the look: a part that it leaves out fails here. It exists in a demonstration only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lienthong.demo.queries import EXAMPLE_PAGES
from lienthong.kernel import look
from lienthong.kernel.templatetags import ui, written
from tests.client import client_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parent.parent
PARTS = DEMO.parent / "kernel" / "templates" / "ui"
ADDRESSES = ("/style/", *(f"/style/{name}/" for name in EXAMPLE_PAGES))
SHEETS = ("base.css", "layout.css", "parts.css", "charts.css", "entry.css", "util.css")


@pytest.fixture
def answers(cast: Cast) -> list[Any]:
    """Return every page as nobody and as Lan sees it, who also has a menu."""
    return [client_of(who).get(where) for who in (None, cast.accounts["lan"]) for where in ADDRESSES]


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DEMO.glob("templates/demo/**/*.html"))


def test_every_tag_and_filter_is_used() -> None:
    sources = _sources()
    assert [
        name for name in {**ui.register.tags, **written.register.tags} if f"{{% {name}" not in sources
    ] == []
    assert [
        name for name in {**ui.register.filters, **written.register.filters} if f"|{name}" not in sources
    ] == []


def test_every_partial_is_drawn(answers: list[Any]) -> None:
    assert {answer.status_code for answer in answers} == {200}
    drawn = {template.name for answer in answers for template in answer.templates}
    assert {f"ui/{part.name}" for part in PARTS.glob("*.html")} - drawn == set()


def _values(answers: list[Any], attribute: str) -> set[str]:
    found = (re.findall(rf'\s{attribute}="([^"]*)"', answer.content.decode()) for answer in answers)
    return {word for values in found for value in values for word in value.split()}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_class_of_a_style_sheet_is_shown(answers: list[Any], sheet: str) -> None:
    assert look.classes(sheet) - _values(answers, "class") == set()


def test_every_state_of_a_cell_is_shown(answers: list[Any]) -> None:
    known = set(re.findall(r'\[data-state="(\w+)"\]', look.text_of("entry.css")))
    assert known
    assert known - _values(answers, "data-state") == set()


def test_every_icon_state_and_colour_is_shown(answers: list[Any]) -> None:
    page = answers[0].content.decode()
    assert [name for name in look.icons() if f"<code>{name}</code>" not in page] == []
    assert [str(mark.label) for mark in ui.STATES.values() if str(mark.label) not in page] == []
    assert [colour.name for colour in look.colours() if f"<code>{colour.name}</code>" not in page] == []


def test_contrasts_are_computed_from_the_tokens(answers: list[Any]) -> None:
    page = answers[0].content.decode()
    first = next(look.pairs())
    assert (first.mark.name, first.ground.name) == ("ink", "page")
    assert f"{first.light:.2f}".replace(".", ",") in page
    assert [pair for pair in look.pairs() if min(pair.light, pair.dark) < pair.least] == []


def test_an_unknown_page_is_404(cast: Cast) -> None:
    assert client_of(None).get("/style/nothing/").status_code == 404


@pytest.mark.parametrize("where", ADDRESSES)
def test_outside_a_demonstration_there_is_no_style_page(cast: Cast, settings: Settings, where: str) -> None:
    settings.DEMO = False
    assert client_of(cast.accounts["duc"]).get(where).status_code == 404
