"""What the room lets others do."""

from .catalogue import load_categories

# public
from .counting import count_days, release_month
from .publishing import publish, withdraw
from .receiving import Letter, Receipt, receive_matter
from .relaying import Sent, receive_sent

__all__ = [
    "Letter",
    "Receipt",
    "Sent",
    "count_days",
    "load_categories",
    "publish",
    "receive_matter",
    "receive_sent",
    "release_month",
    "withdraw",
]
