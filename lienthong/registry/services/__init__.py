"""What the registry lets others write."""

from .country import load_country
from .listed_bodies import create_listed_bodies, undo_listed_bodies
from .listed_officials import create_listed_officials, undo_listed_officials
from .organisations import close_organisation, create_organisation, place_organisation, rename_organisation
from .posts import appoint_official, assign_post, create_official, end_post
from .resolving import resolve_list
from .restructuring import Restructured, lock_trees, restructure, take_back

__all__ = [
    "Restructured",
    "appoint_official",
    "assign_post",
    "close_organisation",
    "create_listed_bodies",
    "create_listed_officials",
    "create_official",
    "create_organisation",
    "end_post",
    "load_country",
    "lock_trees",
    "place_organisation",
    "rename_organisation",
    "resolve_list",
    "restructure",
    "take_back",
    "undo_listed_bodies",
    "undo_listed_officials",
]
