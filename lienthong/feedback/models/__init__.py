"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .catalogue import Category

# part lanes
from .lanes import (
    Addressee,
    Assessment,
    ConflictStatement,
    ContactMeeting,
    DataRequest,
    Decision,
    Gone,
    HandOver,
    Opinion,
    Outcome,
    Panel,
    Pilot,
    Proposal,
    ProposalState,
    RequestState,
    Tombstone,
    Wish,
)
from .matters import Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing

__all__ = [
    "Addressee",
    "Assessment",
    "Category",
    "Channel",
    "ConflictStatement",
    "ContactMeeting",
    "DataRequest",
    "Decision",
    "Gone",
    "HandOver",
    "Matter",
    "MatterClass",
    "MatterState",
    "Opinion",
    "Outcome",
    "Panel",
    "Passage",
    "Pilot",
    "Proposal",
    "ProposalState",
    "Publication",
    "RequestState",
    "Sender",
    "Standing",
    "Tombstone",
    "Wish",
]
