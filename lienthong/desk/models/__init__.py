"""Tables of the desk, by subject."""

from .absence import Absence, Acting
from .comments import Comment, Mention
from .notices import Delivery, DeliveryState, Dispatch, Notice, NoticeChoice
from .work import WorkItem, WorkState

__all__ = [
    "Absence",
    "Acting",
    "Comment",
    "Delivery",
    "DeliveryState",
    "Dispatch",
    "Mention",
    "Notice",
    "NoticeChoice",
    "WorkItem",
    "WorkState",
]
