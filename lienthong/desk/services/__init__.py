"""Writes of the desk that others may call."""

from .climbing import tell_of_climb
from .notices import (
    Telling,
    open_notice,
    read_notices,
    sweep_notices,
    tell,
    tell_many,
    tell_of_ended_jobs,
)
from .preferences import update_choice
from .sending import claim_delivery, end_delivery, gather_deliveries, retry_delivery, send_test

__all__ = [
    "Telling",
    "claim_delivery",
    "end_delivery",
    "gather_deliveries",
    "open_notice",
    "read_notices",
    "retry_delivery",
    "send_test",
    "sweep_notices",
    "tell",
    "tell_many",
    "tell_of_climb",
    "tell_of_ended_jobs",
    "update_choice",
]
