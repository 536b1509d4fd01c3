"""The restore drill: a small installation is backed up, wiped, restored, and compared row for row and byte for byte.

And a restore that is killed again and again: what stands is either empty or whole, and the same command ends it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lienthong.kernel import backup, jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.backup import CannotBackUp, manifest, reading
from lienthong.kernel.files import add_file
from lienthong.kernel.files.store import store
from lienthong.kernel.models import AuditEntry, Job, MadeBackup, StoredContent, Worker
from lienthong.kernel.watching import Outcome, found_by
from tests.cast import Cast, build_cast

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db(transaction=True)
KILLS: Final = 24
NAME: Final = "lienthong_restored"
_PAPERS = ["Biên bản họp thôn".encode(), "Danh sách hỗ trợ".encode()]


def _quiet(label: str, done: int, total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def home(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Return where files lie. On SQLite lay the empty database back in the end: append-only rows refuse to be emptied."""
    settings.HOME = tmp_path / "home"
    if connection.vendor != "sqlite":
        yield settings.HOME
        return
    database, empty = Path(connection.settings_dict["NAME"]), tmp_path / "empty.sqlite3"
    connection.close()
    shutil.copyfile(database, empty)  # nobody has it open: no log lies beside it
    yield settings.HOME
    connection.close()
    for place in database.parent.glob(f"{database.name}*"):
        place.unlink()
    shutil.copyfile(empty, database)


@pytest.fixture
def cast(home: Path) -> Cast:
    """Build the cast with returns, files on one of them, and a job that brought a file."""
    with transaction.atomic():
        cast = build_cast()
        entry = cast.save("nga", "v1")
        cast.save("lan", "v2", households="77")
    for number, paper in enumerate(_PAPERS):
        add_file(actor=cast.actor("nga"), kind="return", subject=entry.uid, name=f"{number}.txt", data=paper)
    with transaction.atomic():
        job = jobs.ask_for(actor=cast.actor("lan"), kind="config.sweep", label="Dọn", words={})
        jobs.bring(job, b"a,b\n1,2\n")
    return cast


def _tables() -> dict[str, list[str]]:
    """Return every row of every table, and every file of the installation."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 – a table's own name
            found[table] = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _files(home: Path) -> dict[str, bytes]:
    return {
        place.relative_to(home).as_posix(): place.read_bytes()
        for part in ("files", "jobs")
        for place in (home / part).rglob("*")
        if place.is_file()
    }


def make(to: Path, *, with_files: bool = True) -> backup.Made:
    """Make a backup."""
    return backup.make_backup(actor=OPERATOR, to=to, with_files=with_files, tell=_quiet)


def _restore(folder: Path, *, replace: bool = False, other_key: bool = False) -> backup.Restored:
    return backup.restore_backup(
        actor=OPERATOR, folder=folder, replace=replace, other_key=other_key, tell=_quiet
    )


def _wipe(home: Path) -> None:
    """Lose everything: the database with its tables, and the files."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        connection.close()
        for place in name.parent.glob(f"{name.name}*"):
            place.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
    shutil.rmtree(home)


def _without(tables: dict[str, list[str]], *names: str) -> dict[str, list[str]]:
    return {name: rows for name, rows in tables.items() if name not in names}


# What a backup and a restore themselves leave behind, after the moment that is kept.
_LEFT = ("kernel_auditentry", "kernel_auditstream", "kernel_madebackup")


def test_what_was_backed_up_and_wiped_is_restored_row_for_row_and_byte_for_byte(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    tables, files = _tables(), _files(home)
    made = make(tmp_path / "backups")
    assert (made.files, made.copied, made.linked, made.missing) == (2, 2, 0, [])
    _wipe(home)

    restored = _restore(made.folder)

    assert (restored.faults, restored.orphans, restored.was_there) == ([], 0, False)
    again = _tables()
    assert _without(again, *_LEFT) == _without(tables, *_LEFT)
    assert _files(home) == files
    # The audit holds what it held, and one entry more: that it was restored. Of the backup itself the backup knows nothing.
    assert set(tables["kernel_auditentry"]) < set(again["kernel_auditentry"])
    assert restored.entries == len(tables["kernel_auditentry"])
    assert AuditEntry.objects.latest("pk").verb == "backup.restored"
    assert len(again["kernel_auditentry"]) == len(tables["kernel_auditentry"]) + 1
    assert MadeBackup.objects.count() == 0
    # And it goes on from there.
    cast.save("lan", "v3")


def test_what_is_written_while_it_is_made_is_wholly_in_the_next_one(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    saved: list[str] = []

    def save_meanwhile(label: str, done: int, total: int) -> None:
        if not saved:
            saved.append(label)
            cast.save("lan", "v3")

    made = backup.make_backup(actor=OPERATOR, to=tmp_path / "b", with_files=True, tell=save_meanwhile)
    said = manifest.read_manifest(made.folder).rows
    assert len(saved) == 1
    assert (said["reports_return"], said["reports_revision"], len(_tables()["reports_return"])) == (2, 2, 3)
    restored = _restore(made.folder, replace=True)
    assert (restored.faults, len(_tables()["reports_return"])) == ([], 2)


def test_a_backup_says_what_is_in_it_and_holds_no_key(
    cast: Cast, home: Path, tmp_path: Path, settings: Settings
) -> None:
    rows = len(_tables()["reports_return"])
    made = make(tmp_path)
    said = manifest.read_manifest(made.folder)
    assert (said.store, said.version, said.rows["reports_return"], rows) == (connection.vendor, "0.1.0", 2, 2)
    assert (
        said.migrations["kernel"] == Path("lienthong/kernel/migrations/max_migration.txt").read_text().strip()
    )
    assert (said.files, said.file_bytes) == (2, sum(map(len, _PAPERS)))
    held = b"".join(place.read_bytes() for place in made.folder.rglob("*") if place.is_file())
    assert settings.SECRET_KEY.encode() not in held
    assert settings.AUDIT_KEY.encode() not in held
    assert settings.BOX_KEY.encode() not in held
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith(".new")] == []
    assert (
        subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made.folder, check=False
        ).returncode
        == 0
    )
    # The audit's heads can be given to "lienthong audit verify".
    call_command("audit", "verify", "--heads", str(made.folder / "heads.jsonl"), stdout=StringIO())


def test_the_next_backup_links_what_the_last_one_holds(cast: Cast, home: Path, tmp_path: Path) -> None:
    first = make(tmp_path)
    _named(first.folder, "2026-11-20T190000Z")
    add_file(actor=cast.actor("nga"), kind="return", subject=cast.entry("v1").uid, name="c.txt", data=b"moi")
    second = make(tmp_path)
    assert (second.files, second.copied, second.linked) == (3, 1, 2)
    assert list(backup.faults_of(second.folder, _quiet)) == []


def test_files_in_object_storage_are_backed_up_too_and_read_once(
    cast: Cast, home: Path, tmp_path: Path, settings: Settings, bucket: str
) -> None:
    settings.FILES_S3_URL = bucket
    for number, paper in enumerate((b"mot", b"hai")):
        add_file(
            actor=cast.actor("nga"),
            kind="return",
            subject=cast.entry("v1").uid,
            name=f"s{number}.txt",
            data=paper,
        )
    for content in StoredContent.objects.all():  # those of the folder are in the bucket as well
        place = home / "files" / content.sha256[:2] / content.sha256[2:4] / content.sha256
        if place.exists():
            store().put(content.sha256, place.read_bytes())
    first = make(tmp_path)
    assert (first.copied, first.linked, first.missing) == (4, 0, [])
    older = _named(first.folder, "2026-11-20T190000Z")
    second = make(tmp_path)
    assert (second.copied, second.linked) == (0, 4)
    for digest in list(store().names()):
        store().remove(digest)
    assert _restore(older, replace=True).faults == []
    assert len(list(store().names())) == 4


def _named(folder: Path, name: str) -> Path:
    """Give a backup the name of another instant: two are made within a second here."""
    return folder.rename(folder.with_name(name))


def test_every_changed_missing_or_added_byte_is_found(cast: Cast, home: Path, tmp_path: Path) -> None:
    made = make(tmp_path)
    assert list(backup.faults_of(made.folder, _quiet)) == []
    database = made.folder / manifest.DATABASES[connection.vendor]
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)
    (made.folder / "heads.jsonl").unlink()
    (made.folder / "more").write_text("x")
    assert sorted(backup.faults_of(made.folder, _quiet)) == sorted(
        [("changed", database.name), ("missing", "heads.jsonl"), ("unknown", "more")]
    )
    before = _tables()
    with pytest.raises(CannotBackUp, match="not whole"):
        _restore(made.folder, replace=True)
    assert _tables() == before
    with pytest.raises(CommandError, match="3 faults"):
        call_command("backup", "check", str(made.folder), stdout=StringIO(), stderr=StringIO())


def test_a_restore_over_data_needs_to_be_meant(cast: Cast, home: Path, tmp_path: Path) -> None:
    made = make(tmp_path / "backups")
    cast.save("lan", "v3")
    before = _tables()
    with pytest.raises(CannotBackUp, match="add --replace --yes"):
        _restore(made.folder)
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("restore", str(made.folder), "--replace")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", str(made.folder))
    assert _tables() == before
    assert _restore(made.folder, replace=True).faults == []
    assert len(_tables()["reports_return"]) == 2


def test_a_restore_waits_for_every_worker_to_be_gone(cast: Cast, home: Path, tmp_path: Path) -> None:
    made = make(tmp_path / "backups")
    worker = Worker.objects.create(name="m:1", since=0, beat=int(time.time()))
    before = _tables()
    with pytest.raises(CannotBackUp, match="1 workers"):
        _restore(made.folder, replace=True)
    assert _tables() == before
    worker.delete()
    assert _restore(made.folder, replace=True).faults == []


def test_a_restore_refuses_while_somebody_else_has_the_database_open(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    made = make(tmp_path / "backups")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reports_return")
        with pytest.raises(CannotBackUp, match="Stop the server"):
            _restore(made.folder, replace=True)
    other.close()
    assert _restore(made.folder, replace=True).faults == []


def test_another_audit_key_is_told_before_anything_is_changed(
    cast: Cast, home: Path, tmp_path: Path, settings: Settings
) -> None:
    made = make(tmp_path / "backups")
    settings.AUDIT_KEY = "another key, of another installation"
    before = _tables()
    with pytest.raises(CannotBackUp, match="--other-key"):
        _restore(made.folder, replace=True)
    assert _tables() == before
    assert _restore(made.folder, replace=True, other_key=True).faults == []


def test_a_backup_of_a_later_version_or_another_store_is_refused(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    made = make(tmp_path / "backups")
    place = made.folder / "manifest.json"
    said = json.loads(place.read_text())
    place.write_text(json.dumps(said | {"migrations": {"kernel": "9999_later"}}))
    with pytest.raises(CannotBackUp, match=r"does not know kernel\.9999_later"):
        _restore(made.folder, replace=True)
    place.write_text(json.dumps(said | {"store": "oracle"}))
    with pytest.raises(CannotBackUp, match="is of oracle"):
        _restore(made.folder, replace=True)
    place.write_text(json.dumps(said | {"format": "lienthong-backup/2"}))
    with pytest.raises(CannotBackUp, match="this version reads lienthong-backup/1"):
        _restore(made.folder, replace=True)


def test_bytes_that_the_store_has_lost_or_changed_are_named_and_come_back(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    whole = make(tmp_path / "whole")
    lost, changed = StoredContent.objects.order_by("pk").values_list("sha256", flat=True)
    store().remove(lost)
    (home / "files" / changed[:2] / changed[2:4] / changed).write_bytes(b"other")
    made = make(tmp_path / "lacking")
    assert sorted(made.missing) == sorted([lost, changed])
    with pytest.raises(CommandError, match="lacks 2 files"):
        call_command("backup", "make", "--to", str(tmp_path / "third"), stdout=StringIO(), stderr=StringIO())
    # From a backup that lacks them a restore says no more than the backup did; from the whole one they come back.
    assert _restore(made.folder, replace=True).faults == []
    assert _restore(whole.folder, replace=True).faults == []
    assert sorted(_files(home)[f"files/{one[:2]}/{one[2:4]}/{one}"] for one in (lost, changed)) == sorted(
        _PAPERS
    )


def test_without_files_a_restore_says_which_the_store_lacks(cast: Cast, home: Path, tmp_path: Path) -> None:
    made = make(tmp_path / "backups", with_files=False)
    assert (made.copied, made.linked, made.missing) == (0, 0, [])
    _wipe(home)
    told = set(_restore(made.folder).faults)
    kept = {f"file store: missing {one}" for one in StoredContent.objects.values_list("sha256", flat=True)}
    assert (told, len(kept)) == (kept, 2)


def test_the_backup_is_remembered_and_the_doctor_asks_for_it(
    cast: Cast, home: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.DEMO = False
    assert _told_by_doctor() == (Outcome.WARN, "Chưa có bản sao lưu nào.")
    made = make(tmp_path)
    outcome, sentence = _told_by_doctor()
    assert (outcome, str(made.folder) in sentence) == (Outcome.OK, True)
    assert AuditEntry.objects.latest("pk").verb == "backup.made"
    MadeBackup.objects.update(at=int(time.time()) - 3 * 86_400)
    assert _told_by_doctor() == (
        Outcome.WARN,
        f"Sao lưu gần nhất 3.0 ngày trước, ở {made.folder}.",
    )


def _told_by_doctor() -> tuple[Outcome, str]:
    (finding,) = (finding for check, finding in found_by() if check.name == "backup")
    return finding.outcome, finding.sentence


def test_backups_are_listed_and_only_the_newest_kept(cast: Cast, home: Path, tmp_path: Path) -> None:
    names = ["2026-11-20T190000Z", "2026-11-21T190000Z", "2026-11-22T190000Z"]
    for name in names:
        _named(make(tmp_path).folder, name)
    with pytest.raises(CommandError, match="2 backups would go"):
        call_command("backup", "prune", "--in", str(tmp_path), "--keep", "1", stdout=StringIO())
    with pytest.raises(CommandError, match="at least one"):
        call_command("backup", "prune", "--in", str(tmp_path), "--keep", "0", "--yes", stdout=StringIO())
    assert [one.folder.name for one in backup.backups_in(tmp_path)] == names[::-1]
    call_command("backup", "prune", "--in", str(tmp_path), "--keep", "2", "--yes", stdout=StringIO())
    listed = StringIO()
    call_command("backup", "list", "--in", str(tmp_path), "--format", "json", stdout=listed)
    assert [(row["backup"], row["files"]) for row in json.loads(listed.getvalue())] == [
        (names[2], 2),
        (names[1], 2),
    ]
    assert list(backup.faults_of(tmp_path / names[2], _quiet)) == []


def test_the_keys_are_written_once_for_their_owner_alone(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEY, settings.AUDIT_KEY, settings.BOX_KEY = "s" * 48, "a" * 48, "b" * 48
    monkeypatch.setenv("LIENTHONG_MAIL_URL", "smtp://u:p@mail.example.vn")
    target = tmp_path / "keys.env"
    call_command("backup", "keys", "--to", str(target), stdout=StringIO(), stderr=StringIO())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    lines = [line for line in target.read_text().splitlines() if not line.startswith("#")]
    assert lines[:3] == [
        f"LIENTHONG_SECRET_KEY={'s' * 48}",
        f"LIENTHONG_AUDIT_KEY={'a' * 48}",
        f"LIENTHONG_BOX_KEY={'b' * 48}",
    ]
    assert "LIENTHONG_MAIL_URL=smtp://u:p@mail.example.vn" in lines
    with pytest.raises(CommandError, match="already there"):
        call_command("backup", "keys", "--to", str(target), stdout=StringIO(), stderr=StringIO())


def test_a_disk_that_is_full_leaves_no_half_backup_and_is_told(
    cast: Cast, home: Path, tmp_path: Path
) -> None:
    whole = make(tmp_path)
    _named(whole.folder, "2026-11-20T190000Z")
    # A limit on the size of files stands for a full disk: the system refuses the same write.
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "from lienthong.config.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "backup", "make", "--to", str(tmp_path)],
        env={
            **os.environ,
            "LIENTHONG_HOME": str(home),
            "LIENTHONG_DATABASE_URL": _address(),
            "LIENTHONG_DEMO": "1",
        }
        | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith((".new", "2026"))] == [
        "2026-11-20T190000Z"
    ]
    assert MadeBackup.objects.count() == 1


def _address() -> str:
    """Return the address of the test's own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["LIENTHONG_DATABASE_URL"])._replace(path=f"/{name}").geturl()


def test_two_backups_at_once_do_not_disturb_each_other(cast: Cast, home: Path, tmp_path: Path) -> None:
    (tmp_path / ".new-2026-01-01T000000Z").mkdir()
    held = os.open(tmp_path / ".lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(CannotBackUp, match="Another backup is being made"):
        make(tmp_path)
    os.close(held)
    make(tmp_path)
    # What a backup left that was killed is gone.
    assert [place.name for place in tmp_path.glob(".new-*")] == []
    assert Job.objects.count() == 1


@contextmanager
def _another(home_of: Path) -> Iterator[str]:
    """Give the address of an empty database for another installation; remove it in the end."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{home_of / 'lienthong.sqlite3'}"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    yield urlsplit(os.environ["LIENTHONG_DATABASE_URL"])._replace(path=f"/{NAME}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def _rows(address: str) -> dict[str, int]:
    """Return how many rows each table of the other installation has; none where there is no database yet."""
    if address.startswith("sqlite"):
        place = Path(address.removeprefix("sqlite:///"))
        if not place.exists():
            return {}
        with closing(sqlite3.connect(place)) as database:
            return reading.rows_per_table(lambda statement: database.execute(statement).fetchall(), "sqlite")
    with psycopg.connect(address) as server:
        return reading.rows_per_table(lambda statement: server.execute(statement).fetchall(), "postgresql")


def _restoring(folder: Path, home_of: Path, address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "lienthong.config.cli", "restore", str(folder), "--yes"],
        env={
            **os.environ,
            "LIENTHONG_HOME": str(home_of),
            "LIENTHONG_DATABASE_URL": address,
            "LIENTHONG_DEMO": "1",
        }
        | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.slow
def test_a_restore_that_is_killed_at_any_moment_leaves_nothing_half(
    cast: Cast,
    home: Path,
    tmp_path: Path,
) -> None:
    made = make(tmp_path / "backups")
    whole = manifest.read_manifest(made.folder).rows
    found: Counter[str] = Counter()
    began = time.monotonic()
    with _another(tmp_path / "first") as address:
        (tmp_path / "first").mkdir()
        with _restoring(made.folder, tmp_path / "first", address) as child:
            _out, said = child.communicate()
        assert child.returncode == 0, said.decode()
        lasts = time.monotonic() - began
    for number in range(KILLS):
        target = tmp_path / f"target{number}"
        target.mkdir()
        with _another(target) as address:
            with _restoring(made.folder, target, address) as child:
                time.sleep(lasts * (0.35 + 0.65 * number / KILLS))
                os.killpg(child.pid, 9)
            rows = _rows(address)
            state = (
                "whole"
                if _of(rows, whole) == _of(whole, whole)
                else "empty"
                if not any(rows.values())
                else "half"
            )
            found[state] += 1
            assert state != "half", rows
            if state == "whole" and rows != whole:
                continue  # it was killed after its end: the audit tells that it was restored
            with _restoring(made.folder, target, address) as child:
                _out, said = child.communicate()
            assert child.returncode == 0, said.decode()
            assert _of(_rows(address), whole) == _of(whole, whole)
    assert found["empty"] + found["whole"] == KILLS
    assert found["empty"] > 0


def _of(rows: dict[str, int], whole: dict[str, int]) -> dict[str, int | None]:
    """Leave out what a restore adds in its end: its entry in the audit."""
    return {
        table: rows.get(table) for table in whole if table not in {"kernel_auditentry", "kernel_auditstream"}
    }
