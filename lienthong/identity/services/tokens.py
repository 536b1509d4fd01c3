"""Keys for the API: made, used and revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock, ratelimit
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.text import nfc

from .. import queries, rules
from ..models import Account, Token
from ..permissions import MANAGE_ACCOUNTS, require_in_person

_LONGEST_NAME = 80
# Requests of one key in a minute, and wrong keys from one address in a quarter of an hour.
_USES, _MINUTE = 300, 60
_FAILURES, _QUARTER = 30, 15 * 60


@transaction.atomic
def create_token(
    *, actor: Actor, uid: UUID, name: str, scopes: Iterable[str], until: date
) -> tuple[Token, str]:
    """Make a key of the actor's own account, in the post they act in; return it and its secret, known only now.

    ``uid``: chosen by whoever asks, so that the same form sent twice makes one key; ``until``: the first day on which
    it no longer counts, a year from today at the latest.
    """
    require_in_person(actor)
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    _require_new(uid)
    secret = rules.new_secret()
    token = Token(
        uid=uid,
        account=account,
        post_id=actor.post_id,
        name=nfc(" ".join(name.split())),
        digest=rules.digest_of(secret),
        tail=secret[-4:],
        scopes=sorted(set(scopes)),
        epoch=account.epoch,
        valid_from=clock.today(),
        valid_to=until,
    )
    _require_valid(actor, token)
    token.save()
    facts = {"account": account.uid, "name": token.name, "scopes": token.scopes, "to": until}
    audit.record(actor, "token.created", "token", token.uid, facts=facts)
    return token, secret


def _require_new(uid: UUID) -> None:
    made = Token.objects.filter(uid=uid).first()
    if made is not None:
        raise WrongMoment(
            _(
                "Khóa “%(name)s” đã được tạo rồi, và khóa chỉ hiện một lần. "
                "Nếu chưa kịp chép, hãy thu hồi khóa đó rồi tạo khóa khác."
            )
            % {"name": made.name}
        )


def _require_valid(actor: Actor, token: Token) -> None:
    faults: dict[str, list[object]] = {}
    if not 0 < len(token.name) <= _LONGEST_NAME:
        faults["name"] = [_("Hãy đặt tên cho khóa, nhiều nhất %(most)d chữ.") % {"most": _LONGEST_NAME}]
    lendable = {code for code, _label in queries.scopes_for(actor)}
    if not token.scopes or not lendable.issuperset(token.scopes):
        faults["scopes"] = [_("Hãy chọn ít nhất một quyền, trong những quyền mà bạn đang có.")]
    if not token.valid_from < token.valid_to <= rules.latest_end(token.valid_from):
        faults["until"] = [
            _("Ngày hết hạn phải sau hôm nay và không quá %(latest)s (một năm).")
            % {"latest": f"{rules.latest_end(token.valid_from):%d/%m/%Y}"}
        ]
    if faults:
        raise WrongData(_("Chưa tạo được khóa truy cập API."), faults)
    if queries.count_living_tokens(token.account) >= rules.MOST_TOKENS:
        raise WrongMoment(
            _("Tài khoản này đã có %(most)d khóa đang dùng. Hãy thu hồi khóa không cần nữa rồi tạo khóa mới.")
            % {"most": rules.MOST_TOKENS}
        )


@transaction.atomic
def revoke_token(*, actor: Actor, token: Token) -> Token:
    """End a key at once: one's own, or that of an account one looks after. A key never revokes keys."""
    found: Token = Token.objects.select_for_update(of=("self",)).select_related("account").get(pk=token.pk)
    if found.account_id == actor.account_id:
        require_in_person(actor)
    else:
        MANAGE_ACCOUNTS.require(actor, found.account)
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        found.save(update_fields=["revoked_at"])
        audit.record(actor, "token.revoked", "token", found.uid)
    return found


@transaction.atomic
def count_token_use(*, actor: Actor) -> None:
    """Count a request made with a key, and note about once an hour that it is in use; TooMany beyond the limit."""
    if actor.token is not None:
        ratelimit.count(ratelimit.key_for("token", str(actor.token)), most=_USES, seconds=_MINUTE)
        now = clock.now()
        long_ago = Q(used_at=None) | Q(used_at__lte=now - queries.NOTED_EVERY)
        Token.objects.filter(long_ago, uid=actor.token).update(used_at=now)


@transaction.atomic
def count_failed_token(*, actor: Actor, address: str) -> None:
    """Count a key that did not count; TooMany beyond the limit. Keys that count are never held up by it."""
    ratelimit.count(ratelimit.key_for("failed token", address), most=_FAILURES, seconds=_QUARTER)
