"""Tables of the desk, by subject."""

from .notices import Delivery, DeliveryState, Dispatch, Notice, NoticeChoice

__all__ = ["Delivery", "DeliveryState", "Dispatch", "Notice", "NoticeChoice"]
