"""A request that has passed the doorkeeper: it carries the actor. And where a request comes from."""

from django.conf import settings
from django.http import HttpRequest

from .actor import Actor


class Request(HttpRequest):
    """What every view is given."""

    actor: Actor
    # How much waits for the actor and whether any of it is overdue, where the page has counted it for itself.
    counted_work: tuple[int, bool] | None = None


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: behind our own proxy, what that proxy has seen."""
    if settings.BEHIND_TLS:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META["REMOTE_ADDR"])
