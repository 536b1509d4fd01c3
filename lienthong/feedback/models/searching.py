"""What published answers are looked up through: FTS5 on SQLite, an inverted index on PostgreSQL; both follow every write."""

from __future__ import annotations

from lienthong.kernel.migrating import PerStore

_REMOVE = (
    "INSERT INTO feedback_publicationindex(feedback_publicationindex, rowid, search_key) "
    "VALUES ('delete', OLD.id, OLD.search_key);"
)
_ADD = "INSERT INTO feedback_publicationindex(rowid, search_key) VALUES (NEW.id, NEW.search_key);"
_MAKE_SQLITE = (
    "CREATE VIRTUAL TABLE feedback_publicationindex USING fts5(search_key, content='feedback_publication', "
    "content_rowid='id', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER feedback_publicationindex_insert AFTER INSERT ON feedback_publication BEGIN {_ADD} END",
    f"CREATE TRIGGER feedback_publicationindex_delete AFTER DELETE ON feedback_publication BEGIN {_REMOVE} END",
    "CREATE TRIGGER feedback_publicationindex_update AFTER UPDATE OF search_key ON feedback_publication "
    f"WHEN OLD.search_key <> NEW.search_key BEGIN {_REMOVE} {_ADD} END",
    "INSERT INTO feedback_publicationindex(feedback_publicationindex) VALUES ('rebuild')",
)
_UNMAKE_SQLITE = (
    *(f"DROP TRIGGER feedback_publicationindex_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE feedback_publicationindex",
)
_MAKE_POSTGRES = (
    "CREATE INDEX feedback_publication_words ON feedback_publication "
    "USING gin ((array_to_tsvector(string_to_array(search_key, ' '))))",
)
_UNMAKE_POSTGRES = ("DROP INDEX feedback_publication_words",)
# The words are kept beside the text: worked out anew from the text of each row they made a common word slow to count.
_KEEP_WORDS = (
    *_UNMAKE_POSTGRES,
    "ALTER TABLE feedback_publication ADD COLUMN words tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_key, ' '))) STORED",
    "CREATE INDEX feedback_publication_words ON feedback_publication USING gin (words)",
)
_LEAVE_WORDS = (
    *_UNMAKE_POSTGRES,
    "ALTER TABLE feedback_publication DROP COLUMN words",
    *_MAKE_POSTGRES,
)


class MakePublicationIndex(PerStore):
    """Make the index beside the table of publications."""

    told = "Make the index of published answers"
    sqlite, sqlite_back = _MAKE_SQLITE, _UNMAKE_SQLITE
    postgresql, postgresql_back = _MAKE_POSTGRES, _UNMAKE_POSTGRES


class KeepPublicationWords(PerStore):
    """Keep the words of a publication in a column of PostgreSQL's that follows every write; nothing changes on SQLite.

    No model has the column: nobody but the search reads it.
    """

    told = "Keep the words of published answers"
    postgresql, postgresql_back = _KEEP_WORDS, _LEAVE_WORDS
