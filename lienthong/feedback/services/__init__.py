"""What the room lets others do."""

from .answering import Words, approve_answer, draft_answer, send_back, submit_answer
from .catalogue import load_categories
from .rating import Said, close_answered, rate_answer, rate_by_link, reopen_matter, review_answer
from .receiving import Letter, Receipt, receive_matter
from .releasing import release_again, release_answer, retract_publication, rewrite_public
from .telling import claim_message, end_message
from .templates import TemplateFacts, end_template, set_template

__all__ = [
    "Letter",
    "Receipt",
    "Said",
    "TemplateFacts",
    "Words",
    "approve_answer",
    "claim_message",
    "close_answered",
    "draft_answer",
    "end_message",
    "end_template",
    "load_categories",
    "rate_answer",
    "rate_by_link",
    "receive_matter",
    "release_again",
    "release_answer",
    "reopen_matter",
    "retract_publication",
    "review_answer",
    "rewrite_public",
    "send_back",
    "set_template",
    "submit_answer",
]
