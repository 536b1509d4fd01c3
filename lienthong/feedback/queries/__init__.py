"""What the room lets others read."""

from .catalogue import categories_on, get_category
from .codes import digest_of_code, digest_of_pin, is_opened_by, matter_by_code
from .matters import address_of, get_matter, matters_for, may_see_matters, require_matters

# public
from .open_data import OPEN_FILES, get_open_file, open_stamp, open_version
from .own import days_of_own, page_of_own
from .places import Place, Places, area_names, places_on
from .publications import (
    Wanted,
    find_publication,
    get_publication,
    get_published,
    page_of_publications,
    publications_for,
    told,
)
from .statistics import (
    Cell,
    Silence,
    cell_of,
    cells_below,
    get_month,
    history_of_place,
    released_months,
    ripe_months,
    silence_in,
)

__all__ = [
    # public
    "OPEN_FILES",
    "Cell",
    "Place",
    "Places",
    "Silence",
    "Wanted",
    "address_of",
    "area_names",
    "categories_on",
    "cell_of",
    "cells_below",
    "days_of_own",
    "digest_of_code",
    "digest_of_pin",
    "find_publication",
    "get_category",
    "get_matter",
    "get_month",
    "get_open_file",
    "get_publication",
    "get_published",
    "history_of_place",
    "is_opened_by",
    "matter_by_code",
    "matters_for",
    "may_see_matters",
    "open_stamp",
    "open_version",
    "page_of_own",
    "page_of_publications",
    "places_on",
    "publications_for",
    "released_months",
    "require_matters",
    "ripe_months",
    "silence_in",
    "told",
]
