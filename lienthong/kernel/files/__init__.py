"""Files that hang on the rows of every room: checked by what they hold, kept once, handed out to whoever sees the row.

How a room gets files:

1. Its ``Subject`` says who may add and how long they are kept::

       RETURN = Subject("return", _("Báo cáo"), _find, may_add=_may_add, retention="report_weekly")

2. The page of the row shows ``{% beside "return" uid %}``. That is all: list, upload, download, deletion and export
   stand at ``/ve/return/UID/tep/``.

3. A room that makes or takes files itself calls ``files.add_file(actor=…, kind=…, subject=…, name=…, data=…)``, and
   reads them with ``files.files_of(actor, kind, subject)`` and ``files.content_of(actor, uid)``.

4. A room that takes files from people without an account asks itself who may: ``prepare`` checks and writes them anew,
   ``hang`` puts them on the row in the room's own transaction.

What is promised: nothing is kept that is not on the list of types; photos and PDFs lose their metadata (a signed PDF is
kept to the byte); what a scanner has not seen is not handed out; the same bytes lie there once, and go with the last row
that needs them; a deleted file leaves a tombstone; the same file sent twice to a row is one attachment.
"""

from ..models import Attachment, ContentState, FileType
from .checking import MEDIA_TYPES
from .queries import content_of, files_of, get_file, stream_of
from .services import Ready, add_file, delete_file, find_prepared, forget_files, hang, prepare, ticket_of

__all__ = [
    "MEDIA_TYPES",
    "Attachment",
    "ContentState",
    "FileType",
    "Ready",
    "add_file",
    "content_of",
    "delete_file",
    "files_of",
    "find_prepared",
    "forget_files",
    "get_file",
    "hang",
    "prepare",
    "stream_of",
    "ticket_of",
]
