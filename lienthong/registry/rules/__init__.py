"""What is valid in the registry, and what follows from it. Plain Python."""

from .contact import is_phone
from .outline import Islands, Outline, Point, Shape, country_outline
from .trees import (
    Count,
    Cycle,
    Edge,
    Span,
    child_counts_of,
    closure_of,
    covers,
    edges_by_child,
    overlap,
    spans_of,
)

__all__ = [
    "Count",
    "Cycle",
    "Edge",
    "Islands",
    "Outline",
    "Point",
    "Shape",
    "Span",
    "child_counts_of",
    "closure_of",
    "country_outline",
    "covers",
    "edges_by_child",
    "is_phone",
    "overlap",
    "spans_of",
]
