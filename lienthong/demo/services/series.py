"""The form and the series of weekly returns that a demonstration asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from importlib import resources

from django.db import transaction

from lienthong.forms import queries as forms
from lienthong.forms import services as form_services
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.models import Tree
from lienthong.reports import services as report_services
from lienthong.reports.services import DeadlineFact

from ..rules import FORM, SERIES

_UNTIL = (("village", 6, time(12)), ("commune", 6, time(17)), ("province", 7, time(11)))
UNTIL_WITH_DISTRICTS = (*_UNTIL, ("district", 6, time(20)))


@transaction.atomic
def load_series(
    actor: Actor, since: date, first: Week, until: Sequence[tuple[str, int, time]] = _UNTIL
) -> None:
    """Publish the form and begin the series, unless they are there. ``until``: by when each level has done its part."""
    if forms.find_form(FORM) is not None:
        return
    text = resources.files("lienthong.forms").joinpath("data/weekly.json").read_text("utf-8")
    name = {"vi": "Báo cáo tuần của Mặt trận thôn", "en": "Weekly return of the village Front"}
    form = form_services.create_form(actor=actor, code=FORM, name=name)
    version = form_services.draft_version(
        actor=actor, form=form, definition=json.loads(text), in_force_from=since
    )
    form_services.publish_version(actor=actor, version=version)
    series = report_services.create_series(
        actor=actor,
        code=SERIES,
        name={"vi": "Báo cáo tuần", "en": "Weekly report"},
        form_id=form.pk,
        tree=Tree.objects.get(code="front"),
        level="village",
        first_period=str(first),
    )
    source = "Mẫu cho bản trình diễn; hạn thật của hệ thống chưa được kiểm chứng (unverified)."
    facts = [DeadlineFact(level, days, at, since, source) for level, days, at in until]
    report_services.set_deadlines(actor=actor, series=series, facts=facts)
