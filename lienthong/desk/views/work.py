"""What waits for me: looked through, done in bulk, given to somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import sheets, waiting
from lienthong.kernel.errors import Refusal, WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.work import group_label, work_document
from ..forms.work import AssignForm, WorkFilterForm
from ..queries import Wanted, WorkList
from ..rules.work import Group

_PAGE = 50


@require_GET
@never_cache
def work(request: Request) -> HttpResponse:
    """List what waits for me, by when it is due."""
    form, wanted = _wanted(request)
    found = queries.work_for(request.actor, wanted)
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, work_document(request.actor, found, *_filters(form, wanted)), kind)
    return _work_page(request, form, found)


def _work_page(
    request: Request, form: WorkFilterForm, found: WorkList, refusal: Refusal | None = None
) -> HttpResponse:
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    lines = list(page.object_list)
    request.counted_work = found.in_all
    bulk = _bulk_kind(found.wanted.kind, {line.kind for line in lines if line.in_bulk})
    words = {
        "form": form,
        "found": found,
        "page": page,
        "lines": [(line, group_label(line.group)) for line in lines],
        "groups": [(group, group_label(group), found.counts[group]) for group in Group],
        "bulk": bulk,
        "ticked": set(request.POST.getlist("uid")),
        "refusal": refusal,
        "done": request.GET.get("done"),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/work.html", words, status=refusal.status if refusal else 200)


def _bulk_kind(wanted: str, shown: set[str]) -> waiting.WorkKind | None:
    """Return the kind that may be ticked: the one that is looked for, or the only one on the page."""
    code = wanted or (next(iter(shown)) if len(shown) == 1 else "")
    kind = waiting.kinds().get(code)
    return kind if kind is not None and kind.bulk is not None and code in shown else None


def _wanted(request: Request) -> tuple[WorkFilterForm, Wanted]:
    form = WorkFilterForm(request.GET, kinds=queries.kinds_of_work())
    typed: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    group, order, unit = (request.GET.get(name, "") for name in ("group", "xep", "unit"))
    return form, Wanted(
        text=typed.get("q", ""),
        kind=typed.get("kind", ""),
        whose=typed.get("whose", ""),
        group=group if group in set(Group) else "",
        order=order if order in {"due", "-due"} else "due",
        unit=_as_uid(unit),
    )


def _as_uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _filters(form: WorkFilterForm, wanted: Wanted) -> list[str]:
    return [
        _("Tìm: “%(text)s”") % {"text": wanted.text} if wanted.text else "",
        str(dict(form.fields["kind"].choices).get(wanted.kind, "")) if wanted.kind else "",  # type: ignore[attr-defined]
        str(dict(form.fields["whose"].choices).get(wanted.whose, "")) if wanted.whose else "",  # type: ignore[attr-defined]
        group_label(Group(wanted.group)) if wanted.group else "",
    ]


@require_POST
def do(request: Request) -> HttpResponse:
    """Do what is ticked, all of it or nothing."""
    try:
        uids = [UUID(text) for text in request.POST.getlist("uid")]
        done = services.do_work(actor=request.actor, uids=uids)
    except ValueError:
        return _refused(request, WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại.")))
    except (WrongData, WrongMoment) as refusal:
        return _refused(request, refusal)
    return redirect(f"{reverse('desk:work')}?done={done}")


def _refused(request: Request, refusal: Refusal) -> HttpResponse:
    form, wanted = _wanted(request)
    return _work_page(request, form, queries.work_for(request.actor, wanted), refusal)


@require_http_methods(["GET", "POST"])
def assign(request: Request, uid: UUID) -> HttpResponse:
    """Give a piece of work to somebody of my unit, or back to all who may do it."""
    item = queries.get_work(request.actor, uid)
    people = queries.doers_of(request.actor, item)
    form = AssignForm(
        request.POST or None,
        people=[(str(one.uid), f"{one.name} – {title}") for one, title in people],
        initial={"account": str(item.assigned_to.uid) if item.assigned_to else ""},
    )
    if request.method == "POST" and form.is_valid():
        account = next((one for one, _title in people if str(one.uid) == form.cleaned_data["account"]), None)
        try:
            services.assign_work(actor=request.actor, uid=uid, account=account)
        except WrongData as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("desk:work")
    words = {"form": form, "item": item, "title": queries.title_of(item)}
    return render(request, "desk/assign.html", words, status=422 if form.errors else 200)
