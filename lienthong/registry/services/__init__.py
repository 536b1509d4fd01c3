"""What the registry lets others write."""

from .country import load_country
from .organisations import (
    close_organisation,
    create_organisation,
    place_organisation,
    rename_organisation,
)
from .posts import appoint_official, assign_post, create_official, end_post

__all__ = [
    "appoint_official",
    "assign_post",
    "close_organisation",
    "create_official",
    "create_organisation",
    "end_post",
    "load_country",
    "place_organisation",
    "rename_organisation",
]
