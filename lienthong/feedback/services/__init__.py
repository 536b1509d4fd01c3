"""What the room lets others do."""

from .catalogue import load_categories
from .receiving import Letter, Receipt, receive_matter

__all__ = ["Letter", "Receipt", "load_categories", "receive_matter"]
