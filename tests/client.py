"""A test client that fails on an inline script or style, on a leaked template tag, and on a weak content policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from lienthong.identity.models import Account
from lienthong.identity.rules import Ticket
from lienthong.identity.services.sessions import SessionStore

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


class StrictClient(Client):
    """Looks at every page that it is given."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            text = response.content.decode()
            assert _INLINE.findall(text) == []
            assert "{{" not in text
            assert "{%" not in text
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
        return response


def client_of(account: Account | None) -> StrictClient:
    """Return the browser of somebody who has signed in, or of nobody."""
    client = StrictClient()
    if account is not None:
        session = SessionStore()
        Ticket(account.pk, account.epoch, None).keep(session)
        session.create()
        client.cookies["lt_session"] = str(session.session_key)
    return client


@contextmanager
def connection_kept() -> Iterator[None]:
    """Let requests past Django's own client run inside the test's transaction: they would close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
