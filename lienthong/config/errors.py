"""Refusals become pages and problem+json here, and nowhere else (RFC 9457)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lienthong.kernel.errors import NotFound, NotKnown, NotNow, Refusal, TooMany, WrongData
from lienthong.kernel.trouble import Trouble, trouble_of
from lienthong.kernel.watching import request_id

from .waiting import gate, watch

logger = logging.getLogger(__name__)

# Whoever asks them wants to know also in trouble.
_TELL_HOW_IT_STANDS = {"/healthz", "/readyz", "/metrics"}
# Seconds after which a browser or a program may try again.
_AGAIN = {Trouble.GONE: 5, Trouble.BUSY: 5, Trouble.FULL: 60}


class ErrorMiddleware:
    """Turns a refusal that a view lets pass into a page that says what happened and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals, requests that are too big and a store in trouble; leave faults of ours to Django."""
        refusal = _as_refusal(exception)
        if refusal is None:
            return None
        return problem(refusal) if request.path.startswith("/api/") else page(request, refusal)


class StoreMiddleware:
    """Keeps requests from waiting in a row for a store that does not answer: see waiting.py."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in _TELL_HOW_IT_STANDS:
            with watch.over():
                return self.get_response(request)
        with gate.turn(reading=request.method in {"GET", "HEAD"}) as trouble, watch.over():
            return self.get_response(request) if trouble is None else answer_unavailable(request, trouble)


def _as_refusal(exception: Exception) -> Refusal | None:
    if isinstance(exception, Refusal):
        return exception
    if (trouble := trouble_of(exception)) is not None:
        gate.note(trouble)
        logger.error("the store is in trouble", extra={"state": str(trouble)}, exc_info=exception)
        return unavailable(trouble)
    if isinstance(exception, Http404):
        return _nothing_here()
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return WrongData(
            _("Nội dung gửi lên quá lớn (tối đa 3 MB). Không có gì được lưu. Hãy dán ít ô hơn rồi gửi lại.")
        )
    if isinstance(exception, SuspiciousOperation):
        return WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
    return None


def unavailable(trouble: Trouble) -> NotNow:
    """Return the refusal that tells people what ails the store. Whatever was being saved was not."""
    sentences = {
        Trouble.GONE: _(
            "Kho dữ liệu đang tạm ngừng trả lời. Lần gửi này chưa chắc đã được lưu; những gì đã báo “đã lưu” vẫn còn. Hãy chờ ít giây rồi gửi lại, gửi lại không bị tính hai lần."
        ),
        Trouble.BUSY: _(
            "Hệ thống đang bận ghi dữ liệu khác nên chưa lưu được lần này. Không có gì bị mất; hãy chờ ít giây rồi gửi lại."
        ),
        Trouble.FULL: _(
            "Máy chủ hết chỗ lưu nên chưa lưu được lần này. Dữ liệu đã lưu vẫn còn và vẫn xem được. Hãy báo người quản trị hệ thống, rồi gửi lại sau."
        ),
    }
    return NotNow(sentences[trouble], _AGAIN[trouble])


def answer_unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Answer a request that the store can do nothing for now."""
    refusal = unavailable(trouble)
    return problem(refusal) if request.path.startswith("/api/") else page(request, refusal)


def _nothing_here() -> Refusal:
    return NotFound(_("Không có trang này, hoặc bạn không được xem. Hãy kiểm tra lại đường dẫn."))


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal."""
    context: dict[str, Any] = {
        "status": refusal.status,
        "sentence": refusal.sentence,
        "request_id": request_id(),
    }
    if isinstance(refusal, WrongData):
        context["faults"] = [sentence for sentences in refusal.faults.values() for sentence in sentences]
    # The frame around a page asks the store who looks at it: there is none to ask.
    around = None if isinstance(refusal, NotNow) else request
    response = render(around, "error.html", context, status=refusal.status)
    return _with_retry(response, refusal)


def problem(refusal: Refusal) -> HttpResponse:
    """Return a refusal as problem+json."""
    body: dict[str, Any] = {"type": "about:blank", "status": refusal.status, "title": str(refusal.sentence)}
    if uid := request_id():
        body["request_id"] = uid
    if isinstance(refusal, WrongData):
        body["faults"] = {name: [str(s) for s in sentences] for name, sentences in refusal.faults.items()}
    response = JsonResponse(
        body,
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    if isinstance(refusal, NotKnown):
        response["WWW-Authenticate"] = "Bearer"
    return _with_retry(response, refusal)


def _with_retry(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    if isinstance(refusal, (TooMany, NotNow)):
        response["Retry-After"] = str(refusal.seconds)
    return response


def add_handlers(api: NinjaAPI) -> None:
    """Let an API answer every refusal with problem+json."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, exception: Refusal) -> HttpResponse:
        return problem(exception)

    @api.exception_handler(Error)
    @api.exception_handler(OSError)
    def in_trouble(request: HttpRequest, exception: Exception) -> HttpResponse:
        refusal = _as_refusal(exception)
        if refusal is None:
            raise exception
        return problem(refusal)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
        return problem(_nothing_here())

    @api.exception_handler(AuthenticationError)
    def signed_out(request: HttpRequest, exception: AuthenticationError) -> HttpResponse:
        return problem(
            NotKnown(
                _("Hãy đăng nhập trước, hoặc gửi khóa truy cập API trong tiêu đề “Authorization: Bearer …”.")
            )
        )

    @api.exception_handler(ValidationError)
    def not_valid(request: HttpRequest, exception: ValidationError) -> HttpResponse:
        faults = {".".join(str(part) for part in error["loc"]): [error["msg"]] for error in exception.errors}
        return problem(WrongData(_("Dữ liệu gửi lên không đúng khuôn dạng."), faults))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, exception: HttpError) -> HttpResponse:
        refusal = Refusal(_("Yêu cầu không hợp lệ."))
        refusal.status = exception.status_code
        return problem(refusal)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    refusal = _nothing_here()
    return problem(refusal) if request.path.startswith("/api/") else page(request, refusal)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    refusal = Refusal(
        _("Trang đã mở quá lâu hoặc đã đăng xuất. Không có gì được lưu. Hãy quay lại và tải lại trang.")
    )
    refusal.status = 403
    return page(request, refusal)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when we are at fault, or the store failed before any view was reached."""
    fault = sys.exc_info()[1]
    trouble = _as_refusal(fault) if isinstance(fault, Exception) and trouble_of(fault) else None
    if trouble is not None:
        return problem(trouble) if request.path.startswith("/api/") else page(request, trouble)
    if request.path.startswith("/api/"):
        refusal = Refusal(_("Lỗi do hệ thống, không phải do bạn. Hãy thử lại sau ít phút."))
        refusal.status = 500
        return problem(refusal)
    return render(None, "error.html", {"status": 500, "request_id": request_id()}, status=500)
