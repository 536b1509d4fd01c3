"""Cut the fonts and the icon sprite out of their npm packages and write them where the product serves them.

Run by hand after a change of the lists below; the results are committed, and nothing is fetched when the product runs.

    npm must be on the path; pip install -e '.[build]' brings pyftsubset
    python tools/build_assets.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KERNEL = Path(__file__).resolve().parent.parent / "lienthong" / "kernel"
UI = KERNEL / "static" / "ui"
# Fonts that are put into PDF files: read by the server, never sent to a browser.
PAPER = KERNEL / "data"
SUBSET = Path(sys.executable).with_name("pyftsubset")

PACKAGES = (
    "@expo-google-fonts/be-vietnam-pro@0.4.1",
    "@fontsource-variable/inter@5.3.0",
    "lucide-static@1.62.0",
)
VIETNAM_PRO = Path("@expo-google-fonts/be-vietnam-pro")
INTER = Path("@fontsource-variable/inter")
LUCIDE = Path("lucide-static")

# English and Vietnamese, composed and with combining marks; dashes, quotes, bullet, ellipsis; ₫ − × arrows ≤ ≥.
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0301,U+0303,U+0309,U+0323,U+1EA0-1EF9,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,"
    "U+20AB,U+2190-2193,U+2212,U+2264-2265"
)
# Space, %, + , . / digits, the no-break spaces, −. The same list stands at @font-face in tokens.css.
DIGITS = "U+0020,U+0025,U+002B-002C,U+002E-0039,U+00A0,U+202F,U+2212"


class Font(NamedTuple):
    """One font file: where it comes from, what it is called here, and what is kept of it."""

    source: Path
    name: str
    unicodes: str
    features: str


FONTS = (
    Font(
        VIETNAM_PRO / "400Regular/BeVietnamPro_400Regular.ttf",
        "bvp-400.woff2",
        LETTERS,
        "kern,mark,mkmk,ccmp,locl",
    ),
    Font(
        VIETNAM_PRO / "600SemiBold/BeVietnamPro_600SemiBold.ttf",
        "bvp-600.woff2",
        LETTERS,
        "kern,mark,mkmk,ccmp,locl",
    ),
    Font(INTER / "files/inter-latin-wght-normal.woff2", "num-var.woff2", DIGITS, "tnum"),
)

PAPER_FONTS = {
    VIETNAM_PRO / "400Regular/BeVietnamPro_400Regular.ttf": "be-vietnam-pro-400.ttf",
    VIETNAM_PRO / "600SemiBold/BeVietnamPro_600SemiBold.ttf": "be-vietnam-pro-600.ttf",
}

LICENCES = {
    UI / "fonts/LICENSE-be-vietnam-pro.txt": VIETNAM_PRO / "LICENSE_FONT",
    UI / "fonts/LICENSE-inter.txt": INTER / "LICENSE",
    UI / "LICENSE-lucide.txt": LUCIDE / "LICENSE",
    PAPER / "LICENSE-be-vietnam-pro.txt": VIETNAM_PRO / "LICENSE_FONT",
}

ICONS = (
    *(
        "arrow-down",
        "arrow-up",
        "bell-ring",
        "building-2",
        "calendar-days",
        "chart-column",
        "check",
        "check-check",
    ),
    *(
        "chevron-down",
        "chevron-left",
        "chevron-right",
        "circle-alert",
        "circle-check",
        "circle-help",
        "clipboard-check",
    ),
    *(
        "clipboard-list",
        "clipboard-paste",
        "clock",
        "copy",
        "download",
        "file-spreadsheet",
        "file-text",
        "flag",
    ),
    *(
        "globe",
        "history",
        "house",
        "info",
        "key-round",
        "keyboard",
        "layout-dashboard",
        "list-filter",
        "lock",
        "log-in",
    ),
    *(
        "log-out",
        "map-pin",
        "menu",
        "minus",
        "moon",
        "network",
        "pencil",
        "plus",
        "printer",
        "save",
        "search",
        "send",
    ),
    *(
        "settings",
        "shield-check",
        "sun",
        "table-properties",
        "triangle-alert",
        "undo-2",
        "upload",
        "user",
        "users",
        "x",
    ),
    *(
        "camera",
        "construction",
        "droplets",
        "graduation-cap",
        "heart-handshake",
        "heart-pulse",
        "inbox",
        "lightbulb",
        "link",
        "mail",
    ),
    *(
        "message-square",
        "paperclip",
        "phone",
        "qr-code",
        "refresh-cw",
        "shield-alert",
        "star",
        "thumbs-up",
        "trash-2",
        "zap",
    ),
)


def fetch(into: Path) -> Path:
    """Install the packages into an empty directory, none of their scripts run, and return where they lie."""
    command = [
        "npm",
        "install",
        "--prefix",
        str(into),
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        *PACKAGES,
    ]
    subprocess.run(command, check=True)
    return into / "node_modules"


def cut(font: Font, packages: Path) -> None:
    """Write one font file with only the letters and features that are kept."""
    subprocess.run(
        [
            SUBSET,
            packages / font.source,
            f"--output-file={UI / 'fonts' / font.name}",
            f"--unicodes={font.unicodes}",
            f"--layout-features={font.features}",
            "--flavor=woff2",
            "--no-hinting",
            "--desubroutinize",
            "--name-IDs=0,1,2,13,14",  # the copyright and licence stay inside the file
        ],
        check=True,
    )


def cut_for_paper(source: Path, target: Path) -> None:
    """Write one font file for PDF: the same letters, each already composed, so no feature of layout is needed."""
    subprocess.run(
        [
            SUBSET,
            source,
            f"--output-file={target}",
            f"--unicodes={LETTERS}",
            "--layout-features=",
            "--no-hinting",
            "--name-IDs=0,1,2,13,14",
        ],
        check=True,
    )


def symbols(packages: Path) -> Iterator[str]:
    """Yield each icon as a symbol of the sprite, without the attributes that base.css gives to every icon."""
    for name in sorted(ICONS):
        source = (packages / LUCIDE / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        drawing = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if drawing is None:
            raise ValueError(f"{name}.svg holds no drawing")
        shapes = re.sub(r"\s*\n\s*", "", drawing[1]).replace(" />", "/>")
        yield f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def main() -> int:
    """Fetch, cut and write everything."""
    for program in ("npm", str(SUBSET)):
        if shutil.which(program) is None:
            print(f"{program} is missing; tools/README.md says how to get it.", file=sys.stderr)
            return 3
    with tempfile.TemporaryDirectory() as scratch:
        packages = fetch(Path(scratch))
        (UI / "fonts").mkdir(parents=True, exist_ok=True)
        for font in FONTS:
            cut(font, packages)
        PAPER.mkdir(exist_ok=True)
        for source, name in PAPER_FONTS.items():
            cut_for_paper(packages / source, PAPER / name)
        sprite = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols(packages), "</svg>", ""]
        (UI / "icons.svg").write_text("\n".join(sprite), encoding="utf-8")
        for target, source in LICENCES.items():
            shutil.copyfile(packages / source, target)
    for path in sorted([*UI.glob("fonts/*.woff2"), *PAPER.glob("*.ttf"), UI / "icons.svg"]):
        print(f"{path.stat().st_size:>7,} bytes  {path.relative_to(KERNEL)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
