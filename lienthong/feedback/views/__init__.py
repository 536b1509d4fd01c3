"""Pages of the room, by subject."""

# part lanes
from .books import going, meeting, meetings, new_meeting, register, slip, slips, tombstones
from .guidance import blank_complaint, blank_denunciation, complaint, denunciation, privacy
from .matters import matter, matters
from .proposals import judging, judgings, open_proposal, proposal, proposals
from .rights import data_request, data_requests, own_data

__all__ = [
    "blank_complaint",
    "blank_denunciation",
    "complaint",
    "data_request",
    "data_requests",
    "denunciation",
    "going",
    "judging",
    "judgings",
    "matter",
    "matters",
    "meeting",
    "meetings",
    "new_meeting",
    "open_proposal",
    "own_data",
    "privacy",
    "proposal",
    "proposals",
    "register",
    "slip",
    "slips",
    "tombstones",
]
