"""What the room lets others do."""

from .approving import (
    approve_consolidation,
    ask_approval,
    reopen_consolidation,
    send_consolidation,
)
from .catalogue import load_categories
from .causes import load_causes, set_cause
from .chapters import propose_sentences, remove_sentence, write_sentence
from .consolidating import (
    Facts,
    discard_consolidation,
    draft_consolidation,
    gather_topics,
    take_in_topics,
)
from .keying import forget_keys, key_some
from .linking import link_copies, link_matters, unlink_matter
from .receiving import Letter, Receipt, receive_matter
from .replying import Said, relay_some, reply_to_topic
from .topics import join_topics, move_items, remove_topic, rename_topic

__all__ = [
    "Facts",
    "Letter",
    "Receipt",
    "Said",
    "approve_consolidation",
    "ask_approval",
    "discard_consolidation",
    "draft_consolidation",
    "forget_keys",
    "gather_topics",
    "join_topics",
    "key_some",
    "link_copies",
    "link_matters",
    "load_categories",
    "load_causes",
    "move_items",
    "propose_sentences",
    "receive_matter",
    "relay_some",
    "remove_sentence",
    "remove_topic",
    "rename_topic",
    "reopen_consolidation",
    "reply_to_topic",
    "send_consolidation",
    "set_cause",
    "take_in_topics",
    "unlink_matter",
    "write_sentence",
]
