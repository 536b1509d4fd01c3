"""All data of a unit in open formats: read back, it comes to the same totals; and nobody gets what their pages do not show."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from lienthong.identity import queries as identity
from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, NotFound
from lienthong.kernel.files import add_file
from lienthong.kernel.giving import ask_for_unit, get_extent, write_unit
from lienthong.kernel.models import AuditEntry, Job
from lienthong.reports import queries
from lienthong.reports.tests.test_rollups import report
from tests.cast import Cast
from tests.client import client_of
from tests.every_kind import with_every_kind

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
Rows = list[dict[str, str]]
PAPER = "Biên bản".encode()


class Package:
    """An export as somebody without the product reads it."""

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(file) as held:
            assert held.testzip() is None
            self.parts = {name: held.read(name) for name in held.namelist()}
        self.described: dict[str, Any] = json.loads(self.parts["datapackage.json"])
        self.resources = {one["name"]: one for one in self.described["resources"]}

    def table(self, name: str) -> Rows:
        """Return the rows of a table."""
        text = self.parts[self.resources[name]["path"]].decode("utf-8")
        return list(csv.DictReader(io.StringIO(text)))

    @property
    def whole(self) -> str:
        """Everything in it, as text."""
        return b"".join(self.parts.values()).decode("utf-8")


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """Let files lie in a folder of the test's own."""
    settings.HOME = tmp_path / "home"
    return tmp_path


@pytest.fixture
def week(cast: Cast, home: Path) -> Cast:
    """Let the villages of C report, one of them twice and with a file, and one be approved."""
    cast.save("nga", "v1")
    cast.save("nga", "v1", households="121", people="502")
    cast.save("lan", "v2", households="77", poor="9")
    cast.save("lan", "v3", submit=False, households="5")
    add_file(
        actor=cast.actor("nga"), kind="return", subject=cast.entry("v1").uid, name="bien-ban.txt", data=PAPER
    )
    return cast


def _take(actor: Actor, cast: Cast, name: str, home: Path) -> Package:
    target = home / "unit.zip"
    target.unlink(missing_ok=True)
    extent = get_extent(actor, cast.province[name].uid)
    write_unit(actor=actor, extent=extent, target=target, tell=lambda rows, what: None)
    return Package(target)


def test_the_values_read_back_come_to_the_same_totals(week: Cast, home: Path) -> None:
    taken = _take(week.actor("lan"), week, "C", home)
    states = {row["id"]: row["state"] for row in taken.table("returns")}
    sums: dict[str, Decimal] = {}
    for row in taken.table("values"):
        if states[row["return"]] == "submitted" and row["number"]:
            sums[row["field"]] = sums.get(row["field"], Decimal(0)) + Decimal(row["number"])
    told = {
        row["field"]: Decimal(row["sum"])
        for row in taken.table("totals")
        if (row["stage"], row["organisation"]) == ("received", str(week.province["C"].uid)) and row["sum"]
    }
    assert {code: sums[code] for code in told} == told
    assert (told["households"], told["people"], told["poor"]) == tuple(
        map(Decimal, (121 + 77, 502 + 500, 3 + 9))
    )
    shown = queries.unit_totals_for(week.actor("lan"), week.asked(), week.unit("C")).received.figures[
        "households"
    ]
    assert shown.total == told["households"]
    (completeness,) = taken.table("completeness")
    assert (completeness["expected"], completeness["received"], completeness["approved"]) == ("3", "2", "0")


def test_every_resource_is_described_and_fits_its_description(week: Cast, home: Path) -> None:
    taken = _take(week.actor("lan"), week, "C", home)
    assert {one["path"] for one in taken.resources.values()} | {"datapackage.json"} == set(taken.parts)
    for name, one in taken.resources.items():
        data = taken.parts[one["path"]]
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert name == name.lower()
        if one.get("profile") != "tabular-data-resource":
            continue
        schema, rows = one["schema"], taken.table(name)
        columns = [column["name"] for column in schema["fields"]]
        assert next(csv.reader(io.StringIO(data.decode()))) == columns
        keys = [tuple(row[column] for column in schema.get("primaryKey", columns)) for row in rows]
        assert len(set(keys)) == len(rows), name
        for foreign in schema.get("foreignKeys", []):
            aim = foreign["reference"]
            held = {row[aim["fields"]] for row in taken.table(aim["resource"])}
            assert {row[foreign["fields"]] for row in rows} <= held, name


def test_forms_files_revisions_and_the_dated_tree_are_in_it(week: Cast, home: Path) -> None:
    taken = _take(week.actor("lan"), week, "C", home)
    (version,) = taken.table("form_versions")
    assert json.loads(taken.parts[version["path"]])["sections"]
    (file,) = taken.table("attachments")
    assert (file["name"], file["sha256"]) == ("bien-ban.txt", hashlib.sha256(PAPER).hexdigest())
    assert taken.parts[file["path"]] == PAPER
    v1 = str(week.entry("v1").uid)
    steps = [row for row in taken.table("revisions") if row["return"] == v1]
    assert [(row["version"], row["state"]) for row in steps] == [("1", "submitted"), ("2", "submitted")]
    held = [
        (row["version"], row["number"])
        for row in taken.table("revision_values")
        if (row["return"], row["field"]) == (v1, "households")
    ]
    assert held == [("1", "120"), ("2", "121")]
    tree = {(row["organisation"], row["parent"], row["valid_to"]) for row in taken.table("organisation_tree")}
    uid = {name: str(body.uid) for name, body in week.province.bodies.items()}
    assert (uid["v1"], uid["A1"], "2025-07-01") in tree
    assert (uid["v1"], uid["C"], "") in tree
    assert {row["code"] for row in taken.table("series")} == {"tuan"}
    assert {row["level"] for row in taken.table("deadlines")} == {"village", "commune", "province"}


def test_accounts_are_numbers_and_nobody_is_named(week: Cast, home: Path) -> None:
    taken = _take(week.actor("lan"), week, "C", home)
    counted = {(row["organisation"], row["active"]): row["accounts"] for row in taken.table("account_counts")}
    uid = {name: str(body.uid) for name, body in week.province.bodies.items()}
    assert counted == {(uid["C"], "true"): "1", (uid["v1"], "true"): "1"}
    for account in week.accounts.values():
        assert account.password not in taken.whole
        assert str(account.uid) not in taken.whole
        assert account.username.capitalize() not in taken.whole


def test_nobody_is_given_what_their_pages_do_not_show(week: Cast, home: Path) -> None:
    # Lan enters for v3 and has its draft; Tùng approves for the province and knows of none.
    drafts = {
        who: {row["state"] for row in _take(week.actor(who), week, place, home).table("returns")}
        for who, place in (("lan", "C"), ("tung", "P"))
    }
    assert drafts == {"lan": {"submitted", "draft"}, "tung": {"submitted"}}
    lan = week.actor("lan")
    for who, place, refusal in (
        ("minh", "C", NotAllowed),
        ("nga", "v1", NotAllowed),
        ("lan", "P", NotAllowed),
        ("quan", "C", NotAllowed),
        ("hoa", "C", NotAllowed),
    ):
        with pytest.raises(refusal):
            get_extent(week.actor(who), week.province[place].uid)
        with pytest.raises(refusal):
            ask_for_unit(actor=week.actor(who), uid=week.province[place].uid)
    with pytest.raises(NotFound):
        get_extent(lan, week.entry("v1").uid)
    assert (Job.objects.count(), AuditEntry.objects.filter(verb="unit.exported").count()) == (0, 2)


def test_small_parts_are_withheld_outside_the_collecting_unit(cast: Cast, home: Path) -> None:
    made = with_every_kind(cast)
    report(made, "v1", members__women="4", members__men="30")
    report(made, "v4", members__women="40", members__men="50")
    told = {}
    for who, place in (("lan", "C"), ("tung", "P")):
        taken = _take(made.actor(who), made, place, home)
        v1 = next(
            row["id"] for row in taken.table("returns") if row["organisation"] == str(made.province["v1"].uid)
        )
        cell = next(
            (row["state"], row["number"])
            for row in taken.table("values")
            if (row["return"], row["field"]) == (v1, "members__women")
        )
        total = next(
            (row["withheld"], row["sum"])
            for row in taken.table("totals")
            if (row["organisation"], row["stage"], row["field"])
            == (str(made.province["C"].uid), "received", "members__women")
        )
        told[who] = (cell, total)
    assert told == {
        "lan": (("value", "4"), ("false", "4")),
        "tung": (("withheld", ""), ("true", "")),
    }


def test_the_extent_holds_what_ever_stood_below_and_no_neighbour(week: Cast) -> None:
    names = {body.pk: name for name, body in week.province.bodies.items()}
    found = get_extent(week.actor("lan"), week.province["C"].uid)
    assert sorted(names[key] for key in found.bodies) == ["C", "v1", "v2", "v3"]
    whole = get_extent(OPERATOR, week.province["A"].uid)
    assert sorted(names[key] for key in whole.bodies) == ["A", "A1", "A2", "v1", "v2", "v3"]


def test_it_is_asked_for_on_a_page_written_by_a_job_and_told_to_the_audit(week: Cast, home: Path) -> None:
    client = client_of(week.accounts["lan"])
    address = reverse("giving:unit", args=[week.province["C"].uid])
    page = client.get(address).content.decode()
    assert "Ban C" in page
    assert "data/returns.csv" in page
    answer = client.post(address)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[job.uid])
    assert (job.kind, job.stream) == ("kernel.give_unit", week.province["C"].uid)
    done = jobs.run_next(lambda job: identity.find_actor(job.asked_by, job.post_id) if job.asked_by else None)
    assert done is not None
    assert (done.state, done.fault) == ("done", "")
    assert len(Package(jobs.path_of(done)).table("returns")) == 3
    told = AuditEntry.objects.get(verb="unit.exported")
    assert (told.actor, told.subject) == (week.accounts["lan"].uid, week.province["C"].uid)


def test_the_page_of_a_unit_leads_to_it_for_whoever_holds_the_right(week: Cast) -> None:
    area = week.province["C"].versions.get().area.uid
    address = reverse("giving:unit", args=[week.province["C"].uid])
    led = {
        who: address
        in client_of(week.accounts[who]).get(reverse("registry:area", args=[area])).content.decode()
        for who in ("lan", "minh", "tung", "duc")
    }
    assert led == {"lan": True, "minh": False, "tung": True, "duc": False}


def test_at_the_command_line_it_is_the_operators_or_an_accounts(week: Cast, home: Path) -> None:
    unit, target = str(week.province["P"].uid), home / "p.zip"
    call_command("export", unit, "--to", str(target), stdout=StringIO(), stderr=StringIO())
    # What was sent, with every part of it; what nobody sent yet is nobody's but the reporter's.
    assert {row["state"] for row in Package(target).table("returns")} == {"submitted"}
    with pytest.raises(CommandError, match="already there"):
        call_command("export", unit, "--to", str(target))
    other = home / "tung.zip"
    call_command("export", unit, "--to", str(other), "--as", "tung", stdout=StringIO(), stderr=StringIO())
    assert {row["state"] for row in Package(other).table("returns")} == {"submitted"}
    with pytest.raises(CommandError):
        call_command("export", unit, "--to", str(home / "no.zip"), "--as", "minh", stdout=StringIO())
    assert sorted(place.name for place in home.iterdir() if place.is_file()) == ["p.zip", "tung.zip"]
