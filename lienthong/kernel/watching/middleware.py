"""Around every request: its id, its log line, its measurements."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from . import metrics
from .request_ids import HEADER, accepted, fresh, under

logger = logging.getLogger(__name__)


class _Statements:
    """Counts the SQL statements of a request."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        self.number += 1
        return execute(*words)


class WatchMiddleware:
    """Gives the request its id, and when it has been answered writes one line and counts it.

    The line holds the name of the route, never the address: addresses hold what people look for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        uid = accepted(request.headers.get(HEADER, "")) if settings.TRUST_REQUEST_IDS else fresh()
        counted, begun = _Statements(), time.perf_counter()
        with under(uid), connection.execute_wrapper(counted):
            try:
                response = self.get_response(request)
            except Exception:
                # Not even the page of a fault could be made: the server answers, and here is the only line with the id.
                logger.exception("a request broke off")
                self._tell(request, _BROKEN, time.perf_counter() - begun, counted.number)
                raise
            response.headers[HEADER] = uid
            self._tell(request, response.status_code, time.perf_counter() - begun, counted.number)
        return response

    def _tell(self, request: HttpRequest, status: int, took: float, number: int) -> None:
        match = request.resolver_match
        route = (match.view_name or "unnamed") if match else "none"
        method = request.method if request.method in _METHODS else "other"
        metrics.seen(route, str(method), status, took, number)
        words = {"route": route, "method": method, "status": status}
        logger.info("request", extra={**words, "ms": round(took * 1000, 1), "statements": number})


_BROKEN: Final = 500
_METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
