"""The parts of the look as template tags; known in every template.

Each part's markup is one small template in ``templates/ui/``, which lists what it takes. README.md there shows the use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .. import subjects
from ..helping import helps, hints
from ..helping.queries import hints_seen_by
from ..request import Request

register = template.Library()

Words = str | Promise

# ── drawings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@register.simple_tag
def icon(name: str, size: str = "", label: Words = "") -> SafeString:
    """Draw an icon of the sprite. ``size``: "s", "" or "l". Only an icon that stands alone needs a label."""
    return _drawn(name, size, str(label))


# A page has some forty icons of a dozen kinds; where the sprite lies does not change while a process runs.
@lru_cache(maxsize=1024)
def _drawn(name: str, size: str, label: str) -> SafeString:
    kind = f"icon icon-{size}" if size else "icon"
    address = static("ui/icons.svg")
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            kind,
            label,
            address,
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', kind, address, name
    )


@register.simple_tag
def bar(percent: float | Decimal | None, kind: str = "") -> SafeString:
    """Draw a percentage as a bar beside its figure. ``kind``: "low" (below the threshold), "" or "full".

    The width is an attribute of the drawing, made into text here: no language turns its point into a comma, and
    the content policy allows no style.
    """
    width = f"{max(0.0, min(100.0, float(percent or 0))):.1f}"
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-ground" width="100" height="8" rx="2"></rect>'
        '<rect class="bar-done" width="{}" height="8" rx="2"></rect></svg>',
        kind,
        width,
    )


# How the classes of ordered data print; on screen the style sheet's tokens of the same names decide.
_INKS = {None: "#e3e8ee", 0: "#e8962e", 1: "#c5dbf0", 2: "#8fbbe3", 3: "#4a8cc8", 4: "#134f8c"}


@register.filter
def data_class(number: int | None) -> str:
    """Name the style of a class of ordered data: d0 below a threshold, d1 to d4 from pale to deep, d-none of nothing."""
    return "d-none" if number is None else f"d{number}"


@register.filter
def data_ink(number: int | None) -> str:
    """Return the colour in which a class of ordered data prints."""
    return _INKS[number]


@register.inclusion_tag("ui/progress.html")
def progress(value: int, maximum: int, label: Words) -> dict[str, Any]:
    """Say how far something has come: words, a bar and the percentage."""
    percent = 100 * value // maximum if maximum else 0
    return {"value": value, "maximum": max(maximum, 1), "label": label, "percent": percent}


# ── what a page says ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Mark:
    """How a state is shown: never by colour alone."""

    label: Words
    kind: str
    icon: str


STATES = {
    "draft": Mark(_("Nháp"), "", "pencil"),
    "submitted": Mark(_("Đã gửi"), "info", "send"),
    "returned": Mark(_("Bị trả lại"), "warn", "undo-2"),
    "approved": Mark(_("Đã duyệt"), "ok", "circle-check"),
    "locked": Mark(_("Đã khóa"), "", "lock"),
    "missing": Mark(_("Chưa gửi"), "warn", "clock"),
    "late": Mark(_("Quá hạn"), "err", "circle-alert"),
}

NOTICES = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "err": "circle-alert"}


@register.inclusion_tag("ui/tag.html")
def state(code: str) -> dict[str, Any]:
    """Show the state of a return as a tag."""
    mark = STATES[code]
    return {"label": mark.label, "kind": mark.kind, "icon": mark.icon}


@register.inclusion_tag("ui/tag.html")
def tag(label: Words, kind: str = "", icon: str = "") -> dict[str, Any]:
    """Show a short word as a tag. ``kind``: "", "ok", "warn", "err" or "info"."""
    return {"label": label, "kind": kind, "icon": icon}


@register.inclusion_tag("ui/figure.html")
def figure(
    name: Words,
    value: Words,
    *,
    of: Words = "",
    icon: str = "",
    url: str = "",
    change: Words = "",
    rising: bool = True,
    good: bool = True,
    note: Words = "",
) -> dict[str, Any]:
    """Show a key figure: its name, value, "of how many", change in words, and the list behind it."""
    return {
        "name": name,
        "value": value,
        "of": of,
        "icon": icon,
        "url": url,
        "change": change,
        "rising": rising,
        "good": good,
        "note": note,
    }


@register.simple_block_tag
def notice(
    content: str,
    kind: str = "info",
    *,
    title: Words = "",
    button: Words = "",
    url: str = "",
    icon: str = "",
) -> SafeString:
    """Say something that stays in the page. ``button`` and ``url``: the one thing to do about it."""
    return render_to_string(
        "ui/notice.html",
        {
            "content": content,
            "kind": kind,
            "mark": NOTICES[kind],
            "title": title,
            "button": button,
            "url": url,
            "icon": icon,
        },
    )


@register.simple_block_tag
def card(
    content: str,
    title: Words = "",
    *,
    sub: Words = "",
    name: str = "",
    kind: str = "",
    url: str = "",
    more: Words = "",
    flush: bool = False,
) -> SafeString:
    """Put content on a card. ``name``: an id for the title; ``flush``: to the edges, for tables; ``more``: a link."""
    return render_to_string(
        "ui/card.html",
        {
            "content": content,
            "title": title,
            "sub": sub,
            "name": name,
            "kind": kind,
            "url": url,
            "more": more,
            "flush": flush,
        },
    )


@register.simple_block_tag
def empty(content: str, title: Words, icon: str = "file-text") -> SafeString:
    """Say that there is nothing, why, and what to do."""
    return render_to_string("ui/empty.html", {"content": content, "title": title, "icon": icon})


@register.inclusion_tag("ui/confirm.html")
def confirm(
    label: Words,
    question: Words,
    do: Words,
    *,
    kind: str = "danger",
    icon: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """Ask once before a form is sent, naming what will be lost. Stands inside that form; works without script."""
    return {
        "label": label,
        "question": question,
        "do": do,
        "kind": kind,
        "icon": icon,
        "name": name,
        "value": value,
    }


@register.inclusion_tag("ui/help.html", name="help", takes_context=True)
def page_help(context: Context, page: str = "", *, kind: str = "button compact quiet") -> dict[str, Any]:
    """Offer the short help on the page that is open, or on ``page``. ``kind``: the class of the question mark."""
    match = getattr(context.get("request"), "resolver_match", None)
    return {"help": helps().get(page or (match.view_name if match else "")), "kind": kind}


@register.simple_block_tag(takes_context=True)
def hint(context: Context, content: str, code: str) -> SafeString:
    """Show a hint until its reader has dismissed it; to nobody, none. Stands outside of any form."""
    if code not in hints():
        raise template.TemplateSyntaxError(f"no room says the hint {code}")
    request = context.get("request")
    if request is None or not request.actor.signed_in or code in _hints_seen(request):
        return SafeString()
    words = {"code": code, "content": content, "back": request.get_full_path()}
    return render_to_string("ui/hint.html", {**words, "csrf_token": context.get("csrf_token")})


def _hints_seen(request: Request) -> frozenset[str]:
    """Return the hints that were dismissed; read once a request, however many hints its page has."""
    if not hasattr(request, "hints_seen"):
        request.hints_seen = hints_seen_by(request.actor)
    return request.hints_seen


_FORMS = (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"))

# ── finding one's way ────────────────────────────────────────────────────────────────────────────────────────────────


def _address(request: HttpRequest, **changes: object) -> str:
    """Return this page's address with some words of its query changed and the others kept."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*words: Words) -> dict[str, Any]:
    """Show the way to this page: label, address, label, address, …, and last this page's own label."""
    *above, here = words
    return {"above": list(zip(above[::2], above[1::2], strict=True)), "here": here}


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any], name: str = "trang") -> dict[str, Any]:
    """Lead through the pages of a list; the query's other words are kept."""
    request: HttpRequest = context["request"]
    return {
        "page": page,
        "steps": [
            (_address(request, **{name: number}) if isinstance(number, int) else None, number)
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "previous": _address(request, **{name: page.number - 1}) if page.has_previous() else "",
        "next": _address(request, **{name: page.number + 1}) if page.has_next() else "",
    }


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(
    context: Context, label: Words, key: str, *, default: str = "", numeric: bool = False, name: str = "xep"
) -> dict[str, Any]:
    """Head a column by which the table can be sorted. ``default``: the order when the query names none."""
    request: HttpRequest = context["request"]
    order = request.GET.get(name, default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    other = f"-{key}" if direction == "ascending" else key
    address = _address(request, **{name: other})
    return {"label": label, "direction": direction, "address": address, "numeric": numeric}


@register.inclusion_tag("ui/exports.html", takes_context=True)
def exports(context: Context) -> dict[str, Any]:
    """Offer this page's table as a file, with the same search, filter and order, and on paper."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name in ("trang", "as", "after", "before", "saved"):
        query.pop(name, None)
    return {
        "ways": [(label, f"?{query.urlencode()}{'&' if query else ''}as={form}") for form, label in _FORMS]
    }


@register.inclusion_tag("ui/beside.html")
def beside(kind: str, uid: UUID, here: str = "", of: str = "") -> dict[str, Any]:
    """Show the ways to what stands beside a row: its history and the like. ``here``: the name of the page that is open.

    ``of``: the row's name, where several rows stand on one page.
    """
    ways = [(side, reverse(side.name, args=[kind, uid]), side.name == here) for side in subjects.sides()]
    return {"ways": ways, "of": of}


@register.simple_block_tag
def filters(content: str, button: Words = "") -> SafeString:
    """Put the fields of a GET form in a row; lists act when chosen, and the button is there without script."""
    return render_to_string("ui/filters.html", {"content": content, "button": button})


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, icon: str = "") -> dict[str, Any]:
    """Show a field of a Django form: label, hint, control, and what is wrong with it."""
    kinds = {"checkbox": "check", "radioselect": "choices", "checkboxselectmultiple": "choices"}
    kind = kinds.get(bound.widget_type, "input")
    given = bound.field.widget.attrs.get("class", "")
    control = bound.as_widget(attrs={"class": f"input {given}".strip()}) if kind == "input" else bound
    return {"field": bound, "kind": kind, "control": control, "icon": icon}


def _anchor(bound: BoundField) -> str:
    """Return the id of the control that takes the focus; a group of choices has none of its own."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("ui/error_summary.html")
def error_summary(errors: BaseForm | Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """List at the top what is wrong, each with a link to its field and, from a form, the field's label.

    ``errors``: a form, or a mapping from the id of a control ("" for the whole) to sentences.
    """
    if isinstance(errors, BaseForm):
        found = [("", sentence) for sentence in errors.non_field_errors()]
        found += [
            (_anchor(bound), f"{bound.label}: {sentence}") for bound in errors for sentence in bound.errors
        ]
    else:
        found = [(anchor, str(sentence)) for anchor, sentences in errors.items() for sentence in sentences]
    return {"found": found}
