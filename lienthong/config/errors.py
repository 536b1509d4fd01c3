"""Refusals become pages and problem+json here, and nowhere else (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lienthong.kernel.errors import NotFound, NotKnown, NotNow, Refusal, TooMany, WrongData
from lienthong.kernel.watching import request_id

logger = logging.getLogger(__name__)

# PostgreSQL's lock_not_available and query_canceled: the limits of the settings were reached.
_WAITED_TOO_LONG: Final = frozenset({"55P03", "57014"})
_A_MINUTE: Final = 60


class ErrorMiddleware:
    """Turns a refusal that a view lets pass into a page that says what happened and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals and requests that are too big; leave faults of ours to Django."""
        refusal = _as_refusal(exception)
        if refusal is None:
            return None
        return problem(refusal) if request.path.startswith("/api/") else page(request, refusal)


def _as_refusal(exception: Exception) -> Refusal | None:
    if isinstance(exception, Refusal):
        return exception
    if isinstance(exception, Http404):
        return _nothing_here()
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return WrongData(
            _("Nội dung gửi lên quá lớn (tối đa 3 MB). Không có gì được lưu. Hãy dán ít ô hơn rồi gửi lại.")
        )
    if isinstance(exception, OperationalError) and _sqlstate(exception) in _WAITED_TOO_LONG:
        return NotNow(_("Máy chủ đang bận. Không có gì được lưu. Hãy thử lại sau một phút."), _A_MINUTE)
    if isinstance(exception, SuspiciousOperation):
        return WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
    return None


def _sqlstate(exception: OperationalError) -> str:
    """Return PostgreSQL's code of a fault; "" where there is none."""
    return getattr(exception.__cause__, "sqlstate", None) or ""


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
    response = render(request, "error.html", context, status=refusal.status)
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
    if isinstance(refusal, (NotNow, TooMany)):
        response["Retry-After"] = str(refusal.seconds)
    return response


def add_handlers(api: NinjaAPI) -> None:
    """Let an API answer every refusal with problem+json."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, exception: Refusal) -> HttpResponse:
        return problem(exception)

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
    """Answer when we are at fault."""
    if request.path.startswith("/api/"):
        refusal = Refusal(_("Lỗi do hệ thống, không phải do bạn. Hãy thử lại sau ít phút."))
        refusal.status = 500
        return problem(refusal)
    return render(None, "error.html", {"status": 500, "request_id": request_id()}, status=500)
