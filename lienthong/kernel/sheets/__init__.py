"""Tables that leave the product as files: xlsx, csv and PDF, all made of the same Document.

A view says what its page shows as a Document, with the same search, filter and order, and lets ``answer`` make the file::

    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, _document(...), form)

and its template offers the forms with ``{% exports %}``. Long ones are written by a job: see ``write``.
"""

from .answer import BULK, TOO_LONG_FOR_PAPER, answer, name_of, wanted, write
from .table import Cell, Column, Document, Form, Kind, Table

__all__ = [
    "BULK",
    "TOO_LONG_FOR_PAPER",
    "Cell",
    "Column",
    "Document",
    "Form",
    "Kind",
    "Table",
    "answer",
    "name_of",
    "wanted",
    "write",
]
