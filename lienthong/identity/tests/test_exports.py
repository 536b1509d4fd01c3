"""Accounts, grants and the audit as files: only one's own places, filtered like the page, and told to the audit."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.models import AuditEntry
from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db


def rows(cast: Cast, who: str, page: str, *args: Any, **query: str) -> list[list[str]]:
    """Return the rows of a csv file, without its head."""
    answer = client_of(cast.accounts[who]).get(reverse(page, args=args), {"as": "csv", **query})
    assert answer.status_code == 200
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))[1:]


def told(cast: Cast, who: str) -> int:
    """Return how often the audit was told that somebody took a table away."""
    return AuditEntry.objects.filter(verb="table.exported", actor=cast.accounts[who].uid).count()


def test_accounts_leave_as_the_filter_says_and_the_audit_is_told(cast: Cast) -> None:
    everybody = rows(cast, "duc", "identity:accounts")
    assert [row[0] for row in everybody] == ["duc", "ha", "lan", "minh", "nga", "quan", "tung"]
    assert [row[:3] for row in rows(cast, "duc", "identity:accounts", q="la")] == [
        ["lan", "Lan", "Đang dùng"]
    ]
    assert told(cast, "duc") == 2


def test_who_may_not_see_the_page_gets_no_file_and_no_entry(cast: Cast) -> None:
    for who in ("lan", "hoa"):
        client = client_of(cast.accounts[who])
        for page in ("identity:accounts", "identity:audit"):
            assert client.get(reverse(page), {"as": "xlsx"}).status_code == 403
        assert told(cast, who) == 0


def test_grants_of_an_account_and_ones_own_leave_with_their_days(cast: Cast) -> None:
    of_lan = rows(cast, "duc", "identity:account_of", cast.accounts["lan"].uid)
    assert [(row[1], row[5], row[6]) for row in of_lan] == [("Ban C", "2020-01-01", "")]
    assert rows(cast, "lan", "identity:account") == of_lan
    assert (told(cast, "duc"), told(cast, "lan")) == (1, 0)


def test_the_audit_leaves_with_whole_seals_and_its_filter(cast: Cast) -> None:
    cast.save("nga", "v1")
    found = rows(cast, "quan", "identity:audit", verb="return.")
    assert [(row[1], row[2], row[4]) for row in found] == [("Nga", "return.submitted", "Ban C")]
    assert len(found[0][6]) == 64
    assert told(cast, "quan") == 1


@pytest.mark.parametrize("page", ["identity:accounts", "identity:audit"])
@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_every_form_is_made(cast: Cast, page: str, form: str) -> None:
    answer = client_of(cast.accounts["duc"]).get(reverse(page), {"as": form})
    assert answer["Content-Disposition"].endswith(f'.{form}"')
