"""What was written below a unit, made ready for templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from lienthong.forms.rules import Field
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request
from lienthong.registry.queries import Unit

from .. import queries
from ..queries import Asked, Narratives, Stage, Told

_ORIGINS = 5
_MOST_DIGITS = 6


@dataclass(frozen=True)
class NarrativeView:
    """A page of what was written in a field: each text with the first of its origins, and how many more."""

    code: str
    label: str
    count: int
    texts: Sequence[tuple[str, Sequence[tuple[str, str]], int]]
    page: int
    pages: int
    previous: str
    next: str


def stage_of(request: Request) -> Stage:
    """Return the stage that a page is asked for."""
    return Stage.APPROVED if request.GET.get("stage") == Stage.APPROVED else Stage.RECEIVED


def narrative_views(
    request: Request, weeks: Sequence[Asked], unit: Unit, stage: Stage
) -> list[NarrativeView]:
    """Return what was written below a unit, field by field."""
    fields = queries.joined_fields(weeks[-1].form) if unit.level != weeks[-1].series.level else []
    return [
        _view(
            request,
            weeks[-1],
            queries.narratives_for(request.actor, weeks, unit, field, stage, _page(request, field)),
        )
        for field in fields
    ]


def _page(request: Request, field: Field) -> int:
    text = request.GET.get(f"trang-{field.code}", "1")
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1


def _view(request: Request, asked: Asked, found: Narratives) -> NarrativeView:
    def at(page: int) -> str:
        words = request.GET.copy()
        words[f"trang-{found.field.code}"] = str(page)
        return f"?{words.urlencode()}#n-{found.field.code}"

    return NarrativeView(
        code=found.field.code,
        label=label_of(found.field.label),
        count=found.count,
        texts=[
            (told.text, list(_origins(asked, told)), len(told.origins[_ORIGINS:])) for told in found.texts
        ],
        page=found.page,
        pages=found.pages,
        previous=at(found.page - 1) if found.page > 1 else "",
        next=at(found.page + 1) if found.page < found.pages else "",
    )


def _origins(asked: Asked, told: Told) -> Iterator[tuple[str, str]]:
    for origin in told.origins[:_ORIGINS]:
        label = f"{origin.unit.short_name} (W{origin.week.number})"
        yield label, reverse("reports:return", args=[asked.series.code, origin.week, origin.unit.uid])
