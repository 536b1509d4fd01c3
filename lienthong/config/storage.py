"""Static files as they are served: hashed, compressed, and every style sheet in one piece.

While developing, a browser follows the ``@import`` lines of a sheet; served for real, each such line is replaced by the
sheet that it names, so that a phone on a slow line waits for one file and not for seven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# One line: @import url("parts.css"); or @import url("print.css") print;
_IMPORT = re.compile(rb'^@import url\("(?P<name>[\w./-]+)"\)(?: (?P<media>[\w ():.-]+))?;$', re.MULTILINE)

Paths = Mapping[str, tuple[Storage, str]]


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Lay imported style sheets into the sheet that imports them, then hash and compress as WhiteNoise does."""

    # Also rewrites import lines inside of scripts, which Django does only when asked.
    support_js_module_import_aggregation = True

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Bundle, then go on; ``paths`` maps a file's name to where its source lies."""
        bundles = InMemoryStorage()
        sheets = {name: _read(paths, name) for name in paths if name.endswith(".css")}
        found = {name: source for name, source in sheets.items() if _IMPORT.search(source)}
        for name, source in found.items():
            bundles.save(name, ContentFile(_bundled(paths, name, source)))
        bundled = {name: (bundles, name) for name in found}
        yield from super().post_process({**paths, **bundled}, dry_run, **options)


def _read(paths: Paths, name: str) -> bytes:
    storage, path = paths[name]
    with storage.open(path) as file:
        return bytes(file.read())


def _bundled(paths: Paths, name: str, source: bytes) -> bytes:
    folder = PurePosixPath(name).parent

    def imported(line: re.Match[bytes]) -> bytes:
        other = str(folder / line["name"].decode())
        sheet = _bundled(paths, other, _read(paths, other))
        return b"@media %s {\n%s}\n" % (line["media"], sheet) if line["media"] else sheet

    return _IMPORT.sub(imported, source)
