"""A request that has passed the doorkeeper: it carries the actor. And where a request comes from."""

from django.conf import settings
from django.http import HttpRequest

from .actor import Actor


class Request(HttpRequest):
    """What every view is given."""

    actor: Actor


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: behind our own proxy, what that proxy has seen."""
    if settings.BEHIND_TLS:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META["REMOTE_ADDR"])
