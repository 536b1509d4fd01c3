"""Tables of the desk, by subject."""

from .absence import Absence, Acting
from .comments import Comment, Mention
from .work import WorkItem, WorkState

__all__ = ["Absence", "Acting", "Comment", "Mention", "WorkItem", "WorkState"]
