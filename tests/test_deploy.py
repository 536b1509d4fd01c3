"""The files under deploy/ keep up with the code: commands, settings, paths; nginx and systemd accept them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from lienthong.config import environment
from lienthong.config.cli import COMMANDS
from tests import servers

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PROGRAM = "/opt/lienthong/current/.venv/bin/lienthong"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
SETTINGS = {one.name for one in environment.said()}


def _parse(words: list[str]) -> None:
    """Let a command of the operators' program read its words, as it does when it is started."""
    name = words[0]
    assert name in COMMANDS
    load_command_class(get_commands()[name], name).create_parser("lienthong", name).parse_args(words[1:])


STARTED = [
    pytest.param(path.name, line, id=f"{path.name}: {line.split()[0]}")
    for path in UNITS
    for line in re.findall(
        rf"^ExecStart(?:Post)?=.*?{PROGRAM} (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE
    )
]


@pytest.mark.parametrize(("unit", "line"), STARTED)
def test_a_unit_starts_a_command_that_exists_with_words_that_it_knows(unit: str, line: str) -> None:
    _parse(shlex.split(line.rstrip("'").replace("%i", "1").replace("$(date +%%F)", "day")))


@pytest.mark.parametrize("folder", ["deploy", "docs/how-to"])
def test_what_is_named_below_the_current_release_is_in_it(folder: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*") if path.is_file()]
    named = {
        name for text in texts for name in re.findall(r"/opt/lienthong/current/((?!\.venv)[\w./-]+)", text)
    }
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()
    assert [text for text in texts if "/opt/lienthong/deploy" in text] == []


def test_every_unit_that_serves_runs_as_the_service_s_user_and_is_closed_in() -> None:
    services = [path.read_text(encoding="utf-8") for path in UNITS if path.suffix == ".service"]
    assert len(services) == 4
    for text in services:
        for line in (
            "User=lienthong",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "CapabilityBoundingSet=",
            "UMask=0077",
        ):
            assert f"\n{line}\n" in text + "\n", line
        assert "EnvironmentFile=/etc/lienthong.env\n" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / path.name).write_text(text)
    units = [tmp_path / path.name.replace("@", "@1") for path in UNITS]
    (tmp_path / "lienthong@1.service").write_text((tmp_path / "lienthong@.service").read_text())
    command = ["systemd-analyze", "verify", "--man=no", *map(str, units)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in ran.stderr.splitlines() if "lienthong" in line]
    assert ours == []


def test_the_example_of_settings_names_settings_and_holds_no_secret() -> None:
    lines = (DEPLOY / "lienthong.env").read_text(encoding="utf-8").splitlines()
    found = dict(re.findall(r"^(?:# )?(LIENTHONG_\w+)=(.*)$", "\n".join(lines), re.MULTILINE))
    assert set(found) <= SETTINGS
    keys = ("LIENTHONG_SECRET_KEY", "LIENTHONG_AUDIT_KEY", "LIENTHONG_BOX_KEY")
    assert [found[name] for name in keys] == ["", "", ""]


def test_containers_name_only_settings_volumes_and_services_that_exist_and_no_secret() -> None:
    services, volumes = COMPOSE["services"], set(COMPOSE["volumes"])
    assert set(services) == {"db", "setup", "web", "worker", "nginx"}
    for name, service in services.items():
        assert {"image", "restart"} <= set(service), name
        assert not re.search("PASSWORD|SECRET|KEY", " ".join(service.get("environment", {}))), name
        assert {one for one in service.get("environment", {}) if one.startswith("LIENTHONG_")} <= SETTINGS
        assert set(service.get("depends_on", {})) <= set(services)
        for mounted in service.get("volumes", []):
            source = mounted.split(":")[0]
            assert source in volumes or source == "./tls" or (DEPLOY / source).is_file(), mounted
        assert not re.search(r"[\w-]+\.[\w.-]+/", service["image"]), "no registry's host"
    for name in ("setup", "worker"):
        _parse(services[name]["command"])


def test_the_container_installs_only_what_is_locked_serves_as_nobody_s_user_and_copies_what_exists() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert images == ["debian:12-slim"] * 2
    assert "--require-hashes" in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001"]
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        assert [name for name in line.split()[:-1] if not (ROOT / name).exists()] == []
    assert set(re.findall(r"LIENTHONG_\w+", text)) <= SETTINGS
    [words] = re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)
    _parse(yaml.safe_load(words))


def test_nginx_s_file_for_containers_is_the_other_one_but_for_the_name_of_the_server() -> None:
    ours, theirs = (
        (DEPLOY / "nginx" / name).read_text(encoding="utf-8").partition("\nupstream")[2]
        for name in ("lienthong.conf", "container.conf")
    )
    assert ours.replace("server 127.0.0.1:8000 ", "server web:8000 ") == theirs


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine")
def test_nginx_accepts_its_file(tmp_path: Path) -> None:
    conf, _port = servers.lay_out_nginx(tmp_path, upstream=8000, static=tmp_path)
    ran = subprocess.run(
        ["nginx", "-t", "-c", conf, "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "warn" not in ran.stderr, ran.stderr
