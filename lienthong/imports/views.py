"""Pages of imports: choose what, take the template, send the file, look at the preview, confirm, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import jobs
from lienthong.kernel.errors import NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.filled import MOST_BYTES, write_findings
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from . import queries, services
from .forms import ChoiceForm, OptionsForm, UploadForm
from .listings import IMPORTS

_PAGE = 50
# So many rows are written while the person waits; more go into the queue, and they may leave the page.
_AT_ONCE = 1_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def imports(request: Request) -> HttpResponse:
    """List what can be imported, and what I have imported."""
    found = queries.find_imports(request.actor).defer("file", "findings", "made")
    words = {"kinds": queries.kinds_for(request.actor)}
    return IMPORTS.answer(request, found, "imports/imports.html", words)


@require_http_methods(["GET", "POST"])
def new(request: Request, kind: str) -> HttpResponse:
    """Take a file; show what is wrong with it as a whole, else go on to its preview."""
    chosen = _kind(request, kind)
    sent_form = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent_form, kind=chosen, actor=request.actor)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            found = services.preview_import(
                actor=request.actor, kind=chosen, name=sent.name, data=_taken(sent), said=form.said
            )
            return redirect("imports:import", uid=found.uid)
        except (NotFound, WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {
        "kind": chosen,
        "form": form,
        "template": ChoiceForm(kind=chosen, actor=request.actor, auto_id="t_%s"),
    }
    return render(request, "imports/new.html", words, status=422 if form.errors else 200)


@require_GET
def template(request: Request, kind: str) -> HttpResponse:
    """Hand out the workbook to fill in."""
    chosen = _kind(request, kind)
    form = ChoiceForm(request.GET, kind=chosen, actor=request.actor)
    if not form.is_valid():
        raise WrongData(_("Hãy chọn đủ các mục trước khi tải mẫu."))
    return _workbook(queries.template_for(request.actor, chosen, form.said), f"mau-{chosen}.xlsx")


@require_GET
def detail(request: Request, uid: UUID) -> HttpResponse:
    """Show what would become of each row, or what became of them all."""
    return _detail(request, uid)


@require_GET
def faults(request: Request, uid: UUID) -> HttpResponse:
    """Hand out the rows that are wrong, with the reasons beside them."""
    found = queries.get_import(request.actor, uid)
    rows = queries.findings_of(found, only_wrong=True)
    headings = [_("Dòng"), _("Cần sửa"), *(heading for _code, heading in found.columns)]
    return _workbook(
        write_findings(
            headings, ([str(row.number), row.told, *(cell.text for cell in row.cells)] for row in rows)
        ),
        "dong-sai.xlsx",
    )


@require_POST
def again(request: Request, uid: UUID) -> HttpResponse:
    """Judge the file again, by other options."""
    form = OptionsForm(request.POST)
    if not form.is_valid():
        raise WrongData(_("Lựa chọn không đúng. Hãy tải lại trang."))
    services.judge_again(actor=request.actor, uid=uid, said=form.said)
    return redirect("imports:import", uid=uid)


@require_POST
def confirm(request: Request, uid: UUID) -> HttpResponse:
    """Write the file: at once, or in the queue where it is big."""
    found = queries.get_import(request.actor, uid)
    good = request.POST.get("rows") == "good"
    try:
        if found.written > _AT_ONCE:
            job = jobs.ask_for(
                actor=request.actor,
                kind="imports.confirm",
                label=_("Nhập tệp “%(name)s”") % {"name": found.file_name},
                words={"uid": str(uid), "good_rows_only": good},
            )
            return redirect("jobs:job", job.uid)
        services.confirm_import(actor=request.actor, uid=uid, good_rows_only=good)
    except (WrongData, WrongMoment) as refusal:
        return _detail(request, uid, refusal)
    return redirect("imports:import", uid=uid)


@require_POST
def discard(request: Request, uid: UUID) -> HttpResponse:
    """Throw a file away that was only previewed."""
    services.discard_import(actor=request.actor, uid=uid)
    return redirect("imports:imports")


@require_POST
def undo(request: Request, uid: UUID) -> HttpResponse:
    """Take back what an import made."""
    try:
        services.undo_import(actor=request.actor, uid=uid)
    except WrongMoment as refusal:
        return _detail(request, uid, refusal)
    return redirect("imports:import", uid=uid)


def _detail(request: Request, uid: UUID, refusal: Refusal | None = None) -> HttpResponse:
    found = queries.get_import(request.actor, uid)
    only_wrong = request.GET.get("loc") == "sai"
    rows = Paginator(queries.findings_of(found, only_wrong=only_wrong), _PAGE)
    words = {
        "found": found,
        "only_wrong": only_wrong,
        "page": rows.get_page(request.GET.get("trang")),
        "options": OptionsForm(initial=found.options),
        "refusal": refusal,
    }
    return render(request, "imports/import.html", words, status=refusal.status if refusal else 200)


def _taken(sent: UploadedFile[Any]) -> bytes:
    """Return a file's bytes, no more of them than are read at all: of a bigger one just enough to be refused."""
    data: bytes = sent.read(MOST_BYTES + 1)
    return data


def _kind(request: Request, kind: str) -> queries.ImportKind:
    chosen = queries.find_kind(kind)
    if chosen is None:
        raise Http404
    queries.require_kind(request.actor, chosen)
    return chosen


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
