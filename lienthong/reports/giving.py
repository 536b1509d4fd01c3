"""What reports give of a unit's data: returns, what they came from and what they come to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.giving import Column, Given

from . import queries

_BODY = {"organisation": ("organisations", "id")}
_CELL = (Column("field"), Column("state"), Column("number", "number"), Column("text"))

SERIES = Given(
    "series",
    _("Loại báo cáo"),
    [
        Column("id"),
        Column("code"),
        Column("name_vi"),
        Column("name_en"),
        Column("form"),
        Column("tree"),
        Column("level"),
        Column("first_period"),
        Column("last_period"),
    ],
    queries.series_given,
    key=["code"],
)
DEADLINES = Given(
    "deadlines",
    _("Hạn nộp"),
    [
        Column("series"),
        Column("level"),
        Column("days", "integer"),
        Column("time"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
        Column("source"),
    ],
    queries.deadlines_given,
    key=["series", "level", "valid_from"],
    points_to={"series": ("series", "code")},
)
RETURNS = Given(
    "returns",
    _("Báo cáo"),
    [
        Column("id"),
        Column("series"),
        Column("period"),
        Column("organisation"),
        Column("state"),
        Column("version", "integer"),
        Column("form_version"),
        Column("submitted_at", "datetime"),
        Column("on_time", "boolean"),
        Column("decided_at", "datetime"),
        Column("reason"),
    ],
    queries.returns_given,
    key=["id"],
    points_to={"series": ("series", "code"), "form_version": ("form_versions", "id"), **_BODY},
)
VALUES = Given(
    "values",
    _("Số liệu của báo cáo"),
    [Column("return"), *_CELL],
    queries.values_given,
    key=["return", "field"],
    points_to={"return": ("returns", "id")},
)
REVISIONS = Given(
    "revisions",
    _("Các bước của báo cáo"),
    [
        Column("return"),
        Column("version", "integer"),
        Column("state"),
        Column("at", "datetime"),
        Column("has_values", "boolean"),
        Column("reason"),
    ],
    queries.revisions_given,
    key=["return", "version"],
    points_to={"return": ("returns", "id")},
)
REVISION_VALUES = Given(
    "revision_values",
    _("Số liệu sau mỗi bước"),
    [Column("return"), Column("version", "integer"), *_CELL],
    queries.revision_values_given,
    key=["return", "version", "field"],
    points_to={"return": ("returns", "id")},
)
COMPLETENESS = Given(
    "completeness",
    _("Mức đầy đủ"),
    [
        Column("series"),
        Column("period"),
        Column("organisation"),
        Column("expected", "integer"),
        Column("received", "integer"),
        Column("on_time", "integer"),
        Column("approved", "integer"),
        Column("locked", "integer"),
    ],
    queries.completeness_given,
    key=["series", "period", "organisation"],
    points_to={"series": ("series", "code"), **_BODY},
)
TOTALS = Given(
    "totals",
    _("Số tổng hợp"),
    [
        Column("series"),
        Column("period"),
        Column("organisation"),
        Column("stage"),
        Column("field"),
        Column("sum", "number"),
        Column("values", "integer"),
        Column("blank", "integer"),
        Column("not_applicable", "integer"),
        Column("withheld", "boolean"),
    ],
    queries.totals_given,
    key=["series", "period", "organisation", "stage", "field"],
    points_to={"series": ("series", "code"), **_BODY},
)
NOTES = Given(
    "notes",
    _("Ghi chú ở ô số liệu"),
    [
        Column("id"),
        Column("series"),
        Column("period"),
        Column("organisation"),
        Column("field"),
        Column("text"),
        Column("flagged", "boolean"),
        Column("at", "datetime"),
    ],
    queries.notes_given,
    key=["id"],
    points_to={"series": ("series", "code"), **_BODY},
)
