"""What the registry lets others read."""

from .areas import (
    AreaFound,
    History,
    areas_by_code,
    areas_within,
    find_areas,
    get_area,
    history_of,
)
from .map import MapPlaces, map_places
from .organisations import (
    Unit,
    child_counts,
    find_organisation,
    get_unit,
    origin_of,
    parents_of,
    units_above,
    units_below,
    units_on,
)
from .posts import Body, bodies_of, get_body, get_post, officials_at
from .streams import stream_of, stream_of_unit
from .trees import get_tree

__all__ = [
    "AreaFound",
    "Body",
    "History",
    "MapPlaces",
    "Unit",
    "areas_by_code",
    "areas_within",
    "bodies_of",
    "child_counts",
    "find_areas",
    "find_organisation",
    "get_area",
    "get_body",
    "get_post",
    "get_tree",
    "get_unit",
    "history_of",
    "map_places",
    "officials_at",
    "origin_of",
    "parents_of",
    "stream_of",
    "stream_of_unit",
    "units_above",
    "units_below",
    "units_on",
]
