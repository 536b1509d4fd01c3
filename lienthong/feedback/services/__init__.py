"""What the room lets others do."""

# part send
from ..rules.answering import Held
from ..rules.contact import Contact
from .accepting import accept_many, accept_matter, classify_matter, mark_urgent
from .adding import supplement_matter, withdraw_matter
from .answering import Words, approve_answer, draft_answer, send_back, submit_answer
from .approving import approve_consolidation, ask_approval, reopen_consolidation, send_consolidation
from .catalogue import load_categories
from .causes import load_causes, set_cause
from .chapters import propose_sentences, remove_sentence, write_sentence
from .climbing import note_climb
from .consolidating import Facts, discard_consolidation, draft_consolidation, gather_topics, take_in_topics
from .contacts import read_contact
from .counting import count_days, release_month
from .deciding import decide_matter, raise_matter, raise_silent
from .guiding import guide_matter, pass_on_with_consent
from .handing import RECEIVERS, Slip, hand_over_denunciation, open_slip
from .holding import ask_sender, go_on, hold_matter, let_go_on
from .keying import forget_keys, key_some
from .lanes import switch_lane
from .linking import link_copies, link_matters, unlink_matter
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
from .replying import ReplyWords, relay_some, reply_to_topic
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
from .topics import join_topics, move_items, remove_topic, rename_topic

__all__ = [
    "MOST_PHOTOS",
    "ON_BEHALF",
    "PHOTOS",
    "RECEIVERS",
    "SCANS",
    "Contact",
    "Facts",
    "Held",
    "Letter",
    "Minutes",
    "Opened",
    "PilotFacts",
    "Receipt",
    "ReplyWords",
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
    "approve_consolidation",
    "ask_approval",
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
    "discard_consolidation",
    "draft_answer",
    "draft_consolidation",
    "drop_share",
    "end_assessment",
    "end_message",
    "end_rule",
    "end_template",
    "erase_contact",
    "extend_request",
    "forget_day_keys",
    "forget_keys",
    "gather_topics",
    "give_to_panel",
    "go_on",
    "guide_matter",
    "hand_over_denunciation",
    "hold_matter",
    "join_topics",
    "key_some",
    "leave_mail",
    "let_go_on",
    "link_copies",
    "link_matters",
    "load_categories",
    "load_causes",
    "mark_urgent",
    "move_items",
    "note_climb",
    "open_own",
    "open_proposal",
    "open_slip",
    "pass_on_matter",
    "pass_on_with_consent",
    "place_mail",
    "propose_sentences",
    "publish",
    "raise_matter",
    "raise_silent",
    "rate_answer",
    "rate_by_link",
    "read_contact",
    "receive_matter",
    "receive_sent",
    "relay_some",
    "release_again",
    "release_answer",
    "release_month",
    "remove_sentence",
    "remove_topic",
    "rename_topic",
    "reopen_consolidation",
    "reopen_matter",
    "reply_to_topic",
    "retract_publication",
    "review_answer",
    "rewrite_public",
    "send_back",
    "send_consolidation",
    "send_matter",
    "send_on_behalf",
    "set_cause",
    "set_template",
    "share_matter",
    "shorten_matter",
    "state_conflict",
    "submit_answer",
    "supplement_matter",
    "switch_lane",
    "take_in_topics",
    "take_over_matter",
    "unlink_matter",
    "withdraw",
    "withdraw_matter",
    "write_meeting",
    "write_sentence",
]
