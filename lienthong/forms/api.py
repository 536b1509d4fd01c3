"""JSON door of forms."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from . import queries

router = Router()


class VersionOut(Schema):
    """A version of a form."""

    uid: UUID
    number: int
    state: str
    in_force_from: date


class FormOut(Schema):
    """A form with its versions."""

    uid: UUID
    code: str
    name: dict[str, str]
    versions: list[VersionOut]

    @staticmethod
    def resolve_versions(form: Any) -> list[Any]:
        return sorted(form.versions.all(), key=lambda version: -version.number)


class DefinitionOut(VersionOut):
    """A version with its whole definition."""

    definition: dict[str, Any]


@router.get("/forms", response=list[FormOut], summary="Forms and their versions")
def list_forms(request: HttpRequest) -> Any:
    return queries.forms()


@router.get("/forms/versions/{uid}", response=DefinitionOut, summary="One version of a form")
def get_version(request: HttpRequest, uid: UUID) -> Any:
    return queries.get_version(uid)
