"""Several workers at once, each in a transaction of its own: everything goes out, and nothing twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lienthong.desk import services
from lienthong.desk.models import Delivery, Notice
from lienthong.desk.notices import JOB_ENDED
from lienthong.desk.queries import Audience
from lienthong.desk.services.sending import send_due
from lienthong.identity.models import Account
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.channels import Result
from lienthong.registry.models import Official

from .mail import Box

pytestmark = pytest.mark.django_db(transaction=True)


def _people(count: int) -> list[Account]:
    officials = Official.objects.bulk_create(
        Official(name="Người", search_key="nguoi", sort_key=b"n", work_email=f"n{number}@xa.example")
        for number in range(count)
    )
    return Account.objects.bulk_create(
        Account(username=f"nguoi-{number}", name="Người", official=official)
        for number, official in enumerate(officials)
    )


def _told(people: list[Account]) -> int:
    try:
        to = Audience.accounts(account.uid for account in people)
        return services.tell(actor=OPERATOR, kind=JOB_ENDED, to=to, url="/viec/", key="once")
    finally:
        connection.close()


def _sent(_worker: int) -> int:
    try:
        return send_due(actor=OPERATOR)[Result.SENT]
    finally:
        connection.close()


def test_four_who_tell_the_same_and_four_workers_send_each_message_once(box: Box) -> None:
    people = _people(60)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(_told, [people, people[::-1], people[:30], people[30:]]))
        sent = list(pool.map(_sent, range(4)))
    assert (sum(told), Notice.objects.count()) == (60, 60)
    while Delivery.objects.exclude(state="sent").exists():
        sent.append(_sent(0))
    assert sum(sent) == 60
    assert Counter(box.to) == Counter(f"n{number}@xa.example" for number in range(60))
