"""The sample form with every type of field and every roll-up, as a second report of the cast's small country."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time
from importlib import resources
from typing import Any

from lienthong.forms import services as form_services
from lienthong.kernel.actor import OPERATOR
from lienthong.reports import services
from lienthong.reports.services import DeadlineFact

from .cast import Cast
from .small_province import BEGIN

SAMPLE = "data/every-kind.json"
# What a village types; the whole of a breakdown and the formulas are worked out.
TYPED = {
    "members__women": "12",
    "members__men": "20",
    "volunteers": "2,5",
    "visits": "3",
    "area": "1,5",
    "price": "200",
    "water": "80,5",
    "distance": "3,2",
    "has_hall": "yes",
    "hall_state": "good",
    "hall_since": "01/05/2020",
    "topic": "Nước sạch",
    "story": "Cả thôn cùng sửa giếng.",
}


def definition() -> Any:
    """Return the sample's definition as JSON."""
    return json.loads(resources.files("lienthong.forms").joinpath(SAMPLE).read_text("utf-8"))


def with_every_kind(cast: Cast) -> Cast:
    """Publish the sample form, begin its series, and return the cast at work with it."""
    form = form_services.create_form(
        actor=OPERATOR, code="every-kind", name={"vi": "Phiếu đủ kiểu", "en": "Every kind"}
    )
    version = form_services.draft_version(
        actor=OPERATOR, form=form, definition=definition(), in_force_from=BEGIN
    )
    form_services.publish_version(actor=OPERATOR, version=version)
    series = services.create_series(
        actor=OPERATOR,
        code="mau",
        name={"vi": "Báo cáo mẫu", "en": "Sample report"},
        form_id=form.pk,
        tree=cast.province.tree,
        level="village",
        first_period="2025-W20",
    )
    services.set_deadlines(
        actor=OPERATOR, series=series, facts=[DeadlineFact("village", 6, time(12), BEGIN, "test")]
    )
    return replace(cast, series=series)
