"""The code on a receipt: random, with a check letter, so that a slip is noticed and the next one cannot be guessed.

Ten letters of 32 (50 random bits) and a check letter by ISO 7064 MOD 37,36's method over our alphabet, which has no I, L,
O, U: read aloud on a telephone, none is taken for another. A PIN of six digits opens what the code alone does not.
"""

from __future__ import annotations

import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, PIN_LENGTH = 10, 6

_HEARD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_PARTS = (4, 8)


def new_code() -> str:
    """Return a new code without its dashes."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return letters + mod_37_36.calc_check_digit(letters, alphabet=ALPHABET)


def new_pin() -> str:
    """Return a new PIN."""
    return f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}d}"


def shown(code: str) -> str:
    """Return a code as people read it.

    >>> shown("7K3MQ9TD2A5")
    '7K3M-Q9TD-2A5'
    """
    first, second = _PARTS
    return f"{code[:first]}-{code[first:second]}-{code[second:]}"


def read(typed: str) -> str | None:
    """Return the code that somebody typed, whatever its case, dashes and blanks; None where it cannot be one.

    >>> read("7k3m q9td-2a5")
    '7K3MQ9TD2A5'
    >>> read("7K3M-Q9TD-2A6") is None
    True
    """
    letters = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_HEARD)
    if len(letters) != LENGTH + 1 or not set(letters) <= set(ALPHABET):
        return None
    try:
        mod_37_36.validate(letters, alphabet=ALPHABET)
    except ValidationError:
        return None
    return letters
