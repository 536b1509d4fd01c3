"""Writes of imports: a file is previewed, confirmed or thrown away, and what it made can be taken back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.filled import Judged, Options, Outcome, Table, read_sheet, read_table
from lienthong.registry import queries as registry_queries
from lienthong.registry import services as registry
from lienthong.reports import services as reports

from .models import Import, ImportKind, ImportState
from .queries import Said, asked_of, find_imports, get_import, require_kind

PREVIEW_DAYS, UNDO_DAYS = 3, 30
_LONGEST_NAME = 160
_SHOWN = 200  # of a text in the preview

Facts = Sequence[Any]


@transaction.atomic
def preview_import(*, actor: Actor, kind: ImportKind, name: str, data: bytes, said: Said) -> Import:
    """Read and judge a file without writing any of it; keep it with what was found, to be confirmed.

    WrongData where it cannot be read at all; what is wrong about single rows stands in the findings. The same file sent
    again by the same person, with the same options, is the import that waits already.
    """
    _discard_expired()
    known = {
        "kind": kind,
        "by": actor.uid,
        "organisation_id": actor.organisation_id,
        "file_name": name[-_LONGEST_NAME:],
        "digest": hashlib.sha256(data).hexdigest(),
        "options": dict(said),
    }
    table, judged = _judged(actor, kind, name, data, said)
    audit.lock(audit.SYSTEM)  # the same file sent at the same moment waits here for the first one
    standing = Import.objects.filter(**known, state=ImportState.PREVIEWED).first()
    found = standing or Import(**known, file=data)
    found.expires_at = clock.now() + timedelta(days=PREVIEW_DAYS)
    _note(found, table, judged)
    found.save()
    if standing is None:
        _record(actor, "import.previewed", found)
    return found


@transaction.atomic
def judge_again(*, actor: Actor, uid: UUID, said: Said) -> Import:
    """Judge a file that was sent again, by other options or because the registry has changed since."""
    found = _locked(actor, uid)
    if found.state != ImportState.PREVIEWED:
        raise WrongMoment(_("Tệp này đã được nhập rồi. Muốn nhập tiếp, hãy tải tệp khác lên."))
    found.options = {**found.options, **said}
    table, judged = _judged(actor, ImportKind(found.kind), found.file_name, bytes(found.file), found.options)
    _note(found, table, judged)
    found.save()
    _record(actor, "import.previewed", found)
    return found


@transaction.atomic
def confirm_import(*, actor: Actor, uid: UUID, good_rows_only: bool) -> Import:
    """Write what the preview showed: all rows, or only the good ones. Confirmed a second time it does nothing.

    WrongData where rows are wrong and all were wanted; WrongMoment where the rows would no longer become what was shown.
    """
    found = _locked(actor, uid)
    if found.state == ImportState.DONE:
        return found
    if found.state == ImportState.UNDONE:
        raise WrongMoment(_("Lần nhập này đã được hoàn tác. Muốn nhập lại, hãy tải tệp lên lần nữa."))
    kind = ImportKind(found.kind)
    _table, judged = _judged(actor, kind, found.file_name, bytes(found.file), found.options)
    if [one.outcome for one in judged] != [row[1] for row in found.findings]:
        raise WrongMoment(
            _(
                "Dữ liệu đã thay đổi từ lúc xem trước, nên chưa ghi gì. Hãy bấm “Kiểm tra lại” rồi xem kết quả mới."
            )
        )
    if found.wrong and not good_rows_only:
        raise WrongData(
            ngettext(
                "Có %(count)d dòng sai nên chưa ghi dòng nào. Hãy sửa tệp, hoặc chọn chỉ nhập các dòng đúng.",
                "Có %(count)d dòng sai nên chưa ghi dòng nào. Hãy sửa tệp, hoặc chọn chỉ nhập các dòng đúng.",
                found.wrong,
            )
            % {"count": found.wrong}
        )
    facts = [one.fact for one in judged if one.fact is not None]
    if not facts:
        raise WrongData(_("Không có dòng nào mới hoặc thay đổi để ghi."))
    found.made = _WRITES[kind](actor, facts, found.options)
    found.state, found.decided_at = ImportState.DONE, clock.now()
    found.expires_at = clock.now() + timedelta(days=UNDO_DAYS)
    found.file, found.findings = b"", []
    found.save()
    _record(actor, "import.done", found)
    return found


@transaction.atomic
def undo_import(*, actor: Actor, uid: UUID) -> Import:
    """Take back exactly what an import made. Undone a second time it does nothing.

    WrongMoment, and nothing changed, where something was built on what it made: the sentence names it.
    """
    found = _locked(actor, uid)
    if found.state == ImportState.UNDONE:
        return found
    if found.state != ImportState.DONE or found.made is None:
        raise WrongMoment(
            _("Lần nhập này chưa ghi gì, hoặc đã quá %(days)d ngày nên không hoàn tác được nữa.")
            % {"days": UNDO_DAYS}
        )
    _UNDOS[ImportKind(found.kind)](actor, found.made, found.options)
    found.state, found.made, found.decided_at = ImportState.UNDONE, None, clock.now()
    found.save()
    _record(actor, "import.undone", found)
    return found


@transaction.atomic
def discard_import(*, actor: Actor, uid: UUID) -> None:
    """Throw away a file that was only previewed; one that is gone already stays gone."""
    found = find_imports(actor).select_for_update().filter(uid=uid, state=ImportState.PREVIEWED).first()
    if found is not None:
        _record(actor, "import.discarded", found)
        found.delete()


def _locked(actor: Actor, uid: UUID) -> Import:
    get_import(actor, uid)
    return find_imports(actor).select_for_update().get(uid=uid)


def _discard_expired() -> None:
    """Let go of files that nobody confirmed, and of what undos would need once their time is over."""
    late = Import.objects.filter(expires_at__lt=clock.now())
    late.filter(state=ImportState.PREVIEWED).delete()
    late.filter(state=ImportState.DONE, made__isnull=False).update(made=None)


def _judged(
    actor: Actor, kind: ImportKind, name: str, data: bytes, said: Said
) -> tuple[Table, Sequence[Judged[Any]]]:
    reading = require_kind(actor, kind)
    sheet = read_sheet(name, data)
    table = read_table(sheet, reading.columns(actor, said), Options(legacy=bool(said.get("legacy"))))
    return table, reading.judge(actor, table, said)


def _note(found: Import, table: Table, judged: Sequence[Judged[Any]]) -> None:
    counts = Counter(one.outcome for one in judged)
    found.new, found.changed = counts[Outcome.NEW], counts[Outcome.CHANGED]
    found.unchanged, found.wrong = counts[Outcome.UNCHANGED], counts[Outcome.WRONG]
    found.columns = [[column.code, str(column.label)] for column in table.columns]
    found.notes = table.notes
    found.findings = [
        [
            one.entry.number,
            str(one.outcome),
            [one.entry.texts.get(column.code, "")[:_SHOWN] for column in table.columns],
            {code: list(map(str, sentences)) for code, sentences in one.entry.faults.items()},
        ]
        for one in judged
    ]


def _record(actor: Actor, verb: str, found: Import) -> None:
    audit.record(
        actor,
        verb,
        "import",
        found.uid,
        facts={
            "kind": found.kind,
            "digest": found.digest,
            "options": found.options,
            "rows": [found.new, found.changed, found.unchanged, found.wrong],
        },
    )


# ── what the rooms write ─────────────────────────────────────────────────────────────────────────────────────────────


def _write_returns(actor: Actor, facts: Facts, said: Said) -> Any:
    return reports.save_sheet(
        actor=actor, asked=asked_of(actor, said), facts=facts, submit=bool(said.get("submit"))
    )


_WRITES: Mapping[ImportKind, Callable[[Actor, Facts, Said], Any]] = {
    ImportKind.OFFICIALS: lambda actor, facts, said: registry.create_listed_officials(
        actor=actor, facts=facts
    ),
    ImportKind.VILLAGES: lambda actor, facts, said: registry.create_listed_bodies(
        actor=actor, facts=facts, tree=registry_queries.FRONT
    ),
    ImportKind.ORGANISATIONS: lambda actor, facts, said: registry.create_listed_bodies(
        actor=actor, facts=facts, tree=said.get("tree", "")
    ),
    ImportKind.RETURNS: _write_returns,
}
_UNDOS: Mapping[ImportKind, Callable[[Actor, Any, Said], None]] = {
    ImportKind.OFFICIALS: lambda actor, made, said: registry.undo_listed_officials(actor=actor, made=made),
    ImportKind.VILLAGES: lambda actor, made, said: registry.undo_listed_bodies(actor=actor, made=made),
    ImportKind.ORGANISATIONS: lambda actor, made, said: registry.undo_listed_bodies(actor=actor, made=made),
    ImportKind.RETURNS: lambda actor, made, said: reports.undo_sheet(
        actor=actor, asked=asked_of(actor, said), made=made
    ),
}
