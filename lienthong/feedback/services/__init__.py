"""What the room lets others do."""

# part send
from .adding import supplement_matter, withdraw_matter
from .catalogue import load_categories
from .mailing import leave_mail, place_mail
from .receiving import Letter, Receipt, receive_matter
from .sending import MOST_PHOTOS, ON_BEHALF, PHOTOS, SCANS, send_matter, send_on_behalf
from .throttle import (
    check_codes,
    check_pins,
    count_looking,
    count_sending,
    count_wrong_code,
    count_wrong_pin,
    forget_day_keys,
)

__all__ = [
    "MOST_PHOTOS",
    "ON_BEHALF",
    "PHOTOS",
    "SCANS",
    "Letter",
    "Receipt",
    "check_codes",
    "check_pins",
    "count_looking",
    "count_sending",
    "count_wrong_code",
    "count_wrong_pin",
    "forget_day_keys",
    "leave_mail",
    "load_categories",
    "place_mail",
    "receive_matter",
    "send_matter",
    "send_on_behalf",
    "supplement_matter",
    "withdraw_matter",
]
