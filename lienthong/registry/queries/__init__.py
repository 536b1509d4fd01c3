"""What the registry lets others read."""

from .address_lists import AddressList, read_address_list
from .areas import (
    AreaFound,
    History,
    areas_by_code,
    areas_within,
    find_areas,
    get_area,
    history_of,
)
from .bodies import BODY_COLUMNS, judge_bodies, trees_to_list
from .directory import Directory, Listed, codes_on, directory_of
from .findable import (
    AREA,
    OFFICIAL,
    count_findable_areas,
    count_findable_officials,
    findable_areas,
    findable_officials,
)
from .map import MapPlaces, map_places
from .marks import mark_below, mark_of, marks_of
from .officials import OFFICIAL_COLUMNS, OfficialFact, judge_officials, may_list_officials
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
from .posts import (
    Body,
    bodies_of,
    bodies_showing_officials,
    find_body,
    find_post,
    get_body,
    get_post,
    officials_at,
)
from .resolutions import Candidate, Named, Resolution
from .resolving import may_resolve, resolve, resolve_many
from .streams import stream_of, stream_of_unit
from .trees import get_tree
from .villages import FRONT, VILLAGE_COLUMNS, BodyFact, judge_villages, may_list_bodies

__all__ = [
    "AREA",
    "BODY_COLUMNS",
    "FRONT",
    "OFFICIAL",
    "OFFICIAL_COLUMNS",
    "VILLAGE_COLUMNS",
    "AddressList",
    "AreaFound",
    "Body",
    "BodyFact",
    "Candidate",
    "Directory",
    "History",
    "Listed",
    "MapPlaces",
    "Named",
    "OfficialFact",
    "Resolution",
    "Unit",
    "areas_by_code",
    "areas_within",
    "bodies_of",
    "bodies_showing_officials",
    "child_counts",
    "codes_on",
    "count_findable_areas",
    "count_findable_officials",
    "directory_of",
    "find_areas",
    "find_body",
    "find_organisation",
    "find_post",
    "findable_areas",
    "findable_officials",
    "get_area",
    "get_body",
    "get_post",
    "get_tree",
    "get_unit",
    "history_of",
    "judge_bodies",
    "judge_officials",
    "judge_villages",
    "map_places",
    "mark_below",
    "mark_of",
    "marks_of",
    "may_list_bodies",
    "may_list_officials",
    "may_resolve",
    "officials_at",
    "origin_of",
    "parents_of",
    "read_address_list",
    "resolve",
    "resolve_many",
    "stream_of",
    "stream_of_unit",
    "trees_to_list",
    "units_above",
    "units_below",
    "units_on",
]
