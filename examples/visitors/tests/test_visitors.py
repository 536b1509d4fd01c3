"""One visit goes through everything that a room gets by saying it; and the room stays as small as it claims to be."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from examples.visitors.models import Visit
from examples.visitors.services import expect_visit, receive_visit
from lienthong.desk.models import Notice, WorkItem
from lienthong.desk.queries import count_work
from lienthong.kernel.errors import NotAllowed
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.search import find
from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

ROOM = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 25)


def expected(cast: Cast, who: str = "lan") -> Visit:
    """Let somebody write down a visit at commune C."""
    place = cast.province["C"]
    return expect_visit(
        actor=cast.actor(who),
        organisation=place,
        day=DAY,
        guests="Sở Y tế",
        number=3,
        purpose="Kiểm tra trạm",
    )


def page(cast: Cast, who: str, name: str, *args: object, **query: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    answer = client_of(cast.accounts[who]).get(reverse(name, args=args), query)
    return answer.status_code, answer.content.decode()


def test_a_visit_waits_is_told_found_listed_and_kept_in_the_audit(cast: Cast) -> None:
    before = count_work(cast.actor("lan"))[0]
    visit = expected(cast)
    assert count_work(cast.actor("lan"))[0] == before + 1
    assert [hit.title for hit in find(cast.actor("lan"), "so y te")] == ["Sở Y tế"]
    assert find(cast.actor("minh"), "so y te") == []
    assert ">Sở Y tế</a>" in page(cast, "lan", "visitors:visits")[1]
    assert ">Sở Y tế</a>" not in page(cast, "minh", "visitors:visits")[1]
    assert "Sở Y tế;25/11/2026;3" in page(cast, "lan", "visitors:visits", **{"as": "csv"})[1].replace(
        "2026-11-25", "25/11/2026"
    )
    assert list(AuditEntry.objects.filter(subject=visit.uid).values_list("verb", flat=True)) == [
        "visit.expected"
    ]
    # Lan did it herself; nobody else holds the right at C itself.
    assert Notice.objects.filter(kind="visitors.expected").count() == 0


def test_somebody_else_s_visit_is_told(cast: Cast) -> None:
    visit = expect_visit(
        actor=cast.actor("lan"),
        organisation=cast.province["C"],
        day=DAY,
        guests="Sở",
        number=2,
        purpose="Họp",
    )
    assert visit.state == "expected"
    assert visit == expect_visit(
        actor=cast.actor("lan"),
        organisation=cast.province["C"],
        day=DAY,
        guests="Sở",
        number=2,
        purpose="Họp",
    )
    assert Visit.objects.count() == 1


def test_it_has_comments_files_and_a_history_beside_it(cast: Cast) -> None:
    visit = expected(cast)
    status, text = page(cast, "lan", "visitors:visit", visit.uid)
    assert status == 200
    for name in ("desk:comments", "files:files", "history:history"):
        assert reverse(name, args=["visit", visit.uid]) in text
        assert page(cast, "lan", name, "visit", visit.uid)[0] == 200
        assert page(cast, "minh", name, "visit", visit.uid)[0] == 404
    assert "Ghi lượt khách" in page(cast, "lan", "history:history", "visit", visit.uid)[1]


def test_received_it_waits_no_longer_and_a_second_press_changes_nothing(cast: Cast) -> None:
    visit = expected(cast)
    for _press in range(2):
        receive_visit(actor=cast.actor("lan"), visit=visit)
    assert Visit.objects.get().state == "received"
    assert WorkItem.objects.filter(kind="visitors.receive", state="open").count() == 0
    assert AuditEntry.objects.filter(subject=visit.uid, verb="visit.received").count() == 1


def test_whoever_may_not_write_changes_nothing(cast: Cast) -> None:
    visit = expected(cast)
    entries = AuditEntry.objects.count()
    with pytest.raises(NotAllowed):
        expected(cast, "tung")
    with pytest.raises(NotAllowed):
        receive_visit(actor=cast.actor("tung"), visit=visit)
    assert (Visit.objects.get().state, AuditEntry.objects.count()) == ("expected", entries)


def test_the_form_refuses_what_cannot_be(cast: Cast) -> None:
    address = reverse("visitors:new", args=[cast.province["C"].uid])
    client = client_of(cast.accounts["lan"])
    assert client.post(address, {"day": "31/02/2026", "number": "-1"}).status_code == 422
    assert Visit.objects.count() == 0
    sent = {"day": "25/11/2026", "guests": "Sở Y tế", "number": "3", "purpose": "Họp"}
    assert client.post(address, sent).status_code == 302
    assert Visit.objects.count() == 1


# ── what the how-to says of it ───────────────────────────────────────────────────────────────────────────────────────


def _said(path: Path) -> int:
    """Return the lines of a file without blank ones and docstrings."""
    text = path.read_text(encoding="utf-8")
    docs: set[int] = set()
    for node in ast.walk(ast.parse(text)) if path.suffix == ".py" else ():
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            docs.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return sum(bool(line.strip()) and n not in docs for n, line in enumerate(text.splitlines(), 1))


def _files() -> Iterator[Path]:
    for path in ROOM.rglob("*"):
        made = {"tests", "migrations", "locale", "__pycache__"} & set(path.relative_to(ROOM).parts)
        if path.suffix in {".py", ".html", ".json"} and not made:
            yield path


def test_the_room_has_at_most_250_lines() -> None:
    assert sum(map(_said, _files())) <= 250


def test_the_how_to_shows_what_stands_in_the_files() -> None:
    page = (ROOM.parent.parent / "docs/how-to/add-a-room.md").read_text(encoding="utf-8")
    shown = re.findall(r"```python\n# examples/visitors/(\w+\.py)\n(.*?)```", page, re.DOTALL)
    assert [name for name, _text in shown] == [
        *("flows.py", "waiting.py", "notices.py", "subjects.py", "finding.py", "listings.py")
    ]
    assert [name for name, text in shown if text != (ROOM / name).read_text(encoding="utf-8")] == []
    (service,) = re.findall(r"```python\n(@transaction.*?)\n```", page, re.DOTALL)
    assert service in (ROOM / "services.py").read_text(encoding="utf-8")
    assert f"has {sum(map(_said, _files()))} lines" in page


def test_the_shipped_product_knows_nothing_of_it() -> None:
    environment = {**os.environ, "LIENTHONG_ROOMS": "", "DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
    asked = "import django; django.setup(); from django.apps import apps; print(apps.is_installed('examples.visitors'))"
    ran = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
    assert settings.ADDED_ROOMS == ["examples.visitors"]
