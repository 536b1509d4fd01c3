"""The steps of a plan as its pages show them: with the names of the units of the eve beside their codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import search_key
from lienthong.registry.models import AreaVersion

from .. import permissions
from ..models import Plan
from ..models import Step as StepRow
from ..rules.shares import written_share
from ..rules.steps import Key, StepKind
from .words import STEP_KINDS, STEP_LEVELS, UNIT_KINDS

_CHUNK: Final = 500


@dataclass(frozen=True)
class ShownStep:
    """A step in words. ``old``, ``new``, ``parent``: names with codes, "" where it has none."""

    plan: UUID
    position: int
    kind: StepKind
    level: str
    old: str
    new: str
    unit_kind: str
    parent: str
    share: str
    share_key: str
    default: bool

    @property
    def label(self) -> str:
        """What it does."""
        return str(STEP_KINDS[self.kind])


def step_rows_for(actor: Actor, plan: Plan) -> QuerySet[StepRow]:
    """Return the rows of the steps of a plan, for whoever may see it."""
    permissions.VIEW.require(actor, plan)
    return StepRow.objects.filter(plan=plan).select_related("plan")


def find_steps(rows: QuerySet[StepRow], text: str) -> QuerySet[StepRow]:
    """Return the steps that name a code, or a unit by its new name or by that of the eve."""
    called = AreaVersion.objects.filter(
        code=OuterRef("old_code"),
        area__level=OuterRef("level"),
        search_key__contains=search_key(text),
        valid_from__lt=OuterRef("plan__effective_on"),
        valid_to__gte=OuterRef("plan__effective_on"),
    )
    codes = Q(old_code__startswith=text) | Q(new_code__startswith=text)
    return rows.filter(codes | Q(name__icontains=text) | (~Q(old_code="") & Exists(called)))


def shown_steps(rows: Sequence[StepRow]) -> list[ShownStep]:
    """Return steps of one plan in words; the names of all are read together."""
    if not rows:
        return []
    plan = rows[0].plan
    around = {Key(row.parent_level, row.parent_code) for row in rows if row.parent_code}
    old = _names(plan, around | {Key(row.level, row.old_code) for row in rows if row.old_code})
    new = _new_names(plan, {code for row in rows for code in (row.new_code, row.parent_code) if code})

    def named(key: Key) -> str:
        return new.get(key) or old.get(key, "")

    return [
        ShownStep(
            plan.uid,
            row.position,
            StepKind(row.kind),
            str(STEP_LEVELS.get(row.level, row.level)),
            _called(old.get(Key(row.level, row.old_code), ""), row.old_code or str(row.old_uid or "")),
            _called(row.name or named(Key(row.new_level or row.level, row.new_code)), row.new_code),
            str(UNIT_KINDS.get(row.unit_kind, "")),
            _called(named(Key(row.parent_level, row.parent_code)), row.parent_code),
            written_share(None if row.share is None else Fraction(row.share)),
            row.share_key,
            row.default,
        )
        for row in rows
    ]


def get_step(actor: Actor, plan: Plan, position: int) -> ShownStep:
    """Return one step of a plan in words; NotFound where it has none of that number."""
    found = shown_steps(list(step_rows_for(actor, plan).filter(position=position)))
    if not found:
        raise NotFound(_("Phương án không còn bước này. Hãy chọn lại trong danh sách các bước."))
    return found[0]


def _called(name: str, code: str) -> str:
    return f"{name} ({code})" if name and code else name or code


def _names(plan: Plan, keys: Iterable[Key]) -> dict[Key, str]:
    """Return what units were called on the eve of a plan, or last before it."""
    eve = plan.effective_on - timedelta(days=1)
    codes = sorted({key.code for key in keys})
    found: dict[Key, str] = {}
    for start in range(0, len(codes), _CHUNK):
        rows = AreaVersion.objects.filter(code__in=codes[start : start + _CHUNK], valid_from__lte=eve)
        for level, code, name in rows.order_by("valid_from").values_list("area__level", "code", "full_name"):
            found[Key(level, code)] = name
    return found


def _new_names(plan: Plan, codes: Iterable[str]) -> dict[Key, str]:
    """Return what the steps of a plan call the units that begin by it."""
    wanted = sorted(codes)
    found: dict[Key, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = StepRow.objects.filter(
            plan=plan, kind=StepKind.CREATE, new_code__in=wanted[start : start + _CHUNK]
        )
        for level, new_level, code, name in rows.values_list("level", "new_level", "new_code", "name"):
            found[Key(new_level or level, code)] = name
    return found
