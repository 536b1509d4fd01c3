"""Pages of the room, by subject."""

# part send
from .behalf import behalf, qr_codes
from .mailing import mail, mails
from .matters import matter, matters
from .sending import place, send, send_from, worker
from .tracking import track

__all__ = [
    "behalf",
    "mail",
    "mails",
    "matter",
    "matters",
    "place",
    "qr_codes",
    "send",
    "send_from",
    "track",
    "worker",
]
