"""How text becomes the terms that rows are found by. Plain Python: no store is named here.

A term says where a word stands: ``n_`` in a name, ``w_`` anywhere, ``e_`` a whole name, ``k_`` a kind, ``s_`` a place in
which the row may be seen. Terms hold a to z, 0 to 9 and the underscore only: no sign of theirs means anything to a store.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from ..text import search_key

# What is typed beyond this is not read: nobody looks for more.
LONGEST = 200
MOST_WORDS = 8
_LONGEST_WORD = 40
# Shorter words have a neighbour at one slip nearly always; of longer ones there are none.
_SLIPS = range(4, 17)
_SIGNS = string.ascii_lowercase
_BARRED = str.maketrans({"ƀ": "b", "Ƀ": "b"})  # of Ê Đê and Ba Na names; no normal form takes the bar away


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without marks and case.

    >>> words_of("P. Trúc Bạch, TP.Hà Nội")
    ('p', 'truc', 'bach', 'tp', 'ha', 'noi')
    """
    return tuple(chain.from_iterable(_folded(piece) for piece in text.split()))


# A country's names are made of some ten thousand pieces.
@lru_cache(maxsize=50_000)
def _folded(piece: str) -> tuple[str, ...]:
    key = search_key(piece.translate(_BARRED)).encode("ascii", "ignore").decode()
    return tuple(word[:_LONGEST_WORD] for word in key.split())


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words of what somebody typed, each once, as far as they are read."""
    return tuple(dict.fromkeys(words_of(text[:LONGEST])))[:MOST_WORDS]


def initials_of(name: str) -> str:
    """Return the first letters of a name of several words, "" of any other.

    >>> initials_of("Hồ Chí Minh"), initials_of("Huế")
    ('hcm', '')
    """
    words = words_of(name)
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def whole(words: Iterable[str]) -> str:
    """Return the term of a whole name."""
    return f"e_{'_'.join(words)}"


def terms_of(kind: str, names: Iterable[str], short: str, elsewhere: str, marks: Iterable[str]) -> list[str]:
    """Return the terms of a row. ``short``: words that stand for its name without being a name by themselves."""
    wholes = dict.fromkeys(filter(None, map(words_of, names)))
    in_names = dict.fromkeys(chain(words_of(short), *wholes))
    anywhere = dict.fromkeys(chain(in_names, words_of(elsewhere)))
    return [
        f"k_{kind}",
        *map(whole, wholes),
        *[f"n_{word}" for word in in_names],
        *[f"w_{word}" for word in anywhere],
        *[f"s_{mark}" for mark in marks],
    ]


def words_in(terms: Iterable[str]) -> Iterator[str]:
    """Yield the words that stand in some terms."""
    return (term[2:] for term in terms if term.startswith("w_"))


def words_named(terms: Iterable[str]) -> Iterator[str]:
    """Yield the words that stand in a name."""
    return (term[2:] for term in terms if term.startswith("n_"))


def slips_of(word: str) -> set[str]:
    """Return all that is one slip away from a word: a letter too many, missing, wrong, or two turned round.

    Codes and numbers are meant as they are written, and so are short words.
    """
    if len(word) not in _SLIPS or not word.isalpha():
        return set()
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    near = {left + right[1:] for left, right in halves if right}
    near |= {left + sign + right[1:] for left, right in halves if right for sign in _SIGNS}
    near |= {left + sign + right for left, right in halves for sign in _SIGNS}
    near |= {
        word[:place] + after + before + word[place + 2 :]
        for place, (before, after) in enumerate(pairwise(word))
    }
    return near - {word}
