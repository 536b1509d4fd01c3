"""What the room lets others read."""

from .catalogue import categories_on, get_category
from .codes import digest_of_code, digest_of_pin, is_opened_by, matter_by_code
from .matters import address_of, get_matter, matters_for, may_see_matters, require_matters

__all__ = [
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
