"""The house keeps its own law: what import-linter cannot say about rooms, services, tables and files."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

HOUSE = Path(__file__).resolve().parent.parent
PRODUCT = HOUSE / "lienthong"
ROOMS = sorted(path.parent.name for path in PRODUCT.glob("*/__init__.py"))
# These two are no rooms of work: the configuration joins the rooms, the kernel is their language.
NOT_ROOMS = {"config", "kernel"}
RELATION = re.compile(r"(ForeignKey|OneToOneField|ManyToManyField)$")
FORBIDDEN_NAMES = {"utils", "helpers", "managers", "signals", "base", "admin"}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def _named(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


def _contracts() -> dict[str, Any]:
    configured = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in configured["tool"]["importlinter"]["contracts"]}


# ── services ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _functions(path: Path) -> Iterator[Function]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    yield from (node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _services() -> Iterator[tuple[str, Function]]:
    """Yield the writes that a room offers: of a folder those that its ``__init__`` hands out, the rest is its own."""
    for path in sorted(PRODUCT.glob("*/services.py")):
        yield from ((f"{_named(path)}.{n.name}", n) for n in _functions(path) if not n.name.startswith("_"))
    for front in sorted(PRODUCT.glob("*/services/__init__.py")):
        for node in ast.parse(front.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
                offered = {alias.name for alias in node.names}
                path = front.parent / f"{node.module.replace('.', '/')}.py"
                yield from ((f"{_named(path)}.{n.name}", n) for n in _functions(path) if n.name in offered)


def _is_atomic(node: Function) -> bool:
    return any(ast.unparse(decorator).startswith("transaction.atomic") for decorator in node.decorator_list)


def _takes_actor_first(node: Function) -> bool:
    words = node.args
    nameless = [*words.posonlyargs, *words.args, *([words.vararg] if words.vararg else [])]
    return not nameless and bool(words.kwonlyargs) and words.kwonlyargs[0].arg == "actor"


def test_services_are_found() -> None:
    assert {name.split(".")[1] for name, _ in _services()} == set(ROOMS) - NOT_ROOMS


# A build of several minutes: each of its parts is a service of its own, whole or not there, so that it can go on. The copy for
# analysis is files: in the database it only reads, and on SQLite a transaction would keep everybody from saving. PostgreSQL
# tidies outside of transactions only.
_IN_PARTS = {
    "lienthong.demo.services.through_2025.build_2025",
    "lienthong.analysis.services.copying.refresh_copy",
    "lienthong.restructuring.services.carrying.follow_up",
}


def test_every_public_service_is_atomic() -> None:
    assert {name for name, node in _services() if not _is_atomic(node)} == _IN_PARTS


def test_every_public_service_takes_the_actor_first_and_all_words_by_name() -> None:
    assert [name for name, node in _services() if not _takes_actor_first(node)] == []


def test_a_service_that_forgets_is_noticed() -> None:
    source = "@transaction.atomic\ndef good(*, actor, row): ...\ndef bad(actor, row): ...\ndef worse(*, row, actor): ..."
    good, bad, worse = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    assert (_is_atomic(good), _takes_actor_first(good)) == (True, True)
    assert (_is_atomic(bad), _takes_actor_first(bad)) == (False, False)
    assert _takes_actor_first(worse) is False


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _keys_written_into_other_rooms() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each foreign key of every models file whose target is named in another room, however it is written."""
    for path in sorted([*PRODUCT.glob("*/models.py"), *PRODUCT.glob("*/models/**/*.py")]):
        room = path.relative_to(PRODUCT).parts[0]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        foreign = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and re.match(r"lienthong\.\w+\.models", node.module or "")
            for alias in node.names
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            if not RELATION.search(ast.unparse(call.func)):
                continue
            target = call.args[0]
            if isinstance(target, ast.Constant):
                label = str(target.value)
                if "." in label and not label.startswith(f"{room}."):
                    yield f"{_named(path)}:{call.lineno}", label, call
            elif ast.unparse(target).split(".")[0] in foreign:
                yield f"{_named(path)}:{call.lineno}", "an imported class", call


def test_a_key_into_another_room_is_written_as_a_string() -> None:
    found = list(_keys_written_into_other_rooms())
    assert any(label == "registry.Organisation" for _, label, _ in found)
    assert [place for place, label, _ in found if label == "an imported class"] == []


def test_a_key_into_another_room_leaves_no_name_there() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("lienthong.")]
    assert own
    crossing = [
        (model._meta.label, field)
        for model in own
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert crossing
    named = [(label, field.name) for label, field in crossing if field.remote_field.related_name != "+"]
    assert named == []


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_file_is_named_for_nothing() -> None:
    code = [path for path in PRODUCT.rglob("*") if path.is_dir() or path.suffix == ".py"]
    assert [_named(path) for path in code if path.stem in FORBIDDEN_NAMES] == []


def test_every_folder_of_code_is_a_package() -> None:
    # Without __init__.py a folder is neither installed nor seen by import-linter.
    folders = {path.parent for path in PRODUCT.rglob("*.py")}
    assert [_named(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room: str) -> None:
    assert (PRODUCT / room / "README.md").is_file()


def test_every_room_keeps_the_order_of_files() -> None:
    containers = {name.removeprefix("lienthong.") for name in _contracts()["room"]["containers"]}
    assert containers == set(ROOMS) - NOT_ROOMS


@pytest.mark.parametrize("lock", ["build.lock", "dev.lock", "run.lock"])
def test_a_lock_file_names_no_registry_and_no_machine(lock: str) -> None:
    text = (HOUSE / "requirements" / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S*|--\w*index\S*|--find-links.*|--trusted-host.*|\s/\w+.*", text) == []
    packages = re.findall(r"^[\w.-]+==", text, re.MULTILINE)
    assert packages
    assert len(re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]) == len(packages)
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:])


# ── plain Python ─────────────────────────────────────────────────────────────────────────────────────────────────────

IMPORT_WITHOUT_DJANGO = """
import importlib, json, sys
sys.modules["django"] = None
failed = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed[name] = str(error)
print(json.dumps(failed))
"""


def _plain_modules() -> list[str]:
    """Return the modules that the contract calls plain, with those inside of them."""
    found = set()
    for pattern in _contracts()["plain"]["source_modules"]:
        place = pattern.replace(".", "/")
        found |= {*HOUSE.glob(f"{place}.py"), *HOUSE.glob(f"{place}/**/*.py")}
    return sorted(_named(path) for path in found if "tests" not in path.parts)


def _import_without_django(*names: str) -> dict[str, str]:
    command = [sys.executable, "-c", IMPORT_WITHOUT_DJANGO, *names]
    ran = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    failed: dict[str, str] = json.loads(ran.stdout)
    return failed


def test_plain_modules_live_without_django() -> None:
    modules = _plain_modules()
    assert "lienthong.kernel.values" in modules
    assert _import_without_django(*modules) == {}


def test_a_module_that_needs_django_is_noticed() -> None:
    assert list(_import_without_django("lienthong.registry.models")) == ["lienthong.registry.models"]


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────

# What xgettext is told to look for: a sentence under any other name would stay in Vietnamese in every language.
SAID_BY = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}


def _names_of_gettext(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (alias.asname or alias.name for alias in node.names if "gettext" in alias.name)


def test_sentences_are_marked_by_names_that_are_collected() -> None:
    names = {path: set(_names_of_gettext(path)) - SAID_BY for path in PRODUCT.rglob("*.py")}
    assert any("_" in _names_of_gettext(path) for path in names)
    assert {str(path): found for path, found in names.items() if found} == {}
