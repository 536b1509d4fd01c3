"""What is valid in the registry, and what follows from it. Plain Python."""

from .contact import is_phone
from .outline import Islands, Outline, Point, Shape, country_outline
from .successions import BodyLink, Histories, Part, mixed
from .trees import (
    ESTATE,
    Count,
    Cycle,
    Edge,
    Span,
    child_counts_of,
    closure_of,
    covers,
    edges_by_child,
    estate_of,
    overlap,
    spans_of,
)

__all__ = [
    "ESTATE",
    "BodyLink",
    "Count",
    "Cycle",
    "Edge",
    "Histories",
    "Islands",
    "Outline",
    "Part",
    "Point",
    "Shape",
    "Span",
    "child_counts_of",
    "closure_of",
    "country_outline",
    "covers",
    "edges_by_child",
    "estate_of",
    "is_phone",
    "mixed",
    "overlap",
    "spans_of",
]
