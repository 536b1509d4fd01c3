"""The audit in the database: entries are chained, kept, and every harm to them is named by the verifying command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.chain import Head
from lienthong.kernel.models import AuditEntry, AuditStream

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

UNIT = UUID(int=5)


def record(times: int, stream: UUID = UNIT) -> None:
    for number in range(times):
        audit.record(OPERATOR, "return.submitted", "return", uuid4(), stream=stream, facts={"number": number})


def found(*exported: Head) -> list[tuple[UUID, str, int]]:
    return [
        (stream, fault.harm.value, fault.number)
        for stream, _length, faults in audit.verify(exported)
        for fault in faults
    ]


def unlock() -> None:
    """Do what a database administrator can: take away what keeps entries from being changed."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER kernel_auditentry_frozen ON kernel_auditentry")
        else:
            for event in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER kernel_auditentry_frozen_{event}")


def entries(*numbers: int) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(stream__uid=UNIT, number__in=numbers)


def test_entries_are_chained_in_their_stream_from_one() -> None:
    record(2)
    record(1, audit.SYSTEM)
    record(1)
    kept = list(AuditEntry.objects.filter(stream__uid=UNIT).order_by("number"))
    assert [entry.number for entry in kept] == [1, 2, 3]
    assert bytes(kept[0].before) == bytes(32)
    assert [bytes(entry.before) for entry in kept[1:]] == [bytes(entry.seal) for entry in kept[:-1]]
    assert [(head.stream, head.number) for head in audit.heads()] == [(audit.SYSTEM, 1), (UNIT, 3)]
    assert found() == []


def test_an_entry_holds_no_fact_only_a_keyed_digest(settings: Settings) -> None:
    audit.record(NOBODY, "account.created", "account", UNIT, facts={"name": "Nguyễn Thị Lan"})
    audit.record(NOBODY, "account.created", "account", UNIT, facts={"name": "Nguyễn Thị Lan"})
    settings.AUDIT_KEY = "another"
    audit.record(NOBODY, "account.created", "account", UNIT, facts={"name": "Nguyễn Thị Lan"})
    one, two, three = AuditEntry.objects.order_by("number")
    assert bytes(one.digest) == bytes(two.digest) != bytes(three.digest)
    assert len(bytes(one.digest)) == 32
    assert {field.name for field in AuditEntry._meta.fields} == {
        *("id", "stream", "number", "at", "actor", "verb", "kind", "subject", "digest", "before", "seal")
    }


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(1)
    assert AuditEntry.objects.count() == 0


def test_an_entry_goes_with_the_transaction_that_it_tells_of() -> None:
    record(1)
    with transaction.atomic():
        record(1)
        transaction.set_rollback(True)
    record(1)
    assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [1, 2]
    assert found() == []


def test_several_entries_can_be_recorded_under_one_lock() -> None:
    stream = audit.lock(UNIT)
    for _ in range(3):
        audit.record(OPERATOR, "return.submitted", "return", None, stream=stream)
    assert found() == []
    assert audit.lock(UNIT).number == 3


@pytest.mark.parametrize("harm", [lambda rows: rows.update(verb="other"), lambda rows: rows.delete()])
def test_the_database_itself_refuses_changes(harm: Callable[[object], object]) -> None:
    record(1)
    with pytest.raises(DatabaseError, match="kernel_auditentry_frozen"), transaction.atomic():
        harm(AuditEntry.objects.all())
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "return.approved"},
        {"kind": "other"},
        {"actor": UUID(int=9)},
        {"subject": None},
        {"digest": bytes(32)},
        {"seal": bytes(32)},
        {"at": F("at") + timedelta(microseconds=1)},
    ],
)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_an_altered_entry_is_named(number: int, change: dict[str, object]) -> None:
    record(5)
    unlock()
    entries(number).update(**{key: clock.now() if key == "at" else value for key, value in change.items()})
    if "at" in change:
        entries(number).update(at=clock.now() + timedelta(microseconds=1))
    assert found() == [(UNIT, "altered", number)]


def test_a_removed_entry_is_named() -> None:
    record(5)
    unlock()
    entries(3).delete()
    assert found() == [(UNIT, "removed", 3)]


def test_a_removed_entry_is_named_though_the_gap_was_closed() -> None:
    record(5)
    unlock()
    entries(3).delete()
    for number in (4, 5):
        entries(number).update(number=number - 1)
    assert (UNIT, "removed", 3) in found()


def test_an_inserted_entry_is_named() -> None:
    record(5)
    unlock()
    for number in (5, 4):
        entries(number).update(number=number + 1)
    forged = entries(3).get()
    forged.pk, forged.number, forged.before, forged.seal = None, 4, forged.seal, b"?" * 32
    forged.save(force_insert=True)
    assert found() == [(UNIT, "inserted", 4)]


def test_reordered_entries_are_named() -> None:
    record(5)
    unlock()
    for number, other in ((2, 99), (4, 2), (99, 4)):
        entries(number).update(number=other)
    assert found() == [(UNIT, "reordered", 2), (UNIT, "reordered", 4)]


def test_a_cut_off_end_is_named() -> None:
    record(5)
    unlock()
    entries(4, 5).delete()
    assert found() == [(UNIT, "cut off", 4), (UNIT, "cut off", 5)]


def test_a_cut_off_end_is_named_by_exported_heads_though_the_head_was_edited_too() -> None:
    record(5)
    exported = list(audit.heads())
    unlock()
    entries(4, 5).delete()
    last = entries(3).get()
    AuditStream.objects.filter(uid=UNIT).update(number=3, seal=last.seal)
    assert found() == []
    assert found(*exported) == [(UNIT, "cut off", 4), (UNIT, "cut off", 5)]


def test_a_stream_taken_away_whole_is_named_by_exported_heads() -> None:
    record(1)
    exported = list(audit.heads())
    unlock()
    AuditEntry.objects.all().delete()
    AuditStream.objects.all().delete()
    assert found(*exported) == [(UNIT, "cut off", 1)]


def test_the_database_alone_cannot_make_an_entry_that_holds(settings: Settings) -> None:
    record(3)
    key = settings.AUDIT_KEY
    settings.AUDIT_KEY = "guessed"
    record(1)
    settings.AUDIT_KEY = key
    assert found() == [(UNIT, "altered", 4)]


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("audit", *words, stdout=out)
    return out.getvalue()


def test_heads_are_exported_as_lines_and_verified_against(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    record(2)
    run("export-heads", "--to", str(file))
    record(1)
    run("export-heads", "--to", str(file))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(line["stream"], line["number"], line["at"]) for line in lines] == [
        (str(UNIT), 2, "2026-11-22T02:40:00+00:00"),
        (str(UNIT), 3, "2026-11-22T02:40:00+00:00"),
    ]
    assert json.loads(run("--format", "json", "verify", "--heads", str(file))) == [
        {"entries": 3, "faults": 0}
    ]


def test_a_broken_chain_is_named_with_exit_code_1(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    record(3)
    run("export-heads", "--to", str(file))
    unlock()
    entries(3).delete()
    AuditStream.objects.filter(uid=UNIT).update(number=2, seal=entries(2).get().seal)
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("audit", "--format", "csv", "verify", "--heads", str(file), stdout=out)
    assert refused.value.returncode == 1
    assert out.getvalue().split() == ["harm,stream,number", "cut", f"off,{UNIT},3"]


@pytest.mark.parametrize(
    "text", ["no json", "[]", '{"stream": "x"}', '{"stream": "5", "number": 1, "seal": "0g"}']
)
def test_what_is_no_exported_head_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text(text)
    with pytest.raises(CommandError, match="line 1") as refused:
        run("verify", "--heads", str(file))
    assert refused.value.returncode == 3


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot read"):
        run("verify", "--heads", str(tmp_path / "none"))


def test_entries_are_listed_newest_first() -> None:
    record(3)
    audit.record(OPERATOR, "roles.loaded", "role", None)
    rows = json.loads(run("--format", "json", "log", "--verb", "return.", "--most", "2"))
    assert [(row["verb"], row["number"], row["stream"]) for row in rows] == [
        ("return.submitted", 3, str(UNIT)),
        ("return.submitted", 2, str(UNIT)),
    ]
    assert (
        json.loads(run("--format", "json", "log", "--stream", str(audit.SYSTEM)))[0]["verb"] == "roles.loaded"
    )
