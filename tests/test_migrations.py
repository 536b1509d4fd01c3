"""What migrations do to tables that are in use: whatever holds everybody up for long is found, and listed with a reason."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from lienthong.config.management.commands import migrate

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of PostgreSQL")

# Each locks a table for as long as its rows take, or breaks the version that still runs. How to do without: docs/how-to/migrate.md
HEAVY = {
    r'CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)\S+ ON "(?P<table>\w+)"': "an index is built while nobody can write",
    r'ALTER TABLE "(?P<table>\w+)" ALTER COLUMN \S+ TYPE': "every row is written anew",
    r'ALTER TABLE "(?P<table>\w+)" ALTER COLUMN \S+ SET NOT NULL': "every row is read",
    r'ALTER TABLE "(?P<table>\w+)" ADD CONSTRAINT \S+ (?!.*NOT VALID)(?:CHECK|UNIQUE|EXCLUDE|FOREIGN KEY)': "every row is read",
    r'ALTER TABLE "(?P<table>\w+)" ADD COLUMN .*(?:GENERATED ALWAYS|DEFAULT (?:now|random|gen_)\w*\()': "every row is written anew",
    r'ALTER TABLE "(?P<table>\w+)" (?:DROP COLUMN|RENAME)': "the version that still runs asks for it",
    r'(?:UPDATE|DELETE FROM) "?(?P<table>\w+)"?': "every row is written in one transaction",
    r'LOCK TABLE "?(?P<table>\w+)"?': "everybody waits",
}
BEFORE_THE_FIRST_RELEASE = "no installation holds rows yet"
# Which migration, which table: why it may be. What is added after the first release needs a reason of its own.
LISTED = {
    ("feedback.0003_route", "feedback_matter"): BEFORE_THE_FIRST_RELEASE,
    ("feedback.0004_answer", "feedback_matter"): BEFORE_THE_FIRST_RELEASE,
    ("identity.0003_work_lent", "identity_grant"): BEFORE_THE_FIRST_RELEASE,
    ("kernel.0003_jobs_and_outbox", "kernel_job"): BEFORE_THE_FIRST_RELEASE,
    ("kernel.0010_search_words", "kernel_searchword"): BEFORE_THE_FIRST_RELEASE,
    ("registry.0003_whole_trees", "registry_closure"): BEFORE_THE_FIRST_RELEASE,
    ("registry.0003_whole_trees", "registry_organisationedge"): BEFORE_THE_FIRST_RELEASE,
    ("reports.0002_total_mark", "reports_total"): BEFORE_THE_FIRST_RELEASE,
    ("reports.0005_fewer_indexes", "reports_return"): BEFORE_THE_FIRST_RELEASE,
}


def _migrations() -> Iterator[tuple[str, str]]:
    loader = MigrationExecutor(connection).loader
    yield from sorted(
        key for key in loader.disk_migrations if apps.get_app_config(key[0]).name.startswith("lienthong.")
    )


def heavy(sql: str) -> list[tuple[str, str]]:
    """Return what statements do to tables that they have not made themselves: the table, and what is bad about it."""
    statements = [re.sub(r"\s+", " ", one) for one in re.sub(r"--.*", "", sql).split(";")]
    made = set(re.findall(r'CREATE TABLE "(\w+)"', sql))
    return [
        (found["table"], why)
        for statement in statements
        for pattern, why in HEAVY.items()
        if (found := re.match(pattern, statement.strip())) and found["table"] not in made
    ]


@on_postgresql
@pytest.mark.django_db
def test_no_migration_holds_up_a_table_in_use_unless_it_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    found = set()
    for app, name in _migrations():
        call_command("sqlmigrate", app, name)
        found |= {(f"{app}.{name}", *one) for one in heavy(capsys.readouterr().out)}
    assert {(one, table) for one, table, _why in found} == set(LISTED), sorted(found)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ('CREATE INDEX "x" ON "reports_return" ("at");', "reports_return"),
        ('CREATE INDEX CONCURRENTLY "x" ON "reports_return" ("at");', None),
        ('ALTER TABLE "reports_return" ADD COLUMN "y" integer DEFAULT 0 NOT NULL;', None),
        ('ALTER TABLE "reports_return" ALTER COLUMN "y" TYPE bigint USING "y"::bigint;', "reports_return"),
        ('ALTER TABLE "reports_return" ALTER COLUMN "y" SET NOT NULL;', "reports_return"),
        ('ALTER TABLE "reports_return" ADD CONSTRAINT "c" CHECK ("y" > 0);', "reports_return"),
        ('ALTER TABLE "reports_return" ADD CONSTRAINT "c" CHECK ("y" > 0) NOT VALID;', None),
        ('ALTER TABLE "reports_return" DROP COLUMN "y" CASCADE;', "reports_return"),
        ('UPDATE "reports_return" SET "y" = 1;', "reports_return"),
        ('CREATE TABLE "a" ("id" bigint); CREATE INDEX "x" ON "a" ("id");', None),
    ],
)
def test_what_holds_a_table_up_is_known(statement: str, table: str | None) -> None:
    assert [name for name, _why in heavy(statement)] == ([table] if table else [])


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_migration_gives_up_a_table_that_is_in_use_so_that_others_go_on_and_comes_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(migrate, "_LOCK_SECONDS", 1)
    monkeypatch.setattr(migrate, "_PAUSE", 0.2)
    held, free = threading.Event(), threading.Event()

    def somebody() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            held.set()
            free.wait(20)
        connections.close_all()

    other = threading.Thread(target=somebody)
    other.start()
    held.wait(20)
    threading.Timer(2.5, free.set).start()
    begun = time.monotonic()
    call_command("migrate", verbosity=0)
    other.join()
    assert time.monotonic() - begun > 2
    assert "A table is in use." in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
