"""Sheets that people fill in elsewhere: workbooks and CSV files read safely, and templates written for them."""

from .columns import Column, Entry, Options, Table, read_table
from .files import read_sheet
from .judged import Judged, Outcome, wrong
from .template import write_findings, write_template
from .values import MOST_BYTES, Cell, Kind, Row, Sheet

__all__ = [
    "MOST_BYTES",
    "Cell",
    "Column",
    "Entry",
    "Judged",
    "Kind",
    "Options",
    "Outcome",
    "Row",
    "Sheet",
    "Table",
    "read_sheet",
    "read_table",
    "write_findings",
    "write_template",
    "wrong",
]
