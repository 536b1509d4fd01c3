"""The read that every request begins with: a session, whose it is, and what they may, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor

from .. import rules
from .accounts import actor_holding, find_signed_in
from .places import GRANT, LENT_COUNTS, LENT_FROM

# One row for each grant of the account, or one without any.
_OPENED = f"""
SELECT session.session_data, seat.account_id, seat.post_id, account.epoch, account.uid, account.name,
    account.organisation_id, taken.organisation_id, {LENT_COUNTS}, {GRANT}
FROM django_session session
LEFT JOIN identity_seat seat ON seat.session_id = session.session_key
LEFT JOIN identity_account account ON account.id = seat.account_id AND account.is_active
LEFT JOIN registry_post taken ON taken.id = seat.post_id AND taken.official_id = account.official_id
    AND taken.valid_from <= %s AND taken.valid_to > %s
LEFT JOIN identity_grant held ON held.account_id = account.id AND held.valid_from <= %s AND held.valid_to > %s
    AND (held.post_id IS NULL OR held.post_id = taken.id)
LEFT JOIN identity_role role ON role.id = held.role_id
LEFT JOIN registry_organisation place ON place.id = held.organisation_id
{LENT_FROM}
WHERE session.session_key = %s AND session.expire_date > %s
ORDER BY held.id
"""  # noqa: S608 - texts of ours
_GRANT_AT = 8


@dataclass(frozen=True)
class Opened:
    """A session that has not expired, as its statement found it. ``data``: as its store has written it."""

    data: str
    rows: list[tuple[Any, ...]]


def find_opened(key: str) -> Opened | None:
    """Read a session by its key; None where there is none, or it has expired."""
    day = clock.today()
    rows = sql.fetch(_OPENED, *([day] * 8), key, timezone.now())
    return Opened(rows[0][0], rows) if rows else None


def actor_of_session(opened: Opened | None, ticket: rules.Ticket) -> Actor | None:
    """Return whom a session's ticket stands for; None where the account was disabled or signed out everywhere since.

    Where the session's seat is another than its ticket says, or is missing, the account is read by itself.
    """
    if opened is None:
        return find_signed_in(ticket)
    _data, account_id, post_id, epoch, uid, name, own, acting_at = opened.rows[0][:_GRANT_AT]
    if (account_id, post_id) != (ticket.account_id, ticket.post_id):
        return find_signed_in(ticket)
    if epoch != ticket.epoch:
        return None
    grants = [
        row[_GRANT_AT + 1 :] for row in opened.rows if row[_GRANT_AT] and row[_GRANT_AT + 1] is not None
    ]
    return actor_holding(account_id, sql.as_uid(uid), name, own, post_id, acting_at, grants)
