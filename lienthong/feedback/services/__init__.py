"""What the room lets others do."""

from .catalogue import load_categories

# part lanes
from .handing import (
    RECEIVERS,
    Slip,
    hand_over_denunciation,
    open_slip,
)
from .lanes import (
    switch_lane,
)
from .opinions import (
    Minutes,
    Said,
    write_meeting,
)
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
from .receiving import Letter, Receipt, receive_matter
from .retention import (
    shorten_matter,
)
from .rights import (
    Opened,
    acknowledge_request,
    ask_data_request,
    correct_contact,
    count_wrong_pin,
    decide_request,
    erase_contact,
    extend_request,
    open_own,
    withdraw_own,
)

__all__ = [
    "RECEIVERS",
    "Letter",
    "Minutes",
    "Opened",
    "PilotFacts",
    "Receipt",
    "Said",
    "Slip",
    "acknowledge_request",
    "ask_data_request",
    "assess_proposal",
    "check_proposal",
    "conclude_pilot",
    "correct_contact",
    "count_wrong_pin",
    "decide_proposal",
    "decide_request",
    "end_assessment",
    "erase_contact",
    "extend_request",
    "give_to_panel",
    "hand_over_denunciation",
    "load_categories",
    "open_own",
    "open_proposal",
    "open_slip",
    "receive_matter",
    "shorten_matter",
    "state_conflict",
    "switch_lane",
    "withdraw_own",
    "write_meeting",
]
