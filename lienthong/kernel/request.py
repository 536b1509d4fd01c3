"""A request that has passed the doorkeeper: it carries the actor. And where a request comes from."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from .actor import Actor


class Request(HttpRequest):
    """What every view is given."""

    actor: Actor
    # How much waits for the actor and whether any of it is overdue, where the page has counted it for itself.
    counted_work: tuple[int, bool] | None = None
    hints_seen: frozenset[str]


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from: behind our own proxy, what that proxy has seen."""
    if settings.BEHIND_TLS:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address that was sent along, if it is a page of ours; "" otherwise."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if ours else ""
