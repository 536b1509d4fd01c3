"""What the room lets others do."""

# part send
from .accepting import accept_many, accept_matter, classify_matter, mark_urgent
from .adding import supplement_matter, withdraw_matter
from .answering import Words, approve_answer, draft_answer, send_back, submit_answer
from .catalogue import load_categories
from .climbing import note_climb
from .contacts import read_contact
from .counting import count_days, release_month
from .deciding import decide_matter, raise_matter, raise_silent
from .guiding import guide_matter, pass_on_with_consent
from .holding import ask_sender, go_on, hold_matter, let_go_on
from .mailing import leave_mail, place_mail
from .passing import bounce_matter, pass_on_matter, take_over_matter
from .publishing import publish, withdraw
from .rating import Said, close_answered, rate_answer, rate_by_link, reopen_matter, review_answer
from .receiving import Letter, Receipt, receive_matter
from .relaying import Sent, receive_sent
from .releasing import release_again, release_answer, retract_publication, rewrite_public
from .routing import RuleFacts, add_rule, end_rule
from .sending import MOST_PHOTOS, ON_BEHALF, PHOTOS, SCANS, send_matter, send_on_behalf
from .sharing import answer_share, drop_share, share_matter
from .telling import claim_message, end_message
from .templates import TemplateFacts, end_template, set_template
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
    "RuleFacts",
    "Said",
    "Sent",
    "TemplateFacts",
    "Words",
    "accept_many",
    "accept_matter",
    "add_rule",
    "answer_share",
    "approve_answer",
    "ask_sender",
    "bounce_matter",
    "check_codes",
    "check_pins",
    "claim_message",
    "classify_matter",
    "close_answered",
    "count_days",
    "count_looking",
    "count_sending",
    "count_wrong_code",
    "count_wrong_pin",
    "decide_matter",
    "draft_answer",
    "drop_share",
    "end_message",
    "end_rule",
    "end_template",
    "forget_day_keys",
    "go_on",
    "guide_matter",
    "hold_matter",
    "leave_mail",
    "let_go_on",
    "load_categories",
    "mark_urgent",
    "note_climb",
    "pass_on_matter",
    "pass_on_with_consent",
    "place_mail",
    "publish",
    "raise_matter",
    "raise_silent",
    "rate_answer",
    "rate_by_link",
    "read_contact",
    "receive_matter",
    "receive_sent",
    "release_again",
    "release_answer",
    "release_month",
    "reopen_matter",
    "retract_publication",
    "review_answer",
    "rewrite_public",
    "send_back",
    "send_matter",
    "send_on_behalf",
    "set_template",
    "share_matter",
    "submit_answer",
    "supplement_matter",
    "take_over_matter",
    "withdraw",
    "withdraw_matter",
]
