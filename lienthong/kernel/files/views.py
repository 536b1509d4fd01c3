"""Pages of files: those of a row, and the store for those who look after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import jobs, sheets
from ..errors import WrongData, WrongMoment
from ..forms import show_refusal
from ..models import FileType
from ..permissions import MANAGE_FILES
from ..request import Request
from ..subjects import subject_of
from . import queries, services
from .checking import MEDIA_TYPES, most_bytes, too_big
from .documents import files_document, store_document
from .forms import AddForm, DeleteForm, FilesSearch, StoreSearch
from .messages import shown_files, size_text
from .scanning import scanner_answers

_PAGE = 50


@require_http_methods(["GET", "POST"])
@never_cache
def files(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """List the files of a row, and take further ones from an ordinary form."""
    if request.method == "GET":
        return _files(request, kind, uid, AddForm())
    refusals = _take(request, kind, uid)
    if not refusals:
        return redirect("files:files", kind, uid)
    form = AddForm({})
    form.errors.clear()  # of one over the limit nothing arrives: the form alone could not tell it from none
    for refusal in refusals:
        form.add_error("file", refusal)
    return _files(request, kind, uid, form)


def _take(request: Request, kind: str, uid: UUID) -> list[str]:
    """Add every file of a form; return a sentence for each that is not taken. The others are there."""
    subject_of(kind).get_to_add(request.actor, uid)
    sent: list[UploadedFile[Any]] = request.FILES.getlist("file")
    if not sent:
        big = int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes()
        return [str(too_big().sentence) if big else _("Hãy chọn một tệp.")]
    refusals = []
    for one in sent:
        try:
            services.add_file(
                actor=request.actor,
                kind=kind,
                subject=uid,
                name=one.name or "",
                data=one.read(most_bytes() + 1),
            )
        except (WrongData, WrongMoment) as refusal:
            refusals.append(f"{one.name}: {refusal.sentence}")
    return refusals


def _files(request: Request, kind: str, uid: UUID, form: AddForm) -> HttpResponse:
    subject = subject_of(kind)
    about = subject.get(request.actor, uid)
    search = FilesSearch(request.GET)
    found = queries.files_of(request.actor, kind, uid, text=search.said("tim"), type_=search.said("loai"))
    if (wanted := sheets.wanted(request)) is not None:
        document = files_document(about.title, shown_files(list(found)))
        return sheets.answer(request, document, wanted, stream=about.stream)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "about": about,
        "kind": kind,
        "form": form,
        "search": search,
        "page": page,
        "rows": shown_files(list(page)),
        "may_add": subject.allows_adding(request.actor, uid),
        "most": size_text(most_bytes()),
    }
    return render(request, "files/files.html", words, status=WrongData.status if form.errors else 200)


@require_GET
@never_cache
def file(request: Request, uid: UUID) -> HttpResponseBase:
    """Hand a file out: always as a download, never read as anything else, kept by nobody in between."""
    found, stream = queries.content_of(request.actor, uid)
    answer = FileResponse(stream, content_type=MEDIA_TYPES[FileType(found.type)])
    answer["Content-Length"] = str(found.size)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    # It is packed already, and its length is said above: the middleware that packs pages lets it pass.
    answer["Content-Encoding"] = "identity"
    return answer


@require_http_methods(["GET", "POST"])
@never_cache
def delete(request: Request, uid: UUID) -> HttpResponse:
    """Ask why a file goes, and delete it."""
    found = queries.get_file(request.actor, uid)
    about = subject_of(found.kind).get_to_add(request.actor, found.subject)
    form = DeleteForm(request.POST or None)
    if form.is_valid():
        try:
            services.delete_file(actor=request.actor, uid=uid, reason=form.cleaned_data["reason"])
            return redirect("files:files", found.kind, found.subject)
        except WrongData as refusal:
            show_refusal(form, refusal)
    (shown,) = shown_files([found])
    words = {"about": about, "file": shown, "kind": found.kind, "form": form}
    return render(request, "files/delete.html", words, status=WrongData.status if form.errors else 200)


@require_GET
@never_cache
def store(request: Request) -> HttpResponse:
    """Show what lies in the store and what is kept apart, to those who look after it."""
    search = StoreSearch(request.GET)
    found = queries.files_to_look_after(
        request.actor, text=search.said("tim"), state=search.said("tinh_trang"), type_=search.said("loai")
    )
    if (wanted := sheets.wanted(request)) is not None:
        return sheets.answer(request, store_document(shown_files(list(found))), wanted)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    figures = queries.store_figures(request.actor)
    words = {
        "search": search,
        "page": page,
        "rows": shown_files(list(page)),
        "figures": figures,
        "size": size_text(figures.bytes),
        "scanner": scanner_answers(),
    }
    return render(request, "files/store.html", words)


@require_POST
def rescan(request: Request) -> HttpResponse:
    """Look again through what waits for the scanner: in the queue, since there may be much."""
    MANAGE_FILES.require_somewhere(request.actor)
    job = jobs.ask_for(
        actor=request.actor, kind="kernel.rescan_files", label=_("Quét lại các tệp đang chờ"), words={}
    )
    return redirect("jobs:job", job.uid)
