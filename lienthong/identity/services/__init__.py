"""What identity lets others do."""

from .accounts import create_account, disable_account, enable_account, set_password
from .bulk import NewAccount, NewGrant, create_accounts_in_bulk
from .doors import count_failed_sign_in, sign_in, sign_in_demo, sign_out_everywhere, switch_post
from .grants import end_grant, give_grant
from .lending import end_lent, lend_grants
from .roles import load_roles
from .tokens import count_failed_token, count_token_use, create_token, revoke_token

__all__ = [
    "NewAccount",
    "NewGrant",
    "count_failed_sign_in",
    "count_failed_token",
    "count_token_use",
    "create_account",
    "create_accounts_in_bulk",
    "create_token",
    "disable_account",
    "enable_account",
    "end_grant",
    "end_lent",
    "give_grant",
    "lend_grants",
    "load_roles",
    "revoke_token",
    "set_password",
    "sign_in",
    "sign_in_demo",
    "sign_out_everywhere",
    "switch_post",
]
