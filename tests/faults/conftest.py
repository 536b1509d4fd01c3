"""An installation for each test, copied from one that is built once, and nothing of it left afterwards.

`make test-slow` runs these on both stores; on PostgreSQL each has a durable cluster of its own. They need a machine's
full attention, so they run one after the other and not with the ordinary tests.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .product import Product, build, copied

VILLAGES = 8
Install = Callable[..., Product]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here as slow."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _house() -> None:
    """Nothing of the unit tests' settings: the product runs in processes of its own."""


@pytest.fixture(scope="session")
def image() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Build an installation, at rest. Not in pytest's own directory: PostgreSQL's account may not look into that."""
    place = _place()
    try:
        yield place, build(place, VILLAGES)
    finally:
        shutil.rmtree(place)


def _place() -> Path:
    place = Path(tempfile.mkdtemp(prefix="lt-faults-", dir="/tmp"))
    place.chmod(0o755)
    return place


@pytest.fixture
def install(image: tuple[Path, dict[str, Any]]) -> Iterator[Install]:
    """Return a function that gives an installation whose store runs; where it lies may be said."""
    begun: list[Product] = []
    place = _place()

    def installed(where: Path | None = None, **words: Any) -> Product:
        product = copied(image[0], where or place, image[1], **words)
        begun.append(product)
        return product

    try:
        yield installed
    finally:
        for product in begun:
            product.end()
        shutil.rmtree(place)


@pytest.fixture
def product(install: Install) -> Product:
    """Return an installation with its web server running."""
    made = install()
    made.start_web()
    return made
