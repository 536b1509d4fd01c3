"""Pages of the room, by subject."""

from .answers import answer, approve_answer, release_answer, send_back_answer, write_answer
from .matters import matter, matters
from .publications import public_photo, publication, publications, retract_publication, rewrite_public
from .ratings import rate, rate_by_code, reopen
from .reviews import review, reviews
from .templates import end_template, template, templates

__all__ = [
    "answer",
    "approve_answer",
    "end_template",
    "matter",
    "matters",
    "public_photo",
    "publication",
    "publications",
    "rate",
    "rate_by_code",
    "release_answer",
    "reopen",
    "retract_publication",
    "review",
    "reviews",
    "rewrite_public",
    "send_back_answer",
    "template",
    "templates",
    "write_answer",
]
