"""Coming in, going out, and changing from one post to another."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock, ratelimit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.models import Post

from .. import queries, rules
from ..models import Account
from ..permissions import require_in_person


@transaction.atomic
def sign_in(*, actor: Actor, account: Account, device: rules.Device, address: str) -> Account:
    """Let an account in whose password was found right at the door (``queries.find_by_password``)."""
    # The address itself is not forgiven: who owns one account could go on guessing at others for ever.
    for limit in queries.limits_on(account.username, account, device, address):
        if limit.forgiven:
            ratelimit.forget(limit.key)
    return _let_in(account, "account.signed_in")


@transaction.atomic
def count_failed_sign_in(*, actor: Actor, username: str, device: rules.Device, address: str) -> None:
    """Count a wrong password against every limit that it stands under."""
    account = queries.account_by_username(username)
    for limit in queries.limits_on(username, account, device, address):
        ratelimit.count(limit.key, most=limit.most, seconds=limit.seconds)


@transaction.atomic
def sign_in_demo(*, actor: Actor, username: str) -> Account:
    """Let anybody in as one of the demonstration's cast; NotFound outside a demonstration."""
    account = next((known for known in queries.demo_cast() if known.username == username), None)
    if account is None or not settings.DEMO:
        raise NotFound(_("Không có người dùng thử này."))
    return _let_in(account, "account.signed_in_for_trial")


def _let_in(account: Account, verb: str) -> Account:
    account.last_login = clock.now()
    account.save(update_fields=["last_login"])
    audit.record(queries.actor_for(account), verb, "account", account.uid)
    return account


@transaction.atomic
def sign_out_everywhere(*, actor: Actor) -> Account:
    """End every session of the actor's account, this one too, and its keys."""
    require_in_person(actor)
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    account.epoch += 1
    account.save(update_fields=["epoch"])
    audit.record(actor, "account.signed_out_everywhere", "account", account.uid)
    return account


@transaction.atomic
def switch_post(*, actor: Actor, post: Post) -> Post:
    """Let an actor act in another of their posts; NotFound unless they hold it today."""
    held = queries.get_own_post(actor, str(post.uid))
    audit.record(actor, "account.switched_post", "post", held.uid)
    return held
