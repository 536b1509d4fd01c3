"""The operator's door: lienthong plan."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lienthong.restructuring.models import Plan
from tests.cast import Cast

from .lands import rename
from .plans import MERGER, drafted

pytestmark = pytest.mark.django_db

FULL = "Mã cũ;Mã mới;Tên mới;Loại đơn vị;Mã đơn vị trên\n24277;24277;Suối Sen;Xã;66\n24278;24277;;;\n"
NEW = ("--title=Sắp xếp", "--act=1/NQ", "--body=Cơ quan thử", "--on=2026-12-01", "--act-date=2026-11-01")


def run(*words: str) -> Any:
    out = StringIO()
    call_command("plan", *words, "--format=json", stdout=out)
    return json.loads(out.getvalue())


def test_a_plan_is_imported_checked_and_approved(land: Cast, tmp_path: Path) -> None:
    file = tmp_path / "sắp xếp.csv"
    file.write_text(FULL, encoding="utf-8")
    (made,) = run("import", str(file), *NEW)
    assert (made["state"], made["systems"], made["effective_on"]) == ("draft", "front", "2026-12-01")
    assert [row["code"] for row in run("check", made["uid"])] == ["code_reused"]
    assert run("check", made["uid"], "--counts")[0]["count"] == 1
    shown = {row["what"]: row["value"] for row in run("show", made["uid"])}
    assert (shown["steps"], shown["links"], shown["begin"], shown["end"]) == (3, 2, 1, 2)
    (approved,) = run("approve", made["uid"])
    assert approved["state"] == "approved"
    assert [row["uid"] for row in run("list")] == [made["uid"]]


def test_what_is_exported_can_be_imported(land: Cast, tmp_path: Path) -> None:
    plan, empty = drafted(land), drafted(land, (), title="Trống")
    out = StringIO()
    call_command("plan", "export", str(plan.uid), "--format=csv", stdout=out)
    file = tmp_path / "a.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    run("import", str(file), f"--plan={empty.uid}")
    assert run("compare", str(plan.uid), str(empty.uid)) == []


def test_differences_are_printed(land: Cast) -> None:
    plan, other = drafted(land), drafted(land, [*MERGER[:2], rename("24278", "X")], title="Khác")
    about = {(row["what"], row["about"]) for row in run("compare", str(plan.uid), str(other.uid))}
    assert about == {("step", "24278"), ("successors", "24278"), ("unit", "24278")}
    assert {row["about"] for row in run("compare", str(plan.uid))} == {"24277", "24278"}


def test_what_has_to_be_put_right_ends_with_one(land: Cast, tmp_path: Path) -> None:
    plan = drafted(land, [rename("99999", "X")])
    for verb in ("check", "approve"):
        with pytest.raises(CommandError) as failure:
            run(verb, str(plan.uid))
        assert failure.value.returncode == 1


def test_a_file_that_cannot_be_read_leaves_no_plan(land: Cast, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Mã cũ;Mã mới\n1;2\n", encoding="utf-8")
    for words, code in (
        ((str(file), *NEW), 1),
        ((str(tmp_path / "b.csv"), *NEW), 3),
        ((str(file), *NEW[:2]), 2),
        ((str(file), *NEW, "--systems=xyz"), 3),
    ):
        with pytest.raises(CommandError) as failure:
            run("import", *words)
        assert failure.value.returncode == code
    assert not Plan.objects.exists()
