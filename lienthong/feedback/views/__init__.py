"""Pages of the room, by subject."""

# part send
from .behalf import behalf, qr_codes
from .mailing import mail, mails
from .matters import matter, matters
from .overseeing import late_below, loads
from .route import after, contact, doing, drop_share, sent
from .rules import end_rule, new_rule, rules
from .sending import place, send, send_from, worker
from .tracking import track

__all__ = [
    "after",
    "behalf",
    "contact",
    "doing",
    "drop_share",
    "end_rule",
    "late_below",
    "loads",
    "mail",
    "mails",
    "matter",
    "matters",
    "new_rule",
    "place",
    "qr_codes",
    "rules",
    "send",
    "send_from",
    "sent",
    "track",
    "worker",
]
