"""Pages of a topic: what it stands on, its sentences, and what an authority answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.voices import items_document
from ..flows import CONSOLIDATION
from ..forms.voices import MoveForm, ReplyForm, SentenceForm, TopicForm
from .refusing import sentences_of

_PER_PAGE = 50
_REFUSED = (NotAllowed, NotFound, WrongData, WrongMoment)


@require_GET
def topic(request: Request, uid: UUID, topic: UUID) -> HttpResponse:
    """Show a topic with what it stands on, or what one of its sentences stands on."""
    row = queries.get_own_consolidation(request.actor, uid)
    found = queries.get_topic(request.actor, row, topic)
    if (form := sheets.wanted(request)) is not None:
        items = list(_items(request, found))
        return sheets.answer(request, items_document(request.actor, found, items), form)
    return _page(request, uid, topic)


def _items(request: Request, found: queries.Topic) -> Any:
    rows = queries.items_of(request.actor, found)
    if text := request.GET.get("q", "").strip()[:100]:
        rows = queries.find_items(rows, text)
    if (sentence := _as_uid(request.GET.get("cau", ""))) is not None:
        rows = queries.items_behind(rows, sentence)
    return rows


def _as_uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _page(request: Request, uid: UUID, topic: UUID, refusal: Refusal | None = None) -> HttpResponse:
    row = queries.get_own_consolidation(request.actor, uid)
    found = queries.get_topic(request.actor, row, topic)
    parts = queries.chapter_of(request.actor, row)
    part = next(one for one in parts if one.topic.pk == found.pk)
    others = [one.topic for one in parts if one.topic.pk != found.pk]
    may = {one.name for one in steps_for(CONSOLIDATION, actor=request.actor, row=row, state=row.state)}
    page = Paginator(_items(request, found), _PER_PAGE).get_page(request.GET.get("trang"))
    queries.named([one.source.consolidation for one in page.object_list if one.source is not None])
    behind = _as_uid(request.GET.get("cau", ""))
    words = {
        "row": row,
        "topic": found,
        "part": part,
        "others": others,
        "page": page,
        "q": request.GET.get("q", "").strip()[:100],
        "behind": next((one for one in part.sentences if one.uid == behind), None),
        "writes": "change" in may,
        "replies": "reply" in may and part.reply is None,
        "form": TopicForm(initial={"title": found.title, "position": found.position}),
        "move": MoveForm(topics=others),
        "sentence": SentenceForm(),
        "faults": sentences_of(refusal),
    }
    status = refusal.status if refusal else 200
    return render(request, "feedback/voices/topic.html", words, status=status)


@require_POST
def change_topic(request: Request, uid: UUID, topic: UUID) -> HttpResponse:
    """Rename a topic, join it to another or take it out."""
    row, do = queries.get_own_consolidation(request.actor, uid), request.POST.get("do", "")
    words: dict[str, Any] = {"actor": request.actor, "consolidation": row, "topic": topic}
    try:
        if do == "remove":
            services.remove_topic(**words)
        elif do == "join" and (into := _as_uid(request.POST.get("into", ""))):
            services.join_topics(**words, into=into)
        else:
            form = TopicForm(request.POST)
            if not form.is_valid():
                raise WrongData(_("Hãy ghi tên và thứ tự của chủ đề."))
            services.rename_topic(**words, **form.cleaned_data)
            return redirect("feedback:topic", uid, topic)
    except _REFUSED as refusal:
        return _page(request, uid, topic, refusal)
    return redirect("feedback:consolidation", uid)


@require_POST
def move_items(request: Request, uid: UUID, topic: UUID) -> HttpResponse:
    """Move what is ticked to another topic."""
    row = queries.get_own_consolidation(request.actor, uid)
    others = [one for one in queries.topics_of(row) if one.uid != topic]
    form = MoveForm(request.POST, topics=others)
    try:
        keys = [int(one) for one in request.POST.getlist("item") if one.isascii() and one.isdigit()]
        if not form.is_valid() or not keys:
            raise WrongData(_("Hãy chọn ý kiến và chủ đề để chuyển đến."))
        services.move_items(
            actor=request.actor,
            consolidation=row,
            items=keys,
            to=form.target,
            title=form.cleaned_data["title"],
        )
    except _REFUSED as refusal:
        return _page(request, uid, topic, refusal)
    return redirect("feedback:topic", uid, topic)


@require_POST
def write_sentence(request: Request, uid: UUID, topic: UUID) -> HttpResponse:
    """Write a sentence under a topic, write one anew, or take one out."""
    row = queries.get_own_consolidation(request.actor, uid)
    known, form = _as_uid(request.POST.get("sentence", "")), SentenceForm(request.POST)
    words: dict[str, Any] = {"actor": request.actor, "consolidation": row}
    try:
        if request.POST.get("do") == "remove" and known is not None:
            services.remove_sentence(**words, sentence=known)
        elif form.is_valid():
            text = form.cleaned_data["text"]
            services.write_sentence(**words, topic=topic, text=text, sentence=known)
        else:
            raise WrongData(_("Hãy ghi câu, không quá 1.000 ký tự."))
    except _REFUSED as refusal:
        return _page(request, uid, topic, refusal)
    return redirect("feedback:topic", uid, topic)


@require_http_methods(["GET", "POST"])
def reply(request: Request, uid: UUID, topic: UUID) -> HttpResponse:
    """Write down what an authority answered to a topic; those who sent something read it."""
    row = queries.get_own_consolidation(request.actor, uid)
    found = queries.get_topic(request.actor, row, topic)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reply_to_topic(actor=request.actor, consolidation=row, topic=topic, said=form.said)
            return redirect("feedback:topic", uid, topic)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {"row": row, "topic": found, "form": form}
    return render(request, "feedback/voices/reply.html", words, status=422 if form.errors else 200)
