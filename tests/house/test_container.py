# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Container, compose file and publiccode.yml are sound, as far as that can be told without an engine."""

import re

import jsonschema
import yaml

from gateway.city.catalogue import all_services
from gateway.city.settings import CitySettings
from services.kit.service import Room
from services.kit.settings import read_settings
from tests.house.source import ROOT

NAMES = {"type": "string", "pattern": "^[a-z_]+$"}
COMMAND = {"type": "array", "items": {"type": "string"}, "minItems": 1}
HEALTH = {
    "type": "object",
    "required": ["test", "interval"],
    "properties": {
        "test": COMMAND,
        "interval": {"type": "string", "pattern": r"^\d+s$"},
        "timeout": {"type": "string", "pattern": r"^\d+s$"},
        "retries": {"type": "integer"},
    },
    "additionalProperties": False,
}
COMPOSE_SCHEMA = {
    "type": "object",
    "required": ["name", "services", "volumes", "secrets"],
    "patternProperties": {"^x-": {}},
    "additionalProperties": False,
    "properties": {
        "name": NAMES,
        "volumes": {"type": "object"},
        "secrets": {
            "type": "object",
            "additionalProperties": {"type": "object", "required": ["file"]},
        },
        "services": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["image"],
                "additionalProperties": False,
                "properties": {
                    "build": {"type": "string"},
                    "image": {"type": "string"},
                    "command": COMMAND,
                    "environment": {
                        "type": "object",
                        "additionalProperties": {"type": "string"},
                    },
                    "secrets": {"type": "array", "items": NAMES},
                    "volumes": {"type": "array", "items": {"type": "string"}},
                    "ports": {
                        "type": "array",
                        "items": {"type": "string", "pattern": r"^\d+:\d+$"},
                    },
                    "depends_on": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "required": ["condition"],
                            "properties": {
                                "condition": {"enum": ["service_started", "service_healthy"]}
                            },
                        },
                    },
                    "healthcheck": HEALTH,
                    "read_only": {"type": "boolean"},
                    "tmpfs": {"type": "array"},
                    "cap_drop": {"type": "array"},
                    "security_opt": {"type": "array"},
                    "stop_grace_period": {"type": "string", "pattern": r"^\d+s$"},
                    "restart": {"enum": ["unless-stopped", "always", "no"]},
                },
            },
        },
    },
}
"""The part of the Compose specification that the file uses, and nothing beyond it."""


def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def ours():
    return {name: s for name, s in compose()["services"].items() if s["image"] == "torget:local"}


def test_the_compose_file_fits_the_specification():
    jsonschema.Draft202012Validator(COMPOSE_SCHEMA).validate(compose())


def test_what_the_compose_file_refers_to_is_declared_in_it():
    whole = compose()
    for name, service in whole["services"].items():
        assert set(service.get("depends_on", {})) <= whole["services"].keys(), name
        assert set(service.get("secrets", ())) <= whole["secrets"].keys(), name
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in whole["volumes"], name
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in whole["services"][needed]


def test_every_setting_in_the_compose_file_exists():
    for service in ours().values():
        given = {k: v for k, v in service["environment"].items() if not k.endswith("_FILE")}
        read_settings(CitySettings, given)


def test_the_compose_file_runs_every_service_and_the_gateway_knows_them():
    run = {s["command"][2] for s in ours().values() if "--service" in s["command"]}
    assert run == set(all_services())
    given = {"TORGET_SUBGRAPHS": ours()["gateway"]["environment"]["TORGET_SUBGRAPHS"]}
    graphs = {name for name, service in all_services().items() if service.has(Room.GRAPH)}
    assert set(read_settings(CitySettings, given).elsewhere) == graphs


def test_our_containers_run_without_privileges():
    for service in ours().values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_the_image_is_built_in_stages_for_a_user_without_rights():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert len(re.findall(r"^FROM ", text, re.MULTILINE)) == 2
    assert "--require-hashes" in text
    assert "PYTHONSAFEPATH=1" in text
    assert re.search(r"^USER \d+$", text, re.MULTILINE)
    assert "ARG PYTHON=" in text, "the base image must be replaceable by a digest"
    copied = re.findall(r"^COPY (?:--\S+ )*(\S+) ", text, re.MULTILINE)
    assert all((ROOT / name).exists() for name in copied if not name.startswith("/"))


def test_publiccode_says_what_the_project_says():
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert told["legal"]["license"] == "EUPL-1.2"
    assert {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
            "description", "maintenance", "localisation"} <= told.keys()  # fmt: skip
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
