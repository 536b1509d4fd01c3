"""What published answers are looked up through: FTS5 on SQLite, an inverted index on PostgreSQL; both follow every write."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

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


class MakePublicationIndex(Operation):
    """Make the index beside the table of publications."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        is_postgres = schema_editor.connection.vendor == "postgresql"
        for statement in _MAKE_POSTGRES if is_postgres else _MAKE_SQLITE:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        is_postgres = schema_editor.connection.vendor == "postgresql"
        for statement in _UNMAKE_POSTGRES if is_postgres else _UNMAKE_SQLITE:
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "Make the index of published answers"


class KeepPublicationWords(Operation):
    """Keep the words of a publication in a column of PostgreSQL's that follows every write; nothing changes on SQLite."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model: nobody but the search reads the column."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _execute_on_postgres(schema_editor, _KEEP_WORDS)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _execute_on_postgres(schema_editor, _LEAVE_WORDS)

    def describe(self) -> str:
        return "Keep the words of published answers"


def _execute_on_postgres(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)
