"""What the installation itself does around every request: its language, and what maintenance allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from lienthong.kernel import maintenance, replica
from lienthong.kernel.errors import NotNow

from .errors import page, problem

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_KEPT_BY_THE_BROWSER: Final = frozenset({"set_language"})
_HEADER: Final = "Lienthong-Maintenance"


class LanguageMiddleware:
    """Vietnamese unless somebody chose otherwise, whatever their browser prefers.

    Takes the language from the cookie that the choice leaves; without one it is the source language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Vary", "Cookie")
        return response


class MaintenanceMiddleware:
    """Refuses what writes while nothing can be saved, and tells programs in a header what pages tell in their banner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        announced = maintenance.current()
        if announced is not None:
            response.headers[_HEADER] = "read-only" if announced.stops_saving else "announced"
        replica.remember_write(request, response)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Answer before anything is read of what was sent."""
        announced = maintenance.current()
        if announced is None or not announced.stops_saving or _saves_nothing(request):
            return None
        sentence = _("Hệ thống đang bảo trì nên chưa lưu được gì. %(sentence)s Hãy thử lại sau.")
        refusal = NotNow(sentence % {"sentence": announced.text}, announced.retry_after)
        return problem(refusal) if request.path.startswith("/api/") else page(request, refusal)


def _saves_nothing(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method in _READS or (match is not None and match.view_name in _KEPT_BY_THE_BROWSER)
