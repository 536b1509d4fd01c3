"""What identity lets others read."""

from ..models import Account
from .accounts import (
    account_by_username,
    accounts_for,
    actor_for,
    demo_cast,
    find_accounts,
    find_actor,
    find_signed_in,
    get_account,
    may_manage_accounts,
    names_of_accounts,
    own_account,
)
from .audit import PAGE, entries_for, find_entries, lines_of, may_read
from .doors import find_by_password, limits_on
from .grants import (
    GrantWords,
    get_grant,
    get_role,
    grants_for,
    grants_in_words,
    grants_of_cast,
    label_of,
    own_grants,
    roles,
)
from .places import GrantedPlaces, not_held
from .posts import HeldPost, default_post, get_own_post, posts_held_by, posts_of, ticket_for
from .units import get_organisation, name_of_unit, trees_with, units_named

__all__ = [
    "PAGE",
    "Account",
    "GrantWords",
    "GrantedPlaces",
    "HeldPost",
    "account_by_username",
    "accounts_for",
    "actor_for",
    "default_post",
    "demo_cast",
    "entries_for",
    "find_accounts",
    "find_actor",
    "find_by_password",
    "find_entries",
    "find_signed_in",
    "get_account",
    "get_grant",
    "get_organisation",
    "get_own_post",
    "get_role",
    "grants_for",
    "grants_in_words",
    "grants_of_cast",
    "label_of",
    "limits_on",
    "lines_of",
    "may_manage_accounts",
    "may_read",
    "name_of_unit",
    "names_of_accounts",
    "not_held",
    "own_account",
    "own_grants",
    "posts_held_by",
    "posts_of",
    "roles",
    "ticket_for",
    "trees_with",
    "units_named",
]
