"""The journal of a great act: everything that it writes goes through here, many rows at once, and can be taken back.

::

    journal = Journal(plan.uid)
    journal.update(Post, ids, {"valid_to": day})
    made = journal.insert(Post, ("official_id", "organisation_id", "title", "valid_from", "valid_to"), rows)
    …
    journal.undo()      # every row is again what it was

Columns are named as they are called in the table ("organisation_id"). Values are Python's own. Whoever writes here is
in a transaction already. What is derived from rows (closures, the search) is not kept: it is derived again.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Field, ForeignKey, JSONField, Max, Model

from . import sql
from .bulk import chunks, insert_rows
from .models import JournalPart

CHUNK: Final = 1_000
Table = type[Model]

_IDS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
_LAST_ID = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s"


class Journal:
    """What one act writes. ``act``: its public id; a later process goes on where an earlier one stopped."""

    def __init__(self, act: UUID) -> None:
        self.act = act
        self._number = JournalPart.objects.filter(act=act).aggregate(last=Max("number"))["last"] or 0

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def insert(self, model: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
        """Insert rows and return their keys, in the same order. Columns that are not named get their defaults."""
        every, filled = _with_defaults(model, columns, rows)
        if "id" not in every:
            keys = _new_ids(model, len(filled))
            every, filled = ("id", *every), [[key, *row] for key, row in zip(keys, filled, strict=True)]
        place = every.index("id")
        fields = _fields(model, every)
        insert_rows(model._meta.db_table, every, (_stored(fields, row) for row in filled))
        others = [at for at in range(len(every)) if at != place]
        self._keep(
            model,
            "insert",
            [every[at] for at in others],
            ([row[place], *(row[at] for at in others)] for row in filled),
        )
        return [row[place] for row in filled]

    def update(self, model: Table, ids: Iterable[int], values: Mapping[str, Any]) -> int:
        """Give all these rows the same values; return how many there were."""
        after = list(values.values())
        return self.update_rows(model, list(values), dict.fromkeys(ids, after))

    def update_rows(self, model: Table, columns: Sequence[str], rows: Mapping[int, Sequence[Any]]) -> int:
        """Give each row, by its key, its own values of some columns; return how many there were."""
        touched = 0
        for chunk in chunks(sorted(rows), CHUNK):
            before = _read(model, columns, chunk, lock=True)
            _write(model, columns, {key: rows[key] for key in before})
            self._keep(model, "update", columns, ([key, before[key], list(rows[key])] for key in before))
            touched += len(before)
        return touched

    def delete(self, model: Table, ids: Iterable[int]) -> int:
        """Delete rows, without what hangs on them; return how many there were."""
        columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        touched = 0
        for chunk in chunks(sorted(set(ids)), CHUNK):
            before = _read(model, columns, chunk, lock=True)
            _remove(model, list(before))
            self._keep(model, "delete", columns, ([key, *row] for key, row in before.items()))
            touched += len(before)
        return touched

    def _keep(self, model: Table, op: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        parts = []
        for chunk in chunks(rows, CHUNK):
            self._number += 1
            parts.append(
                JournalPart(
                    act=self.act,
                    number=self._number,
                    table=model._meta.label_lower,
                    op=op,
                    columns=list(columns),
                    rows=[[_plain(value) for value in row] for row in chunk],
                )
            )
        JournalPart.objects.bulk_create(parts, batch_size=20)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def wrote(self, model: Table) -> set[int]:
        """Return the keys of all rows of a table that the act inserted, changed or deleted."""
        return {row[0] for part in self._parts(model) for row in part.rows}

    def founded(self, model: Table) -> set[int]:
        """Return the keys of the rows of a table that the act inserted."""
        return {row[0] for part in self._parts(model) if part.op == "insert" for row in part.rows}

    def tables(self) -> set[Table]:
        """Return the tables that the act wrote."""
        labels = JournalPart.objects.filter(act=self.act).values_list("table", flat=True).distinct()
        return {apps.get_model(label) for label in labels}

    def overtaken(self) -> dict[Table, set[int]]:
        """Return the keys of rows that no longer hold what the act wrote: somebody has changed them since."""
        found = {}
        for model in self.tables():
            keys = self._overtaken_of(model)
            if keys:
                found[model] = keys
        return found

    def holds(self, model: Table, column: str) -> dict[int, Any]:
        """Return what the act last wrote into a column, by the keys of the rows; values as they stand in JSON."""
        written = self._written(model).items()
        return {key: values[column] for key, values in written if values is not None and column in values}

    def _written(self, model: Table) -> dict[int, dict[str, Any] | None]:
        """Return what the act last wrote into each row, by column; None where it deleted the row."""
        written: dict[int, dict[str, Any] | None] = {}
        for part in self._parts(model):
            for key, *rest in part.rows:
                if part.op == "delete":
                    written[key] = None
                    continue
                values = rest[1] if part.op == "update" else rest
                written[key] = (written.get(key) or {}) | dict(zip(part.columns, values, strict=True))
        return written

    def _overtaken_of(self, model: Table) -> set[int]:
        written = self._written(model)
        by_columns: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for key, values in written.items():
            by_columns[tuple(values or ())].append(key)
        found: set[int] = set()
        for columns, keys in by_columns.items():
            for chunk in chunks(keys, CHUNK):
                held = _read(model, columns, chunk)
                for key in chunk:
                    now = None if key not in held else [_plain(value) for value in held[key]]
                    then = written[key]
                    if now != (None if then is None else list(then.values())):
                        found.add(key)
        return found

    def leaning(self, *, derived: Collection[Table] = ()) -> dict[Table, int]:
        """Return how many rows of other making refer to rows that the act inserted, by their tables.

        ``derived``: tables that are made anew from others and do not count.
        """
        found: dict[Table, int] = {}
        inserted = {model: sorted(self.founded(model)) for model in self.tables()}
        for model in apps.get_models():
            if model in derived:
                continue
            known: set[int] | None = None
            for field in model._meta.concrete_fields:
                if not isinstance(field, ForeignKey) or not inserted.get(field.related_model):
                    continue
                known = self.wrote(model) if known is None else known
                for chunk in chunks(inserted[field.related_model], CHUNK):
                    rows = model._base_manager.filter(**{f"{field.attname}__in": chunk})
                    new = set(rows.values_list("pk", flat=True)) - known
                    if new:
                        found[model] = found.get(model, 0) + len(new)
        return found

    def _parts(self, model: Table) -> Iterator[JournalPart]:
        return (
            JournalPart.objects.filter(act=self.act, table=model._meta.label_lower)
            .order_by("number")
            .iterator(20)
        )

    # ── taking back ──────────────────────────────────────────────────────────────────────────────────────────────────

    def undo(self) -> int:
        """Make every row again what it was before the act, the last change first; return how many were written.

        The journal is empty afterwards. What is derived has to be derived again by whoever calls.
        """
        total = 0
        for number in range(self._number, 0, -1):
            part = JournalPart.objects.filter(act=self.act, number=number).first()
            if part is not None:
                _take_back(part)
                total += len(part.rows)
        JournalPart.objects.filter(act=self.act).delete()
        self._number = 0
        return total


def _take_back(part: JournalPart) -> None:
    model = apps.get_model(part.table)
    fields = _fields(model, part.columns)
    if part.op == "insert":
        _remove(model, [row[0] for row in part.rows])
    elif part.op == "update":
        _write(model, part.columns, {key: _python(fields, before) for key, before, _after in part.rows})
    else:
        rows = ([row[0], *_stored(fields, _python(fields, row[1:]))] for row in part.rows)
        insert_rows(model._meta.db_table, ["id", *part.columns], rows)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_defaults(
    model: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[tuple[str, ...], list[Sequence[Any]]]:
    missing = [
        field
        for field in model._meta.concrete_fields
        if field.attname not in columns and not field.primary_key
    ]
    every = (*columns, *(field.attname for field in missing))
    return every, [[*row, *(field.get_default() for field in missing)] for row in rows]


def _new_ids(model: Table, count: int) -> list[int]:
    """Return keys that nobody else gets. On SQLite the transaction is the only one that writes."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return [row[0] for row in sql.fetch(_IDS, table, count)]
    last = max(sql.fetch(_LAST_ID, table)[0][0], model._base_manager.aggregate(last=Max("pk"))["last"] or 0)
    return list(range(last + 1, last + 1 + count))


def _fields(model: Table, columns: Sequence[str]) -> list[Field[Any, Any]]:
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    return [by_column[column] for column in columns]


def _read(
    model: Table, columns: Sequence[str], keys: Sequence[int], *, lock: bool = False
) -> dict[int, list[Any]]:
    rows = model._base_manager.filter(pk__in=keys)
    if lock:
        rows = rows.select_for_update().order_by("pk")
    return {key: list(rest) for key, *rest in rows.values_list("pk", *columns)}


def _write(model: Table, columns: Sequence[str], rows: Mapping[int, Sequence[Any]]) -> None:
    """Give rows their values: in one statement those that get the same, else each by its key."""
    alike: dict[str, list[int]] = defaultdict(list)
    for key, values in rows.items():
        alike[json.dumps([_plain(value) for value in values])].append(key)
    if len(alike) * 10 <= len(rows) or len(rows) == 1:
        for keys in alike.values():
            same = dict(zip(columns, rows[keys[0]], strict=True))
            model._base_manager.filter(pk__in=keys).update(**same)
        return
    fields = _fields(model, columns)
    assigned = ", ".join(f'"{field.column}" = %s' for field in fields)
    statement = f'UPDATE "{model._meta.db_table}" SET {assigned} WHERE id = %s'  # noqa: S608
    sql.run(statement, *([*_stored(fields, values), key] for key, values in rows.items()))


def _remove(model: Table, keys: Sequence[int]) -> None:
    for chunk in chunks(keys, CHUNK):
        rows = model._base_manager.filter(pk__in=chunk)
        rows._raw_delete(rows.db)


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(value: Any) -> Any:
    """Return a value as it stands in JSON."""
    plain = _PLAIN.get(type(value))
    return value if plain is None else plain(value)


_PLAIN: Final[dict[type, Callable[[Any], Any]]] = {
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    date: date.isoformat,
    UUID: lambda value: value.hex,
    Decimal: lambda value: format(value.normalize(), "f"),
    bytes: lambda value: b64encode(value).decode(),
    memoryview: lambda value: b64encode(value).decode(),
    list: lambda value: [_plain(one) for one in value],
    tuple: lambda value: [_plain(one) for one in value],
}


def _python(fields: Sequence[Field[Any, Any]], row: Sequence[Any]) -> list[Any]:
    """Return values from JSON as the model's own."""
    found = [field.to_python(value) for field, value in zip(fields, row, strict=True)]
    return [bytes(value) if isinstance(value, memoryview) else value for value in found]


def _stored(fields: Sequence[Field[Any, Any]], row: Sequence[Any]) -> list[Any]:
    """Return values as a statement past the ORM takes them: JSON as text."""
    return [
        json.dumps(value) if isinstance(field, JSONField) and value is not None else value
        for field, value in zip(fields, row, strict=True)
    ]
