"""Log lines as data. One list says which fields may be written; a value that nobody listed stays out.

What our own code logs is a constant sentence with fields beside it: ``logger.info("job ended", extra={"kind": …})``; ruff
refuses any other. The values that are put into a sentence with % are dropped, since they may hold a name or what somebody
typed. Of what libraries log or warn of only their name and the place are kept, for the same reason; of an exception its
class and where it was, never its words: a database puts the refused values into them.
"""

from __future__ import annotations

import logging
import logging.config
import os
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

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
    "place",
)
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
    if _is_ours(record):
        line |= {name: value for name in FIELDS if _is_plain(value := getattr(record, name, None))}
    else:
        line["place"] = f"{_in_house(record.pathname)}:{record.lineno} {record.funcName}"
    if record.exc_info and record.exc_info[1] is not None:
        line |= faults_of(record.exc_info[1])
    return line


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == "lienthong" or record.name.startswith("lienthong.")


def _event(record: logging.LogRecord) -> str:
    """Return the sentence where it is a constant, else the logger's name.

    gunicorn's sentences are constants where values stand beside them. The others it may have put together itself: of a
    request that it could not read it repeats the words and the sender's address.
    """
    constant = _is_ours(record) or (record.name == "gunicorn.error" and record.args)
    return record.msg if constant and isinstance(record.msg, str) else record.name


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
        yield f"{_in_house(code.co_filename)}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _in_house(path: str) -> str:
    return path.removeprefix(_HOUSE).lstrip("/")


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


class WithFault(logging.Filter):
    """Lets pass what tells of a fault. Django also repeats every answer from 400 on, which the middleware's line tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record has an exception."""
        return bool(record.exc_info)


def log_lines(form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: every logger, those of libraries too, writes through the one formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "lienthong.kernel.watching.logs.LineFormatter", "form": form}},
        "filters": {"with_fault": {"()": "lienthong.kernel.watching.logs.WithFault"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "lienthong": {"level": level},
            # Django's own handlers would write addresses and mail tracebacks.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"filters": ["with_fault"]},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def configure(lines: dict[str, Any]) -> None:
    """Do what Django's LOGGING_CONFIG has to; warnings of libraries become lines too, without their words."""
    logging.config.dictConfig(lines)
    # A line that cannot be written is lost: Python would print its record, with everything that was put into it.
    logging.raiseExceptions = False
    warnings.showwarning = _warned


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    place = {"kind": category.__name__, "place": f"{_in_house(filename)}:{lineno}"}
    logging.getLogger("lienthong.warnings").warning("a warning", extra=place)
