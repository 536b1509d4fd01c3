"""Writes of forms: a version is drafted, then published; from then on it never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment

from . import permissions
from .models import FormDefinition, FormVersion, VersionState
from .rules import DefinitionError, Form, read_form, refuse_changed_fields


@transaction.atomic
def create_form(*, actor: Actor, code: str, name: Mapping[str, str]) -> FormDefinition:
    """Begin a form."""
    permissions.PUBLISH.require_somewhere(actor)
    if FormDefinition.objects.filter(code=code).exists():
        raise WrongData(_("Mã biểu mẫu “%(code)s” đã có. Hãy chọn mã khác.") % {"code": code})
    form = FormDefinition.objects.create(code=code, name=dict(name))
    audit.record(actor, "form.created", "form", form.uid)
    return form


@transaction.atomic
def draft_version(*, actor: Actor, form: FormDefinition, definition: Any, in_force_from: date) -> FormVersion:
    """Draft the next version of a form; WrongData where the definition does not hold."""
    permissions.PUBLISH.require_somewhere(actor)
    _read(definition)
    last = FormVersion.objects.select_for_update().filter(form=form).order_by("-number").first()
    version = FormVersion.objects.create(
        form=form, number=last.number + 1 if last else 1, definition=definition, in_force_from=in_force_from
    )
    audit.record(actor, "form_version.drafted", "form_version", version.uid, facts={"definition": definition})
    return version


@transaction.atomic
def publish_version(*, actor: Actor, version: FormVersion) -> FormVersion:
    """Publish a drafted version. A field keeps its code and its meaning from the version before."""
    permissions.PUBLISH.require_somewhere(actor)
    version = FormVersion.objects.select_for_update().get(pk=version.pk)
    if version.state == VersionState.PUBLISHED:
        raise WrongMoment(_("Phiên bản này đã ban hành, không sửa được nữa. Hãy soạn phiên bản mới."))
    earlier = (
        FormVersion.objects.filter(form_id=version.form_id, state=VersionState.PUBLISHED)
        .order_by("-number")
        .first()
    )
    if earlier is not None:
        if version.in_force_from <= earlier.in_force_from:
            raise WrongData(_("Phiên bản mới phải có hiệu lực sau phiên bản trước."))
        _refuse_changes(read_form(earlier.definition), _read(version.definition))
    version.state, version.published_at = VersionState.PUBLISHED, clock.now()
    version.save(update_fields=["state", "published_at"])
    audit.record(
        actor, "form_version.published", "form_version", version.uid, facts={"definition": version.definition}
    )
    return version


def _read(definition: Any) -> Form:
    try:
        return read_form(definition)
    except DefinitionError as error:
        raise WrongData(_("Biểu mẫu có lỗi tại “%(place)s”.") % {"place": error.path}) from error


def _refuse_changes(earlier: Form, later: Form) -> None:
    try:
        refuse_changed_fields(earlier, later)
    except DefinitionError as error:
        raise WrongData(
            _("Trường “%(place)s” đã đổi kiểu hoặc cách cộng. Hãy dùng mã trường mới.")
            % {"place": error.path}
        ) from error
