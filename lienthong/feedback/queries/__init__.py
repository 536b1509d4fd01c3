"""What the room lets others read."""

from .catalogue import categories_on, get_category
from .codes import digest_of_code, digest_of_pin, is_opened_by, matter_by_code
from .matters import address_of, get_matter, matters_for, may_see_matters, require_matters

# public
from .places import Place, Places, area_names, places_on
from .publications import Wanted, find_publication, get_publication, publications_for
from .statistics import (
    Cell,
    Silence,
    cell_of,
    cells_below,
    get_month,
    has_ripe_months,
    history_of_place,
    released_months,
    silence_in,
)

__all__ = [
    # public
    "Cell",
    "Place",
    "Places",
    "Silence",
    "Wanted",
    "area_names",
    "cell_of",
    "cells_below",
    "find_publication",
    "get_month",
    "get_publication",
    "has_ripe_months",
    "history_of_place",
    "places_on",
    "publications_for",
    "released_months",
    "silence_in",
    #
    "address_of",
    "categories_on",
    "digest_of_code",
    "digest_of_pin",
    "get_category",
    "get_matter",
    "is_opened_by",
    "matter_by_code",
    "matters_for",
    "may_see_matters",
    "require_matters",
]
