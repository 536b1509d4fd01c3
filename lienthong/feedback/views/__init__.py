"""Pages of the room, by subject."""

# part send
from .answers import answer, approve_answer, release_answer, send_back_answer, write_answer
from .behalf import behalf, qr_codes
from .books import going, meeting, meetings, new_meeting, register, slip, slips, tombstones
from .consolidations import (
    chapter,
    consolidation,
    consolidations,
    new_consolidation,
    step_consolidation,
    take_in,
)
from .guidance import blank_complaint, blank_denunciation, complaint, denunciation, privacy
from .linking import alike, campaigns, cause, causes, link_all, unlink
from .mailing import mail, mails
from .matters import matter, matters
from .open311 import (
    open311_discovery,
    open311_request,
    open311_requests,
    open311_service,
    open311_services,
    open311_token,
)
from .overseeing import late_below, loads
from .proposals import judging, judgings, open_proposal, proposal, proposals
from .public import answered, figures, open_data, open_data_file, published, silence
from .publications import public_photo, publication, publications, retract_publication, rewrite_public
from .ratings import rate, rate_by_code, reopen
from .reviews import review, reviews
from .rights import data_request, data_requests, own_data
from .route import after, contact, doing, drop_share, sent
from .rules import end_rule, new_rule, rules
from .sending import place, send, send_from, worker
from .templates import end_template, template, templates
from .topics import change_topic, move_items, reply, topic, write_sentence
from .tracking import track
from .trends import trends

__all__ = [
    "after",
    "alike",
    "answer",
    "answered",
    "approve_answer",
    "behalf",
    "blank_complaint",
    "blank_denunciation",
    "campaigns",
    "cause",
    "causes",
    "change_topic",
    "chapter",
    "complaint",
    "consolidation",
    "consolidations",
    "contact",
    "data_request",
    "data_requests",
    "denunciation",
    "doing",
    "drop_share",
    "end_rule",
    "end_template",
    "figures",
    "going",
    "judging",
    "judgings",
    "late_below",
    "link_all",
    "loads",
    "mail",
    "mails",
    "matter",
    "matters",
    "meeting",
    "meetings",
    "move_items",
    "new_consolidation",
    "new_meeting",
    "new_rule",
    "open311_discovery",
    "open311_request",
    "open311_requests",
    "open311_service",
    "open311_services",
    "open311_token",
    "open_data",
    "open_data_file",
    "open_proposal",
    "own_data",
    "place",
    "privacy",
    "proposal",
    "proposals",
    "public_photo",
    "publication",
    "publications",
    "published",
    "qr_codes",
    "rate",
    "rate_by_code",
    "register",
    "release_answer",
    "reopen",
    "reply",
    "retract_publication",
    "review",
    "reviews",
    "rewrite_public",
    "rules",
    "send",
    "send_back_answer",
    "send_from",
    "sent",
    "silence",
    "slip",
    "slips",
    "step_consolidation",
    "take_in",
    "template",
    "templates",
    "tombstones",
    "topic",
    "track",
    "trends",
    "unlink",
    "worker",
    "write_answer",
    "write_sentence",
]
