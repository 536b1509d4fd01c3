"""Builds what the faults are tried on, in an installation that has been set up: python -m tests.faults.country VILLAGES.

The small country and its cast, with so many more villages below commune C, each with a reporter. Prints as JSON for
each account the cookie of a session that is signed in, and each body's public id.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main(villages: int) -> dict[str, Any]:
    """Build, and return what a client has to know."""
    from django.contrib.sessions.backends.db import SessionStore  # Django has been set up by now
    from django.db import transaction

    from lienthong.identity import queries, services
    from lienthong.identity.models import Account
    from lienthong.identity.rules import Ticket
    from lienthong.kernel.actor import OPERATOR
    from lienthong.registry.derivation import derive_tree
    from tests import small_province
    from tests.cast import build_cast

    with transaction.atomic():
        cast = build_cast()
        role = next(role for role in queries.roles() if role.code == "village_reporter")
        for number in range(1, villages + 1):
            name = f"w{number}"
            small_province.add_village(cast.province, name, "C")
        derive_tree(cast.province.tree)
        for number in range(1, villages + 1):
            name = f"w{number}"
            account = services.create_account(
                actor=OPERATOR,
                username=name,
                name=f"Người báo cáo {number}",
                organisation=cast.province[name],
                password=f"{name} long password",
            )
            services.give_grant(
                actor=OPERATOR,
                account=account,
                role=role,
                tree=cast.province.tree,
                system=cast.province.front,
                organisation=cast.province[name],
                reach="here",
                since=small_province.BEGIN,
            )
    sessions = {}
    for account in Account.objects.all():
        session = SessionStore()
        Ticket(account.pk, account.epoch, None).keep(session)
        session.create()
        sessions[account.username] = session.session_key
    return {
        "sessions": sessions,
        "bodies": {name: str(body.uid) for name, body in cast.province.bodies.items()},
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    json.dump(main(int(sys.argv[1])), sys.stdout)
