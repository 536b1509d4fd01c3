"""Reads of the demonstration: who plays in it, whether it stands, and what its style page shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from importlib import resources
from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from lienthong.kernel import look
from lienthong.kernel.charts import Series, line_chart, spark
from lienthong.kernel.errors import NotFound
from lienthong.kernel.templatetags.ui import NOTICES, STATES
from lienthong.reports import queries as reports

from .rules import RUNNING, SERIES


def is_built() -> bool:
    """Say whether the demonstration has been built to the end."""
    series = reports.find_series(SERIES)
    return series is not None and reports.has_returns(series, str(RUNNING))


def cast() -> list[dict[str, str]]:
    """Return who can sign in to the demonstration, as data."""
    people: list[dict[str, str]] = _data("cast.json")
    return people


def _data(name: str) -> Any:
    return json.loads(resources.files("lienthong.demo").joinpath(f"data/{name}").read_text("utf-8"))


# Whole pages on which the parts are seen together.
EXAMPLE_PAGES: Final = ("list", "record", "form", "refusal", "grid", "phone")


def style(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the style page shows; NotFound outside a demonstration. ``query``: of the address, for the pages."""
    if not settings.DEMO:
        raise NotFound(_("Không có trang này. Trang mẫu giao diện chỉ có ở bản trình diễn."))
    samples = _data("style.json")
    units = [{**unit, "share": Decimal(unit["share"])} for unit in samples["units"]]
    return {
        "colours": look.colours(),
        "pairs": list(look.pairs()),
        "sizes": look.sizes(),
        "icons": look.icons(),
        "states": list(STATES),
        "notices": list(NOTICES),
        "units": units,
        "one_unit": units[:1],
        "long": samples["long"],
        "history": [{**step, "at": datetime.fromisoformat(step["at"])} for step in samples["history"]],
        "villages": samples["villages"],
        "page": Paginator(range(3321), 100).get_page(query.get("trang", "3")),
        "chart": line_chart(
            [f"T{number}" for number in range(42, 48)],
            [
                Series(_("Đã gửi"), [84.0, 88.5, None, 91.0, 92.5, 93.4]),
                Series(_("Đúng hạn"), [80.0, 82.0, 81.0, 86.0, 88.0, 89.7]),
            ],
            unit="%",
        ),
        "small": spark([3.0, 5.0, 4.0, 6.0]),
        "classes": [0, 1, 2, 3, 4, None],
        "example_pages": EXAMPLE_PAGES,
    }


def example_page(name: str) -> dict[str, Any]:
    """Return what one kind of page needs besides; NotFound where there is no such kind."""
    if name not in EXAMPLE_PAGES:
        raise NotFound(_("Không có trang mẫu này."))
    refused = {
        "status": 409,
        "sentence": _("Báo cáo này đã khóa nên không sửa được. Hãy nhờ cấp tỉnh mở khóa."),
    }
    return refused if name == "refusal" else {}
