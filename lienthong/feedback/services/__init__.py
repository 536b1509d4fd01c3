"""What the room lets others do."""

from .accepting import accept_many, accept_matter, classify_matter, mark_urgent
from .catalogue import load_categories
from .climbing import note_climb
from .contacts import read_contact
from .deciding import decide_matter, raise_matter, raise_silent
from .guiding import guide_matter, pass_on_with_consent
from .holding import ask_sender, go_on, hold_matter, let_go_on
from .passing import bounce_matter, pass_on_matter, take_over_matter
from .receiving import Letter, Receipt, receive_matter
from .routing import RuleFacts, add_rule, end_rule
from .sharing import answer_share, drop_share, share_matter

__all__ = [
    "Letter",
    "Receipt",
    "RuleFacts",
    "accept_many",
    "accept_matter",
    "add_rule",
    "answer_share",
    "ask_sender",
    "bounce_matter",
    "classify_matter",
    "decide_matter",
    "drop_share",
    "end_rule",
    "go_on",
    "guide_matter",
    "hold_matter",
    "let_go_on",
    "load_categories",
    "mark_urgent",
    "note_climb",
    "pass_on_matter",
    "pass_on_with_consent",
    "raise_matter",
    "raise_silent",
    "read_contact",
    "receive_matter",
    "share_matter",
    "take_over_matter",
]
