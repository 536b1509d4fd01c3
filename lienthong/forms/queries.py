"""Reads of forms. Forms are public to whoever has signed in: they hold no figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongMoment
from lienthong.kernel.text import search_key

from . import permissions
from .models import FormDefinition, FormVersion, VersionState
from .rules import Cell, CellValue, Form, Problem, read_cell, read_form, read_stored


@dataclass(frozen=True)
class InForce:
    """The version of a form that is in force on a day."""

    id: int
    uid: UUID
    form: Form


_IN_FORCE = """
SELECT id, uid FROM forms_formversion WHERE form_id = %s AND state = 'published' AND in_force_from <= %s
ORDER BY in_force_from DESC, number DESC LIMIT 1
"""


def get_form_in_force(form_id: int, day: date) -> InForce:
    """Return the version of a form in force on a day; WrongMoment where none is yet."""
    rows = sql.fetch(_IN_FORCE, form_id, day)
    if not rows:
        raise WrongMoment(_("Vào ngày này chưa có biểu mẫu nào được ban hành."))
    key, uid = rows[0]
    return form_in_force(key, sql.as_uid(uid))


def form_in_force(version_id: int, uid: UUID) -> InForce:
    """Return a published version that is known to be in force."""
    return InForce(version_id, uid, _published(version_id, uid))


def form_of(version: FormVersion) -> Form:
    """Return the parsed form of a version. A published version never changes, so it is parsed once a process."""
    if version.state == VersionState.PUBLISHED:
        return _published(version.pk, version.uid)
    return read_form(version.definition)


@lru_cache(maxsize=256)
def _published(version_id: int, uid: UUID) -> Form:
    """Read a published version; ``uid`` tells it from one that was rolled back and whose key was given again."""
    return read_form(FormVersion.objects.get(pk=version_id).definition)


def may_publish(actor: Actor) -> bool:
    """Say whether an actor may lay down forms anywhere."""
    return actor.places.holds(permissions.PUBLISH.code)


def published_forms(form_id: int) -> list[Form]:
    """Return every published version of a form, oldest first, parsed."""
    versions = FormVersion.objects.filter(form_id=form_id, state=VersionState.PUBLISHED).order_by("number")
    return [form_of(version) for version in versions]


def forms_in_force(form_id: int, first: date, last: date) -> list[Form]:
    """Return the versions of a form that were in force on any day from a first to a last one, parsed; in one statement."""
    versions = FormVersion.objects.filter(form_id=form_id, state=VersionState.PUBLISHED)
    known = list(versions.filter(in_force_from__lte=last).values_list("in_force_from", "pk", "uid"))
    begun = max((day for day, *_version in known if day <= first), default=first)
    return [_published(key, uid) for day, key, uid in known if day >= begun]


def forms() -> list[FormDefinition]:
    """Return every form with its versions, newest first."""
    return list(FormDefinition.objects.prefetch_related("versions").order_by("code"))


def published_versions() -> QuerySet[FormVersion]:
    """Return every published version of every form, whole, oldest first."""
    found = FormVersion.objects.select_related("form").filter(state=VersionState.PUBLISHED)
    return found.order_by("form__code", "number")


def versions() -> QuerySet[FormVersion]:
    """Return every version of every form, without what it asks for."""
    return FormVersion.objects.select_related("form").defer("definition")


def versions_named(versions: QuerySet[FormVersion], words: str) -> QuerySet[FormVersion]:
    """Return those of some versions whose form has words in its name or code, with or without marks; forms are few."""
    key = search_key(words)
    named = [
        form.pk
        for form in FormDefinition.objects.all()
        if any(key in search_key(text) for text in (form.code, *form.name.values()))
    ]
    return versions.filter(form__in=named)


def find_form(code: str) -> FormDefinition | None:
    """Return a form by its code, or None."""
    return FormDefinition.objects.filter(code=code).first()


def find_version(uid: UUID) -> FormVersion | None:
    """Return one version of a form, or None."""
    return FormVersion.objects.select_related("form").filter(uid=uid).first()


def get_version(uid: UUID) -> FormVersion:
    """Return one version of a form; NotFound otherwise."""
    version = find_version(uid)
    if version is None:
        raise NotFound(_("Không có phiên bản biểu mẫu này."))
    return version


@dataclass(frozen=True)
class Reading:
    """What was sent for the fields of a form: values that could be read, and why others could not."""

    values: Mapping[str, CellValue]
    problems: Mapping[str, Problem]


NOT_APPLICABLE = {"s": "not_applicable"}


def read_typed(form: Form, typed: Mapping[str, str], not_applicable: frozenset[str] = frozenset()) -> Reading:
    """Read what a person typed into fields; fields that were not sent are left out."""
    cells: dict[str, Cell | Problem] = {}
    for code, field in form.fields.items():
        if code in not_applicable:
            cells[code] = Cell(NOT_APPLICABLE)
        elif code in typed:
            cells[code] = read_cell(field, typed[code])
    return _sorted(cells)


def read_sent(form: Form, values: Mapping[str, Any]) -> Reading:
    """Read values that a program sent; what is no field of the form is a problem."""
    cells: dict[str, Cell | Problem] = {
        code: read_stored(form.fields[code], value)
        if code in form.fields
        else Problem("unknown_field", {"text": code})
        for code, value in values.items()
    }
    return _sorted(cells)


def _sorted(cells: Mapping[str, Cell | Problem]) -> Reading:
    return Reading(
        {code: cell.value for code, cell in cells.items() if isinstance(cell, Cell)},
        {code: cell for code, cell in cells.items() if isinstance(cell, Problem)},
    )
