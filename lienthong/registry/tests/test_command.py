"""The operators' door to the registry: rows in three forms, and exit codes that scripts can trust."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.registry import services
from lienthong.registry.models import Organisation
from tests.small_province import CHANGE, Province


def ran(*words: str) -> str:
    out = StringIO()
    call_command("registry", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def rows(*words: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(ran(*words, "--format", "json"))
    return read


def failed(*words: str) -> int:
    with pytest.raises(CommandError) as caught:
        ran(*words)
    return caught.value.returncode


def test_a_province_is_loaded_once_and_looked_up(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {row["rows"]: row["count"] for row in rows("load", "--province", "12")}
    assert (counts["front_bodies"], counts["state_bodies"]) == (Organisation.objects.count() - 39, 39)
    assert "names of areas" in capsys.readouterr().err
    assert failed("load") == AMISS
    [lai_chau] = rows("lookup", "lai châu", "--on", "2025-07-01", "--limit", "1")
    assert (lai_chau["full_name"], lai_chau["code"], lai_chau["last_day"]) == ("Tỉnh Lai Châu", "12", None)
    [district] = rows("code", "105", "--on", "2025-06-30")
    assert (district["level"], district["within"], district["last_day"]) == (
        "district",
        "Tỉnh Lai Châu",
        "2025-06-30",
    )
    assert failed("code", "105") == AMISS
    history = rows("history", district["uid"])
    assert [(row["what"], row["name"]) for row in history] == [
        ("name", district["full_name"]),
        ("within", "Tỉnh Lai Châu"),
    ]
    assert failed("lookup", "Bikini") == AMISS


def test_a_province_that_is_not_there_is_not_loaded(db: None) -> None:
    assert failed("load", "--province", "98") == AMISS
    assert Organisation.objects.count() == 0


def test_posts_are_listed(province: Province) -> None:
    services.appoint_official(
        actor=OPERATOR,
        organisation=province["C"],
        name="Nguyễn Thị Lan",
        title="Cán bộ",
        since=CHANGE,
    )
    uid = str(province["C"].uid)
    [row] = csv.DictReader(StringIO(ran("posts", uid, "--format", "csv")))
    assert (row["official"], row["title"], row["valid_from"]) == ("Nguyễn Thị Lan", "Cán bộ", "2025-07-01")
    assert "Nguyễn Thị Lan" in ran("posts", uid)
    assert failed("posts", uid, "--on", "2025-06-30") == MISSING
    assert failed("posts", str(UUID(int=7))) == MISSING
    assert failed("history", str(UUID(int=7))) == MISSING
