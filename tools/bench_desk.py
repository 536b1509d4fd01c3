"""Measures the page of my work with 10,000 pieces waiting below, and 3,321 notices told at once, on a built demonstration.

    LIENTHONG_HOME=… python tools/bench_desk.py          or with LIENTHONG_DATABASE_URL

What it writes is rolled back.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ |= {"LIENTHONG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PIECES = 10_000
ROUNDS = 40


def main() -> None:
    """Write what waits, open the page as each of the cast, tell everybody once, and undo it all."""
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _lay_out()
        for who in ("ha", "tung", "lan", "nga"):
            print(f"my work of {who}: {_opened(who)}")
        print(f"notices: {_told()}")
        transaction.set_rollback(True)


def _lay_out() -> None:
    from lienthong.desk import services as desk
    from lienthong.identity.models import Grant, Role
    from lienthong.kernel.actor import OPERATOR
    from lienthong.kernel.ids import uuid7
    from lienthong.kernel.waiting import Piece
    from lienthong.registry.models import Organisation
    from lienthong.reports.services import REVIEW

    # Whoever leads at the centre sees all of it only with the right to approve.
    grant = Grant.objects.get(account__username="ha")
    grant.pk, grant.uid, grant.role = None, uuid7(), Role.objects.get(code="province_officer")
    grant.save()
    communes = list(Organisation.objects.filter(level="commune").values_list("pk", flat=True))
    pieces = (
        Piece(
            REVIEW, f"bench:{n}", communes[n % len(communes)], "return", uuid7(), "/", {"week": f"{n}/2026"}
        )
        for n in range(PIECES)
    )
    begun = time.perf_counter()
    desk.open_many(actor=OPERATOR, pieces=pieces)
    print(f"{PIECES} pieces of work opened in {time.perf_counter() - begun:.2f} s")


def _opened(who: str) -> str:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    from lienthong.identity.models import Account
    from lienthong.identity.rules import Ticket

    account = Account.objects.get(username=who)
    session = SessionStore()
    Ticket(account.pk, account.epoch, None).keep(session)
    session.create()
    client = Client(SERVER_NAME="localhost")
    client.cookies["lt_session"] = str(session.session_key)
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        assert client.get("/viec-cua-toi/").status_code == 200
        times.append((time.perf_counter() - begun) * 1000)
    steady = sorted(times[3:])
    return f"median {statistics.median(steady):.0f} ms, p95 {steady[int(len(steady) * 0.95)]:.0f} ms"


def _told() -> str:
    from lienthong.desk.notices import JOB_ENDED
    from lienthong.desk.queries import Audience
    from lienthong.desk.services import tell
    from lienthong.identity.models import Account
    from lienthong.kernel.actor import OPERATOR

    uids = list(Account.objects.filter(is_active=True).values_list("uid", flat=True)[:3321])
    begun = time.perf_counter()
    told = tell(actor=OPERATOR, kind=JOB_ENDED, to=Audience.accounts(uids), url="/viec/")
    return f"{told} told in {time.perf_counter() - begun:.2f} s"


if __name__ == "__main__":
    main()
