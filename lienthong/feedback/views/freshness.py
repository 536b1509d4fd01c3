"""How long a public answer may be kept: half a minute, then its keeper asks whether it still holds.

What is withdrawn is gone from here at once, and from every cache that keeps the rules within half a minute.
"""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from lienthong.kernel.request import Request

SECONDS: Final = 30
# The form of the language has a token that is another one each time.
_TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def fresh(request: Request, response: HttpResponse, *, indexed: bool = True) -> HttpResponse:
    """Let an answer be kept for a short while, and answer 304 where it is known already.

    ``indexed``: search engines may show it, never a copy of it. Pages are kept by the browser alone: a token is in them.
    """
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    keeper = "private" if is_page else "public"
    seconds = (
        0 if is_page and request.actor.signed_in else SECONDS
    )  # whoever signs out takes their menu along
    response["Cache-Control"] = f"{keeper}, max-age={seconds}, must-revalidate"
    response["X-Robots-Tag"] = "noarchive" if indexed else "noindex, noarchive"
    seen = hashlib.sha256(_TOKEN.sub(b"", response.content)).hexdigest()[:32]
    response["ETag"] = f'"{seen}"'
    if response.status_code != HTTPStatus.OK:
        return response
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    assert isinstance(found, HttpResponse)  # noqa: S101 - a response was given
    return found


def fresh_stream(request: Request, response: HttpResponseBase, stamp: str) -> HttpResponseBase:
    """Do the same for what is sent line by line; ``stamp``: another one as soon as anything in it has changed."""
    response["Cache-Control"] = f"public, max-age={SECONDS}, must-revalidate"
    response["X-Robots-Tag"] = "noindex, noarchive"
    etag = hashlib.sha256(f"{request.path} {stamp}".encode()).hexdigest()[:32]
    response["ETag"] = f'"{etag}"'
    known = get_conditional_response(request, etag=response["ETag"])
    if known is None:
        return response
    response.close()
    return known
