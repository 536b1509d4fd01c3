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
from .handing import RECEIVERS, Slip, hand_over_denunciation, open_slip
from .holding import ask_sender, go_on, hold_matter, let_go_on
from .lanes import switch_lane
from .mailing import leave_mail, place_mail
from .opinions import Minutes, Spoken, write_meeting
from .passing import bounce_matter, pass_on_matter, take_over_matter
from .proposals import (
    PilotFacts,
    assess_proposal,
    check_proposal,
    conclude_pilot,
    decide_proposal,
    end_assessment,
    give_to_panel,
    open_proposal,
    state_conflict,
)
from .publishing import publish, withdraw
from .rating import Said, close_answered, rate_answer, rate_by_link, reopen_matter, review_answer
from .receiving import Letter, Receipt, receive_matter
from .relaying import Sent, receive_sent
from .releasing import release_again, release_answer, retract_publication, rewrite_public
from .retention import shorten_matter
from .rights import (
    Opened,
    acknowledge_request,
    ask_data_request,
    correct_contact,
    decide_request,
    erase_contact,
    extend_request,
    open_own,
    withdraw_own,
)
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
    "RECEIVERS",
    "SCANS",
    "Letter",
    "Minutes",
    "Opened",
    "PilotFacts",
    "Receipt",
    "RuleFacts",
    "Said",
    "Sent",
    "Slip",
    "Spoken",
    "TemplateFacts",
    "Words",
    "accept_many",
    "accept_matter",
    "acknowledge_request",
    "add_rule",
    "answer_share",
    "approve_answer",
    "ask_data_request",
    "ask_sender",
    "assess_proposal",
    "bounce_matter",
    "check_codes",
    "check_pins",
    "check_proposal",
    "claim_message",
    "classify_matter",
    "close_answered",
    "conclude_pilot",
    "correct_contact",
    "count_days",
    "count_looking",
    "count_sending",
    "count_wrong_code",
    "count_wrong_pin",
    "decide_matter",
    "decide_proposal",
    "decide_request",
    "draft_answer",
    "drop_share",
    "end_assessment",
    "end_message",
    "end_rule",
    "end_template",
    "erase_contact",
    "extend_request",
    "forget_day_keys",
    "give_to_panel",
    "go_on",
    "guide_matter",
    "hand_over_denunciation",
    "hold_matter",
    "leave_mail",
    "let_go_on",
    "load_categories",
    "mark_urgent",
    "note_climb",
    "open_own",
    "open_proposal",
    "open_slip",
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
    "shorten_matter",
    "state_conflict",
    "submit_answer",
    "supplement_matter",
    "switch_lane",
    "take_over_matter",
    "withdraw",
    "withdraw_matter",
    "withdraw_own",
    "write_meeting",
]
