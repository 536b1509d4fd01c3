"""Collect the sentences to translate and compile the translations; ``--check`` only says what is missing.

Vietnamese is the source, so a sentence is its own key and only English has a catalogue.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

HOUSE = Path(__file__).resolve().parent.parent
PRODUCTS = (HOUSE / "lienthong", HOUSE / "examples" / "visitors")
LANGUAGES = ("en",)
COLLECT = ["makemessages", "--no-wrap", "--no-location", "--ignore", "tests"]

Key = tuple[str, str, str]


def collect(product: Path) -> None:
    """Bring the catalogues of a copy of the product up to date with its sentences."""
    (product / "locale").mkdir(exist_ok=True)
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    # Outside any settings, so that Django takes the catalogues of this directory and no others.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    for domain in (["--domain", "django"], ["--domain", "djangojs"]):
        subprocess.run(
            [sys.executable, "-m", "django", *COLLECT, *languages, *domain],
            cwd=product,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def catalogues(product: Path) -> list[Path]:
    """Return the catalogues that a product has."""
    return sorted(product.glob("locale/*/LC_MESSAGES/*.po"))


def _entries(catalogue: Path) -> dict[Key, polib.POEntry]:
    if not catalogue.exists():
        return {}
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete
    }


def faults(product: Path) -> Iterator[str]:
    """Yield what stands between a product's catalogues and completeness."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / product.name
        shutil.copytree(product, copy, ignore=shutil.ignore_patterns("__pycache__", "data", "tests"))
        collect(copy)
        for fresh in catalogues(copy):
            name = fresh.relative_to(copy)
            kept, wanted = _entries(product / name), _entries(fresh)
            yield from (f"{name}: not collected yet: {key[1]!r}" for key in wanted.keys() - kept.keys())
            yield from (f"{name}: no longer used: {key[1]!r}" for key in kept.keys() - wanted.keys())
    for catalogue in catalogues(product):
        name = catalogue.relative_to(product)
        entries = _entries(catalogue)
        for key, entry in entries.items():
            if not entry.translated():
                yield f"{name}: {'only guessed (fuzzy)' if entry.fuzzy else 'not translated'}: {key[1]!r}"
        if _compiled(catalogue.with_suffix(".mo")) != _meant(entries):
            yield f"{name}: the compiled catalogue is another one"


def _meant(entries: dict[Key, polib.POEntry]) -> dict[Key, object]:
    return {key: entry.msgstr_plural or entry.msgstr for key, entry in entries.items() if entry.translated()}


def _compiled(path: Path) -> dict[Key, object]:
    if not path.exists():
        return {}
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry.msgstr_plural or entry.msgstr
        for entry in polib.mofile(str(path))
    }


def main() -> int:
    """Check or bring up to date."""
    if shutil.which("xgettext") is None:
        print("xgettext is missing. On Debian: apt-get install gettext", file=sys.stderr)
        return 3
    if sys.argv[1:] == ["--check"]:
        found = sorted(fault for product in PRODUCTS for fault in faults(product))
        print("\n".join(found) or "complete")
        return 1 if found else 0
    for product in PRODUCTS:
        collect(product)
        for catalogue in catalogues(product):
            polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
