"""What a browser carries: its session, and the sign that it has been here before."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from lienthong.kernel.errors import WrongData
from lienthong.kernel.request import Request, address_of

from .. import queries, rules, services

_DEVICE, _DEVICE_AGE = "lt_device", 180 * 24 * 3600


def begin(request: Request, account: queries.Account) -> None:
    """Begin a session under a new key, with nothing of an earlier one in it."""
    request.session.flush()
    queries.ticket_for(account).keep(request.session)
    rotate_token(request)


def check_password(request: Request, username: str, password: str) -> queries.Account:
    """Return the account that a name and a password open; WrongData with one sentence for whatever is wrong."""
    device, address = device_of(request), address_of(request)
    account = queries.find_by_password(username=username, password=password, device=device, address=address)
    if account is None:
        services.count_failed_sign_in(actor=request.actor, username=username, device=device, address=address)
        raise WrongData(_("Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại."))
    return account


def device_of(request: HttpRequest) -> rules.Device:
    """Return the browser as a signed cookie tells that it is known; a new one otherwise."""
    try:
        text = request.get_signed_cookie(_DEVICE, default="", max_age=_DEVICE_AGE)
    except BadSignature:
        text = ""
    return rules.Device.from_text(text) if text else rules.Device(secrets.token_hex(16))


def remember(response: HttpResponse, device: rules.Device, account: queries.Account) -> HttpResponse:
    """Let the browser show next time that an account has been here."""
    response.set_signed_cookie(
        _DEVICE,
        device.remembering(account.uid).as_text(),
        max_age=_DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.BEHIND_TLS,
    )
    return response
