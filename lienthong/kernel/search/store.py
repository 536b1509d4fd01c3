"""The two stores behind one interface: FTS5 on SQLite, an inverted index (GIN) on PostgreSQL.

Both are asked for exact terms only, and both answer with the first rows by id: so their answers are the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

from .. import sql
from ..migrating import PerStore

# All of these have to hold; of each, one term is enough.
Clauses = Sequence[Collection[str]]

COLUMNS = (
    "id",
    "kind",
    "key",
    "title",
    "detail",
    "link",
    "rank",
    "organisation_id",
    "valid_from",
    "valid_to",
    "terms",
)
_SHOWN = ", ".join(f"row.{column}" for column in COLUMNS)

_FIRST_SQLITE = f"""
SELECT {_SHOWN} FROM kernel_searchindex JOIN kernel_searchrow row ON row.id = kernel_searchindex.rowid
WHERE kernel_searchindex MATCH %s ORDER BY kernel_searchindex.rowid LIMIT %s
"""  # noqa: S608
_FIRST_POSTGRES = f"""
SELECT {_SHOWN}
FROM kernel_search(%s, (SELECT min(id) >> 12 FROM kernel_searchrow WHERE kind = %s AND %s), %s) AS found(id)
JOIN kernel_searchrow row ON row.id = found.id ORDER BY row.id
"""  # noqa: S608
_BEGINNING_SQLITE = """
SELECT word, kind, count, named FROM kernel_searchword WHERE word IN (
    SELECT word FROM kernel_searchword WHERE word > %s AND word < %s GROUP BY word ORDER BY SUM(count) DESC, word LIMIT %s)
"""
# These operators compare byte by byte, whatever the language of the database, and have an index.
_BEGINNING_POSTGRES = """
SELECT word, kind, count, named FROM kernel_searchword WHERE word IN (
    SELECT word FROM kernel_searchword WHERE word ~>~ %s AND word ~<~ %s
    GROUP BY word ORDER BY SUM(count) DESC, word COLLATE "C" LIMIT %s)
"""
_AMONG_SQLITE = """
SELECT word, kind, count, named FROM kernel_searchword WHERE word IN (SELECT value FROM json_each(%s))
"""
_AMONG_POSTGRES = "SELECT word, kind, count, named FROM kernel_searchword WHERE word = ANY(%s)"
# From so many rows on it pays to look whether the first tier has enough of them.
_WIDE = 8_000
# A clause of more alternatives is a condition of its own.
_FEW = 4


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def first_rows(kind: str, clauses: Clauses, most: int, bound: int) -> list[tuple[Any, ...]]:
    """Return the first rows of a kind, by id, that meet every clause, as COLUMNS. ``bound``: how many there are at most."""
    wanted = [[f"k_{kind}"], *clauses]
    if _is_postgres():
        few = " & ".join(f"({' | '.join(clause)})" for clause in wanted if len(clause) <= _FEW)
        many = [" | ".join(clause) for clause in wanted if len(clause) > _FEW]
        return sql.fetch(_FIRST_POSTGRES, [few, *many], kind, bound > _WIDE, most)
    text = " AND ".join(f"({' OR '.join(_quoted(term) for term in clause)})" for clause in wanted)
    return sql.fetch(_FIRST_SQLITE, text, most)


def _quoted(term: str) -> str:
    return f'"{term}"'


class Held(NamedTuple):
    """How many rows of a kind hold a word, and how many of them in their name."""

    rows: int
    named: int


# Words, the most frequent first, each with the kinds of rows that hold it.
Words = dict[str, dict[str, Held]]


def words_beginning(start: str, most: int) -> Words:
    """Return the words that go on after a beginning, the most frequent."""
    statement = _BEGINNING_POSTGRES if _is_postgres() else _BEGINNING_SQLITE
    # After every letter and digit comes the tilde.
    return _by_frequency(sql.fetch(statement, start, f"{start}~", most), most)


def words_among(given: Iterable[str], most: int) -> Words:
    """Return which of some words are known, the most frequent."""
    given = sorted(given)
    if not given:
        return {}
    if _is_postgres():
        return _by_frequency(sql.fetch(_AMONG_POSTGRES, given), most)
    return _by_frequency(sql.fetch(_AMONG_SQLITE, json.dumps(given)), most)


def _by_frequency(rows: Iterable[Sequence[Any]], most: int) -> Words:
    words: Words = {}
    for word, kind, count, named in rows:
        words.setdefault(word, {})[kind] = Held(count, named)
    order = sorted(words, key=lambda word: (-sum(held.rows for held in words[word].values()), word))
    return {word: words[word] for word in order[:most]}


@contextmanager
def rewriting() -> Iterator[None]:
    """Take every row and every word out, and let the index follow at once what is written inside: row by row is slow."""
    before, after = (_BEFORE_POSTGRES, _AFTER_POSTGRES) if _is_postgres() else (_BEFORE_SQLITE, _AFTER_SQLITE)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
        yield
        for statement in after:
            cursor.execute(statement)


# ── how the stores are made ──────────────────────────────────────────────────────────────────────────────────────────

_REMOVE = (
    "INSERT INTO kernel_searchindex(kernel_searchindex, rowid, terms) VALUES ('delete', OLD.id, OLD.terms);"
)
_ADD = "INSERT INTO kernel_searchindex(rowid, terms) VALUES (NEW.id, NEW.terms);"
_FOLLOW = (
    f"CREATE TRIGGER kernel_searchindex_insert AFTER INSERT ON kernel_searchrow BEGIN {_ADD} END",
    f"CREATE TRIGGER kernel_searchindex_delete AFTER DELETE ON kernel_searchrow BEGIN {_REMOVE} END",
    "CREATE TRIGGER kernel_searchindex_update AFTER UPDATE OF terms ON kernel_searchrow "
    f"WHEN OLD.terms <> NEW.terms BEGIN {_REMOVE} {_ADD} END",
)
_UNFOLLOW = tuple(f"DROP TRIGGER kernel_searchindex_{event}" for event in ("insert", "delete", "update"))
_MAKE_SQLITE = (
    "CREATE VIRTUAL TABLE kernel_searchindex USING fts5(terms, content='kernel_searchrow', content_rowid='id', "
    "detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")",
    *_FOLLOW,
)
_UNMAKE_SQLITE = (*_UNFOLLOW, "DROP TABLE kernel_searchindex")
_BEFORE_SQLITE = (*_UNFOLLOW, "DELETE FROM kernel_searchrow", "DELETE FROM kernel_searchword")
_AFTER_SQLITE = ("INSERT INTO kernel_searchindex(kernel_searchindex) VALUES ('rebuild')", *_FOLLOW)
# An inverted index meets its lists within milliseconds, but cannot stop at the first few hundred of a hundred thousand rows.
# So each row also has the term of its tier, 4,096 ids wide. Where many rows may match, the first tier is asked; if it has
# too few of them, as many more as should do, by what it had; and then, since few can be left, all the others at once.
# A clause of many alternatives is a condition of its own: within one, each would be weighed for every row (37 ms against 3).
_TERMS = "array_to_tsvector(string_to_array(terms || ' r_' || (id >> 12)::text, ' '))"
_MAKE_GIN = (
    f"CREATE INDEX kernel_searchrow_terms ON kernel_searchrow USING gin (({_TERMS})) "
    "WITH (gin_pending_list_limit = 1024)"
)
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION kernel_search(wanted text[], first bigint, most integer) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET enable_seqscan TO off SET enable_indexscan TO off SET max_parallel_workers_per_gather TO 0 AS $$
DECLARE
    statement text; tier bigint := coalesce(first, 0); span bigint := 1; tiers text; looked bigint := 0;
    found bigint := 0; more integer;
BEGIN
    SELECT string_agg(format($m${_TERMS} @@ %L::tsquery$m$, clause), ' AND ') INTO statement FROM unnest(wanted) AS clause;
    statement := 'SELECT id FROM kernel_searchrow WHERE ' || statement;
    IF first IS NOT NULL THEN
        FOR step IN 1..3 LOOP
            SELECT string_agg('r_' || number, ' | ') INTO tiers FROM generate_series(tier, tier + span - 1) AS number;
            RETURN QUERY EXECUTE format($m$%s AND {_TERMS} @@ %L::tsquery ORDER BY id LIMIT %s$m$, statement, tiers, most);
            GET DIAGNOSTICS more = ROW_COUNT;
            most := most - more; found := found + more; tier := tier + span; looked := looked + span;
            span := CASE WHEN found > 0 THEN 1 + 3 * most * looked / (2 * found) ELSE 4 END;
            EXIT WHEN most <= 0 OR span > 16 OR (found = 0 AND step > 1);
        END LOOP;
    END IF;
    IF most > 0 THEN
        RETURN QUERY EXECUTE format('%s AND id >= %s ORDER BY id LIMIT %s', statement, tier << 12, most);
    END IF;
END $$
"""  # noqa: S608
_MAKE_POSTGRES = (_MAKE_GIN, _FUNCTION)
# Lists out of which everything was deleted stay slow (17 ms against 0.2), so the index begins anew, and searches wait for it.
_BEFORE_POSTGRES = ("TRUNCATE kernel_searchrow, kernel_searchword", "DROP INDEX kernel_searchrow_terms")
_AFTER_POSTGRES = (_MAKE_GIN, "ANALYZE kernel_searchrow", "ANALYZE kernel_searchword")
_UNMAKE_POSTGRES = ("DROP FUNCTION kernel_search", "DROP INDEX kernel_searchrow_terms")


class MakeSearchIndex(PerStore):
    """Make what rows are found through, beside the table of the rows themselves; it follows every write of theirs."""

    told = "Make the index of the search"
    sqlite, sqlite_back = _MAKE_SQLITE, _UNMAKE_SQLITE
    postgresql, postgresql_back = _MAKE_POSTGRES, _UNMAKE_POSTGRES


class RenewSearch(PerStore):
    """Put the function that searches in PostgreSQL as it is now in the place of an earlier one, which did the same."""

    told = "Renew the function of the search"
    postgresql = (_FUNCTION,)
