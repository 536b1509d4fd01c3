"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .catalogue import Category
from .matters import OPEN_STATES, Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing
from .route import (
    ReceivingLevel,
    ReceivingSystem,
    Referral,
    ReferralReason,
    Rescue,
    RescueWay,
    RoutingRule,
    Share,
    ShareState,
    Transfer,
    TransferState,
)
from .sending import ArrivedMail, DayKey, MailState, Supplement

__all__ = [
    "OPEN_STATES",
    "ArrivedMail",
    "Category",
    "Channel",
    "DayKey",
    "MailState",
    "Matter",
    "MatterClass",
    "MatterState",
    "Passage",
    "Publication",
    "ReceivingLevel",
    "ReceivingSystem",
    "Referral",
    "ReferralReason",
    "Rescue",
    "RescueWay",
    "RoutingRule",
    "Sender",
    "Share",
    "ShareState",
    "Standing",
    "Supplement",
    "Transfer",
    "TransferState",
]
