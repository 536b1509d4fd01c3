"""Taking a matter in costs few statements on either store, and as many with the whole country around it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.feedback import services
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.audit import verify
from lienthong.kernel.models import Clock
from tests.cast import Cast
from tests.matters import letter_to

# On PostgreSQL sender, passage, clocks and audit are written in one statement; on SQLite one by one.
MOST = {"postgresql": 8, "sqlite": 12}


@pytest.mark.django_db
def test_a_matter_costs_few_statements_and_its_audit_holds(cast: Cast) -> None:
    services.receive_matter(actor=NOBODY, letter=letter_to(cast))
    letter = letter_to(cast)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        receipt = services.receive_matter(actor=NOBODY, letter=letter)
    said = [
        query["sql"]
        for query in seen.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert len(said) == MOST[connection.vendor], "\n".join(one[:120] for one in said)
    assert [faults for _uid, _number, faults in verify() if faults] == []
    clocks = Clock.objects.filter(subject=receipt.matter.uid).order_by("pk")
    assert [(one.limit.code, one.state, one.climbs) for one in clocks] == [
        ("matter.acknowledge", "sent", [1]),
        ("feedback.front_ordinary", "", [0, 3]),
        ("matter.total", "", [0, 5]),
    ]
    assert receipt.due == clocks[1].due
