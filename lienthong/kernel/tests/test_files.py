"""Files that hang on rows: kept once, seen with the row, deleted with a tombstone, kept apart where they may do harm."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import clock, files
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.files import queries, services
from lienthong.kernel.files.checking import Checked
from lienthong.kernel.files.retention import classes_on, months_after
from lienthong.kernel.files.scanning import Verdict
from lienthong.kernel.files.store import store
from lienthong.kernel.files.uploads import sweep_files
from lienthong.kernel.models import Attachment, AuditEntry, ContentState, StoredContent
from lienthong.kernel.subjects import known
from lienthong.reports.models import Return
from tests.cast import Cast

from . import made_files as made
from .fake_clamd import listening

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

Committing = Callable[..., AbstractContextManager[Any]]
TEXT = "Biên bản họp".encode()
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    """Give each test a store of its own, and no scanner."""
    settings.HOME, settings.CLAMD, settings.FILES_S3_URL = tmp_path, "", ""


@pytest.fixture
def entry(cast: Cast) -> Return:
    """Return the return of village v1."""
    return cast.save("nga", "v1")


def add(
    cast: Cast, entry: Return, who: str = "nga", data: bytes = TEXT, name: str = "bien-ban.txt"
) -> Attachment:
    """Let one of the cast hang a file on a return."""
    return files.add_file(actor=cast.actor(who), kind="return", subject=entry.uid, name=name, data=data)


def kept() -> list[str]:
    """Return what lies in the store."""
    return list(store().names())


def verbs(entry: Return) -> list[str]:
    """Return what the audit tells of the files of a return."""
    rows = AuditEntry.objects.filter(subject=entry.uid, verb__startswith="file.").order_by("number")
    return list(rows.values_list("verb", flat=True))


# ── adding ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_hangs_on_its_row_and_says_from_where_it_came(cast: Cast, entry: Return) -> None:
    made_file = add(cast, entry)
    nga = cast.accounts["nga"]
    assert (made_file.name, made_file.type, made_file.size, made_file.added_by, made_file.added_from_id) == (
        "bien-ban.txt",
        "txt",
        len(TEXT),
        nga.uid,
        cast.province["v1"].pk,
    )
    assert (made_file.organisation_id, made_file.stream) == (entry.organisation_id, cast.province["C"].uid)
    found, stream = files.content_of(cast.actor("lan"), made_file.uid)
    with stream:
        assert (found, stream.read()) == (made_file, TEXT)
    assert (kept(), verbs(entry)) == ([DIGEST], ["file.added"])


def test_the_same_file_twice_on_a_row_is_one_and_on_two_rows_is_kept_once(cast: Cast, entry: Return) -> None:
    first, other = add(cast, entry), cast.save("lan", "v2")
    assert add(cast, entry, "lan", name="ten khac.txt") == first
    second = add(cast, other, "lan")
    assert second.pk != first.pk
    assert second.content == first.content
    assert (Attachment.objects.count(), StoredContent.objects.count(), kept()) == (2, 1, [DIGEST])
    assert verbs(entry) == ["file.added"]


@pytest.mark.parametrize(
    ("who", "refusal"), [("minh", NotFound), ("hoa", NotFound), ("ha", NotAllowed), ("quan", NotAllowed)]
)
def test_whoever_may_not_add_adds_nothing(
    cast: Cast, entry: Return, who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        add(cast, entry, who)
    assert (Attachment.objects.count(), StoredContent.objects.count(), kept(), verbs(entry)) == (0, 0, [], [])


def test_who_enters_and_who_approves_may_add(cast: Cast, entry: Return) -> None:
    for number, who in enumerate(("nga", "lan", "tung")):
        add(cast, entry, who, data=f"Tệp {number}".encode())
    assert Attachment.objects.count() == 3


def test_a_refused_file_leaves_nothing(cast: Cast, entry: Return) -> None:
    with pytest.raises(WrongData):
        add(cast, entry, data=b"<svg onload=alert(1)>")
    assert (Attachment.objects.count(), StoredContent.objects.count(), kept(), verbs(entry)) == (0, 0, [], [])


def test_a_write_that_fails_leaves_bytes_that_the_check_finds_and_no_row(cast: Cast, entry: Return) -> None:
    with transaction.atomic():
        add(cast, entry)
        transaction.set_rollback(True)
    assert (Attachment.objects.count(), StoredContent.objects.count(), kept()) == (0, 0, [DIGEST])
    assert [fault.split()[0] for fault in checked(1)] == ["orphan"]
    assert checked(0, "--remove-orphans") == []
    assert kept() == []


def test_no_more_files_hang_on_a_row_than_may(
    cast: Cast, entry: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_FILES", 2)
    for number in range(2):
        add(cast, entry, data=f"Tệp {number}".encode())
    with pytest.raises(WrongData, match="2 tệp"):
        add(cast, entry, data=b"mot nua")
    assert Attachment.objects.count() == 2


def test_a_file_costs_few_statements(cast: Cast, entry: Return) -> None:
    add(cast, entry)
    about = known()["return"].get(cast.actor("nga"), entry.uid)
    actor = cast.actor("nga")
    with CaptureQueriesContext(connection) as asked:
        add_alone(actor, about, b"mot tep khac")
    statements = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    # PostgreSQL writes the audit's entry and its stream's head in one.
    assert len(statements) == (5 if connection.vendor == "postgresql" else 6)


def add_alone(actor: Any, about: Any, data: bytes) -> None:
    """Write the rows of a file, as add_file does once it has been checked and its row found."""
    digest = hashlib.sha256(data).hexdigest()
    store().put(digest, data)
    found = Checked(files.FileType.TXT, "a.txt", data)
    services._attach(actor, "return", about, found, digest, digest, Verdict(ContentState.CLEAN))


# ── deleting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_deleted_file_leaves_a_tombstone_and_its_bytes_go_with_the_last_row(
    cast: Cast, entry: Return, django_capture_on_commit_callbacks: Committing
) -> None:
    other = cast.save("lan", "v2")
    first, second = add(cast, entry), add(cast, other, "lan")
    with django_capture_on_commit_callbacks(execute=True):
        gone = files.delete_file(actor=cast.actor("lan"), uid=first.uid, reason="  Gửi   nhầm ")
    assert (gone.content, gone.name, gone.reason, gone.deleted_by, gone.deleted_from_id) == (
        None,
        "",
        "Gửi nhầm",
        cast.accounts["lan"].uid,
        cast.province["C"].pk,
    )
    assert kept() == [DIGEST]
    with pytest.raises(NotFound):
        files.get_file(cast.actor("nga"), first.uid)
    assert [one.pk for one in files.files_of(cast.actor("nga"), "return", entry.uid)] == [first.pk]
    with django_capture_on_commit_callbacks(execute=True):
        files.delete_file(actor=cast.actor("lan"), uid=second.uid, reason="Gửi nhầm")
    assert (kept(), StoredContent.objects.count(), Attachment.objects.count()) == ([], 0, 2)
    assert verbs(entry) == ["file.added", "file.deleted"]


def test_a_deletion_that_is_rolled_back_keeps_the_bytes(
    cast: Cast, entry: Return, django_capture_on_commit_callbacks: Committing
) -> None:
    made_file = add(cast, entry)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        files.delete_file(actor=cast.actor("nga"), uid=made_file.uid, reason="Nhầm")
        transaction.set_rollback(True)
    assert (kept(), files.get_file(cast.actor("nga"), made_file.uid).content) == ([DIGEST], made_file.content)


def test_a_deleted_file_can_be_added_again(
    cast: Cast, entry: Return, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        files.delete_file(actor=cast.actor("nga"), uid=add(cast, entry).uid, reason="Nhầm")
    add(cast, entry)
    assert (kept(), Attachment.objects.filter(deleted_at=None).count()) == ([DIGEST], 1)


@pytest.mark.parametrize(("who", "refusal"), [("minh", NotFound), ("quan", NotAllowed)])
def test_whoever_may_not_delete_deletes_nothing(
    cast: Cast, entry: Return, who: str, refusal: type[Exception]
) -> None:
    made_file = add(cast, entry)
    with pytest.raises(refusal):
        files.delete_file(actor=cast.actor(who), uid=made_file.uid, reason="Nhầm")
    assert (Attachment.objects.get().deleted_at, kept(), verbs(entry)) == (None, [DIGEST], ["file.added"])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_deletion_wants_its_reason(cast: Cast, entry: Return, reason: str) -> None:
    made_file = add(cast, entry)
    with pytest.raises(WrongData, match="lý do"):
        files.delete_file(actor=cast.actor("nga"), uid=made_file.uid, reason=reason)
    assert Attachment.objects.get().deleted_at is None


def test_content_that_lost_its_last_row_in_a_crash_is_swept(cast: Cast, entry: Return) -> None:
    made_file = add(cast, entry)
    files.delete_file(
        actor=cast.actor("nga"), uid=made_file.uid, reason="Nhầm"
    )  # nothing runs after this commit
    assert (kept(), StoredContent.objects.count()) == ([DIGEST], 1)
    assert sweep_files() == (0, 1)
    assert (kept(), StoredContent.objects.count()) == ([], 0)


# ── malware ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_infected_file_is_kept_apart_and_never_handed_out(cast: Cast, entry: Return) -> None:
    made_file = add(cast, entry, data=made.eicar())
    assert made_file.content is not None
    assert (made_file.content.state, made_file.content.finding) == ("quarantined", "Test.EICAR")
    with pytest.raises(WrongMoment, match="mã độc"):
        files.content_of(cast.actor("nga"), made_file.uid)
    assert verbs(entry) == ["file.added", "file.quarantined"]
    assert services.rescan_waiting(actor=OPERATOR)[ContentState.CLEAN] == 0
    assert StoredContent.objects.get().state == "quarantined"


def test_while_the_scanner_is_down_files_wait_and_are_judged_when_it_is_back(
    cast: Cast, entry: Return, settings: Settings
) -> None:
    settings.CLAMD = "127.0.0.1:9"
    good, bad = add(cast, entry), add(cast, entry, data=b"co SAU trong")
    for one in (good, bad):
        with pytest.raises(WrongMoment, match="chờ quét"):
            files.content_of(cast.actor("nga"), one.uid)
    assert services.rescan_waiting(actor=OPERATOR)[ContentState.WAITING] == 2
    with listening() as where:
        settings.CLAMD = where
        told: list[tuple[int, int]] = []
        became = services.rescan_waiting(actor=OPERATOR, tell=lambda done, total: told.append((done, total)))
    assert (became, told) == ({"clean": 1, "waiting": 0, "quarantined": 1}, [(1, 2), (2, 2)])
    with files.content_of(cast.actor("nga"), good.uid)[1] as stream:
        assert stream.read() == TEXT
    with pytest.raises(WrongMoment, match="mã độc"):
        files.content_of(cast.actor("nga"), bad.uid)
    assert verbs(entry) == ["file.added", "file.added", "file.quarantined"]


def test_a_file_that_waits_is_free_once_the_same_one_was_found_clean(
    cast: Cast, entry: Return, settings: Settings
) -> None:
    settings.CLAMD = "127.0.0.1:9"
    first = add(cast, entry)
    settings.CLAMD = ""
    add(cast, cast.save("lan", "v2"), "lan")
    files.content_of(cast.actor("nga"), first.uid)[1].close()


# ── looking after the store ──────────────────────────────────────────────────────────────────────────────────────────


def checked(status: int, *words: str) -> list[str]:
    """Run the check of the store; return its faults as printed."""
    out = StringIO()
    if status:
        with pytest.raises(CommandError) as amiss:
            call_command("files", "check", *words, stdout=out)
        assert amiss.value.returncode == status
    else:
        call_command("files", "check", *words, stdout=out)
    return out.getvalue().splitlines()[1:]


def test_the_check_names_what_is_missing_changed_or_without_a_row(
    cast: Cast, entry: Return, tmp_path: Path
) -> None:
    add(cast, entry)
    assert checked(0) == []
    path = tmp_path / "files" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    path.write_bytes(b"khac")
    assert checked(1) == [f"changed  {DIGEST}"]
    assert checked(0, "--quick") == []
    path.unlink()
    assert checked(1, "--quick") == [f"missing  {DIGEST}"]


def test_it_staff_see_the_files_of_their_bodies_and_what_lies_in_the_store(cast: Cast, entry: Return) -> None:
    add(cast, entry)
    add(cast, entry, data=made.eicar())
    duc = cast.actor("duc")
    assert queries.store_figures(duc) == queries.StoreFigures(2, len(TEXT) + 68, 0, 1, 0)
    assert [
        one.content.finding for one in queries.files_to_look_after(duc, state="quarantined") if one.content
    ] == ["Test.EICAR"]
    assert queries.files_to_look_after(duc, text=DIGEST[:9].upper()).count() == 1
    assert queries.files_to_look_after(duc, text="eicar").count() == 1
    assert queries.files_to_look_after(duc, text="%").count() == 0
    for who in ("nga", "lan", "minh", "hoa"):
        with pytest.raises(NotAllowed):
            queries.files_to_look_after(cast.actor(who))


# ── retention ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_subject_keeps_its_files_by_a_class_with_a_source() -> None:
    classes = classes_on(clock.today())
    assert {subject.retention for subject in known().values()} <= set(classes)
    assert [
        one.code for one in classes.values() if not one.citation or not {"vi", "en"} <= set(one.label)
    ] == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 11, 22), 120, date(2036, 11, 22)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_what_was_kept_long_enough_is_listed_and_goes_only_on_word(
    cast: Cast, entry: Return, django_capture_on_commit_callbacks: Committing
) -> None:
    made_file = add(cast, entry)
    assert queries.kept_until(made_file) == date(2036, 11, 22)
    with clock.held_at(datetime(2036, 11, 21, 3, tzinfo=UTC)):
        assert list(queries.expired_files()) == []
    with clock.held_at(datetime(2036, 11, 21, 18, tzinfo=UTC)):
        out = StringIO()
        call_command("files", "expire", "--format", "csv", stdout=out, stderr=StringIO())
        assert out.getvalue().splitlines()[1].startswith(f"{made_file.uid},return,report_weekly")
        assert kept() == [DIGEST]
        with django_capture_on_commit_callbacks(execute=True):
            call_command("files", "expire", "--confirm", stdout=StringIO(), stderr=StringIO())
    gone = Attachment.objects.get()
    assert (kept(), gone.name, gone.deleted_by) == ([], "", None)
    assert gone.reason.startswith("Hết thời hạn bảo quản")
    assert verbs(entry) == ["file.added", "file.deleted"]


def test_a_row_that_nobody_knows_has_no_files(cast: Cast) -> None:
    for kind, uid in (("return", uuid4()), ("nothing", UUID(int=1))):
        with pytest.raises(NotFound):
            files.files_of(cast.actor("duc"), kind, uid)
