"""Pages of the room, by subject."""

from .matters import matter, matters

# public
from .open311 import (
    open311_discovery,
    open311_request,
    open311_requests,
    open311_service,
    open311_services,
    open311_token,
)
from .public import answer, answered, figures, open_data, open_data_file, silence

__all__ = [
    "answer",
    "answered",
    "figures",
    "matter",
    "matters",
    "open311_discovery",
    "open311_request",
    "open311_requests",
    "open311_service",
    "open311_services",
    "open311_token",
    "open_data",
    "open_data_file",
    "silence",
]
