"""Log lines as data. One list says which fields may be written; a value that nobody listed stays out.

What our own code logs is a constant sentence with fields beside it: ``logger.info("job ended", extra={"kind": …})``. The
values that are put into a sentence with % are dropped, since they may hold a name or what somebody typed. Of what
libraries log only the logger's name is kept, for the same reason; of an exception its class and where it was, never its
words: a database puts the refused values into them.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import structlog

from .request_ids import request_id

# Every field that a line may hold beside its time, level, logger, event and request id.
FIELDS: Final = (
    "route",
    "method",
    "status",
    "ms",
    "statements",
    "kind",
    "job",
    "tries",
    "state",
    "reader",
    "schedule",
    "channel",
    "number",
)
# Whose sentences are constants; the values put into them are dropped all the same.
_TRUSTED: Final = ("lienthong", "gunicorn.error")
_FRAMES: Final = 25
_CAUSES: Final = 5
_HOUSE: Final = str(Path(__file__).resolve().parents[3])


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is written of a record."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _event(record),
        "pid": os.getpid(),
    }
    if uid := request_id():
        line["request_id"] = uid
    line |= {name: value for name in FIELDS if _is_plain(value := getattr(record, name, None))}
    if record.exc_info and record.exc_info[1] is not None:
        line |= faults_of(record.exc_info[1])
    return line


def _event(record: logging.LogRecord) -> str:
    trusted = any(record.name == name or record.name.startswith(f"{name}.") for name in _TRUSTED)
    return record.msg if trusted and isinstance(record.msg, str) else record.name


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and value != ""


def faults_of(error: BaseException) -> dict[str, Any]:
    """Return an exception's class, those of its causes, and where it was: files, lines and functions, no values."""
    names = [f"{type(one).__module__}.{type(one).__qualname__}" for one in _causes(error)]
    return {"error": names, "frames": list(_frames(error.__traceback__))[-_FRAMES:]}


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    for _ in range(_CAUSES):
        if one is None:
            return
        yield one
        one = one.__cause__ or one.__context__


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{code.co_filename.removeprefix(_HOUSE).lstrip('/')}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


class LineFormatter(logging.Formatter):
    """Writes a record as one line: JSON for machines, or words for whoever sits before it."""

    def __init__(self, form: str = "json") -> None:
        super().__init__()
        self._render: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = line_of(record)
        return str(self._render(None, record.levelname.lower(), line))


def log_lines(form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: every logger, those of libraries too, writes through the one formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "lienthong.kernel.watching.logs.LineFormatter", "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "lienthong": {"level": level},
            # Django's own handlers would write addresses and mail tracebacks.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
